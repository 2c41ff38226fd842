"""Every number that a page or the printed summary shows about ratings.

Each function takes the days it may use and never fills in a missing one. Formulas and
their sources are in docs/methods.md; the expected numbers in tests/domain/analysis_oracle.json.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median, median_grouped

from domain.intervals import Interval

ROLLING_DAYS = 7
ROLLING_NEEDED = 4
BASELINE_DAYS = 28
TYPICAL_DAYS = 28
ANSWERS_FOR_AVERAGE = 3


@dataclass(frozen=True, slots=True)
class Typical:
    """The typical value of an interval: None where fewer than half of its days are rated.

    value: grouped median, 0..10. rated: days that count. days: length of the interval.
    """

    value: float | None
    rated: int
    days: int


@dataclass(frozen=True, slots=True)
class UsualRange:
    """The first four weeks of a diary: median, 10th and 90th percentile (type 7)."""

    median: float
    p10: float
    p90: float
    rated: int


@dataclass(frozen=True, slots=True)
class Week:
    """The ratings of seven days in one glance; all values on the 0..10 scale."""

    interval: Interval
    median: float
    p10: float
    p90: float
    rated: int


def grouped_median(ratings: Sequence[int]) -> float:
    """Return the grouped median: a whole rating v stands for v-0.5 .. v+0.5.

    Raises statistics.StatisticsError without a rating.
    Source: docs/methods.md, "Typical value".
    """
    return float(median_grouped(ratings, 1))


def quantile(ratings: Sequence[float], share: float) -> float:
    """Return the quantile by linear interpolation (type 7); share is 0..1.

    Raises ValueError without a rating. Source: docs/methods.md, "Own usual range".
    """
    if not ratings:
        raise ValueError("a quantile needs at least one rating")
    ordered = sorted(ratings)
    position = (len(ordered) - 1) * share
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def typical(ratings: Mapping[date, int], interval: Interval) -> Typical:
    """Return the typical value of the rated days inside an interval.

    ratings: day -> 0..10; a day without a rating is absent.
    Source: docs/methods.md, "Typical value" and "Missing days".
    """
    inside = [rating for day, rating in ratings.items() if day in interval]
    enough = bool(inside) and 2 * len(inside) >= len(interval)
    return Typical(grouped_median(inside) if enough else None, len(inside), len(interval))


def rolling_median(
    ratings: Mapping[date, float], interval: Interval, began: date
) -> dict[date, float]:
    """Return day -> median of the seven days up to and including it.

    A day is absent where fewer than four of its seven days are rated, or where the
    seven days reach back before ``began``, the first day of the diary.
    Source: docs/methods.md, "Seven-day median".
    """
    first = max(interval.start, began + timedelta(days=ROLLING_DAYS - 1))
    if first >= interval.end:
        return {}
    window: list[float | None] = [
        ratings.get(first - timedelta(days=n)) for n in range(ROLLING_DAYS - 1, 0, -1)
    ]
    line: dict[date, float] = {}
    for day in Interval(first, interval.end).days():
        window.append(ratings.get(day))
        rated = [rating for rating in window if rating is not None]
        if len(rated) >= ROLLING_NEEDED:
            line[day] = float(median(rated))
        del window[0]
    return line


def usual_range(ratings: Mapping[date, int], began: date) -> UsualRange | None:
    """Return the range of the four weeks from a day on, None where fewer than 14 days are rated.

    Source: docs/methods.md, "Own usual range".
    """
    first_weeks = Interval.first(BASELINE_DAYS, began)
    inside = [rating for day, rating in ratings.items() if day in first_weeks]
    if 2 * len(inside) < BASELINE_DAYS:
        return None
    return UsualRange(
        float(median(inside)), quantile(inside, 0.1), quantile(inside, 0.9), len(inside)
    )


def day_average(ratings: Mapping[str, int]) -> float | None:
    """Return the simple average of one day's four ratings, None with fewer than three.

    For display only, labelled "not a tested scale". ratings: dimension key -> 0..10.
    """
    return fmean(ratings.values()) if len(ratings) >= ANSWERS_FOR_AVERAGE else None


def weeks(ratings: Mapping[date, float], interval: Interval) -> list[Week]:
    """Return the rated weeks of a long interval, each as a median with a 10-90 % band.

    Weeks run Monday to Sunday; a week needs four rated days, as the seven-day median does.
    """
    gathered: dict[date, list[float]] = {}
    for day, rating in ratings.items():
        if day in interval:
            gathered.setdefault(day - timedelta(days=day.weekday()), []).append(rating)
    return [
        Week(
            Interval.first(7, monday),
            quantile(rated, 0.5),
            quantile(rated, 0.1),
            quantile(rated, 0.9),
            len(rated),
        )
        for monday, rated in ((each, sorted(gathered[each])) for each in sorted(gathered))
        if len(rated) >= ROLLING_NEEDED
    ]
