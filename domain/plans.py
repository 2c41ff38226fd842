"""Plans: steps that a prescriber gave, as they were typed. No dose, step or pace is ever made here.

The one thing that is worked out is a day: "2 weeks after the step before" is that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domain.intervals import Interval
from domain.regimen import Outcome, PlannedStep

DAYS_IN = {"days": 1, "weeks": 7}
LONGEST_PLAN_DAYS = 3 * 366


class NoFirstDay(Exception):
    """A plan's first step has no day that the next could be counted from."""


class NotInOrder(Exception):
    """A step comes before the one that is written above it. at: its place, from 0."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at


def dated(steps: Sequence[date | timedelta]) -> list[date]:
    """Return the day of each step, given as a day or as the time since the step before.

    Raises NoFirstDay and NotInOrder.
    """
    days: list[date] = []
    for place, step in enumerate(steps):
        if isinstance(step, timedelta):
            if not days:
                raise NoFirstDay
            days.append(days[-1] + step)
        else:
            days.append(step)
        if place and days[-1] <= days[-2]:
            raise NotInOrder(place)
    return days


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps that were typed together, by day."""

    key: UUID
    steps: tuple[PlannedStep, ...]

    @property
    def open(self) -> bool:
        """Tell whether a step of it waits to be told of."""
        return any(step.outcome is Outcome.OPEN for step in self.steps)


def plans(steps: Iterable[PlannedStep]) -> list[Plan]:
    """Return the plans that the steps belong to, the latest first step first."""
    found: dict[UUID, list[PlannedStep]] = {}
    for step in steps:
        found.setdefault(step.plan, []).append(step)
    gathered = [
        Plan(key, tuple(sorted(each, key=lambda step: step.day))) for key, each in found.items()
    ]
    return sorted(gathered, key=lambda plan: plan.steps[0].day, reverse=True)


def stretches(plan: Plan, until: date) -> list[tuple[Interval, PlannedStep]]:
    """Return each step with the days it is meant for: up to the next one, an open last up to a day.

    A stop has no days: after it nothing is to be taken. Nor has a step that did not happen, or a
    last one that was told of: what was taken then is drawn as taken.
    """
    ends = [*(step.day for step in plan.steps[1:]), None]
    found = []
    for step, end in zip(plan.steps, ends, strict=True):
        last = until if end is None and step.outcome is Outcome.OPEN else end or step.day
        if step.dose is not None and step.outcome is not Outcome.DID_NOT_HAPPEN:
            found.append((Interval(step.day, max(last, step.day)), step))
    return [(days, step) for days, step in found if len(days)]
