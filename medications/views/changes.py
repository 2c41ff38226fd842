"""What is taken now, what changed when, and the form that records it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.keeping import TooManyRows
from accounts.requests import PersonRequest, sent
from accounts.typed import uncertainty
from domain.intervals import Interval
from domain.lanes import lanes, told_day, told_days
from domain.medicines import suggestions
from domain.regimen import Kind, Outcome, Period, PlannedStep, Story, cautions, not_suddenly
from domain.switching import Switch, switches
from domain.wording import NOT_SUDDENLY_LINE, PRESCRIBER_LINE, STOPPING_LINE
from medications.actions import (
    Overtaken,
    bring_back_change,
    correct_change,
    record_change,
    take_back_change,
)
from medications.forms.change import ChangeForm
from medications.forms.parts import ANOTHER
from medications.models import Medication, MedicationEvent, stories_of

LINES = {
    "stopping_line": STOPPING_LINE,
    "not_suddenly_line": NOT_SUDDENLY_LINE,
    "prescriber_line": PRESCRIBER_LINE,
}
OVERTAKEN = (
    "This change was corrected from another page meanwhile. What you typed is below: "
    "save it again if it is right."
)
DELETED = (
    "This change was deleted from another page meanwhile, so nothing was saved. Undo that "
    "there, or record it as a new change. What you typed is below."
)
TOO_MANY = (
    f"A diary holds up to {Medication.MOST} medicines and {MedicationEvent.MOST:,} changes, and "
    "this one is full."
)
LONGEST_AHEAD = 182
SPANS = {"3-months": ("3 months", 91), "6-months": ("6 months", 182), "all": ("All", None)}


@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    today = request.user.today(clock.now())
    medications = list(request.user.medications.whole())
    stories = stories_of(medications)
    events = [event for each in medications for event in each.events.all()]
    events.sort(key=lambda event: (event.day, event.recorded_at), reverse=True)
    span = request.GET.get("span", "6-months")
    shown = _shown(stories, SPANS.get(span, SPANS["6-months"])[1], today)
    drawn = lanes(stories, shown, today)
    context = {
        "taken": _taken(stories, today),
        "rows": _rows(events, stories),
        "nothing": not (events or stories),
        "earlier": [each for each in stories if each.now(today) is None],
        "notes": _notes(events),
        "steps": _steps(stories),
        "lanes": drawn,
        "overlap": any(lane.overlaps for lane in drawn),
        "planned": any(lane.planned for lane in drawn),
        "effects": any(lane.effects for lane in drawn),
        "interval": shown,
        "spans": [(key, words) for key, (words, _) in SPANS.items()],
        "span": span if span in SPANS else "6-months",
    }
    return render(request, "medications/list.html", context)


def _taken(stories: list[Story], today: date) -> list[tuple[Story, Period, str, str]]:
    """Return what is taken today, with its dose, since when, and by which route."""
    return [
        (story, period, told_day(period.change), story.route_on(today))
        for story in stories
        if (period := story.now(today))
    ]


def _rows(
    events: Sequence[MedicationEvent], stories: list[Story]
) -> list[tuple[MedicationEvent | None, Switch | None, str]]:
    """Return the lines of the table, latest first: a change, or a switch with all its steps."""
    acts = {each.group: each for each in switches(stories)}
    found: list[tuple[MedicationEvent | None, Switch | None, str]] = []
    for event in events:
        act = acts.get(event.switch_group) if event.switch_group else None
        if act is None:
            found.append((event, None, told_day(event.change())))
        elif event.day == act.latest and all(each[1] is not act for each in found):
            found.append((None, act, told_days(act)))
    return found


def _notes(events: Iterable[MedicationEvent]) -> dict[UUID, list[str]]:
    """Return switch -> the notes of its steps, each once."""
    found: dict[UUID, dict[str, None]] = {}
    for event in events:
        if event.switch_group and event.note:
            found.setdefault(event.switch_group, {})[str(event.note)] = None
    return {group: list(notes) for group, notes in found.items()}


def _steps(stories: list[Story]) -> list[tuple[Story, PlannedStep]]:
    """Return the planned steps that wait to be told of, by day."""
    waiting = [
        (story, step) for story in stories for step in story.planned if step.outcome is Outcome.OPEN
    ]
    return sorted(waiting, key=lambda each: (each[1].day, each[0].name))


def _shown(stories: list[Story], days: int | None, today: date) -> Interval:
    """Return the days of the timeline, on into what is planned."""
    ahead = [step.day for _, step in _steps(stories) if step.day > today]
    until = min(max(ahead), today + timedelta(days=LONGEST_AHEAD)) if ahead else today
    end = until + timedelta(days=15 if ahead else 1)
    if days is not None:
        return Interval(Interval.latest(days, today).start, end)
    first = min((change.day for story in stories for change in story.changes), default=today)
    return Interval(min(first, today - timedelta(days=27)), end)


@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    now = clock.now()
    today = request.user.today(now)
    stories = request.user.medication_events.standing().stories()
    initial = {"day": today} | _asked_for(request, stories)
    form = ChangeForm(sent(request), today=today, stories=stories, initial=initial)
    if form.is_valid():
        try:
            event = record_change(
                owner=request.user,
                name=form.medicine_name(),
                facts=form.facts(),
                submission=form.cleaned_data["submission"],
                now=now,
                taken_for=form.cleaned_data["taken_for"],
                prescriber=form.cleaned_data["prescriber"],
            )
        except TooManyRows:
            form.add_error(None, TOO_MANY)
        else:
            say_saved(request, [event])
            return redirect("medications:list")
    act = next((each for each in switches(stories) if str(each.group) == _part(form)), None)
    context = {"form": form, "suggestions": suggestions(), "stories": stories, "act": act} | LINES
    return render(request, "medications/change.html", context, status=422 if form.errors else 200)


def _part(form: ChangeForm) -> str:
    """Return the switch that the form's change is a step of, as it was sent or asked for."""
    return str(form["part_of"].value() or "")


def _asked_for(request: PersonRequest, stories: list[Story]) -> dict[str, str]:
    """Return what a link on the page of medications fills in beforehand."""
    wanted = request.GET.get("medicine", "")
    part = {"part_of": request.GET.get("part", "")}
    chosen = next((story for story in stories if str(story.key) == wanted), None)
    if chosen is not None:
        dose = next((each.dose for each in reversed(chosen.changes) if each.dose), None)
        told = {"unit": dose.unit, "frequency": dose.frequency} if dose else {}
        return {"medicine": wanted} | told | part
    return {"medicine": ANOTHER, "kind": Kind.STARTED} if wanted == ANOTHER else {}


def say_saved(
    request: PersonRequest, events: Iterable[MedicationEvent], words: str = "Change saved."
) -> None:
    """Say that it is saved, and with a stop what is settled to be said; each line once."""
    messages.info(request, words)
    lines = [
        line
        for each in events
        for line in cautions(Kind(each.kind), each.reasons, each.medication.name, each.drug_class)
    ]
    for line in dict.fromkeys(lines):
        messages.warning(request, line)


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, key: UUID) -> HttpResponse:
    """Correct an event. A form that was overtaken by another page is shown again, not kept."""
    now = clock.now()
    event = get_object_or_404(request.user.medication_events, pk=key)
    rows = request.user.medication_events.select_related("medication")
    standing = rows.standing().filter(story=event.story).first()
    if standing is None:
        return _gone(request, event)
    if standing.pk != event.pk and request.method == "GET":
        return redirect("medications:edit", key=standing.pk)
    form = _correction(request, standing, request.user.today(now))
    if form.is_valid():
        submission: UUID = form.cleaned_data["submission"]
        shown = standing if standing.submission == submission else event
        try:
            corrected = correct_change(
                event=shown, facts=form.facts(), submission=submission, now=now
            )
        except Overtaken:
            form.add_error(None, OVERTAKEN)
        except TooManyRows:
            form.add_error(None, TOO_MANY)
        else:
            say_saved(request, [corrected])
            return redirect("medications:list")
    careful = not_suddenly(standing.medication.name, standing.drug_class)
    context = {"form": form, "event": standing, "careful": careful} | LINES
    return render(request, "medications/change.html", context, status=422 if form.errors else 200)


def _gone(request: PersonRequest, event: MedicationEvent) -> HttpResponse:
    """Show what was typed about a change that was deleted from another page meanwhile."""
    if request.method == "GET":
        raise Http404
    form = _correction(request, event, request.user.today(clock.now()))
    form.is_valid()
    form.add_error(None, DELETED)
    context = {"form": form, "event": event} | LINES
    return render(request, "medications/change.html", context, status=409)


def _correction(request: PersonRequest, event: MedicationEvent, today: date) -> ChangeForm:
    medication = event.medication
    others = request.user.medication_events.standing().filter(medication=medication)
    stories = others.exclude(pk=event.pk).stories()
    alone = Story(medication.pk, medication.name, "", "", ())
    return ChangeForm(
        sent(request),
        today=today,
        stories=stories,
        fixed=stories[0] if stories else alone,
        correcting=event.change(),
        initial=_told(event),
    )


def _told(event: MedicationEvent) -> dict[str, object]:
    return {
        "kind": event.kind,
        "day": event.day,
        "how_sure": uncertainty(event.precision, about=event.about),
        "amount": None if event.dose is None else f"{event.dose.normalize():f}",
        "unit": event.unit,
        "frequency": event.frequency,
        "frequency_words": event.frequency_words,
        "discussed_with": event.discussed_with,
        "discussed_on": event.discussed_on,
        "end_day": event.end_day,
        "missed": event.missed,
        "route": event.route,
        "reasons": event.reasons,
        "note": event.note,
    }


@require_http_methods(["GET", "POST"])
def delete(request: PersonRequest, key: UUID) -> HttpResponse:
    event = _own(request, key)
    if request.method == "POST":
        try:
            take_back_change(event=event, now=clock.now())
        except Overtaken:
            messages.error(request, "It was corrected in another tab meanwhile, and stands so.")
        else:
            messages.info(request, str(event.pk), extra_tags="deleted-change")
        return redirect("medications:list")
    context = {"event": event, "told": told_day(event.change())}
    return render(request, "medications/delete.html", context)


@require_POST
def bring_back(request: PersonRequest, key: UUID) -> HttpResponse:
    event = get_object_or_404(request.user.medication_events, pk=key, superseded_at=None)
    bring_back_change(event=event)
    messages.info(request, "The change is back as it was.")
    return redirect("medications:list")


def _own(request: PersonRequest, key: UUID) -> MedicationEvent:
    events = request.user.medication_events.standing().select_related("medication")
    return get_object_or_404(events, pk=key)
