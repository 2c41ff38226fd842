"""Tags and the search for words: sealed, found on the server, and never in an address."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from journal.views.entries import MOST_FOUND
from tests.factories import MONDAY, an_entry

pytestmark = pytest.mark.django_db
JOURNAL, SEARCH = "/journal/", "/journal/search/"


def written(text, tags="", day=MONDAY):
    return {"day": str(day), "text": text, "tags": tags, "submission": str(uuid4())}


def found(client, words):
    return [entry.text for entry in client.post(SEARCH, {"words": words}).context["found"]]


def test_tags_stand_under_their_entry(as_alice, alice):
    as_alice.post(JOURNAL, written("the sea", "with family, Presence, presence"))

    assert alice.journal_entries.get().tags == ["with family", "Presence"]
    page = as_alice.get(JOURNAL).content.decode()
    assert '<span class="tag" dir="auto">with family</span>' in page


def test_tags_are_sealed(as_alice):
    as_alice.post(JOURNAL, written("x", "canary-tag"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT tags_text FROM journal_entry")
        assert b"canary" not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("tags", "sentence"),
    [
        (", ".join(f"tag {n}" for n in range(11)), "Up to 10 tags fit; these are 11."),
        ("x" * 41, "A tag holds up to 40 characters; one here has 41."),
    ],
)
def test_tags_that_do_not_fit_are_met_with_a_sentence_and_the_words_stay(as_alice, tags, sentence):
    page = as_alice.post(JOURNAL, written("words that took effort", tags)).content.decode()

    assert sentence in page
    assert "words that took effort" in page


def test_tags_can_be_changed_with_the_entry(as_alice, alice):
    entry = an_entry(alice, "the sea")

    as_alice.post(
        reverse("journal:edit", args=[entry.pk]), written("the sea", "cold") | {"seen": "1"}
    )

    again = alice.journal_entries.get()
    assert (again.tags, again.version) == (["cold"], 2)
    assert (
        as_alice.get(reverse("journal:edit", args=[entry.pk])).context["form"]["tags"].value()
        == "cold"
    )


def test_words_and_tags_are_found_latest_first(as_alice, alice):
    an_entry(alice, "The cold sea", MONDAY - timedelta(3))
    an_entry(alice, "A warm room", MONDAY - timedelta(2))
    as_alice.post(JOURNAL, written("Nothing much", "the SEA, cold"))

    assert found(as_alice, "sea cold") == ["Nothing much", "The cold sea"]
    assert found(as_alice, "room") == ["A warm room"]
    assert found(as_alice, "mountain") == []


def test_nothing_found_says_so_kindly(as_alice):
    page = as_alice.post(SEARCH, {"words": "mountain"}).content.decode()

    assert "Nothing found" in page
    assert "Case and accents make no difference." in page


def test_the_words_looked_for_stand_in_no_address_and_nothing_is_kept(as_alice, alice):
    an_entry(alice, "the sea")

    response = as_alice.post(SEARCH, {"words": "sea"})

    assert response.request["QUERY_STRING"] == ""
    assert "?words" not in response.content.decode()
    assert 'method="post" action="/journal/search/"' in response.content.decode()
    assert as_alice.get(SEARCH).url == JOURNAL


def test_deleted_entries_and_those_of_others_are_not_found(as_alice, alice, bob):
    an_entry(bob, "the sea of bob")
    entry = an_entry(alice, "the sea of alice")
    as_alice.post(reverse("journal:delete", args=[entry.pk]))

    assert found(as_alice, "sea") == []


def test_looking_for_nothing_is_met_with_a_sentence(as_alice):
    response = as_alice.post(SEARCH, {"words": "  "})

    assert response.status_code == 422
    assert "Write what to look for." in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_asks_four_questions_whatever_the_entries(
    as_alice, alice, django_assert_num_queries, rows
):
    for n in range(rows):
        an_entry(alice, f"the sea {n}")

    with django_assert_num_queries(4):
        as_alice.post(SEARCH, {"words": "sea"})


def test_very_many_are_shown_as_the_latest_of_them(as_alice, alice, monkeypatch):
    monkeypatch.setattr("journal.views.entries.MOST_FOUND", 3)
    for n in range(5):
        an_entry(alice, f"the sea {n}", MONDAY - timedelta(n))

    response = as_alice.post(SEARCH, {"words": "sea"})

    assert [entry.text for entry in response.context["found"]] == [
        "the sea 0",
        "the sea 1",
        "the sea 2",
    ]
    assert "3 and more found" in response.content.decode()
    assert MOST_FOUND == 200


def test_an_entry_says_at_what_hour_it_was_written(as_alice, alice):
    an_entry(alice, "the sea")

    assert "<span>20:30</span>" in as_alice.get(JOURNAL).content.decode()
