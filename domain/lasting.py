"""Whether the last four weeks have lastingly left the first four: looked at once a week, calmly.

Source: docs/methods.md, "Lasting change".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from domain.before_after import MOST_CARRY_OVER, RATED_NEEDED, slots_of
from domain.intervals import Interval
from domain.series import carry_over, lower_share, rated

DAYS = 28
LEAST_DIFFERENCE = 2
LEAST_SHARE = 0.85


@dataclass(frozen=True, slots=True)
class Look:
    """One weekly look. share: of (first weeks, last weeks) pairs in which the later is higher."""

    day: date
    rated: int
    difference: float
    share: float
    flag: str

    @property
    def lasting(self) -> bool:
        return bool(self.flag)


@dataclass(frozen=True, slots=True)
class Lasting:
    """A lasting change. direction: "higher" or "lower". around: when it may have begun."""

    direction: str
    around: date


def look(ratings: Mapping[date, int], began: date, day: date) -> Look | None:
    """Return a look at the 28 days up to a day, None where the first weeks allow none.

    ratings: day -> 0..10, those that count. began: the first day of the diary.
    """
    first = slots_of(ratings, Interval.first(DAYS, began))
    later = [float(each) for each in rated(slots_of(ratings, Interval.latest(DAYS, day)))]
    baseline = rated(first)
    if len(baseline) < RATED_NEEDED or not later:
        return None
    if (carry_over(first).r1 or 0.0) > MOST_CARRY_OVER:
        return None
    difference = float(median(later)) - float(median(baseline))
    share = 1 - lower_share(baseline, later)
    flag = ""
    if len(later) >= RATED_NEEDED and difference >= LEAST_DIFFERENCE and share >= LEAST_SHARE:
        flag = "higher"
    if len(later) >= RATED_NEEDED and difference <= -LEAST_DIFFERENCE and share <= 1 - LEAST_SHARE:
        flag = "lower"
    return Look(day, len(later), difference, share, flag)


def lasting_change(ratings: Mapping[date, int], began: date, today: date) -> Lasting | None:
    """Return the lasting change that the latest weekly look shows, None where it shows none.

    The looks fall on the same weekday, counted from the first day after the first four weeks, so
    that no day adds a look of its own.
    """
    weeks = (today - began).days + 1 - 2 * DAYS
    if weeks < 0:
        return None
    day = began + timedelta(days=2 * DAYS - 1 + 7 * (weeks // 7))
    seen = look(ratings, began, day)
    if seen is None or not seen.lasting:
        return None
    return Lasting(seen.flag, began_around(ratings, Interval(began, day + timedelta(days=1))))


def began_around(ratings: Mapping[date, int], interval: Interval) -> date:
    """Return the first day of the second part by Pettitt's largest |U| (1979).

    U of a day is how many pairs across it rise, less how many fall. Raises ValueError with
    fewer than two rated days.
    """
    days = sorted(day for day in ratings if day in interval)
    if len(days) < 2:  # one day has no second part
        raise ValueError("a change has a day before it and one after it")
    values = [ratings[day] for day in days]
    often = Counter(values)
    higher_less_lower = {
        value: sum(count * ((each > value) - (each < value)) for each, count in often.items())
        for value in often
    }
    largest, found, u = -1, days[1], 0
    for place in range(len(values) - 1):
        u += higher_less_lower[values[place]]
        if abs(u) > largest:
            largest, found = abs(u), days[place + 1]
    return found
