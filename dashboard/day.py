"""A day with all that is kept of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone as clock
from django.views.decorators.http import require_safe

from accounts.help_lines import country_of, help_near
from accounts.requests import PersonRequest
from domain.dates import Precision
from domain.days import EARLIEST_DAY, may_be_filled_in
from domain.doses import Dose
from domain.lanes import described
from domain.switching import Switch, switches
from domain.wording import DAY_AVERAGE
from medications.models import MedicationEvent


@require_safe
def day(request: PersonRequest, day: date) -> HttpResponse:
    """Show what is kept of a day: check-in, medication changes, journal, practices."""
    today = request.user.today(clock.now())
    check_in = request.user.check_ins.standing().filter(day=day).first()
    if day > today and check_in is None:
        raise Http404
    on_the_day = Q(day=day) | Q(day__lt=day, end_day__gte=day)
    events = request.user.medication_events.standing().filter(on_the_day, precision=Precision.DAY)
    changes = list(events.latest_first())
    context = {
        "day": day,
        "is_today": day == today,
        "check_in": check_in,
        "earlier": list(check_in.earlier_answers.order_by("-version")) if check_in else [],
        "can_be_filled_in": may_be_filled_in(day, today),
        "changes": _told(changes),
        "acts": _acts(request, changes),
        "entries": request.user.journal_entries.standing()
        .filter(day=day)
        .with_pictures()
        .order_by("written_at"),
        "events": [
            (each, each.happening().when)
            for each in request.user.dated_events.standing().perhaps_on(day).latest_first()
            if day in each.happening().days
        ],
        "practices": request.user.practice_notes.standing().filter(day=day).order_by("written_at"),
        "day_before": day - timedelta(days=1) if day > EARLIEST_DAY else None,
        "day_after": day + timedelta(days=1) if day < max(today, _latest(request)) else None,
        "day_average_label": DAY_AVERAGE,
        "help": help_near(country_of(request)) if check_in and check_in.harm_answer else None,
    }
    return render(request, "dashboard/day.html", context)


def _latest(request: PersonRequest) -> date:
    """Return the last day with a check-in: it can be ahead of today after a journey."""
    return request.user.check_ins.standing().aggregate(latest=Max("day"))["latest"] or EARLIEST_DAY


def _acts(request: PersonRequest, events: Iterable[MedicationEvent]) -> dict[UUID, Switch]:
    """Return the switches that changes of a day are steps of; nothing is asked where none is."""
    if not any(event.switch_group for event in events):
        return {}
    stories = request.user.medication_events.standing().stories()
    return {each.group: each for each in switches(stories)}


def _told(events: Iterable[MedicationEvent]) -> list[tuple[MedicationEvent, str, Dose | None]]:
    """Return each event with its words and its dose."""
    changes = [(event, event.change()) for event in events]
    told = [(event, described(each, event.medication.name), each.dose) for event, each in changes]
    return [(event, words, None if str(dose) in words else dose) for event, words, dose in told]
