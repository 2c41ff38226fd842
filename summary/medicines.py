"""What is taken now and what changed in a period, as lines of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.dates import told_span
from domain.doses import Dose
from domain.intervals import Interval
from domain.lanes import described, told_day, told_days
from domain.numbers import plain
from domain.regimen import REASONS, Change, Kind, Story, dose_on, in_order
from domain.switching import Switch, switches


def taken_now(stories: Sequence[Story], today: date) -> list[str]:
    """Return "Sertraline 100 mg once a day, since 3 May 2026" for what is taken today."""
    found = []
    for story in sorted(stories, key=lambda each: each.name.casefold()):
        period = story.now(today)
        if period is None:
            continue
        dose = f" {period.dose}" if period.dose else ", dose not noted"
        found.append(f"{story.title}{dose}, since {told_day(period.change)}")
    return found


def changes_during(stories: Sequence[Story], interval: Interval) -> list[str]:
    """Return the changes of an interval by date, each with its doses and reasons.

    The steps of one cross-taper stand in one line.
    """
    acts = {each.group: each for each in switches(stories)}
    told = [
        (change.day, _told(story, change))
        for story in stories
        for change in in_order(story.changes)
        if change.switch_group not in acts and change.day in interval
    ]
    told += [
        (each.first, _told_switch(each))
        for each in acts.values()
        if any(step.day in interval for leg in each.legs for step in leg.steps)
    ]
    return [words for _, words in sorted(told, key=lambda each: each[0])]


def _before(story: Story, day: date) -> Dose | None:
    return dose_on([each for each in story.changes if each.day < day], day)


def _told(story: Story, change: Change) -> str:
    before = _before(story, change.day)
    words = described(change, story.name)
    if before is not None and change.dose is not None and change.kind is not Kind.COURSE:
        step = _step(before, change.dose)
        moved = change.kind is Kind.ROUTE_OR_FORM_CHANGED
        words = f"{words}, {step}" if moved else f"{story.name} {step}"
    elif before is not None and change.kind is Kind.STOPPED:
        words = f"{words} (before: {before})"
    elif change.kind is Kind.COURSE and change.dose is not None:
        words = f"{words}, {change.dose}"
    days = told_span(change.day, change.end_day, change.precision, about=change.about)
    return f"{days}: {words}{_why(change.reasons)}"


def _step(before: Dose, after: Dose) -> str:
    if (before.unit, before.frequency) == (after.unit, after.frequency):
        return f"{plain(before.amount)} → {after}"
    return f"{before} → {after}"


def _told_switch(switch: Switch) -> str:
    """Return "28 Sep – 11 Oct 2026: sertraline 100 → 50 → 25 → 0 mg; vortioxetine 0 → 5 mg"."""
    return f"{told_days(switch)}: {switch.told}{_why(switch.reasons)}"


def _why(reasons: Sequence[str]) -> str:
    words = [REASONS[reason].lower() for reason in reasons if reason in REASONS]
    return f" ({', '.join(words)})" if words else ""
