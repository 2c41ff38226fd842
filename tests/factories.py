"""Plain helpers that make what a test needs, with what it does not care about filled in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

from accounts.actions import create_person
from checkins.actions import record_check_in
from checkins.models import Told
from domain.days import DAY_STARTS_AT, local_date, recall_of
from domain.diary import Diary, DiaryDay
from domain.dimensions import DIMENSIONS
from domain.doses import Dose
from domain.regimen import Change, Kind, Story
from journal.actions import note_practice, write_entry
from medications.actions import Facts, record_change

MONDAY = date(2026, 3, 16)
NOW = datetime(2026, 3, 16, 20, 30, tzinfo=UTC)
PASSWORD = "an ordinary long password"


def today_here():
    """Return the day that it is for somebody in London right now: it begins at four."""
    return local_date(datetime.now(UTC), ZoneInfo("Europe/London"), DAY_STARTS_AT)


def a_person(email, timezone="Europe/London", country="GB"):
    return create_person(
        email=email, password=PASSWORD, timezone=timezone, country=country, now=NOW
    )


def a_check_in(
    owner,
    day=MONDAY,
    *,
    rating=6,
    lag=0,
    ratings=None,
    not_rated=None,
    companions=None,
    note="",
    harm=None,
):
    answers = dict.fromkeys(DIMENSIONS, rating) if ratings is None else ratings
    entered_on = day + timedelta(days=lag)
    return record_check_in(
        owner=owner,
        day=day,
        today=entered_on,
        timezone=owner.timezone,
        now=datetime(entered_on.year, entered_on.month, entered_on.day, 20, tzinfo=UTC),
        told=Told(answers, not_rated or {}, companions or {}, note, harm),
        submission=uuid4(),
    )


def days_of_check_ins(owner, days, until=MONDAY, rating=6):
    return [a_check_in(owner, until - timedelta(days=n), rating=rating) for n in range(days)]


def a_dose(amount, unit="mg", frequency="once_daily"):
    return Dose(Decimal(str(amount)), unit, frequency)


def a_change(
    owner,
    name="sertraline",
    kind=Kind.STARTED,
    day=MONDAY,
    dose=50,
    taken_for="",
    prescriber="",
    **facts,
):
    return record_change(
        owner=owner,
        name=name,
        facts=Facts(kind=kind, day=day, dose=None if dose is None else a_dose(dose), **facts),
        submission=uuid4(),
        now=NOW,
        taken_for=taken_for,
        prescriber=prescriber,
    )


def an_entry(owner, text="A word.", day=MONDAY):
    return write_entry(
        owner=owner,
        day=day,
        text=text,
        timezone=owner.timezone,
        submission=uuid4(),
        now=NOW,
    )


def a_practice(owner, practice="presence", day=MONDAY, note="", minutes=None, after=""):
    return note_practice(
        owner=owner,
        day=day,
        practice=practice,
        done=True,
        minutes=minutes,
        after=after,
        note=note,
        timezone=owner.timezone,
        submission=uuid4(),
        now=NOW,
    )


def a_diary(days):
    """days: day -> rating of every dimension, or -> (rating, lag in days)."""
    found = []
    for day, told in days.items():
        rating, lag = told if isinstance(told, tuple) else (told, 0)
        found.append(DiaryDay(day, dict.fromkeys(DIMENSIONS, rating), {}, recall_of(lag)))
    return Diary.of(found)


def change(kind, day, dose=None, **facts):
    return Change(uuid4(), kind, day, None if dose is None else a_dose(dose), **facts)


def a_story(*changes, name="sertraline", drug_class="SSRI", taken_for=""):
    return Story(uuid4(), name, drug_class, taken_for, tuple(changes))
