"""A reminder that a calendar asks for: neutral words, an address nobody guesses, an end."""

import re
from datetime import datetime, time, timedelta
from uuid import uuid4

import icalendar
import pytest
from django.test import Client

from accounts.actions import change_settings
from sharing.actions import make_feed
from sharing.ics import folded
from sharing.models import CalendarFeed
from tests.factories import NOW, a_check_in

pytestmark = pytest.mark.django_db


def asked(link):
    return Client().get(f"/calendar/{link}.ics")


def events(link):
    return icalendar.Calendar.from_ical(asked(link).content).walk("VEVENT")


def test_another_program_reads_a_daily_event_at_the_wall_clock(alice):
    link = make_feed(owner=alice, at=time(21, 15), now=NOW)

    (event,) = events(link)

    assert event["DTSTART"].dt == datetime(2026, 3, 16, 21, 15)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=5)
    assert event["RRULE"]["FREQ"] == ["DAILY"]
    assert event["SUMMARY"] == "A moment for yourself"
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(0)


@pytest.mark.parametrize(
    ("rhythm", "found"), [("daily", ["DAILY"]), ("weekly", ["WEEKLY"]), ("paused", None)]
)
def test_it_follows_the_rhythm(alice, rhythm, found):
    link = make_feed(owner=alice, at=time(9), now=NOW)
    change_settings(owner=alice, rhythm_key=rhythm)

    told = [event["RRULE"]["FREQ"] for event in events(link)]

    assert told == ([found] if found else [])


def test_it_says_nothing_of_the_person_or_of_what_it_reminds_of(alice):
    a_check_in(alice, note="canary")
    link = make_feed(owner=alice, at=time(9), now=NOW)

    text = asked(link).content.decode()

    for word in (alice.email, "canary", "check-in", "numb ", "diary", str(alice.pk), "London"):
        assert word not in text


def test_its_address_is_shown_once_and_not_kept(as_alice, alice):
    page = as_alice.post("/reminder/", {"at": "20:30"}).content.decode()
    again = as_alice.get("/reminder/").content.decode()

    link = re.search(r"/calendar/([0-9a-f-]{36})\.ics", page)[1]
    stored = str(CalendarFeed.objects.values().get())
    assert asked(link).status_code == 200
    assert link not in again
    assert link.replace("-", "") not in stored.replace("-", "")


@pytest.mark.parametrize("at", ["", "25:00", "evening"])
def test_a_time_that_is_none_is_met_with_a_sentence(as_alice, at):
    response = as_alice.post("/reminder/", {"at": at})

    assert response.status_code == 422
    assert "Enter a time, such as 20:30." in response.content.decode()


def test_it_can_be_ended_and_a_new_address_ends_the_old(as_alice, alice):
    first = make_feed(owner=alice, at=time(9), now=NOW)
    second = make_feed(owner=alice, at=time(9), now=NOW)
    found = [asked(first).status_code, asked(second).status_code]

    as_alice.post("/reminder/end/")

    assert found == [404, 200]
    assert asked(second).status_code == 404


def test_an_address_that_is_none_gives_nothing(db):
    assert asked(uuid4()).status_code == 404


def test_it_is_kept_and_indexed_by_no_one(alice):
    response = asked(make_feed(owner=alice, at=time(9), now=NOW))

    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"].startswith("noindex")


def test_long_lines_are_folded_at_75_octets():
    pieces = folded(f"SUMMARY:{'é' * 100}").split("\r\n")

    assert max(len(piece.encode()) for piece in pieces) <= 75
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == f"SUMMARY:{'é' * 100}"
