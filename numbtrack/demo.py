"""An invented person with eighteen months of days, for looking around."""

from __future__ import annotations

import math
import random
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.actions import choose_companions, create_person
from accounts.models import User
from checkins.actions import record_check_in
from checkins.models import Told
from domain.companions import SIGNS
from domain.dimensions import DIMENSIONS, NotRated
from journal.actions import note_practice, write_entry
from numbtrack.demo_story import seed_story

EMAIL = "demo@example.org"
PASSWORD = "a quiet demo diary"  # noqa: S105  # printed by the command; refused in production
ZONE = "Europe/London"
DAYS = 548
SEED = 20261122

BASE = {"detachment": 5.6, "anhedonia": 6.2, "empathy": 4.9, "physical_sensation": 4.0}
WINTER = {"detachment": 0.7, "anhedonia": 1.1, "empathy": 0.4, "physical_sensation": 0.5}
SSRI = {"detachment": 1.5, "anhedonia": 0.6, "empathy": 1.3, "physical_sensation": 0.8}
UNSURE = {"detachment": 0.01, "anhedonia": 0.03, "empathy": 0.07, "physical_sensation": 0.02}

ENTRIES = (
    (1, "Slept through. Coffee smelled like something again, for a minute."),
    (4, ("I watched everyone laugh and could tell it was a good evening, the way you can tell "
        "that a film is good.\n\nOn the way home I noticed the cold on my hands.")),
    (13, "Quiet day after the steroids. Nothing much to write. Writing it anyway."),
    (19, ("First infusion day. Taste of metal. I told the nurse I feel nothing about it and she "
         "just nodded, which was good.")),
    (47, "Halfway through the change. Dizzy in the mornings. Said so on the phone."),
    (120, "The sea. I stood there and waited for it to mean something."),
)  # fmt: skip


NOTES = {
    2: "Long walk, cold air.",
    9: "Good news from the lab. Knew it was good.",
    30: "Slept badly, everything behind glass.",
}
PRACTICES = (
    (3, "presence", 10, "same", "Birds. I heard them, that was all."),
    (8, "move", 35, "less_numb", ""),
    (15, "tell_someone", None, "cant_tell", "Told my sister."),
)
ON = ["sadness", "fatigue", "sleep_hours", "calm", "signs"]


@transaction.atomic
def seed_demo(*, today: date, now: datetime) -> User:
    """Make the demo person anew, with days up to and including ``today``."""
    User.objects.filter(email=EMAIL).delete()
    person = create_person(email=EMAIL, password=PASSWORD, timezone=ZONE, country="GB", now=now)
    rng = random.Random(SEED)  # noqa: S311  # invented days, not secrets
    seed_story(person, today, now)
    _record_days(person, today, now, rng)
    for ago, text in ENTRIES:
        day = today - timedelta(days=ago)
        write_entry(
            owner=person, day=day, text=text, timezone=ZONE, submission=uuid4(),
            now=_evening(day, rng),
        )  # fmt: skip
    for ago, practice, minutes, after, note in PRACTICES:
        day = today - timedelta(days=ago)
        note_practice(
            owner=person, day=day, practice=practice, done=True, minutes=minutes, after=after,
            note=note, timezone=ZONE, submission=uuid4(), now=_evening(day, rng),
        )  # fmt: skip
    choose_companions(owner=person, keys=ON)
    return person


def _record_days(person: User, today: date, now: datetime, rng: random.Random) -> None:
    carried = dict.fromkeys(DIMENSIONS, 0.0)
    for ago in range(DAYS - 1, 0, -1):  # today is left to whoever looks around
        day = today - timedelta(days=ago)
        for key in carried:
            carried[key] = 0.35 * carried[key] + rng.gauss(0, 0.75)
        if _blank(ago, rng):
            continue
        lag = min(ago, _lag(rng))
        ratings, not_rated = _answers(ago, day, carried, rng)
        if not ratings and not not_rated:
            continue
        entered_on = day + timedelta(days=lag)
        record_check_in(
            owner=person,
            day=day,
            today=entered_on,
            timezone=ZONE,
            now=min(_evening(entered_on, rng), now),
            told=Told(ratings, not_rated, _beside(ago, carried, rng), _note(ago)),
            submission=uuid4(),
        )


def _blank(ago: int, rng: random.Random) -> bool:
    """Tell whether a day was missed: now and then, two gaps of weeks, and never lately."""
    if 36 <= ago <= 39 or 205 <= ago <= 222 or 380 <= ago <= 389:
        return True
    return ago > 1 and rng.random() < 0.17


def _lag(rng: random.Random) -> int:
    chance = rng.random()
    if chance < 0.88:
        return 0
    return rng.choice((1, 1, 2)) if chance < 0.96 else rng.choice((3, 4, 6))


def _answers(
    ago: int, day: date, carried: dict[str, float], rng: random.Random
) -> tuple[dict[str, int], dict[str, str]]:
    winter = math.cos((day.timetuple().tm_yday - 15) / 365.25 * 2 * math.pi)
    on_ssri = min(1.0, max(0.0, (421 - ago) / 40)) if ago <= 421 else 0.0
    leaving = min(1.0, max(0.0, (50 - ago) / 30)) if ago <= 50 else 0.0
    relapse = 0.8 if 15 <= ago <= 24 else 0.0
    ratings: dict[str, int] = {}
    not_rated: dict[str, str] = {}
    for key, dimension in DIMENSIONS.items():
        chance = rng.random()
        if chance < UNSURE[key]:
            not_rated[key] = NotRated.CANT_TELL.value
        elif chance < UNSURE[key] + 0.02 and dimension.not_applicable:
            not_rated[key] = NotRated.NOT_APPLICABLE.value
        elif chance < 0.97:
            level = BASE[key] + WINTER[key] * winter + SSRI[key] * (on_ssri - 1.5 * leaving)
            if key == "physical_sensation":
                level += relapse
            ratings[key] = max(0, min(10, round(level + carried[key])))
    return ratings, not_rated


def _beside(ago: int, carried: dict[str, float], rng: random.Random) -> dict[str, object]:
    """Invent what is noted beside the four: it was turned on a little more than a year ago."""
    if ago > 400 or rng.random() < 0.1:
        return {}
    tired = 5 + carried["physical_sensation"] + rng.gauss(0, 1)
    hours = round(2 * (8.6 - tired / 3 + rng.gauss(0, 0.6))) / 2
    beside: dict[str, object] = {
        "sadness": max(0, min(10, round(3.4 + carried["detachment"] + rng.gauss(0, 0.9)))),
        "fatigue": max(0, min(10, round(tired))),
        "sleep_hours": int(hours) if hours == int(hours) else hours,
        "calm": "yes" if rng.random() < 0.3 else "no",
    }
    if rng.random() < 0.4:
        beside["signs"] = [key for key in SIGNS if rng.random() < 0.12] or ["fog"]
    return beside


def _note(ago: int) -> str:
    return NOTES.get(ago, "")


def _evening(day: date, rng: random.Random) -> datetime:
    at = time(hour=rng.choice((20, 21, 21, 22)), minute=rng.randrange(60))
    return datetime.combine(day, at, ZoneInfo(ZONE)).astimezone(UTC)
