"""What a comparison says, in settled sentences: what was lower or higher, and never why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.acts import Act
from domain.before_after import Compared, Verdict, Windows
from domain.dates import long_day
from domain.lasting import Lasting
from domain.links import Link
from domain.numbers import one_decimal, two_decimals
from domain.series import CarryOver, effective_size

CANNOT_SHOW_WHY = (
    "This shows what happened around the same time. It cannot show why. Sleep, stress, illness, "
    "other treatment, time or chance can all move ratings."
)
TALK_FIRST = (
    "Please do not change or stop a medicine because of this page. Talk to the person who "
    "prescribes it first."
)
UNEVEN_SHARES = 10
"""Per cent points between the rated shares of two windows from which it is said."""


def sentences(
    act: Act, windows: Windows, dimension: str, found: Compared, others: Sequence[str], today: date
) -> list[str]:
    """Return what is said of one dimension around one act, in order.

    dimension: its name within a sentence, "distance". others: what else happened in the time.
    """
    uneven = of_shares(found)
    told = [*verdict(act, windows, dimension, found, today), *of_the_time(others)]
    return [*told, *([uneven] if uneven else []), TALK_FIRST]


def of_the_time(others: Sequence[str]) -> list[str]:
    """Return what holds for every dimension: what else was near, and what is not shown."""
    if not others:
        return [CANNOT_SHOW_WHY]
    named = f"Also in this period: {', '.join(others)}. Their part cannot be separated."
    return [named, CANNOT_SHOW_WHY]


def verdict(act: Act, windows: Windows, dimension: str, found: Compared, today: date) -> list[str]:
    """Return what is said of one dimension alone, the verdict first."""
    if found.verdict is Verdict.NOT_ENOUGH_DAYS:
        return [_not_enough(windows, found, today)]
    if found.verdict is Verdict.ALREADY_CHANGING:
        return [_already(found)]
    if found.verdict is Verdict.STRONG_CARRY_OVER:
        return [_carries(found)]
    if found.verdict is Verdict.NO_CLEAR_DIFFERENCE:
        return [_unclear(dimension, found)]
    return [_difference(act, windows, dimension, found), _pairs(found)]


def _already(found: Compared) -> str:
    way = "rising" if (found.trend or 0) > 0 else "falling"
    return (
        f"Your ratings were already {way} in the four weeks before, so the later numbers may "
        "simply continue that. We do not call this a difference."
    )


def _unclear(dimension: str, found: Compared) -> str:
    low, high = found.likely or (0.0, 0.0)
    return (
        f"Typical {dimension} rating {_told(found.typical_before)} before and "
        f"{_told(found.typical_after)} after. We see no clear difference (likely range of the "
        f"difference {_told(low)} to {_told(high)})."
    )


def _difference(act: Act, windows: Windows, dimension: str, found: Compared) -> str:
    ends = sorted(abs(end) for end in found.likely or (0.0, 0.0))
    first, last = _day_and_month(windows.after.start), long_day(windows.after.latest_day)
    return (
        f"In the 28 days before {act.event} ({found.rated_before} days rated) your typical "
        f"{dimension} rating was {_told(found.typical_before)}. In the 28 days from {first} to "
        f"{last} ({found.rated_after} days rated) it was {_told(found.typical_after)}: "
        f"{_told(abs(found.difference or 0.0))} points {found.verdict.value} (likely range "
        f"{_told(ends[0])} to {_told(ends[1])})."
    )


def _day_and_month(day: date) -> str:
    return f"{day.day} {day:%B}"


def _pairs(found: Compared) -> str:
    share = round(100 * (found.less_numb or 0.0))
    return (
        "If you pair every earlier day with every later day, the later day was rated less numb in "
        f"{share} of 100 pairs (ties count half)."
    )


def _carries(found: Compared) -> str:
    sides = [
        (found.rated_before, found.carry_before or CarryOver(None, 0)),
        (found.rated_after, found.carry_after or CarryOver(None, 0)),
    ]
    days, worst = max(sides, key=lambda side: side[1].r1 or 0.0)
    return (
        "Your ratings carry over strongly from one day to the next: these "
        f"{days} days tell about as much as {_told(effective_size(days, worst.r1))} separate days. "
        "We do not call this a difference."
    )


def _not_enough(windows: Windows, found: Compared, today: date) -> str:
    told = (
        f"Not enough rated days to compare yet: {found.rated_before} before and "
        f"{found.rated_after} after, 14 needed in each."
    )
    if today < windows.after.end and found.rated_before >= 14:
        told += f" You can look again from {long_day(windows.after.end)}."
    return told


def of_shares(found: Compared) -> str:
    """Say where the two windows were rated unevenly, nothing where they were not."""
    before, after = (round(100 * rated / 28) for rated in (found.rated_before, found.rated_after))
    if found.verdict is Verdict.NOT_ENOUGH_DAYS or abs(before - after) < UNEVEN_SHARES:
        return ""
    return (
        f"You rated {before} % of days before and {after} % after. Skipped days may differ from "
        "rated days."
    )


def link_told(link: Link, companion: str, dimension: str, pairs: int) -> str:
    """Say one link. companion, dimension: as they stand in a sentence. pairs: all looked at."""
    way = "higher" if link.correlation > 0 else "lower"
    when = "on the same day" if link.lag == 0 else "the next day"
    low, high = link.likely
    return (
        f"On days with more {companion}, your {dimension} ratings tended to be {way} {when} "
        f"(rank correlation {two_decimals(link.correlation)}, likely range {two_decimals(low)} to "
        f"{two_decimals(high)}, {link.pairs} days). We looked at {pairs} pairs and allowed for "
        "that. A link is not a cause and can run either way."
    )


def no_link(pairs: int) -> str:
    """Say that none of so many pairs is to be told."""
    return f"No steady link showed up in the {pairs} pairs we looked at."


def lasting_told(lasting: Lasting, dimension: str) -> str:
    """Say a lasting change of one dimension, named as it stands in a sentence."""
    return (
        f"Over the last four weeks your {dimension} ratings have been at least two points "
        f"{lasting.direction} than in your first four weeks. It may have started around "
        f"{long_day(lasting.around)}. If you like, bring it up at your next visit."
    )


def _told(value: float | None) -> str:
    return one_decimal(value)
