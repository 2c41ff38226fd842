"""What a change says against the record: told kindly, and never stronger than what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.dates import long_day
from domain.doses import Dose
from domain.lanes import told_day
from domain.regimen import ENDS_A_DOSE, Kind, Period, Story, in_order, period_on

CHANGES_A_DOSE = frozenset({Kind.DOSE_INCREASED, Kind.DOSE_DECREASED})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One thing that does not fit. about: whether the day, the dose or its unit is in doubt."""

    about: Literal["day", "dose", "unit"]
    words: str


def contradictions(story: Story, kind: Kind, day: date, dose: Dose | None) -> list[Contradiction]:
    """Return what a change of a medication contradicts in its story so far.

    story: without the change itself. dose: what the change tells, None where it tells none.
    """
    return [*_of_the_day(story, kind, day), *_of_the_dose(story, kind, day, dose)]


def _of_the_day(story: Story, kind: Kind, day: date) -> Iterator[Contradiction]:
    before = period_on([each for each in story.changes if each.day < day], day)
    if kind in ENDS_A_DOSE:
        yield from _of_an_end(story, day, before)
    if kind is Kind.STARTED:
        yield from _of_a_start(story, day, before)
    if kind in CHANGES_A_DOSE and before is None:
        ended = [each for each in in_order(story.changes) if each.day < day]
        if ended and ended[-1].kind in ENDS_A_DOSE:
            since = told_day(ended[-1])
            yield Contradiction(
                "day", f"It is recorded as {ended[-1].kind} since {since}. Was it taken up again?"
            )


def _of_an_end(story: Story, day: date, before: Period | None) -> Iterator[Contradiction]:
    if before is None:
        begins = min((each.day for each in story.changes if _begins(each.kind)), default=None)
        if begins is not None and begins > day:
            yield Contradiction("day", f"It is recorded as started on {long_day(begins)}, later.")
    later = next((each for each in in_order(story.changes) if each.day > day), None)
    if later is not None and later.kind in CHANGES_A_DOSE:
        yield Contradiction("day", f"A change of dose is recorded after it, on {told_day(later)}.")


def _of_a_start(story: Story, day: date, before: Period | None) -> Iterator[Contradiction]:
    if before is not None and not before.course:
        since = told_day(before.change)
        yield Contradiction(
            "day", f"It is recorded as taken since {since}. For another dose, choose the change."
        )
        return
    later = next((each for each in in_order(story.changes) if each.day > day), None)
    if later is not None and later.kind is Kind.STARTED:
        yield Contradiction("day", f"It is recorded as started on {told_day(later)}, later.")


def _begins(kind: Kind) -> bool:
    return kind in {Kind.STARTED, Kind.RESUMED}


def _of_the_dose(story: Story, kind: Kind, day: date, dose: Dose | None) -> Iterator[Contradiction]:
    period = period_on([each for each in story.changes if each.day < day], day)
    before = period.dose if period else None
    if before is None or dose is None or kind in {Kind.COURSE, *ENDS_A_DOSE, Kind.MISSED_DOSES}:
        return
    if before.unit != dose.unit:
        if kind is not Kind.ROUTE_OR_FORM_CHANGED:
            yield Contradiction("unit", f"Before that day it was {before}. Check the unit.")
        return
    if before.a_day is None or dose.a_day is None:
        return
    if kind is Kind.DOSE_INCREASED and dose.a_day <= before.a_day:
        yield Contradiction(
            "dose", f"This is not more than before: it was {before}. Check the dose."
        )
    if kind is Kind.DOSE_DECREASED and dose.a_day >= before.a_day:
        yield Contradiction(
            "dose", f"This is not less than before: it was {before}. Check the dose."
        )
