"""A person's days as plain values: what calculations, charts and exports are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.answers import AnswerKind, Companion
from domain.days import Recall
from domain.dimensions import DIMENSIONS, Dimension, NotRated
from domain.intervals import Interval


def late_words(recall: Recall, changed_later: bool) -> str:
    """Return "changed later" or "filled in later" for a day told late, else nothing."""
    if not recall.late:
        return ""
    return "changed later" if changed_later else "filled in later"


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """One day's answers.

    ratings: dimension key -> 0..10. not_rated: key -> reason without a number.
    companions: companion key -> value as domain/companions.py stores it.
    """

    day: date
    ratings: Mapping[str, int]
    not_rated: Mapping[str, str]
    recall: Recall
    companions: Mapping[str, Any] = field(default_factory=dict)
    changed_later: bool = False

    @property
    def late_words(self) -> str:
        """Say why the day is drawn hollow, or nothing."""
        return late_words(self.recall, self.changed_later)


@dataclass(frozen=True, slots=True)
class Diary:
    """All check-ins of one person, ordered by day; at most one a day."""

    days: tuple[DiaryDay, ...]

    @classmethod
    def of(cls, days: Iterable[DiaryDay]) -> Diary:
        return cls(tuple(sorted(days, key=lambda each: each.day)))

    @property
    def began(self) -> date | None:
        """The first day with a check-in, or None in an empty diary."""
        return self.days[0].day if self.days else None

    def during(self, interval: Interval) -> Diary:
        return Diary(tuple(each for each in self.days if each.day in interval))

    def shown(self, dimension: Dimension) -> dict[date, tuple[int, bool]]:
        """Return day -> (rating, filled in later), for every rated day."""
        return {
            each.day: (each.ratings[dimension.key], each.recall.late)
            for each in self.days
            if dimension.key in each.ratings
        }

    def counted(self, dimension: Dimension) -> dict[date, int]:
        """Return day -> rating for the days that statistics may use (lag of 2 days or less)."""
        return {
            each.day: each.ratings[dimension.key]
            for each in self.days
            if each.recall.counts and dimension.key in each.ratings
        }

    def counted_by(self, key: str) -> dict[date, int]:
        """Return day -> 0..10 for a dimension or a companion on the scale, as ``counted`` does."""
        return {
            each.day: answers[key]
            for each in self.days
            for answers in (each.ratings if key in each.ratings else each.companions,)
            if each.recall.counts and key in answers
        }

    def levels(self, companion: Companion) -> dict[date, tuple[float, bool]]:
        """Return day -> (place on the chart's axis, filled in later), for every answered day."""
        if companion.kind is AnswerKind.TICKS:
            return {}
        return {
            each.day: (companion.level(each.companions[companion.key]) or 0.0, each.recall.late)
            for each in self.days
            if companion.key in each.companions
        }

    def counted_levels(self, companion: Companion) -> dict[date, float]:
        """Return day -> place on the axis, for the days that statistics may use."""
        counted = {each.day for each in self.days if each.recall.counts}
        return {day: at for day, (at, _) in self.levels(companion).items() if day in counted}

    def cant_tell(self, item: Dimension | Companion) -> int:
        """Return on how many days the answer was "I can't tell"."""
        return sum(each.not_rated.get(item.key) == NotRated.CANT_TELL for each in self.days)

    def rated_days(self) -> int:
        """Return on how many days at least one of the four was rated."""
        return sum(any(key in each.ratings for key in DIMENSIONS) for each in self.days)
