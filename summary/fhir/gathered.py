"""Gathers what a person's FHIR file is made from; what is sensitive only where it was ticked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from accounts.models import User
from domain.dimensions import DIMENSIONS
from domain.intervals import Interval
from summary.fhir.bundles import Kept
from summary.fhir.resources import Person, Told


def gather(
    owner: User,
    *,
    who: str,
    today: date,
    now: datetime,
    companions: Collection[str],
    interval: Interval | None = None,
) -> Kept:
    """Return what is in a file. interval: the days of it, all of them if None.

    companions: keys of those that are in it; a sensitive one only where it was ticked. The safety
    question, notes and the journal are never in it, and of medicines nothing outside the days.
    """
    kept = {*DIMENSIONS, *companions}
    rows = owner.check_ins.standing().order_by("day")
    if interval is not None:
        rows = rows.during(interval)
    told = [
        Told(
            key=row.pk,
            day=row.day,
            entered_at=row.entered_at,
            lag_days=row.lag_days,
            ratings=row.ratings,
            not_rated={key: value for key, value in row.not_rated.items() if key in kept},
            companions={key: row.companions[key] for key in companions if key in row.companions},
        )
        for row in rows
    ]
    medications = list(owner.medications.whole())
    return Kept(
        person=Person(owner.pk, who),
        check_ins=[each for each in told if each.ratings or each.not_rated or each.companions],
        stories=[each.story() for each in medications],
        atc={each.pk: each.catalogue_atc for each in medications},
        today=today,
        now=now,
        interval=interval,
    )
