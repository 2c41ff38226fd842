"""How often someone in whom nothing changed would be told that something did.

Series without any true change go through the very code that the pages use: whole ratings 0..10,
each day resembling the one before by a carry-over, fifteen of a hundred days missing, seeded.
``python -m bench.honesty [RUNS]`` prints the shares; docs/methods.md holds its table.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain.before_after import Verdict, compare
from domain.lasting import lasting_change
from domain.links import holm, link

CARRY_OVERS = (0.0, 0.3, 0.5, 0.7)
SPREADS = (1.0, 1.8)
MISSING = 0.15
RUNS = 2_000
SEED = 20261122
START = date(2026, 1, 5)
COMPANIONS = 4
"""Companions looked at with one dimension, each at two lags: eight pairs."""

TRUE_DROP = 2.0


@dataclass(frozen=True)
class Honesty:
    """What share of people would be told something, 0..1, at one carry-over and spread."""

    carry_over: float
    spread: float
    told_difference: float
    told_link: float
    told_lasting: float
    found_drop: float


def series(
    rng: random.Random, days: int, carry_over: float, spread: float, level: float = 5.5
) -> list[int | None]:
    """Return ratings around a level: an autoregression of order one, rounded, days missing."""
    steps = spread * (1 - carry_over**2) ** 0.5
    now, found = rng.gauss(0, spread), []
    for _ in range(days):
        rating = max(0, min(10, round(level + now)))
        found.append(None if rng.random() < MISSING else rating)
        now = carry_over * now + rng.gauss(0, steps)
    return found


def by_day(slots: list[int | None]) -> dict[date, int]:
    return {START + timedelta(n): value for n, value in enumerate(slots) if value is not None}


def told_difference(rng: random.Random, carry_over: float, spread: float, drop: float = 0) -> bool:
    """Tell whether a difference is told between two windows with two weeks between them."""
    whole = series(rng, 70, carry_over, spread, 6.0)
    after = [None if each is None else max(0, round(each - drop)) for each in whole[42:]]
    verdict = compare(whole[:28], after, str(rng.random())).verdict
    return verdict is Verdict.LOWER if drop else verdict in {Verdict.LOWER, Verdict.HIGHER}


def told_link(rng: random.Random, carry_over: float, spread: float) -> bool:
    """Tell whether a link is told over twelve weeks between series that go their own ways."""
    ratings = by_day(series(rng, 84, carry_over, spread))
    companions = [by_day(series(rng, 84, carry_over, spread)) for _ in range(COMPANIONS)]
    looked = [
        link(str(n), {day: float(value) for day, value in levels.items()}, ratings, lag)
        for n, levels in enumerate(companions)
        for lag in (0, 1)
    ]
    return any(each.mentioned for each in holm([each for each in looked if each is not None]))


def told_lasting(rng: random.Random, carry_over: float, spread: float) -> bool:
    """Tell whether a lasting change is told on any weekly look within half a year."""
    ratings = by_day(series(rng, 180, carry_over, spread))
    looks = (START + timedelta(days) for days in range(55, 180, 7))
    return any(lasting_change(ratings, START, day) is not None for day in looks)


def measure(runs: int = RUNS, carry_overs: tuple[float, ...] = CARRY_OVERS) -> Iterator[Honesty]:
    """Yield the shares for each carry-over and spread, always the same for the same runs."""
    for carry_over in carry_overs:
        for spread in SPREADS:
            rng = random.Random(f"{SEED} {carry_over} {spread}")
            told = [
                (
                    told_difference(rng, carry_over, spread),
                    told_link(rng, carry_over, spread),
                    told_lasting(rng, carry_over, spread),
                    told_difference(rng, carry_over, spread, TRUE_DROP),
                )
                for _ in range(runs)
            ]
            shares = [sum(column) / runs for column in zip(*told, strict=True)]
            yield Honesty(carry_over, spread, *shares)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print(f"{runs} people each, in whom nothing changed (last column: a true drop of 2 points)")
    print("carry-over  spread  difference    link  lasting  drop found")
    for each in measure(runs):
        print(
            f"{each.carry_over:10.1f}  {each.spread:6.1f}  {each.told_difference:9.1%}  "
            f"{each.told_link:6.1%}  {each.told_lasting:6.1%}  {each.found_drop:9.1%}"
        )


if __name__ == "__main__":
    main()
