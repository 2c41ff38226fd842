"""Says answers and moments in words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template

from checkins.models import Answers, CheckIn
from domain.dimensions import DIMENSIONS, Dimension, NotRated
from domain.numbers import one_decimal
from domain.trends import day_average

register = template.Library()


@register.filter
def answered(answers: Answers) -> list[tuple[Dimension, str]]:
    """Return (dimension, "6" or the words of another answer) for what was answered."""
    found = []
    for key, dimension in DIMENSIONS.items():
        if key in answers.ratings:
            found.append((dimension, str(answers.ratings[key])))
        elif key in answers.not_rated:
            found.append((dimension, dimension.wording_of(NotRated(answers.not_rated[key]))))
    return found


@register.filter
def average(check_in: CheckIn) -> str | None:
    value = day_average(check_in.ratings)
    return None if value is None else one_decimal(value)


@register.filter
def wall(moment: datetime, zone: str) -> str:
    """Return "22 November 2026, 21:10" on a wall clock of the zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%B %Y, %H:%M}"


@register.filter
def entered(check_in: CheckIn) -> str:
    """Return when a day was entered, and how long after it."""
    local = check_in.entered_at.astimezone(ZoneInfo(check_in.timezone))
    if check_in.lag_days == 0:
        return f"the same day at {local:%H:%M}"
    days = "a day" if check_in.lag_days == 1 else f"{check_in.lag_days} days"
    later = " (shown, but not counted in typical values)" if check_in.lag_days > 2 else ""
    return f"{days} later{later}"
