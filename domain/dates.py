"""Dates as people know them: to the day, about that day, or only the month or the year."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from domain.intervals import Interval

ABOUT_DAYS = 3
"""An "about" day is taken to be right within this many days, either way."""


class Precision(StrEnum):
    """How exactly a date is known. The day itself is kept as told, so that order is kept too."""

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


def told_brief(day: date, precision: Precision = Precision.DAY, *, about: bool = False) -> str:
    """Return a date shortly where it is exact, "28 Sep", else as exactly as it is known."""
    if precision is Precision.DAY and not about:
        return short_day(day)
    return told_date(day, precision, about=about)


def told_span(
    day: date, end_day: date | None, precision: Precision = Precision.DAY, *, about: bool = False
) -> str:
    """Return "3 to 5 November 2026", or the first day alone where there is no other."""
    first = told_date(day, precision, about=about)
    if end_day is None or end_day == day:
        return first
    if about or precision is not Precision.DAY or day.year != end_day.year:
        return f"{first} to {long_day(end_day)}"
    brief = str(day.day) if day.month == end_day.month else f"{day.day} {day:%B}"
    return f"{brief} to {long_day(end_day)}"


def possible_days(day: date, precision: Precision, *, about: bool) -> Interval | None:
    """Return the days on which something may have been, None where its day is exact."""
    if precision is Precision.YEAR:
        return Interval(date(day.year, 1, 1), date(day.year + 1, 1, 1))
    if precision is Precision.MONTH:
        first = day.replace(day=1)
        return Interval(first, (first + timedelta(days=32)).replace(day=1))
    if not about:
        return None
    unsure = timedelta(days=ABOUT_DAYS)
    return Interval(day - unsure, day + unsure + timedelta(days=1))
