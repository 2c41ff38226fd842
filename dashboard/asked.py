"""What of Trends is asked for: which days, which of the four more closely, what beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict

from dashboard.forms import OwnDaysForm
from domain.answers import Companion
from domain.companions import COMPANIONS
from domain.dimensions import DIMENSIONS, Dimension
from domain.intervals import Interval
from domain.places import find_at, numbered

RANGES: Mapping[str, tuple[str, int | None]] = {
    "4-weeks": ("4 weeks", 28),
    "12-weeks": ("12 weeks", 84),
    "1-year": ("1 year", 365),
    "since-visit": ("Since visit", None),
    "all": ("All", None),
}
USUAL, SINCE_VISIT, OWN = "12-weeks", "since-visit", "own"
FIRST = next(iter(DIMENSIONS))
PLACES, CLOSER_PLACES = numbered(COMPANIONS), numbered(DIMENSIONS)
"""Places stand in addresses, so that no address tells what is looked at."""


@dataclass(frozen=True)
class Asked:
    """What was asked, made good where it cannot be. chosen: a key of RANGES, or OWN."""

    chosen: str
    interval: Interval
    closer: Dimension
    companion: Companion | None
    form: OwnDaysForm

    @property
    def place(self) -> int:
        return PLACES[self.companion.key] if self.companion else 0

    @property
    def closer_place(self) -> int:
        return CLOSER_PLACES[self.closer.key]


def read_asked(asked: QueryDict, began: date | None, today: date, visit: date | None) -> Asked:
    """Return what an address asks for.

    began: the first day of the diary. visit: the latest one that is over, None without one.
    """
    form = OwnDaysForm(asked if {"from", "to"} & set(asked) else None)
    own = form.interval() if form.is_valid() else None
    chosen = OWN if own else asked.get("range", USUAL)
    if chosen not in {*RANGES, OWN} or (chosen == SINCE_VISIT and visit is None):
        chosen = USUAL
    return Asked(
        chosen=chosen,
        interval=own or _interval(chosen, began, today, visit),
        closer=chosen_dimension(asked),
        companion=COMPANIONS.get(find_at(COMPANIONS, asked.get("beside", ""))),
        form=form,
    )


def chosen_dimension(asked: QueryDict) -> Dimension:
    """Return which of the four is looked at more closely, the first unless another is asked for."""
    return DIMENSIONS[find_at(DIMENSIONS, asked.get("closer", "")) or FIRST]


def _interval(chosen: str, began: date | None, today: date, visit: date | None) -> Interval:
    if chosen == SINCE_VISIT and visit is not None:
        return Interval(visit, today + timedelta(days=1))
    days = RANGES[chosen][1] if chosen in RANGES else RANGES[USUAL][1]
    if days is not None:
        return Interval.latest(days, today)
    first = min(began or today, today - timedelta(days=27))
    return Interval(first, today + timedelta(days=1))
