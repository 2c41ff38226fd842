"""Statistics of daily series in which days are missing: order, carry-over, pairs, ranks.

A series is one value a calendar day, None where the day has none. Nothing is filled in.
Formulas and sources stand in docs/methods.md, expected numbers in the tests.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import mul
from statistics import fmean

Slots = Sequence[float | None]
"""One value for each calendar day, None for a day without one."""

PAIRS_FOR_CARRY_OVER = 10
MOST_CARRY_OVER = 0.95


@dataclass(frozen=True, slots=True)
class CarryOver:
    """How far a day resembles the one before. r1: None with fewer than ten adjacent pairs."""

    r1: float | None
    pairs: int


def rated(slots: Slots) -> list[float]:
    """Return the values of the days that have one, in order."""
    return [value for value in slots if value is not None]


def carry_over(slots: Slots) -> CarryOver:
    """Return the lag-1 autocorrelation over adjacent calendar days.

    None where fewer than ten pairs of neighbours have values, or where all values are the same.
    Source: docs/methods.md, "Carry-over".
    """
    values = rated(slots)
    neighbours = [(one, two) for one, two in pairwise(slots) if one is not None and two is not None]
    if len(neighbours) < PAIRS_FOR_CARRY_OVER:
        return CarryOver(None, len(neighbours))
    mean = fmean(values)
    from_mean = [value - mean for value in values]
    variance = sum(map(mul, from_mean, from_mean)) / len(values)
    if variance == 0:
        return CarryOver(None, len(neighbours))
    covariance = sum((one - mean) * (two - mean) for one, two in neighbours) / len(neighbours)
    return CarryOver(covariance / variance, len(neighbours))


def effective_size(days: int, r1: float | None) -> float:
    """Return as how many separate days so many days count, r1 taken between 0 and 0.95.

    Source: docs/methods.md, "Carry-over" (Bayley & Hammersley 1946).
    """
    kept = min(MOST_CARRY_OVER, max(0.0, r1 or 0.0))
    return days * (1 - kept) / (1 + kept)


def lower_share(before: Sequence[float], after: Sequence[float]) -> float:
    """Return the share of (before, after) pairs in which the later value is lower; ties half.

    This is NAP (Parker & Vannest 2009) with a decrease as the direction; 0.5 is no difference.
    Raises ZeroDivisionError without a value on either side.
    """
    lower = sum((b < a) + 0.5 * (b == a) for a in before for b in after)
    return lower / (len(before) * len(after))


def pairs_risen(before: Sequence[float], after: Sequence[float]) -> int:
    """Return how many (before, after) pairs rise, less how many fall: Kendall's S between them."""
    return sum((b > a) - (b < a) for a in before for b in after)


def trend_pairs(values: Sequence[float]) -> int:
    """Return how many pairs of a series rise with time, less how many fall: Kendall's S."""
    return sum(
        (later > earlier) - (later < earlier)
        for place, earlier in enumerate(values)
        for later in values[place + 1 :]
    )


def tau_u(before: Sequence[float], after: Sequence[float]) -> float:
    """Return Tau-U with the trend before taken off, positive where the later values are lower.

    It can leave -1..1. Source: Parker, Vannest, Davis & Sauber 2011.
    """
    risen = pairs_risen(before, after) - trend_pairs(before)
    return -risen / (len(before) * len(after))


def tau_b(slots: Slots) -> float:
    """Return Kendall's tau-b of the values against their day; 0 where all values are the same."""
    values = rated(slots)
    pairs = len(values) * (len(values) - 1) / 2
    tied = sum(count * (count - 1) / 2 for count in (values.count(value) for value in set(values)))
    spread = math.sqrt(pairs * (pairs - tied))
    return trend_pairs(values) / spread if spread else 0.0


def midranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value from 1, equal values sharing the middle of their ranks."""
    often = Counter(values)
    ranks, below = {}, 0
    for value in sorted(often):
        ranks[value] = below + (often[value] + 1) / 2
        below += often[value]
    return [ranks[value] for value in values]


def _from_mean(values: Sequence[float]) -> list[float]:
    mean = fmean(values)
    return [value - mean for value in values]


def correlation(one: Sequence[float], two: Sequence[float]) -> float:
    """Return Pearson's correlation; of midranks it is Spearman's. 0 where one does not vary."""
    from_one, from_two = _from_mean(one), _from_mean(two)
    shared = sum(map(mul, from_one, from_two))
    spread = math.sqrt(sum(map(mul, from_one, from_one)) * sum(map(mul, from_two, from_two)))
    return max(-1.0, min(1.0, shared / spread)) if spread else 0.0
