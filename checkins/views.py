"""Today's questions, the calendar of days, and each day's page."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import change_settings, choose_companions
from accounts.drafting import Opening, close_form, open_form
from accounts.drafts import forget_draft
from accounts.help_lines import country_of, help_near
from accounts.keeping import ChangedElsewhere, TooManyRows, take_away
from accounts.requests import PersonRequest, sent
from accounts.room import full
from accounts.zones import find_zone
from checkins.actions import (
    NotThatDay,
    bring_back_check_in,
    record_check_in,
)
from checkins.calendar import month_of_weeks
from checkins.forms import CheckInForm, CompanionsForm, as_initial
from checkins.models import CheckIn
from checkins.versions import differences
from domain.companions import GUILT_LINE, MOST_ON, SETS, in_order
from domain.crisis import CountryHelp
from domain.days import (
    BACKFILL_DAYS,
    EARLIEST_DAY,
    LATEST_DAY,
    may_be_filled_in,
)
from domain.dimensions import DIMENSIONS
from domain.places import find_at
from domain.safety import HarmAnswer
from domain.wording import AFTER_SAVING, WELCOME_BACK

AWAY_DAYS = 7


def _zone(request: PersonRequest, told: str) -> ZoneInfo:
    """Return the browser's zone where it tells one we know, else the person's own."""
    return find_zone(told) or request.user.zone


@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Today's check-in; a second one of the same day changes the first."""
    now = clock.now()
    zone = _zone(request, request.GET.get("zone", ""))
    return _enter(request, request.user.today(now, zone), zone, now)


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, day: date) -> HttpResponse:
    """Fill in a day of the last week, or change one that is there."""
    return _enter(request, day, request.user.zone, clock.now())


def _enter(request: PersonRequest, day: date, zone: ZoneInfo, now: datetime) -> HttpResponse:
    """Show the questions for a day, or save its answers."""
    if request.method == "POST":
        return _save(request, day, now)
    today = request.user.today(now, zone)
    standing = _standing(request, day)
    if standing is None and not may_be_filled_in(day, today):
        return _refused(request, day, today)
    saved = {"day": day, "zone": zone.key, "seen": standing.version if standing else 0}
    saved |= as_initial(standing.told()) if standing is not None else {}
    opening = open_form(request, _page(day), saved, now, several=("signs",))
    form = _form(request, opening.initial, today, standing)
    return _questions(request, form, day, today, zone, standing, opening=opening)


def _form(
    request: PersonRequest,
    given: QueryDict | dict[str, Any],
    today: date,
    standing: CheckIn | None,
) -> CheckInForm:
    """Return the form with what was sent, or with what it opens with."""
    told = {"data": given} if isinstance(given, QueryDict) else {"initial": given}
    return CheckInForm(
        **told,
        today=today,
        companions=[*request.user.companions, *in_order(given)],
        asks_about_harm=bool(request.user.asks_about_harm),
        standing=standing,
    )


def _page(day: date) -> str:
    """Return the name of a day's form among drafts."""
    return f"check-in/{day.isoformat()}"


def _save(request: PersonRequest, day: date, now: datetime) -> HttpResponse:
    """Save the answers of a form under the day it was opened for.

    A page opened before the day ended is filed under the day that stood above it.
    """
    zone = _zone(request, request.POST.get("zone", ""))
    today = request.user.today(now, zone)
    day = _posted_day(request.POST.get("day", "")) or day
    standing = _standing(request, day)
    form = _form(request, request.POST, today, standing)
    if not form.is_valid():
        return _questions(request, form, day, today, zone, standing, status=422)
    try:
        saved = record_check_in(
            owner=request.user,
            day=day,
            today=today,
            timezone=zone.key,
            now=now,
            told=form.told(),
            submission=form.cleaned_data["submission"],
            seen_version=form.cleaned_data["seen"],
        )
    except ChangedElsewhere as error:
        return _conflict(request, form, error.standing)
    except TooManyRows:
        form.add_error("note", full(CheckIn, "days"))
        return _questions(request, form, day, today, zone, standing, status=422)
    except NotThatDay:  # deleted in another tab meanwhile, and too far back to fill in
        return _refused(request, day, today)
    close_form(request, _page(day))
    if request.user.asks_about_harm is None:  # asked once: a question that was left is a no
        change_settings(owner=request.user, asks_about_harm=False)
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
    *,
    opening: Opening | None = None,
) -> HttpResponse:
    alone = standing is None and not form.is_bound
    only = find_at(DIMENSIONS, request.GET.get("only", "")) if alone else ""
    context = {
        "form": form,
        "day": day,
        "today": today,
        "is_today": day == today,
        "zone": zone.key,
        "standing": standing,
        "welcome_back": WELCOME_BACK if _was_away(request, today, standing) else "",
        "only": only,
        "numbered": [(n, each) for n, each in enumerate(DIMENSIONS.values(), start=1)],
        "carried": _carried(form, only) if only else [],
        "opening": opening,
        "draft_page": _page(day),
        "help": _help_beside(request, form),
    }
    return render(request, "checkins/new.html", context, status=status)


def _carried(form: CheckInForm, only: str) -> list[tuple[str, str]]:
    """Return (name, value) of what was chosen before and is not asked on this page."""
    found = []
    for field in form.visible_fields():
        value = field.value()
        values = value if isinstance(value, list) else [value]
        found += [(field.name, str(each)) for each in values if each and field.name != only]
    return found


def _help_beside(request: PersonRequest, form: CheckInForm) -> CountryHelp | None:
    """Return the lines for the panel, where the safety question is asked."""
    return help_near(country_of(request)) if "harm" in form.fields else None


def _was_away(request: PersonRequest, today: date, standing: CheckIn | None) -> bool:
    if standing is not None or not request.user.rhythm.counts_blanks:
        return False
    latest = request.user.check_ins.standing().order_by("-day").values_list("day", flat=True)
    return any(today - day > timedelta(days=AWAY_DAYS) for day in latest[:1])


def _refused(request: PersonRequest, day: date, today: date) -> HttpResponse:
    context = {"day": day, "future": day > today, "backfill_days": BACKFILL_DAYS}
    return render(request, "checkins/refused.html", context)


def _conflict(request: PersonRequest, form: CheckInForm, standing: CheckIn) -> HttpResponse:
    """Show both versions of a day that another page has saved meanwhile; none is lost."""
    data = request.POST.copy()
    data["seen"], data["submission"] = str(standing.version), str(uuid4())
    again = _form(request, data, form.today, standing)
    again.is_valid()
    context = {
        "form": again,
        "standing": standing,
        "differences": differences(standing.told(), again.told()),
        "day": standing.day,
        "help": _help_beside(request, again),
    }
    return render(request, "checkins/conflict.html", context, status=409)


@require_safe
def saved(request: PersonRequest, day: date) -> HttpResponse:
    check_in = _of_day(request, day)
    harm = check_in.harm_answer
    context = {
        "check_in": check_in,
        "line": random.choice(AFTER_SAVING),  # noqa: S311  # a line to read, not a secret
        "opens_panel": harm is not None and harm.opens_panel,
        "quiet": harm is HarmAnswer.RATHER_NOT_SAY,
        "guilt": GUILT_LINE if "guilt" in check_in.companions.get("signs", ()) else "",
        "help": help_near(country_of(request)) if harm else None,
    }
    return render(request, "checkins/saved.html", context)


@require_http_methods(["GET", "POST"])
def companions(request: PersonRequest) -> HttpResponse:
    """Choose what is asked beside the four, from the list or from a ready-made choice."""
    chosen_set = find_at(SETS, request.GET.get("set", ""))
    ready = SETS.get(chosen_set)
    opened = ready.keys if ready else request.user.companion_keys
    form = CompanionsForm(sent(request), initial={"companions": opened})
    if form.is_valid():
        choose_companions(owner=request.user, keys=form.cleaned_data["companions"])
        messages.info(request, "Saved. The next check-in asks for it.")
        return redirect("settings")
    context = {
        "form": form,
        "sets": list(enumerate(SETS.values(), start=1)),
        "chosen_set": ready,
        "most": MOST_ON,
    }
    return render(request, "checkins/companions.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def delete(request: PersonRequest, day: date) -> HttpResponse:
    check_in = _of_day(request, day)
    if request.method == "POST":
        take_away(check_in, request.user.check_ins.all(), clock.now())
        forget_draft(owner=request.user, page=_page(day))
        messages.info(request, str(check_in.pk), extra_tags="deleted-check-in")
        return redirect("checkins:history")
    return render(request, "checkins/delete.html", {"check_in": check_in})


@require_POST
def bring_back(request: PersonRequest, key: UUID) -> HttpResponse:
    check_in = get_object_or_404(request.user.check_ins, pk=key)
    standing = bring_back_check_in(check_in=check_in)
    messages.info(request, "The day is back as it was.")
    return redirect("dashboard:day", day=standing.day)


@require_safe
def history(request: PersonRequest) -> HttpResponse:
    today = request.user.today(clock.now())
    until = _try_day(request.GET.get("until", "")) or today
    check_ins = request.user.check_ins.standing()
    page = month_of_weeks(until, today, check_ins, request.user.rhythm)
    context = {"page": page, "dimensions": DIMENSIONS.values()}
    return render(request, "checkins/history.html", context)


def _of_day(request: PersonRequest, day: date) -> CheckIn:
    return get_object_or_404(request.user.check_ins.standing(), day=day)
