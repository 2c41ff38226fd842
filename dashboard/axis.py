"""What stands on the time axis beside ratings and medicines: asked of the database at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    PositiveSmallIntegerField,
    Value,
)

from accounts.fields import SealedTextField
from accounts.models import User
from domain.happenings import Happening, happening_lanes, result_lane
from domain.intervals import Interval
from domain.lanes import Lane

_FACTS = ("id", "owner", "kind_text", "day", "end_day", "precision", "about", "reaction")
_OF = "of"


@dataclass(frozen=True)
class Axis:
    """What happened, the days of laboratory results, and the latest visit that is over."""

    happenings: Sequence[Happening]
    results: Sequence[date]
    visit: date | None

    def lanes(self, interval: Interval) -> tuple[Lane, ...]:
        return (*happening_lanes(self.happenings, interval), *result_lane(self.results, interval))


def axis_of(owner: User, today: date) -> Axis:
    """Return what stands on a person's axis, in one query whatever there is."""
    happened = owner.dated_events.standing().only(*_FACTS).annotate(**{_OF: _word("event")})
    visits = _as_days(owner.visits.standing().filter(day__lt=today), "day", "visit")
    results = _as_days(owner.lab_tests.standing().exclude(result_on=None), "result_on", "result")
    rows = list(happened.union(visits, results, all=True).order_by("day"))
    of = [(getattr(each, _OF), each) for each in rows]
    return Axis(
        happenings=[each.happening() for kind, each in of if kind == "event"],
        results=[each.day for kind, each in of if kind == "result"],
        visit=max((each.day for kind, each in of if kind == "visit"), default=None),
    )


def _as_days(rows: Any, day: str, word: str) -> Any:
    """Return rows of another kind in the columns of what happened, with their day alone."""
    return rows.annotate(
        no_kind=Value(b"", SealedTextField()),
        no_end=Value(None, DateField()),
        no_precision=Value("day", CharField()),
        not_about=Value(False, BooleanField()),
        no_reaction=Value(None, PositiveSmallIntegerField()),
        **{_OF: _word(word)},
    ).values_list(
        "id", "owner", "no_kind", day, "no_end", "no_precision", "not_about", "no_reaction", _OF
    )


def _word(word: str) -> Value:
    return Value(word, CharField())
