"""Today's questions, the calendar of days, and each day's page."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import PersonRequest
from accounts.zones import find_zone
from checkins.actions import (
    ChangedElsewhere,
    NotThatDay,
    bring_back_check_in,
    delete_check_in,
    record_check_in,
)
from checkins.calendar import month_of_weeks
from checkins.forms import CheckInForm, as_initial
from checkins.models import CheckIn
from domain.days import (
    BACKFILL_DAYS,
    EARLIEST_DAY,
    LATEST_DAY,
    local_date,
    may_be_filled_in,
)
from domain.dimensions import DIMENSIONS
from domain.wording import AFTER_SAVING, DAY_AVERAGE, WELCOME_BACK

AWAY_DAYS = 7


def _zone(request: PersonRequest, told: str) -> ZoneInfo:
    """Return the browser's zone where it tells one we know, else the person's own."""
    return find_zone(told) or request.user.zone


@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Today's check-in; a second one of the same day changes the first."""
    now = clock.now()
    zone = _zone(request, request.GET.get("zone", ""))
    return _enter(request, local_date(now, zone), zone, now)


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, day: date) -> HttpResponse:
    """Fill in a day of the last week, or change one that is there."""
    return _enter(request, day, request.user.zone, clock.now())


def _enter(request: PersonRequest, day: date, zone: ZoneInfo, now: datetime) -> HttpResponse:
    """Show the questions for a day, or save its answers."""
    if request.method == "POST":
        return _save(request, day, now)
    today = local_date(now, zone)
    standing = _standing(request, day)
    initial = {"day": day, "zone": zone.key, "seen": standing.version if standing else 0}
    if standing is not None:
        initial |= as_initial(standing.ratings, standing.not_rated)
    elif not may_be_filled_in(day, today):
        return _refused(request, day, today)
    form = CheckInForm(initial=initial, today=today, editing=standing is not None)
    return _questions(request, form, day, today, zone, standing)


def _save(request: PersonRequest, day: date, now: datetime) -> HttpResponse:
    """Save the answers of a form under the day it was opened for.

    A page opened before the day ended is filed under the day that stood above it.
    """
    zone = _zone(request, request.POST.get("zone", ""))
    today = local_date(now, zone)
    day = _posted_day(request.POST.get("day", "")) or day
    standing = _standing(request, day)
    form = CheckInForm(request.POST, today=today, editing=standing is not None)
    if not form.is_valid():
        return _questions(request, form, day, today, zone, standing, status=422)
    try:
        saved = record_check_in(
            owner=request.user,
            day=day,
            today=today,
            timezone=zone.key,
            now=now,
            ratings=form.ratings(),
            not_rated=form.not_rated(),
            submission=form.cleaned_data["submission"],
            seen_version=form.cleaned_data["seen"],
        )
    except ChangedElsewhere as error:
        return _conflict(request, form, error.standing)
    except NotThatDay:  # deleted in another tab meanwhile, and too far back to fill in
        return _refused(request, day, today)
    if saved.deleted_at is not None:  # sent again after the day was deleted
        return redirect("checkins:history")
    return redirect("checkins:saved", day=saved.day)


def _standing(request: PersonRequest, day: date) -> CheckIn | None:
    return request.user.check_ins.standing().filter(day=day).first()


def _posted_day(text: str) -> date | None:
    """Return the day that a form names, None where it names none that can be shown."""
    day = _try_day(text)
    return day if day is not None and EARLIEST_DAY <= day <= LATEST_DAY else None


def _try_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _questions(
    request: PersonRequest,
    form: CheckInForm,
    day: date,
    today: date,
    zone: ZoneInfo,
    standing: CheckIn | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "day": day,
        "today": today,
        "is_today": day == today,
        "zone": zone.key,
        "standing": standing,
        "welcome_back": WELCOME_BACK if _was_away(request, today, standing) else "",
    }
    return render(request, "checkins/new.html", context, status=status)


def _was_away(request: PersonRequest, today: date, standing: CheckIn | None) -> bool:
    if standing is not None:
        return False
    latest = request.user.check_ins.standing().order_by("-day").values_list("day", flat=True)
    return any(today - day > timedelta(days=AWAY_DAYS) for day in latest[:1])


def _refused(request: PersonRequest, day: date, today: date) -> HttpResponse:
    context = {"day": day, "future": day > today, "backfill_days": BACKFILL_DAYS}
    return render(request, "checkins/refused.html", context)


def _conflict(request: PersonRequest, form: CheckInForm, standing: CheckIn) -> HttpResponse:
    """Show both versions of a day that another page has saved meanwhile; none is lost."""
    data = {**request.POST.dict(), "seen": str(standing.version), "submission": str(uuid4())}
    again = CheckInForm(data, today=form.today, editing=True)
    again.is_valid()
    context = {"form": again, "standing": standing, "day": standing.day}
    return render(request, "checkins/conflict.html", context, status=409)


@require_safe
def saved(request: PersonRequest, day: date) -> HttpResponse:
    check_in = _of_day(request, day)
    line = random.choice(AFTER_SAVING)  # noqa: S311  # a line to read, not a secret
    return render(request, "checkins/saved.html", {"check_in": check_in, "line": line})


@require_safe
def detail(request: PersonRequest, day: date) -> HttpResponse:
    standing = _of_day(request, day)
    earlier = standing.earlier_answers.order_by("-version")
    context = {"check_in": standing, "earlier": list(earlier), "day_average_label": DAY_AVERAGE}
    return render(request, "checkins/detail.html", context)


@require_http_methods(["GET", "POST"])
def delete(request: PersonRequest, day: date) -> HttpResponse:
    check_in = _of_day(request, day)
    if request.method == "POST":
        delete_check_in(check_in=check_in, now=clock.now())
        messages.info(request, str(check_in.pk), extra_tags="deleted-check-in")
        return redirect("checkins:history")
    return render(request, "checkins/delete.html", {"check_in": check_in})


@require_POST
def bring_back(request: PersonRequest, key: UUID) -> HttpResponse:
    check_in = get_object_or_404(request.user.check_ins, pk=key)
    standing = bring_back_check_in(check_in=check_in)
    messages.info(request, "The day is back as it was.")
    return redirect("checkins:detail", day=standing.day)


@require_safe
def history(request: PersonRequest) -> HttpResponse:
    today = local_date(clock.now(), request.user.zone)
    until = _try_day(request.GET.get("until", "")) or today
    page = month_of_weeks(min(until, today), today, request.user.check_ins.standing())
    context = {"page": page, "dimensions": DIMENSIONS.values()}
    return render(request, "checkins/history.html", context)


def _of_day(request: PersonRequest, day: date) -> CheckIn:
    return get_object_or_404(request.user.check_ins.standing(), day=day)
