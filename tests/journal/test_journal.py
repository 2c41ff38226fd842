"""The journal: words come back as they were written, and are stored sealed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.prompts import PROMPTS
from journal.models import LONGEST_ENTRY, Entry
from tests.factories import MONDAY, an_entry

pytestmark = pytest.mark.django_db
JOURNAL = "/journal/"


def words(text="A word.", **told):
    return {"day": MONDAY.isoformat(), "text": text, "submission": str(uuid4())} | told


def test_an_entry_is_kept_and_stands_on_the_page(as_alice, alice):
    response = as_alice.post(JOURNAL, words("Coffee smelled like something."), follow=True)

    page = response.content.decode()
    assert "Entry saved." in page
    assert "Coffee smelled like something." in page
    assert alice.journal_entries.get().day == MONDAY


def test_the_same_form_sent_twice_is_kept_once_and_answers_as_the_first_time(as_alice, alice):
    form = words()

    first, second = (as_alice.post(JOURNAL, form) for _ in range(2))

    assert (first.status_code, first.url) == (second.status_code, second.url) == (302, JOURNAL)
    assert alice.journal_entries.count() == 1


text_as_typed = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1, max_size=200
).filter(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text_as_typed)
def test_words_come_back_as_they_were_written(alice, text):
    entry = an_entry(alice, text)

    assert Entry.objects.get(pk=entry.pk).text == text


def test_line_ends_of_a_browser_become_plain_ones(as_alice, alice):
    as_alice.post(JOURNAL, words("one\r\n\r\n  two "))

    assert alice.journal_entries.get().text == "one\n\n  two "


def test_the_database_never_holds_the_words(alice):
    an_entry(alice, "canary-0123456789ab")

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM journal_entry")
        stored = bytes(cursor.fetchone()[0])
    assert b"canary" not in stored
    assert stored[0] == 1


def test_words_are_never_markup(as_alice, alice):
    an_entry(alice, "<img src=x onerror=alert(1)>")

    page = as_alice.get(JOURNAL).content.decode()

    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"text": ""}, "Write a word or two"),
        ({"text": " \n\t"}, "Write a word or two"),
        ({"text": "x" * (LONGEST_ENTRY + 1)}, "An entry holds up to 20,000 characters"),
        ({"text": "nul \x00"}, "Null characters are not allowed."),
        ({"day": "2026-03-17"}, "That day has not come yet."),
        ({"day": ""}, "Choose a day."),
        ({"day": "yesterday"}, "Write the day like"),
    ],
)
def test_what_is_amiss_is_said_and_the_words_stay(as_alice, alice, told, sentence):
    response = as_alice.post(
        JOURNAL, words("kept words", **told) if "day" in told else words(**told)
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "kept words" in page or "text" in told
    assert alice.journal_entries.count() == 0


def test_the_longest_entry_is_kept(as_alice, alice):
    as_alice.post(JOURNAL, words("x" * LONGEST_ENTRY))

    assert len(alice.journal_entries.get().text) == LONGEST_ENTRY


def test_an_entry_can_be_changed(as_alice, alice):
    entry = an_entry(alice, "before")

    as_alice.post(reverse("journal:edit", args=[entry.pk]), words("after"))

    assert alice.journal_entries.get().text == "after"


def test_a_stale_tab_overwrites_no_words_and_shows_both(as_alice, alice):
    entry = an_entry(alice, "before")
    address = reverse("journal:edit", args=[entry.pk])
    as_alice.post(address, words("tab one", seen="1"))

    response = as_alice.post(address, words("tab two", seen="1"))

    page = response.content.decode()
    assert response.status_code == 409
    assert "tab one" in page
    assert "tab two" in page
    assert alice.journal_entries.get().text == "tab one"
    as_alice.post(address, words("tab two", seen="2"))
    assert alice.journal_entries.get().text == "tab two"


def test_a_deleted_entry_can_be_brought_back(as_alice, alice):
    entry = an_entry(alice, "still here")

    gone = as_alice.post(reverse("journal:delete", args=[entry.pk]), follow=True).content.decode()
    back = as_alice.post(reverse("journal:bring-back", args=[entry.pk]), follow=True)

    assert "The entry was deleted." in gone
    assert "still here" not in gone
    assert "still here" in back.content.decode()


def test_a_range_of_days_can_be_chosen(as_alice, alice):
    for ago in (0, 5, 10):
        an_entry(alice, f"{ago} days ago", MONDAY - timedelta(ago))

    page = as_alice.get(
        JOURNAL, {"since": str(MONDAY - timedelta(6)), "until": str(MONDAY - timedelta(1))}
    )

    assert [entry.text for entry in page.context["page"]] == ["5 days ago"]


@pytest.mark.parametrize(
    "asked", [{"page": "99"}, {"page": "x"}, {"since": "x"}, {"until": "\x00"}]
)
def test_any_wish_for_a_page_is_answered(as_alice, asked):
    assert as_alice.get(JOURNAL, asked).status_code == 200


def test_an_entry_names_itself_without_its_words(alice):
    entry = an_entry(alice, "secret")

    assert str(entry) == f"entry #{entry.pk} of 2026-03-16"


def test_places_to_start_are_offered_and_nothing_is_an_answer(as_alice):
    page = as_alice.get("/journal/").content.decode()

    assert "“Nothing” is an answer to each." in page
    assert [words for words in PROMPTS.values() if words not in page] == []
