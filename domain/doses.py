"""Doses: an amount, its unit, and how often it is taken."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.numbers import plain


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a dose is taken. a_day: doses a day, None where no total a day makes sense."""

    key: str
    words: str
    a_day: int | None = None


FREQUENCIES = {
    each.key: each
    for each in (
        Frequency("once_daily", "once a day", 1),
        Frequency("twice_daily", "2 times a day", 2),
        Frequency("three_daily", "3 times a day", 3),
        Frequency("four_daily", "4 times a day", 4),
        Frequency("every_other_day", "every other day"),
        Frequency("weekly", "weekly"),
        Frequency("two_weekly", "every 2 weeks"),
        Frequency("four_weekly", "every 4 weeks"),
        Frequency("monthly", "monthly"),
        Frequency("three_monthly", "every 3 months"),
        Frequency("six_monthly", "every 6 months"),
        Frequency("course", "as a course"),
        Frequency("as_needed", "as needed"),
        Frequency("other", "another rhythm"),
    )
}
UNITS = (
    "mg",
    "mcg",
    "g",
    "mL",
    "mmol",
    "IU",
    "tablet",
    "capsule",
    "drop",
    "spray",
    "patch",
    "mcg/h",
    "injection",
    "infusion",
)
ROUTES = {
    "oral": "oral",
    "sublingual": "sublingual",
    "nasal": "nasal",
    "inhaled": "inhaled",
    "skin_patch": "skin patch",
    "skin": "on the skin",
    "under_the_skin": "under the skin",
    "muscle": "muscle",
    "vein": "vein",
    "implant": "implant",
    "other": "other",
}


@dataclass(frozen=True, slots=True)
class Dose:
    """An amount taken at once, and how often: 10 mg, 3 times a day.

    words: the person's own words for a rhythm that the list does not hold.
    """

    amount: Decimal
    unit: str
    frequency: str
    words: str = ""

    @property
    def a_day(self) -> Decimal | None:
        """The total of a day, or None where the rhythm is not a daily one."""
        times = FREQUENCIES[self.frequency].a_day if self.frequency in FREQUENCIES else None
        return None if times is None else self.amount * times

    @property
    def quantity(self) -> str:
        return f"{plain(self.amount)} {self.unit}"

    def __str__(self) -> str:
        known = FREQUENCIES[self.frequency].words if self.frequency in FREQUENCIES else ""
        return f"{self.quantity} {self.words or known}".strip()
