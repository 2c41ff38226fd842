"""What was taken when: the dated event is the master record, and doses are derived from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from domain.dates import ABOUT_DAYS, Precision
from domain.doses import ROUTES, Dose
from domain.intervals import Interval
from domain.medicines import find_medicine
from domain.wording import NOT_SUDDENLY_LINE, STOPPING_LINE

SETTLING_DAYS = 14
SETTLING_DAYS_FLUOXETINE_LEAVING = 35
COMPARED_COURSE_DAYS = 7
"""A course shorter than this gets a marker and no settling period."""


class Kind(StrEnum):
    """What happened to a medication on a day."""

    STARTED = "started"
    STOPPED = "stopped"
    DOSE_INCREASED = "dose_increased"
    DOSE_DECREASED = "dose_decreased"
    SWITCHED = "switched"
    CROSS_TAPER = "cross_taper"
    PAUSED = "paused"
    RESUMED = "resumed"
    MISSED_DOSES = "missed_doses"
    COURSE = "course"
    ROUTE_OR_FORM_CHANGED = "route_or_form_changed"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


ENDS_A_DOSE = frozenset({Kind.STOPPED, Kind.PAUSED})
LEAVES_THE_DOSE = frozenset({Kind.MISSED_DOSES, Kind.COURSE})


REASONS = {
    "prescriber_advised": "Prescriber advised",
    "side_effect": "Side effect",
    "felt_numb": "Felt numb",
    "did_not_help": "Did not help",
    "felt_well": "Felt well",
    "cost_or_supply": "Cost or supply",
    "pregnancy": "Pregnancy",
    "forgot": "Forgot",
    "own_decision": "Own decision",
    "other": "Other",
}
NOT_SUDDENLY_CLASSES = frozenset(
    {"benzodiazepine", "Z-drug", "opioid", "corticosteroid", "beta blocker", "anticonvulsant"}
)
NOT_SUDDENLY_NAMES = frozenset({"baclofen", "clonidine"})
ANTICONVULSANT_CODES = ("N03A", "N02BF")
"""ATC groups of anticonvulsants, wherever the display class puts them (lamotrigine, say)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One dated event of one medication, as a plain value.

    day: as told; for month and year precision a guess within it. end_day: the last day of a
    course or of missed doses. dose: what holds from that day, None where the event gives none.
    route: a key of ROUTES from that day on, empty where the event tells none.
    """

    key: UUID
    kind: Kind
    day: date
    dose: Dose | None = None
    end_day: date | None = None
    precision: Precision = Precision.DAY
    about: bool = False
    switch_group: UUID | None = None
    reasons: tuple[str, ...] = ()
    note: str = ""
    route: str = ""

    @property
    def soft(self) -> bool:
        """Tell whether the day is only roughly known."""
        return self.about or self.precision is not Precision.DAY


@dataclass(frozen=True, slots=True)
class Period:
    """One dose from its first day on. end is exclusive, None while it is still taken."""

    start: date
    end: date | None
    dose: Dose | None
    change: Change

    @property
    def course(self) -> bool:
        return self.change.kind is Kind.COURSE

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


class Outcome(StrEnum):
    """What became of a planned step."""

    OPEN = "open"
    HAPPENED = "happened"
    CHANGED = "changed"
    DID_NOT_HAPPEN = "did_not_happen"


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step that the prescriber gave, as the person typed it. Nothing here is computed.

    plan: what was typed together. dose: None where the step is to stop. skipped: told as not
    happened. done: the change that was recorded for it and stands, None where none does.
    """

    key: UUID
    plan: UUID
    day: date
    dose: Dose | None
    skipped: bool = False
    done: Change | None = None
    switch_group: UUID | None = None

    @property
    def outcome(self) -> Outcome:
        """What became of it, read from the change that stands: what really happened wins."""
        if self.done is not None:
            as_planned = (self.done.dose, self.done.kind in ENDS_A_DOSE) == (
                self.dose,
                self.dose is None,
            )
            return Outcome.HAPPENED if as_planned else Outcome.CHANGED
        return Outcome.DID_NOT_HAPPEN if self.skipped else Outcome.OPEN

    @property
    def words(self) -> str:
        return str(self.dose) if self.dose else "stop"


@dataclass(frozen=True, slots=True)
class SideEffect:
    """What a person noticed with a medication. ended_on: its last day, None while it lasts."""

    key: UUID
    words: str
    began_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that is recorded of one medication, ordered by day."""

    key: UUID
    name: str
    drug_class: str
    taken_for: str
    changes: tuple[Change, ...]
    planned: tuple[PlannedStep, ...] = ()
    effects: tuple[SideEffect, ...] = ()

    @property
    def title(self) -> str:
        """The name as it stands at the start of a line."""
        return self.name[:1].upper() + self.name[1:]

    def periods(self) -> list[Period]:
        return periods(self.changes)

    def route_on(self, day: date) -> str:
        """Return the route in words on a day: the latest one told, or nothing."""
        told = [each.route for each in in_order(self.changes) if each.route and each.day <= day]
        return ROUTES[told[-1]] if told else ""

    def now(self, today: date) -> Period | None:
        """Return the dose in force today, or None when it is not taken now."""
        return period_on(self.changes, today)


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Return changes by day; on one day what ends a dose comes before what begins one."""
    return sorted(changes, key=lambda each: (each.day, each.kind not in ENDS_A_DOSE))


def periods(changes: Iterable[Change]) -> list[Period]:
    """Return the doses of one medication, by first day.

    A later change ends the dose before it and never touches a day before its own.
    A dose change without a new dose keeps the earlier one. Courses stand for themselves.
    Source: docs/methods.md, "Dose in force".
    """
    found: list[Period] = []
    current: Period | None = None
    earlier: Dose | None = None
    for change in in_order(changes):
        if change.kind is Kind.COURSE:
            end = (change.end_day or change.day) + timedelta(days=1)
            found.append(Period(change.day, end, change.dose, change))
        if change.kind in LEAVES_THE_DOSE:
            continue
        if current is not None:
            if current.start < change.day:
                found.append(Period(current.start, change.day, current.dose, current.change))
            current = None
        if change.kind not in ENDS_A_DOSE:
            earlier = change.dose or earlier
            current = Period(change.day, None, earlier, change)
    if current is not None:
        found.append(current)
    return sorted(found, key=lambda each: each.start)


def period_on(changes: Iterable[Change], day: date) -> Period | None:
    """Return the dose in force on a day, a running course first; None when nothing is taken."""
    holding = [period for period in periods(changes) if day in period]
    return max(holding, key=lambda each: (each.course, each.start), default=None)


def dose_on(changes: Iterable[Change], day: date) -> Dose | None:
    """Return what was taken on a day; None before the start, after a stop, or when not told.

    Source: docs/methods.md, "Dose in force".
    """
    period = period_on(changes, day)
    return period.dose if period else None


def settling_days(kind: Kind, name: str) -> int:
    """Return how many days after a change are left out of comparisons.

    Source: docs/methods.md, "Settling period".
    """
    leaving = kind in {Kind.STOPPED, Kind.DOSE_DECREASED, Kind.SWITCHED, Kind.CROSS_TAPER}
    if leaving and name.casefold() == "fluoxetine":
        return SETTLING_DAYS_FLUOXETINE_LEAVING
    return SETTLING_DAYS


def settling(change: Change, name: str) -> Interval | None:
    """Return the days in which a change settles; None where it is not compared.

    Missed doses, short courses and dates known only to the month or year have none.
    """
    if change.kind is Kind.MISSED_DOSES or change.precision is not Precision.DAY:
        return None
    last = change.day
    days = settling_days(change.kind, name)
    if change.kind is Kind.COURSE:
        last = change.end_day or change.day
        days += 1
        if (last - change.day).days + 1 < COMPARED_COURSE_DAYS:
            return None
    unsure = timedelta(days=ABOUT_DAYS if change.about else 0)
    return Interval(change.day - unsure, last + timedelta(days=days) + unsure)


def cautions(kind: Kind, reasons: Sequence[str], name: str, drug_class: str) -> list[str]:
    """Return the settled lines to show with a change: never a block, never blame."""
    if kind is not Kind.STOPPED and "own_decision" not in reasons:
        return []
    return [STOPPING_LINE, NOT_SUDDENLY_LINE] if not_suddenly(name, drug_class) else [STOPPING_LINE]


def not_suddenly(name: str, drug_class: str) -> bool:
    """Tell whether a medicine is one of those that must not be stopped suddenly."""
    medicine = find_medicine(name)
    return (
        drug_class in NOT_SUDDENLY_CLASSES
        or name.casefold() in NOT_SUDDENLY_NAMES
        or (medicine is not None and medicine.atc.startswith(ANTICONVULSANT_CODES))
    )
