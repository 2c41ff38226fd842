"""Dates as people know them: to the day, about that day, or only the month or the year."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from domain.intervals import Interval

ABOUT_DAYS = 3
"""An "about" day is taken to be right within this many days, either way."""


class Precision(StrEnum):
    """How exactly the date of a change is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


def short_day(day: date) -> str:
    """Return "28 Sep"."""
    return f"{day.day} {day:%b}"


def long_day(day: date) -> str:
    """Return "28 September 2026"."""
    return f"{day.day} {day:%B %Y}"


def told_date(day: date, precision: Precision = Precision.DAY, *, about: bool = False) -> str:
    """Return a date as exactly as it is known: "about June 2025"."""
    words = {
        Precision.DAY: long_day(day),
        Precision.MONTH: f"{day:%B %Y}",
        Precision.YEAR: f"{day:%Y}",
    }[precision]
    return f"about {words}" if about else words


def told_span(first: str, end_day: date | None, day: date) -> str:
    """Return "3 November 2026 to 5 November 2026", or the first day alone. first: day in words."""
    return first if end_day is None or end_day == day else f"{first} to {long_day(end_day)}"


def coarse(day: date, precision: Precision) -> date:
    """Return the first day of the month or year where a date is known no better."""
    if precision is Precision.YEAR:
        return day.replace(month=1, day=1)
    return day.replace(day=1) if precision is Precision.MONTH else day


def possible_days(day: date, precision: Precision, *, about: bool) -> Interval | None:
    """Return the days on which something may have been, None where its day is exact."""
    if precision is Precision.YEAR:
        return Interval(day, date(day.year + 1, 1, 1))
    if precision is Precision.MONTH:
        return Interval(day, (day + timedelta(days=32)).replace(day=1))
    if not about:
        return None
    unsure = timedelta(days=ABOUT_DAYS)
    return Interval(day - unsure, day + unsure + timedelta(days=1))
