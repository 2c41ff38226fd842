"""Trends: four panels and the medicines on one time axis. And a day with all that is kept of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone as clock
from django.views.decorators.http import require_safe

from accounts.models import PersonRequest
from dashboard.figures import figure
from dashboard.tables import companion_table, days_table, weeks_table
from domain import comparison
from domain.acts import acts
from domain.answers import Companion
from domain.charts import Chart, CompanionPanel, chart, companion_panel
from domain.companions import COMPANIONS
from domain.dates import Precision
from domain.days import EARLIEST_DAY, may_be_filled_in
from domain.diary import Diary
from domain.doses import Dose
from domain.happenings import happening_lanes, result_lane
from domain.intervals import Interval
from domain.lanes import described
from domain.places import find_at, numbered
from domain.switching import Switch, switches
from domain.wording import DAY_AVERAGE
from medications.models import MedicationEvent, with_plans

RANGES = {
    "4-weeks": ("4 weeks", 28),
    "12-weeks": ("12 weeks", 84),
    "1-year": ("1 year", 365),
    "since-visit": ("Since visit", None),
    "all": ("All", None),
}
USUAL_RANGE, SINCE_VISIT = "12-weeks", "since-visit"
PLACES = numbered(COMPANIONS)


@require_safe
def trends(request: PersonRequest) -> HttpResponse:
    today = request.user.today(clock.now())
    chosen = request.GET.get("range", USUAL_RANGE)
    chosen = chosen if chosen in RANGES else USUAL_RANGE
    diary = request.user.check_ins.diary()
    stories = with_plans(
        request.user.medication_events.standing().stories(),
        request.user.plan_steps.standing().select_related("medication").order_by("day"),
    )
    happenings = request.user.dated_events.happenings()
    visit = request.user.visits.latest_before(today)
    chosen = USUAL_RANGE if chosen == SINCE_VISIT and visit is None else chosen
    interval = (
        Interval(visit, today + timedelta(days=1))
        if chosen == SINCE_VISIT and visit
        else _interval(diary, RANGES[chosen][1], today)
    )
    results = request.user.lab_tests.result_days()
    others = (*happening_lanes(happenings, interval), *result_lane(results, interval))
    shown = chart(diary, stories, interval, today, request.user.rhythm, others)
    offered = _offered(request, diary)
    companion = COMPANIONS.get(find_at(COMPANIONS, request.GET.get("beside", "")))
    companion = companion if companion in offered else None
    context = {
        "chart": shown,
        "figure": figure(shown),
        "ranges": [
            (key, words) for key, (words, _) in RANGES.items() if key != SINCE_VISIT or visit
        ],
        "visit": visit,
        "chosen": chosen,
        "acts": [each for each in acts(stories) if each.first in interval],
        "happened": [each for each in reversed(happenings) if each.days.overlap(interval)],
        "empty": not diary.days,
        "rows": weeks_table(shown) if shown.weekly else days_table(diary.during(interval)),
        "offered": [(PLACES[each.key], each) for each in offered],
        "place": PLACES[companion.key] if companion else 0,
        "companion": companion,
        "beside": _beside(diary, companion, shown, today),
        "beside_rows": companion_table(diary.during(interval), companion) if companion else [],
        "comparison": comparison.rows(diary, today, request.user.rhythm),
    }
    return render(request, "dashboard/trends.html", context)


def _offered(request: PersonRequest, diary: Diary) -> list[Companion]:
    """Return the companions that can be looked at: those that are on, and those with days."""
    answered = {key for each in diary.days for key in each.companions}
    on = set(request.user.companion_keys)
    return [each for key, each in COMPANIONS.items() if key in answered | on]


def _beside(
    diary: Diary, companion: Companion | None, shown: Chart, today: date
) -> CompanionPanel | None:
    if companion is None or not companion.charted:
        return None
    return companion_panel(diary, companion, shown.interval, today, shown.rhythm)


def _interval(diary: Diary, days: int | None, today: date) -> Interval:
    if days is not None:
        return Interval.latest(days, today)
    began = min(diary.began or today, today - timedelta(days=27))
    return Interval(began, today + timedelta(days=1))


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
            for each in request.user.dated_events.standing().latest_first()
            if day in each.happening().days
        ],
        "practices": request.user.practice_notes.standing().filter(day=day).order_by("written_at"),
        "day_before": day - timedelta(days=1) if day > EARLIEST_DAY else None,
        "day_after": day + timedelta(days=1) if day < max(today, _latest(request)) else None,
        "day_average_label": DAY_AVERAGE,
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
