"""What is taken now, what changed when, and the form that records it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import PersonRequest, sent
from domain.intervals import Interval
from domain.lanes import lanes, told_day
from domain.medicines import suggestions
from domain.regimen import Kind, Period, Precision, Story, cautions
from domain.wording import PRESCRIBER_LINE, STOPPING_LINE
from medications.actions import (
    MOST_EVENTS,
    MOST_MEDICATIONS,
    Overtaken,
    TooMany,
    bring_back_change,
    correct_change,
    record_change,
    take_back_change,
)
from medications.forms import ANOTHER, ChangeForm
from medications.models import MedicationEvent, gather

LINES = {"stopping_line": STOPPING_LINE, "prescriber_line": PRESCRIBER_LINE}
OVERTAKEN = (
    "This change was corrected from another page meanwhile. What you typed is below: "
    "save it again if it is right."
)
TOO_MANY = (
    f"A diary holds up to {MOST_MEDICATIONS} medicines and {MOST_EVENTS:,} changes, and this "
    "one is full."
)
SPANS = {"3-months": ("3 months", 91), "6-months": ("6 months", 182), "all": ("All", None)}


@require_safe
def medications(request: PersonRequest) -> HttpResponse:
    today = request.user.today(clock.now())
    events = list(request.user.medication_events.standing().latest_first())
    stories = gather(reversed(events))
    span = request.GET.get("span", "6-months")
    shown = _shown(stories, SPANS.get(span, SPANS["6-months"])[1], today)
    drawn = lanes(stories, shown, today)
    context = {
        "taken": _taken(stories, today),
        "events": [(event, told_day(event.change()), event.change()) for event in events],
        "lanes": drawn,
        "overlap": any(lane.overlaps for lane in drawn),
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


def _shown(stories: list[Story], days: int | None, today: date) -> Interval:
    if days is not None:
        return Interval.latest(days, today)
    first = min((change.day for story in stories for change in story.changes), default=today)
    return Interval(min(first, today - timedelta(days=27)), today + timedelta(days=1))


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
            )
        except TooMany:
            form.add_error(None, TOO_MANY)
        else:
            _say_saved(request, event)
            return redirect("medications:list")
    context = {"form": form, "suggestions": suggestions(), "stories": stories} | LINES
    return render(request, "medications/change.html", context, status=422 if form.errors else 200)


def _asked_for(request: PersonRequest, stories: list[Story]) -> dict[str, str]:
    """Return what a link on the page of medications fills in beforehand."""
    wanted = request.GET.get("medicine", "")
    chosen = next((story for story in stories if str(story.key) == wanted), None)
    if chosen is not None:
        dose = next((each.dose for each in reversed(chosen.changes) if each.dose), None)
        told = {"unit": dose.unit, "frequency": dose.frequency} if dose else {}
        return {"medicine": wanted} | told
    return {"medicine": ANOTHER, "kind": Kind.STARTED} if wanted == ANOTHER else {}


def _say_saved(request: PersonRequest, event: MedicationEvent) -> None:
    messages.info(request, "Change saved.")
    kind = Kind(event.kind)
    for line in cautions(kind, event.reasons, event.medication.name, event.drug_class):
        messages.warning(request, line)


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, key: UUID) -> HttpResponse:
    """Correct an event. A form that was overtaken by another page is shown again, not kept."""
    now = clock.now()
    event = get_object_or_404(request.user.medication_events, pk=key)
    standing = get_object_or_404(
        request.user.medication_events.standing().select_related("medication"), story=event.story
    )
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
        else:
            _say_saved(request, corrected)
            return redirect("medications:list")
    context = {"form": form, "event": standing} | LINES
    return render(request, "medications/change.html", context, status=422 if form.errors else 200)


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
    sure = event.precision if event.precision != Precision.DAY else "day"
    return {
        "kind": event.kind,
        "day": event.day,
        "how_sure": "about" if event.about else sure,
        "amount": None if event.dose is None else f"{event.dose.normalize():f}",
        "unit": event.unit,
        "frequency": event.frequency or "once_daily",
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
        take_back_change(event=event, now=clock.now())
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
