"""Practices: noted in two taps, and never counted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from domain.days import BRING_BACK_FOR
from domain.practices import MOST_MINUTES, PRACTICES, After
from journal.models import PracticeNote
from tests.factories import MONDAY, NOW, a_practice

pytestmark = pytest.mark.django_db
NOTE = "/journal/practices/"
KEY = "00000000-0000-4000-8000-000000000001"


def noted(**told):
    return {"practice": "presence", "done": "yes", "day": str(MONDAY), "submission": KEY} | told


@pytest.mark.parametrize("key", PRACTICES)
def test_each_practice_can_be_noted_with_nothing_more(as_alice, alice, key):
    as_alice.post(NOTE, noted(practice=key))

    kept = alice.practice_notes.get()
    assert (kept.practice, kept.done, kept.minutes, kept.after, kept.note) == (
        key,
        True,
        None,
        "",
        "",
    )


def test_a_link_brings_a_practice_with_what_it_is_and_save_is_the_second_tap(as_alice):
    page = as_alice.get(NOTE, {"practice": "5"}).content.decode()

    assert 'value="mirror" selected' in page
    assert PRACTICES["mirror"].caution in page


@pytest.mark.parametrize("after", After)
def test_how_one_felt_after_it_can_be_told(as_alice, alice, after):
    as_alice.post(NOTE, noted(after=after.value, minutes="20", note="The same tree."))

    kept = alice.practice_notes.get()
    assert kept.said == f"20 minutes, after it: {after.told}"
    assert kept.note == "The same tree."


def test_a_practice_that_was_meant_and_left_can_be_noted(as_alice, alice):
    as_alice.post(NOTE, noted(done="no"))

    assert alice.practice_notes.get().said == "meant to, left it"


def test_the_same_form_sent_twice_is_kept_once(as_alice, alice):
    for _ in range(2):
        as_alice.post(NOTE, noted())

    assert alice.practice_notes.count() == 1


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"minutes": "-1"}, "Write minutes from 0 to 600."),
        ({"minutes": "601"}, "Write minutes from 0 to 600."),
        ({"minutes": "half"}, "Write minutes as a whole number up to 600."),
        ({"day": "2026-03-17"}, "That day has not come yet."),
        ({"practice": "juggling"}, "Choose one of the list."),
        ({"note": "x" * 2001}, "A note holds up to 2,000 characters; this has 2,001."),
    ],
)
def test_what_does_not_fit_is_met_with_a_sentence(as_alice, alice, told, sentence):
    response = as_alice.post(NOTE, noted(**told))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert alice.practice_notes.count() == 0


def test_a_note_is_sealed(as_alice):
    as_alice.post(NOTE, noted(note="canary"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM journal_practicenote")
        assert b"canary" not in bytes(cursor.fetchone()[0])


def test_a_practice_stands_on_its_day_and_in_the_list_and_in_no_number(as_alice, alice):
    a_practice(alice, "move", minutes=35, after="less_numb", note="To the bridge")

    for address in (NOTE, reverse("dashboard:day", args=[MONDAY])):
        page = as_alice.get(address).content.decode()
        assert "35 minutes, after it: less numb" in page
        assert "To the bridge" in page
    for address in ("/trends/", "/summary/", "/check-ins/"):
        assert "35 minutes" not in as_alice.get(address).content.decode()


def test_a_deleted_note_can_be_brought_back(as_alice, alice):
    key = a_practice(alice).pk

    page = as_alice.post(reverse("journal:delete-practice", args=[key]), follow=True)

    assert "The note was deleted." in page.content.decode()
    assert alice.practice_notes.standing().count() == 0
    as_alice.post(reverse("journal:bring-back-practice", args=[key]))
    assert alice.practice_notes.standing().get().pk == key


def test_a_deleted_note_is_gone_for_good_after_a_week(as_alice, alice, clock):
    first, second = a_practice(alice), a_practice(alice, "move")
    as_alice.post(reverse("journal:delete-practice", args=[first.pk]))
    clock.shift(BRING_BACK_FOR + timedelta(minutes=1))

    as_alice.post(reverse("journal:delete-practice", args=[second.pk]))

    assert [each.pk for each in alice.practice_notes.all()] == [second.pk]


def test_the_list_is_paged(as_alice, alice):
    for n in range(21):
        a_practice(alice, day=MONDAY - timedelta(n))

    assert "Earlier ones" in as_alice.get(NOTE).content.decode()
    assert "Later ones" in as_alice.get(NOTE, {"page": "2"}).content.decode()


@pytest.mark.parametrize(
    "told", [{"practice": "juggling"}, {"minutes": MOST_MINUTES + 1}, {"after": "better"}]
)
def test_the_database_refuses_what_cannot_be(alice, told):
    facts = {
        "owner": alice,
        "day": MONDAY,
        "practice": "move",
        "timezone": "UTC",
        "written_at": NOW,
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeNote(**(facts | told)).save()


def test_a_row_names_itself_without_telling_what_was_written(alice):
    practice = a_practice(alice, note="private")

    assert str(practice) == f"practice note #{practice.pk} of 2026-03-16"
