"""A medicine's own page: its doses, every change as it was and is recorded, plans, side effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone as clock
from django.views.decorators.http import require_safe

from accounts.kept import comparing_of
from accounts.models import User
from accounts.requests import PersonRequest
from dashboard.asked import CLOSER_PLACES, chosen_dimension
from dashboard.forms import AsOfForm
from domain.acts import acts
from domain.dates import Precision, long_day
from domain.days import EARLIEST_DAY, LATEST_DAY
from domain.dimensions import DIMENSIONS
from domain.happenings import around, window_around
from domain.intervals import Interval
from domain.lanes import lanes, told_day, told_effect
from domain.plans import plans
from domain.regimen import Change, Outcome, PlannedStep, Story
from domain.sentences import TALK_FIRST
from domain.switching import Switch, switches
from domain.wording import PRESCRIBER_LINE
from medications.models import Medication, MedicationEvent, MedicationEventQuerySet

AHEAD_DAYS = 182


@dataclass(frozen=True)
class Told:
    """A change as it stands, with what was recorded before it. earlier: the latest first."""

    event: MedicationEvent
    day: str
    earlier: list[tuple[MedicationEvent, str]]


@require_safe
def medicine(request: PersonRequest, key: UUID) -> HttpResponse:
    """Show all that is kept of one medicine; of its doses also what was recorded by a day."""
    today = request.user.today(clock.now())
    medication = get_object_or_404(request.user.medications.whole(), pk=key)
    story = medication.story()
    everything = request.user.medication_events.standing().stories()
    context = {
        "medication": medication,
        "story": story,
        "plans": [
            (plan, [(step, long_day(step.day), _became(step)) for step in plan.steps])
            for plan in plans(story.planned)
        ],
        "effects": [(each, told_effect(each)) for each in story.effects],
        "prescriber_line": PRESCRIBER_LINE,
        **_doses(request, medication, story, today),
        **_around(request, medication, story, everything, today),
    }
    return render(request, "dashboard/medicine.html", context)


def _doses(
    request: PersonRequest, medication: Medication, story: Story, today: date
) -> dict[str, Any]:
    """Return what is taken now, the picture of the doses, and their periods as of a day."""
    form = AsOfForm(request.GET if "as_of" in request.GET else None)
    as_of = _chosen(form)
    shown = _recorded_by(request.user, medication, as_of) if as_of else story
    interval, now = _interval(story, today), story.now(today)
    return {
        "now": now,
        "since": told_day(now.change) if now else "",
        "route": story.route_on(today),
        "lane": next(iter(lanes([story], interval, today)), None),
        "interval": interval,
        "periods": [
            (each, told_day(each.change), _end(each.end), str(each.dose or "not noted"))
            for each in shown.periods()
        ],
        "as_of_form": form,
        "as_of": as_of,
    }


def _around(
    request: PersonRequest,
    medication: Medication,
    story: Story,
    everything: Sequence[Story],
    today: date,
) -> dict[str, Any]:
    """Return each change with what happened around it, and the comparison of its days."""
    whole = {each.group: each for each in switches(everything)}
    happenings = request.user.dated_events.happenings()
    beside = {
        each.key: around(*_of_the_act(each, whole), everything, happenings)
        for each in story.changes
        if each.precision is Precision.DAY
    }
    closer = chosen_dimension(request.GET)
    diary = request.user.check_ins.diary()
    comparing = comparing_of(request.user, diary, everything, happenings, today)
    return {
        "changes": [
            (told, beside.get(told.event.story))
            for told in _changes(request.user.medication_events.filter(medication=medication))
        ],
        "acts": whole,
        "closer": closer,
        "dimensions": [(CLOSER_PLACES[key], each) for key, each in DIMENSIONS.items()],
        "talk_first": TALK_FIRST,
        "cards": {
            key: comparing.card(act, [closer])
            for act in acts(everything)
            if medication.pk in act.medicines
            for key in act.changes
        },
    }


def _of_the_act(change: Change, acts: Mapping[UUID, Switch]) -> tuple[Interval, frozenset[UUID]]:
    """Return the days around the whole of what a change was part of, and the changes of it."""
    act = acts.get(change.switch_group) if change.switch_group else None
    if act is None:
        last = max(change.end_day or change.day, change.day)
        return window_around(change.day, last), frozenset({change.key})
    return window_around(act.first, act.latest), act.changes


def _chosen(form: AsOfForm) -> date | None:
    day: date | None = form.cleaned_data["as_of"] if form.is_valid() else None
    return day if day and EARLIEST_DAY <= day <= LATEST_DAY else None


def _recorded_by(owner: User, medication: Medication, day: date) -> Story:
    """Return the story as it was recorded at the end of a day on the person's clock."""
    moment = datetime.combine(day + timedelta(days=1), time(owner.day_starts_at), owner.zone)
    events = owner.medication_events.filter(medication=medication)
    stories = events.as_of(moment).stories()
    return stories[0] if stories else Story(medication.pk, medication.name, "", "", ())


def _interval(story: Story, today: date) -> Interval:
    """Return the days of the picture: from the first change on, into what is planned."""
    days = [each.day for each in story.changes] + [each.day for each in story.planned]
    first = min([*days, today - timedelta(days=83)])
    ahead = [step.day for step in story.planned if step.outcome is Outcome.OPEN]
    until = min(max([*ahead, today]), today + timedelta(days=AHEAD_DAYS))
    return Interval(first, until + timedelta(days=15 if until > today else 1))


def _end(end: date | None) -> str:
    return long_day(end - timedelta(days=1)) if end else ""


def _changes(events: MedicationEventQuerySet) -> list[Told]:
    """Return every change that stands, the latest first, with what each took the place of."""
    rows = list(events.order_by("-recorded_at"))
    found = []
    for event in rows:
        if event.superseded_at is None and event.withdrawn_at is None:
            earlier = [
                (each, told_day(each.change()))
                for each in rows
                if each.story == event.story and each.pk != event.pk
            ]
            found.append(Told(event, told_day(event.change()), earlier))
    return sorted(found, key=lambda told: told.event.day, reverse=True)


def _became(step: PlannedStep) -> str:
    """Say what became of a planned step."""
    if step.outcome is Outcome.DID_NOT_HAPPEN:
        return "did not happen"
    if step.done is None:
        return ""
    on = told_day(step.done)
    if step.outcome is Outcome.HAPPENED:
        return f"happened on {on}" if step.done.precision == "day" else f"happened in {on}"
    return f"changed to {step.done.dose or 'none'}, {on}"
