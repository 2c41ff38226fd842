"""How people describe blunting and low mood, side by side, without a verdict.

Source of the descriptions: docs/methods.md, "Blunting and low mood".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.companions import COMPANIONS
from domain.diary import Diary
from domain.dimensions import DIMENSIONS
from domain.intervals import Interval
from domain.numbers import counted, one_decimal
from domain.rhythm import Rhythm
from domain.trends import TYPICAL_DAYS, Typical, typical

INTRODUCTION = (
    "These are common descriptions, not a test. The two overlap, and one person can have both. "
    "Only a clinician who knows you can tell what is behind numbness."
)
SAFETY_LINE = (
    "Thoughts of ending your life can come with either, or with neither. They always deserve help:"
)
OTHER_CAUSES = "MS, thyroid disease or medicines can look like either."
QUESTION = "Could what I describe be blunting, low mood, both, or something else?"
NOT_TRACKED = "not tracked"


@dataclass(frozen=True, slots=True)
class Topic:
    """One row. keys: the dimensions and companions that the person's own number comes from."""

    name: str
    blunting: str
    low_mood: str
    keys: tuple[str, ...]


TOPICS = (
    Topic("Sadness", "often faint or absent", "strong and lasting", ("sadness",)),
    Topic("Drive", "can stay intact", "often clearly lower", ("low_motivation",)),
    Topic("Enjoyment", "less or none", "less or none (same in both)", ("anhedonia",)),
    Topic("Feeling worthless", "rare", "common", ("worthlessness",)),
    Topic(
        "Body: tiredness, sleep, appetite",
        "often unchanged",
        "tired, sleep and appetite changed",
        ("fatigue", "sleep_trouble"),
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A topic beside a person's own numbers, already in words; "not tracked" where none."""

    topic: Topic
    own: tuple[str, ...]


def rows(diary: Diary, today: date, rhythm: Rhythm = Rhythm.DAILY) -> list[Row]:
    """Return each topic with the person's own typical value of the last 28 days.

    Source: docs/methods.md, "Typical value". No tick, count, sum or order is made of them.
    """
    recent = Interval.latest(TYPICAL_DAYS, today)
    found = []
    for topic in TOPICS:
        told = []
        for key in topic.keys:
            ratings = diary.counted_by(key)
            if not ratings:
                continue
            label = (COMPANIONS.get(key) or DIMENSIONS[key]).label
            own = typical(ratings, recent)
            told.append(_told(label if len(topic.keys) > 1 else "", own, rhythm))
        found.append(Row(topic, tuple(told) or (NOT_TRACKED,)))
    return found


def without_numbers() -> list[Row]:
    """Return the topics for someone who has no diary."""
    return [Row(topic, ()) for topic in TOPICS]


def _told(label: str, own: Typical, rhythm: Rhythm) -> str:
    before = f"{label}: " if label else ""
    days = counted(own.rated, "day", "days")
    if own.value is None:
        return f"{before}{days} of the 14 it needs" if rhythm.counts_blanks else f"{before}{days}"
    return f"{before}{one_decimal(own.value)} ({days})"
