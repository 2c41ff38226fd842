"""Things that happened, with their dates: what a chart needs beside it. Details are never asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from domain.dates import Precision, long_day, possible_days, short_day, told_brief, told_span
from domain.intervals import Interval
from domain.lanes import Bar, Lane, described
from domain.regimen import Change, Story

BEFORE_DAYS, AFTER_DAYS = 28, 41
"""Days before the first and after the latest step in which something else is named beside it."""


@dataclass(frozen=True, slots=True)
class HappeningKind:
    """A kind of thing that happens. reaction: whether it is asked how much of it got through.

    therapy: whether it is asked what kind of therapy, whether it fits, and what helped.
    """

    key: str
    label: str
    hint: str = ""
    reaction: bool = False
    therapy: bool = False


def _catalogue(*kinds: HappeningKind) -> Mapping[str, HappeningKind]:
    return MappingProxyType({each.key: each for each in kinds})


HAPPENINGS = _catalogue(
    HappeningKind("numb_spell", "A spell of numbness", "With its first and last day."),
    HappeningKind("relapse", "Relapse or flare"),
    HappeningKind("migraine", "Migraine"),
    HappeningKind("seizure", "Seizure"),
    HappeningKind("infection", "Infection"),
    HappeningKind(
        "steroid_course", "Steroid course", "The medicine itself belongs to Medications."
    ),
    HappeningKind("scan", "MRI or another scan"),
    HappeningKind("bereavement", "Bereavement"),
    HappeningKind("overwhelming", "Something overwhelming", "You need not say what."),
    HappeningKind("abuse", "Abuse", "You need not say more."),
    HappeningKind("stress", "Heavy stress"),
    HappeningKind("illness_news", "News of a serious illness", "One’s own, or someone else’s."),
    HappeningKind("good_news", "Good news", reaction=True),
    HappeningKind("bad_news", "Bad news", reaction=True),
    HappeningKind("trigger", "A trigger", "If you like: what you tried instead, and how it went."),
    HappeningKind("therapy_started", "Therapy started", therapy=True),
    HappeningKind("therapy_session", "Therapy session", therapy=True),
    HappeningKind("other", "Something else"),
)
"""Key -> kind, in the order in which they are offered."""

THERAPIES = MappingProxyType(
    {
        "cbt": "CBT",
        "dbt": "DBT",
        "somatic": "Somatic or body-based",
        "emdr": "EMDR",
        "counselling": "Counselling or talking therapy",
        "other": "Another kind",
    }
)
FITS = MappingProxyType({"yes": "Yes", "partly": "Partly", "no": "No", "cant_tell": "I can’t tell"})
"""Whether a therapy fits, in the person's own judgement."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, as a plain value. end_day: its last day, None where it is one day.

    reaction: 0..10, how much of it got through, None where it was not told.
    """

    key: UUID
    kind: str
    day: date
    end_day: date | None = None
    precision: Precision = Precision.DAY
    about: bool = False
    reaction: int | None = None

    @property
    def label(self) -> str:
        return HAPPENINGS[self.kind].label

    @property
    def days(self) -> Interval:
        """Every day of it; where its date is known no better, every day it may have been."""
        last = max(self.end_day or self.day, self.day)
        soft = possible_days(self.day, self.precision, about=self.about)
        whole = Interval(self.day, last + timedelta(days=1))
        if soft is None:
            return whole
        return Interval(min(soft.start, whole.start), max(soft.end, whole.end))

    @property
    def when(self) -> str:
        """Say its days as exactly as they are known."""
        return told_span(self.day, self.end_day, self.precision, about=self.about)

    @property
    def soft(self) -> bool:
        return self.about or self.precision is not Precision.DAY

    @property
    def told(self) -> str:
        """Say what and when, shortly: "relapse or flare (1 Nov – 9 Nov)"."""
        exact = not self.soft
        first = short_day(self.day) if exact else self.when
        ends = exact and self.end_day is not None and self.end_day != self.day
        span = f"{first} – {short_day(self.end_day)}" if ends and self.end_day else first
        return f"{self.label[:1].lower() + self.label[1:]} ({span})"


def happening_lanes(happenings: Sequence[Happening], interval: Interval) -> tuple[Lane, ...]:
    """Return a lane for each kind of thing that happened in the interval, by its first day."""
    found: dict[str, list[tuple[Interval, Happening]]] = {}
    for each in sorted(happenings, key=lambda one: one.day):
        inside = each.days.overlap(interval)
        if inside is not None:
            found.setdefault(each.kind, []).append((inside, each))
    lanes = []
    for kind, shown in found.items():
        label = HAPPENINGS[kind].label
        lanes.append(
            Lane(
                name=label,
                state="",
                bars=tuple(Bar(days.start, days.end, 0.3, "", each.soft) for days, each in shown),
                overlaps=(),
                sentence=f"{label}: {'; '.join(each.when for _, each in shown)}.",
            )
        )
    return tuple(lanes)


def result_lane(days: Iterable[date], interval: Interval) -> tuple[Lane, ...]:
    """Return one lane with a dot for each day of a laboratory result, none without any."""
    inside = sorted(day for day in set(days) if day in interval)
    if not inside:
        return ()
    sentence = f"Laboratory results: {'; '.join(long_day(day) for day in inside)}."
    return (Lane("Laboratory results", "", (), (), sentence, dots=tuple(inside)),)


def window_around(first: date, latest: date) -> Interval:
    """Return the days in which something else is named beside an act: its first to last step."""
    return Interval(first - timedelta(days=BEFORE_DAYS), latest + timedelta(days=AFTER_DAYS + 1))


def around(
    window: Interval,
    own: Collection[UUID],
    stories: Sequence[Story],
    happenings: Sequence[Happening],
) -> list[str]:
    """Return what else was recorded in a window, so that no comparison stands alone.

    own: the changes of the act itself, which are no other change. Source: docs/methods.md,
    "Around a change".
    """
    found = [
        (each.day, f"{described(each, story.name)} ({_when(each)})")
        for story in stories
        for each in story.changes
        if each.key not in own and _days_of(each).overlap(window) is not None
    ]
    found += [(each.day, each.told) for each in happenings if each.days.overlap(window)]
    return [words for _, words in sorted(found)]


def _when(change: Change) -> str:
    return told_brief(change.day, change.precision, about=change.about)


def _days_of(change: Change) -> Interval:
    """Return every day of a change; where its date is known no better, those it may have been."""
    soft = possible_days(change.day, change.precision, about=change.about)
    last = max(change.end_day or change.day, change.day)
    return soft or Interval(change.day, last + timedelta(days=1))
