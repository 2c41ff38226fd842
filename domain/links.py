"""Whether a companion and a dimension go together, allowing for carry-over and for looking often.

Source: docs/methods.md, "Links".
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.series import carry_over, correlation, midranks

PAIRS_NEEDED = 30
VALUES_NEEDED = 3
LEAST_CORRELATION = 0.3
HIGHEST_P = 0.05
LAGS = (0, 1)
"""Days from the companion to the rating: the same day, and the next."""
NEVER_LINKED = frozenset({"worthlessness"})
"""Companions that are not held against ratings: a number beside them could do harm."""

_RANGE = 1.6448536269514722
_SPREAD = 1.06
"""Fieller, Hartley & Pearson 1957: the variance of Fisher's z of a rank correlation."""


@dataclass(frozen=True, slots=True)
class Link:
    """One companion with one dimension at one lag.

    pairs: complete days. correlation: Spearman's, -1..1. size: as how many separate pairs they
    count. likely: its likely range. p: two-sided. p_of_all: corrected for every pair looked at.
    """

    companion: str
    lag: int
    pairs: int
    correlation: float
    size: float
    likely: tuple[float, float]
    p: float
    p_of_all: float = 1.0

    @property
    def mentioned(self) -> bool:
        """Tell whether it is strong and sure enough to be told."""
        return abs(self.correlation) >= LEAST_CORRELATION and self.p_of_all < HIGHEST_P


def link(
    companion: str, levels: Mapping[date, float], ratings: Mapping[date, int], lag: int
) -> Link | None:
    """Return how a companion goes with a dimension, or None where there is too little to say.

    levels: day -> the companion's value. lag 1: the companion's day with the next day's rating.
    """
    return _link(companion, levels, _led(ratings, lag), lag)


def _led(ratings: Mapping[date, int], lag: int) -> Mapping[date, int]:
    """Return each rating under the day that leads to it."""
    return (
        {day - timedelta(days=lag): rating for day, rating in ratings.items()} if lag else ratings
    )


def _link(
    companion: str, levels: Mapping[date, float], led: Mapping[date, int], lag: int
) -> Link | None:
    days = sorted(levels.keys() & led.keys())
    one, two = [levels[day] for day in days], [float(led[day]) for day in days]
    if len(days) < PAIRS_NEEDED or min(len(set(one)), len(set(two))) < VALUES_NEEDED:
        return None
    ranks_one, ranks_two = midranks(one), midranks(two)
    found = correlation(ranks_one, ranks_two)
    size = _size(days, ranks_one, ranks_two)
    if size <= 3:  # the spread below has no meaning for fewer
        return None
    spread = math.sqrt(_SPREAD / (size - 3))
    z = math.atanh(max(-1 + 1e-12, min(1 - 1e-12, found)))
    return Link(
        companion=companion,
        lag=lag,
        pairs=len(days),
        correlation=found,
        size=size,
        likely=(math.tanh(z - _RANGE * spread), math.tanh(z + _RANGE * spread)),
        p=math.erfc(abs(z) / spread / math.sqrt(2)),
    )


def links(
    companions: Mapping[str, Mapping[date, float]], ratings: Mapping[date, int]
) -> list[Link]:
    """Return every link that can be told of, corrected for all of them, the strongest first.

    companions: key -> day -> its value. ratings: of one dimension.
    """
    led = [(lag, _led(ratings, lag)) for lag in LAGS]
    looked = [
        _link(key, levels, shifted, lag)
        for key, levels in companions.items()
        if key not in NEVER_LINKED
        for lag, shifted in led
    ]
    found = holm([each for each in looked if each is not None])
    return sorted(found, key=lambda each: -abs(each.correlation))


def _size(days: Sequence[date], one: Sequence[float], two: Sequence[float]) -> float:
    """Return the pairs corrected for carry-over (Bartlett; Pyper & Peterman 1998)."""
    first = days[0].toordinal()
    places = [day.toordinal() - first for day in days]
    series = []
    for ranks in (one, two):
        slots: list[float | None] = [None] * (places[-1] + 1)
        for place, rank in zip(places, ranks, strict=True):
            slots[place] = rank
        series.append(carry_over(slots).r1 or 0.0)
    shared = max(0.0, series[0] * series[1])
    return len(days) * (1 - shared) / (1 + shared)


def holm(links: Sequence[Link]) -> list[Link]:
    """Return the links with their probability corrected for all of them (Holm 1979)."""
    ordered = sorted(links, key=lambda each: each.p)
    worst, corrected = 0.0, []
    for place, each in enumerate(ordered):
        worst = max(worst, min(1.0, (len(ordered) - place) * each.p))
        corrected.append(replace(each, p_of_all=worst))
    return corrected
