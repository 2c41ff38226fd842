"""Switches and cross-tapers: two legs that are one story, each still a list of dated changes.

Nothing of a switch is stored beside its changes: they share a group, and the rest is derived, so
that one leg can be corrected without the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from domain.doses import Dose
from domain.intervals import Interval
from domain.numbers import plain
from domain.regimen import ENDS_A_DOSE, REASONS, Change, Kind, Story, in_order, period_on

NOT_NOTED = "not noted"


@dataclass(frozen=True, slots=True)
class Leg:
    """One medicine's part.

    before: its dose on the day before its first step, None where none is told. taken_before:
    whether it was taken then: recorded so, or the first that is told of it is a step down.
    """

    story: Story
    steps: tuple[Change, ...]
    before: Dose | None
    taken_before: bool

    @property
    def first(self) -> date:
        return self.steps[0].day

    @property
    def latest(self) -> date:
        return self.steps[-1].day

    @property
    def ended_on(self) -> date | None:
        """The day from which it is no longer taken; None where it goes on."""
        return self.latest if self.steps[-1].kind in ENDS_A_DOSE else None

    @property
    def leaving(self) -> bool:
        """Tell whether this medicine goes down: it ends, or its latest step is a lower one."""
        return self.ended_on is not None or self.steps[-1].kind is Kind.DOSE_DECREASED

    @property
    def doses(self) -> str:
        """Say its way: "100 → 50 → 25 → 0 mg". 0 stands only where it was not taken.

        Each dose is told in full where units or rhythms differ.
        """
        way = list(self._way())
        doses = [each for each in way if isinstance(each, Dose)]
        alike = len({(dose.unit, dose.frequency, dose.words) for dose in doses}) == 1
        told = [
            each if isinstance(each, str) else plain(each.amount) if alike else str(each)
            for each in way
        ]
        return f"{' → '.join(told)} {doses[0].unit if alike else ''}".strip()

    def _way(self) -> Iterator[Dose | str]:
        """Yield a dose for each step that tells one, "0" for none and words for one not told."""
        yield self.before or (NOT_NOTED if self.taken_before else "0")
        known = self.before
        for step in self.steps:
            if step.kind in ENDS_A_DOSE:
                yield "0"
            elif step.dose is not None and step.kind is not Kind.COURSE:
                known = step.dose
                yield known
            elif step.kind in {Kind.STARTED, Kind.RESUMED}:
                yield known or NOT_NOTED


@dataclass(frozen=True, slots=True)
class Switch:
    """Changes of two medicines or more that were one act; those that leave come first."""

    group: UUID
    legs: tuple[Leg, ...]

    @property
    def first(self) -> date:
        return min(leg.first for leg in self.legs)

    @property
    def latest(self) -> date:
        return max(leg.latest for leg in self.legs)

    @property
    def changes(self) -> frozenset[UUID]:
        """The changes that it is made of."""
        return frozenset(step.key for leg in self.legs for step in leg.steps)

    @property
    def steps(self) -> int:
        """How many days had a change."""
        return len({step.day for leg in self.legs for step in leg.steps})

    @property
    def overlap(self) -> Interval | None:
        """The days on which each leg was taken: where their own days meet, None where nowhere.

        A leg that goes on is followed to the latest step of the whole.
        """
        found = Interval(self.first, self.latest)
        for leg in self.legs:
            taken_from = self.first if leg.taken_before else leg.first
            inside = Interval(taken_from, max(taken_from, leg.ended_on or self.latest))
            shared = found.overlap(inside)
            if shared is None:
                return None
            found = shared
        return found

    @property
    def cross_taper(self) -> bool:
        """Tell whether doses overlapped or stepped; one stop and one start are a switch."""
        at_once = all(len(leg.steps) == 1 for leg in self.legs)
        return not (at_once and any(leg.ended_on for leg in self.legs))

    @property
    def label(self) -> str:
        if not self.cross_taper:
            return "Switch"
        return "Cross-taper, 1 step" if self.steps == 1 else f"Cross-taper, {self.steps} steps"

    @property
    def names(self) -> str:
        """Say which medicines: "sertraline, vortioxetine"."""
        return ", ".join(leg.story.name for leg in self.legs)

    @property
    def told(self) -> str:
        """Say the whole: "sertraline 100 → 50 → 0 mg; vortioxetine 0 → 5 → 10 mg"."""
        return "; ".join(f"{leg.story.name} {leg.doses}" for leg in self.legs)

    @property
    def classes(self) -> str:
        """Say the classes where they differ: "SSRI to other antidepressant", else nothing."""
        found = [leg.story.drug_class for leg in self.legs]
        return " to ".join(found) if all(found) and len(set(found)) > 1 else ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons of all steps, each once."""
        steps = (step for leg in self.legs for step in leg.steps)
        return tuple(dict.fromkeys(reason for step in steps for reason in step.reasons))

    @property
    def reason_words(self) -> list[str]:
        return [REASONS[reason] for reason in self.reasons if reason in REASONS]

    @property
    def soft(self) -> bool:
        """Tell whether a day of it is only roughly known."""
        return any(step.soft for leg in self.legs for step in leg.steps)


def switches(stories: Sequence[Story]) -> list[Switch]:
    """Return every switch of the stories, by first day.

    Changes whose other leg is not there, deleted or still to come, are plain changes.
    """
    return [each for each in groups(stories) if len(each.legs) > 1]


def groups(stories: Sequence[Story]) -> list[Switch]:
    """Return whatever shares a group, also where one leg of it is left, by first day."""
    steps: dict[UUID, dict[UUID, list[Change]]] = {}
    known = {story.key: story for story in stories}
    for story in stories:
        for change in in_order(story.changes):
            if change.switch_group is not None:
                steps.setdefault(change.switch_group, {}).setdefault(story.key, []).append(change)
    found = []
    for group, legs in steps.items():
        told = [_leg(known[key], changes) for key, changes in legs.items()]
        ordered = sorted(told, key=lambda leg: (not leg.leaving, leg.first, leg.story.name))
        found.append(Switch(group, tuple(ordered)))
    return sorted(found, key=lambda each: each.first)


def _leg(story: Story, steps: Sequence[Change]) -> Leg:
    earlier = [each for each in story.changes if each.day < steps[0].day]
    period = period_on(earlier, steps[0].day - timedelta(days=1))
    begins = steps[0].kind in {Kind.STARTED, Kind.RESUMED, Kind.COURSE}
    taken = period is not None or (not earlier and not begins)
    return Leg(story, tuple(steps), period.dose if period else None, taken)


def kind_of_step(before: Dose | None, after: Dose | None, *, leaving: bool) -> Kind:
    """Return what a step is, read from the doses around it. None and 0 stand for no dose.

    leaving: whether the medicine is on its way down, which decides where amounts in different
    units or rhythms cannot be compared.
    """
    if after is None or after.amount == 0:
        return Kind.STOPPED
    if before is None or before.amount == 0:
        return Kind.DOSE_DECREASED if leaving else Kind.STARTED
    one, two = _comparable(before, after)
    if one is None or two is None or one == two:
        return Kind.DOSE_DECREASED if leaving else Kind.DOSE_INCREASED
    return Kind.DOSE_INCREASED if two > one else Kind.DOSE_DECREASED


def _comparable(one: Dose, two: Dose) -> tuple[Decimal | None, Decimal | None]:
    if one.unit != two.unit:
        return None, None
    if (one.frequency, one.words) == (two.frequency, two.words):
        return one.amount, two.amount
    return one.a_day, two.a_day
