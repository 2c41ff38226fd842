"""Says answers and moments in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django import template

from accounts import countries
from checkins.models import Answers, CheckIn
from domain import comparison
from domain.answers import Companion
from domain.companions import COMPANIONS, told
from domain.crisis import find_number, phone_link
from domain.dimensions import Dimension
from domain.dimensions import told as told_four
from domain.numbers import one_decimal
from domain.trends import day_average
from journal.models import Entry

register = template.Library()


@register.filter
def four_told(answers: Answers) -> Sequence[tuple[Dimension, str]]:
    """Return (dimension, "6" or the words of another answer) for what was answered."""
    return told_four(answers.ratings, answers.not_rated)


@register.filter
def companions_told(answers: Answers) -> Sequence[tuple[Companion, str]]:
    """Return (companion, words) for what was answered beside the four."""
    return told(answers.companions, answers.not_rated)


@register.filter
def noted(answers: Answers, key: str) -> str:
    """Return the note that stands beside a companion wherever it is shown, if it is answered."""
    there = key in answers.companions or key in answers.not_rated
    return COMPANIONS[key].note if there else ""


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
    counted = "" if check_in.recall.counts else " (shown, but not counted in typical values)"
    changed = ", changed later" if check_in.changed_later else ""
    if check_in.lag_days == 0:
        return f"the same day at {local:%H:%M}{changed}{counted}"
    days = "a day" if check_in.lag_days == 1 else f"{check_in.lag_days} days"
    return f"{days} later{changed}{counted}"


@register.filter
def country_named(code: str) -> str:
    """Return the name of a country, nothing for one that is not known."""
    return countries.NAMES.get(code, "")


@register.simple_tag
def comparison_text() -> dict[str, str]:
    """Return the settled words around the comparison of blunting and low mood."""
    return {
        "INTRODUCTION": comparison.INTRODUCTION,
        "OTHER_CAUSES": comparison.OTHER_CAUSES,
        "SAFETY_LINE": comparison.SAFETY_LINE,
    }


@register.filter
def callable_lines(text: str) -> list[tuple[str, str, str]]:
    """Return (line, number as written, tel: link) for each line of a list of people."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [(line, number, phone_link(number)) for line in lines for number in [find_number(line)]]


@register.filter
def written_time(entry: Entry) -> str:
    """Return the hour at which an entry was written, on the clock of that place."""
    return f"{entry.written_at.astimezone(ZoneInfo(entry.timezone)):%H:%M}"
