"""How what stands beside the four is answered, told in words, and placed on an axis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.dimensions import SCALE
from domain.numbers import plain


class AnswerKind(StrEnum):
    """How a companion is answered."""

    SCALE = "scale"
    AMOUNT = "amount"
    CHOICE = "choice"
    TICKS = "ticks"


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity with its unit.

    step: 1, or 0.5 for halves. ceilings: where a chart may end. short_units: how else people
    write the unit behind a number.
    """

    unit: str
    highest: int
    step: float
    ceilings: tuple[int, ...]
    short_units: tuple[str, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """Every value that can be stored: whole numbers as int, halves as float."""
        count = int(self.highest / self.step)
        return tuple(_plain(n * self.step) for n in range(count + 1))


@dataclass(frozen=True, slots=True)
class Companion:
    """One optional item beside the four.

    label: what the person reads. question: what is asked under it. why: one line on why it
    may matter. options: key -> words, for a choice or for ticks. unsure: whether "I can't
    tell" is offered. sensitive: left out of exports unless ticked for this export. note: what
    stands beside it. short: the label where there is little room. charted: whether it has a
    place on the time axis.
    """

    key: str
    label: str
    question: str
    why: str
    kind: AnswerKind = AnswerKind.SCALE
    unsure: bool = True
    sensitive: bool = False
    amount: Amount | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    short: str = ""

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def name(self) -> str:
        """The label, or its short form, where there is little room."""
        return self.short or self.label

    @property
    def charted(self) -> bool:
        return self.kind is not AnswerKind.TICKS

    @property
    def unit(self) -> str:
        """What its numbers count, for headings: "0-10", "hours", or nothing."""
        if self.amount is not None:
            return self.amount.unit
        return "0-10" if self.kind is AnswerKind.SCALE else ""

    @property
    def heading(self) -> str:
        """Label and unit, for tables and exports."""
        return f"{self.label} ({self.unit})" if self.unit else self.label

    @property
    def values(self) -> tuple[int | float | str, ...]:
        """Every single value that may be stored; ticks are lists of them."""
        if self.amount is not None:
            return self.amount.values
        return tuple(SCALE) if self.kind is AnswerKind.SCALE else tuple(self.options)

    def accepts(self, value: Any) -> bool:
        """Tell whether a value may be stored: of the right type, on the scale, in order."""
        if self.kind is AnswerKind.TICKS:
            known = [key for key in self.options if isinstance(value, list) and key in value]
            return bool(known) and known == value
        return any(type(each) is type(value) and each == value for each in self.values)

    def words(self, value: Any) -> str:
        """Return a stored value as it is read beside its label: "6", "7.5", "Less", a list."""
        if self.kind is AnswerKind.TICKS:
            return ", ".join(self.options[key] for key in value if key in self.options)
        if self.kind is AnswerKind.CHOICE:
            return self.options[value]
        return plain(value)

    def level(self, value: Any) -> float | None:
        """Return where a value stands on the chart's axis, None for ticks."""
        if self.kind is AnswerKind.TICKS:
            return None
        if self.kind is AnswerKind.CHOICE:
            return float(tuple(self.options).index(value))
        return float(value)

    def ceiling(self, levels: Iterable[float]) -> float:
        """Return the top of the chart's axis for these levels."""
        if self.kind is AnswerKind.CHOICE:
            return len(self.options) - 1.0
        if self.amount is None:
            return 10.0
        highest = max(levels, default=0.0)
        return float(next(each for each in self.amount.ceilings if each >= highest))

    def ticks(self, ceiling: float) -> list[tuple[float, str]]:
        """Return (level, words) written beside the chart's axis."""
        if self.kind is AnswerKind.CHOICE:
            return [(float(n), words) for n, words in enumerate(self.options.values())]
        return [(each, plain(each)) for each in (0.0, ceiling / 2, ceiling)]


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value
