"""What is compared: one change of a medicine, or a switch with all its steps, as one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.dates import Precision, told_span
from domain.regimen import (
    COMPARED_COURSE_DAYS,
    Change,
    Kind,
    Story,
    settling_days,
)
from domain.switching import Switch, switches


@dataclass(frozen=True, slots=True)
class Act:
    """One act with what a comparison needs.

    key: names it, the same as long as it is the same act. event: its words within a sentence.
    settling: days left out after it unless the person chose others. about: whether a day of it
    is only roughly known. medicines: whose pages tell of it.
    """

    key: UUID
    event: str
    first: date
    latest: date
    settling: int
    about: bool
    medicines: tuple[UUID, ...]
    changes: frozenset[UUID]


def acts(stories: Sequence[Story]) -> list[Act]:
    """Return every act that can be compared, the latest first.

    Missed doses, courses under a week and days known only to the month or year are not.
    Source: docs/methods.md, "Before and after a change".
    """
    together = switches(stories)
    grouped = {each.group for each in together}
    found = [
        _of_change(story, change)
        for story in stories
        for change in story.changes
        if change.switch_group not in grouped and _comparable(change)
    ]
    found += [_of_switch(each) for each in together if _exact(each)]
    return sorted(found, key=lambda act: (act.first, act.event), reverse=True)


def _comparable(change: Change) -> bool:
    if change.precision is not Precision.DAY or change.kind is Kind.MISSED_DOSES:
        return False
    if change.kind is not Kind.COURSE:
        return True
    return ((change.end_day or change.day) - change.day).days + 1 >= COMPARED_COURSE_DAYS


def _exact(switch: Switch) -> bool:
    steps = (step for leg in switch.legs for step in leg.steps)
    return all(step.precision is Precision.DAY for step in steps)


def _of_change(story: Story, change: Change) -> Act:
    latest = change.end_day or change.day if change.kind is Kind.COURSE else change.day
    when = told_span(change.day, latest, about=change.about)
    return Act(
        key=change.key,
        event=f"{_named(story, change)} ({when})",
        first=change.day,
        latest=latest,
        settling=settling_days(change.kind, story.name),
        about=change.about,
        medicines=(story.key,),
        changes=frozenset({change.key}),
    )


def _named(story: Story, change: Change) -> str:
    to = f" to {change.dose.quantity}" if change.dose else ""
    return {
        Kind.STARTED: f"the start of {story.name}",
        Kind.RESUMED: f"taking {story.name} again",
        Kind.STOPPED: f"the stop of {story.name}",
        Kind.PAUSED: f"the pause of {story.name}",
        Kind.DOSE_INCREASED: f"the increase of {story.name}{to}",
        Kind.DOSE_DECREASED: f"the decrease of {story.name}{to}",
        Kind.COURSE: f"the course of {story.name}",
    }.get(change.kind, f"the change of {story.name}")


def _of_switch(switch: Switch) -> Act:
    leaving = " and ".join(leg.story.name for leg in switch.legs if leg.leaving)
    coming = " and ".join(leg.story.name for leg in switch.legs if not leg.leaving)
    words = (
        f"the change from {leaving} to {coming}"
        if leaving and coming
        else (f"the change of {switch.names}")
    )
    steps = [(leg.story.name, step) for leg in switch.legs for step in leg.steps]
    about = any(step.about for _, step in steps)
    return Act(
        key=switch.group,
        event=f"{words} ({told_span(switch.first, switch.latest, about=about)})",
        first=switch.first,
        latest=switch.latest,
        settling=max(settling_days(step.kind, name) for name, step in steps),
        about=about,
        medicines=tuple(leg.story.key for leg in switch.legs),
        changes=switch.changes,
    )
