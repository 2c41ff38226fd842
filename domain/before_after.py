"""What ratings were before and after a medication change, and when nothing can be said.

Nothing here tells why. Formulas and sources: docs/methods.md, "Before and after a change".
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.dates import ABOUT_DAYS
from domain.intervals import Interval
from domain.series import CarryOver, Slots, carry_over, lower_share, rated, tau_b, tau_u
from domain.trends import grouped_median, quantile

WINDOW_DAYS = 28
RATED_NEEDED = 14
WEEKS_NEEDED = 3
LONGEST_SETTLING = 56

RESAMPLES = 2_000
BLOCK_DAYS = 7
LIKELY = (0.025, 0.975)
"""Shares of the resampled differences between which the likely range lies: about nine in ten."""

LEAST_DIFFERENCE = 1.0
LEAST_SHARE = 0.70
LEAST_TREND = 0.25
MOST_CARRY_OVER = 0.6


class Verdict(StrEnum):
    """What can be said of a change, in the order in which it is looked at."""

    NOT_ENOUGH_DAYS = "not_enough_days"
    ALREADY_CHANGING = "unclear_already_changing"
    STRONG_CARRY_OVER = "unclear_strong_carry_over"
    LOWER = "lower"
    HIGHER = "higher"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"


@dataclass(frozen=True, slots=True)
class Windows:
    """The days that are compared, and those that are left out between them."""

    before: Interval
    settling: Interval
    after: Interval

    @property
    def interval(self) -> Interval:
        """The whole, from the first day before to the last day after."""
        return Interval(self.before.start, self.after.end)


@dataclass(frozen=True, slots=True)
class Compared:
    """One dimension before and after one change.

    difference: later less earlier, negative is less numb; None with its range and shares where
    days are too few. likely: the ends of its likely range. less_numb: share of pairs in which
    the later day is lower, 0..1. trend: tau-b of the days before. tau_u: for the appendix.
    """

    verdict: Verdict
    rated_before: int
    rated_after: int
    typical_before: float | None = None
    typical_after: float | None = None
    difference: float | None = None
    likely: tuple[float, float] | None = None
    less_numb: float | None = None
    trend: float | None = None
    tau_u: float | None = None
    carry_before: CarryOver | None = None
    carry_after: CarryOver | None = None


def windows(first: date, latest: date, settling_days: int, *, about: bool = False) -> Windows:
    """Return the days compared around a change.

    first, latest: its first and its last step. settling_days: 0..56. about: whether a day of it
    is only roughly known, which widens the days left out by three on each side.
    """
    unsure = timedelta(days=ABOUT_DAYS if about else 0)
    starts, ends = first - unsure, latest + timedelta(days=settling_days) + unsure
    return Windows(
        before=Interval(starts - timedelta(days=WINDOW_DAYS), starts),
        settling=Interval(starts, ends),
        after=Interval.first(WINDOW_DAYS, ends),
    )


def slots_of(ratings: Mapping[date, int], interval: Interval) -> list[int | None]:
    """Return a rating for each day of an interval, None for a day without one."""
    return [ratings.get(day) for day in interval.days()]


def enough(slots: Slots) -> bool:
    """Tell whether a window can be compared: half of its days, in three weeks of its four."""
    weeks = [slots[start : start + 7] for start in range(0, len(slots), 7)]
    filled = sum(any(value is not None for value in week) for week in weeks)
    return len(rated(slots)) >= RATED_NEEDED and filled >= WEEKS_NEEDED


def compare(before: Sequence[int | None], after: Sequence[int | None], seed: str) -> Compared:
    """Return what can be said of two windows of 28 days.

    seed: names person and change, so that a reprint agrees with the first print.
    Source: docs/methods.md, "Before and after a change".
    """
    earlier = [value for value in before if value is not None]
    later = [value for value in after if value is not None]
    if not (enough(before) and enough(after)):
        return Compared(Verdict.NOT_ENOUGH_DAYS, len(earlier), len(later))
    typical_before, typical_after = grouped_median(earlier), grouped_median(later)
    difference = typical_after - typical_before
    likely = likely_range(before, after, seed)
    share = lower_share(earlier, later)
    trend = tau_b(before)
    carried = (carry_over(before), carry_over(after))
    return Compared(
        verdict=_verdict(difference, likely, share, trend, carried),
        rated_before=len(earlier),
        rated_after=len(later),
        typical_before=typical_before,
        typical_after=typical_after,
        difference=difference,
        likely=likely,
        less_numb=share,
        trend=trend,
        tau_u=tau_u(earlier, later),
        carry_before=carried[0],
        carry_after=carried[1],
    )


def _verdict(
    difference: float,
    likely: tuple[float, float],
    share: float,
    trend: float,
    carried: tuple[CarryOver, CarryOver],
) -> Verdict:
    if abs(trend) >= LEAST_TREND and trend * difference > 0:
        return Verdict.ALREADY_CHANGING
    if max(each.r1 or 0.0 for each in carried) > MOST_CARRY_OVER:
        return Verdict.STRONG_CARRY_OVER
    low, high = likely
    if high < 0 and difference <= -LEAST_DIFFERENCE and share >= LEAST_SHARE:
        return Verdict.LOWER
    if low > 0 and difference >= LEAST_DIFFERENCE and share <= 1 - LEAST_SHARE:
        return Verdict.HIGHER
    return Verdict.NO_CLEAR_DIFFERENCE


# --- the likely range

_BITS = 8
"""Bits for how often a rating occurs in a resample: at most 28 times."""


def likely_range(
    before: Sequence[int | None], after: Sequence[int | None], seed: str
) -> tuple[float, float]:
    """Return the ends of the likely range of the difference, by resampling weeks.

    A circular moving-block bootstrap: each window is put together anew from four runs of seven
    days, which keeps the week and the likeness of neighbours. Source: Kunsch 1989; Politis &
    Romano 1992; docs/methods.md, "Likely range".
    """
    rng = random.Random(seed)  # noqa: S311  # a reprint has to agree; nothing is secret
    earlier, later = _Resampled(before), _Resampled(after)
    found = []
    for _ in range(RESAMPLES):
        one, two = earlier.typical(rng), later.typical(rng)
        if one is not None and two is not None:
            found.append(two - one)
    return quantile(found, LIKELY[0]), quantile(found, LIKELY[1])


class _Resampled:
    """A window as its runs of seven days, each packed as how often each rating occurs in it.

    Packed counts add up like numbers, and the typical value of each sum is found once.
    """

    def __init__(self, slots: Sequence[int | None]) -> None:
        days = len(slots)
        packed = [0 if value is None else 1 << (_BITS * value) for value in slots]
        self.runs = [
            sum(packed[(start + n) % days] for n in range(BLOCK_DAYS)) for start in range(days)
        ]
        self.drawn = days // BLOCK_DAYS
        self.known: dict[int, float | None] = {}

    def typical(self, rng: random.Random) -> float | None:
        """Return the typical value of a window put together anew; None without a rating."""
        counts = sum(rng.choices(self.runs, k=self.drawn))
        if counts not in self.known:
            self.known[counts] = _grouped(counts)
        return self.known[counts]


def _grouped(counts: int) -> float | None:
    """Return the grouped median of packed counts, as domain.trends.grouped_median does."""
    often = counts.to_bytes(16, "little")
    total = sum(often)
    below = 0
    for rating, count in enumerate(often):
        if below + count > total // 2:
            return rating - 0.5 + (total / 2 - below) / count
        below += count
    return None
