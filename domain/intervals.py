"""Whole days, half open: the end day is the first one that is not inside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self


@dataclass(frozen=True, slots=True)
class Interval:
    """Whole days ``[start, end)``, so that neighbours meet without overlap.

    Raises ValueError when the end comes before the start.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"an interval cannot end ({self.end}) before it starts ({self.start})")

    @classmethod
    def latest(cls, days: int, today: date) -> Self:
        """Return the last ``days`` days, today included."""
        return cls(today - timedelta(days=days - 1), today + timedelta(days=1))

    @classmethod
    def first(cls, days: int, start: date) -> Self:
        """Return the ``days`` days that begin with ``start``."""
        return cls(start, start + timedelta(days=days))

    @property
    def latest_day(self) -> date:
        """The last day that is inside."""
        return self.end - timedelta(days=1)

    def before(self) -> Interval:
        """Return the neighbour of the same length that ends where this one starts."""
        return Interval(self.start - timedelta(days=len(self)), self.start)

    def days(self) -> Iterator[date]:
        return (self.start + timedelta(days=n) for n in range(len(self)))

    def overlap(self, other: Interval) -> Interval | None:
        """Return the days that both hold, or None where they share none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Interval(start, end) if start < end else None

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __len__(self) -> int:
        return (self.end - self.start).days
