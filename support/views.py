"""Pages that work for everyone: signed out, without script, and without the database."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_safe

from accounts import countries
from accounts.drafting import close_form, open_form
from accounts.help_lines import country_of, help_near
from accounts.keeping import ChangedElsewhere
from accounts.requests import PersonRequest, find_person, sent
from accounts.sealing import CannotUnseal
from support.actions import UNREADABLE, PlanWords, find_plan, keep_plan, read_plan
from support.example import example_chart
from support.forms import CountryForm, PlanForm
from support.models import Plan


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("checkins:new")
    return render(request, "support/landing.html", {"chart": example_chart()})


@login_not_required
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Show help lines of a country. Opening the page is not recorded anywhere."""
    asked = CountryForm(request.GET, known=True)
    known = "country" in request.GET and asked.is_valid()
    country = asked.cleaned_data["country"] if known else country_of(request)
    context = {
        "keeps_help": True,
        "help_country": country,
        "help": help_near(country),
        "country": country,
        "country_name": countries.NAMES.get(country, ""),
        "plan": _find_words(request),
        "form": CountryForm(initial={"country": country}, known=bool(country)),
    }
    return render(request, "support/help_now.html", context)


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Send the script that keeps a copy of the help page for times without a connection.

    The copy is of the page as nobody in particular sees it: no plan, no name, no diary.
    """
    return render(request, "support/worker.js", content_type="text/javascript; charset=utf-8")


def _find_words(request: HttpRequest) -> PlanWords | None:
    """Return the plan of whoever is signed in; help is shown also where it cannot be read."""
    person = find_person(request)
    try:
        return read_plan(owner=person) if person else None
    except (CannotUnseal, Error):
        return UNREADABLE


@require_safe
def plan(request: PersonRequest) -> HttpResponse:
    context = {"plan": _find_words(request), "help": help_near(country_of(request))}
    return render(request, "support/plan.html", context)


@require_http_methods(["GET", "POST"])
def edit_plan(request: PersonRequest) -> HttpResponse:
    """Write the plan; one that was saved elsewhere meanwhile is shown beside these words."""
    standing = find_plan(owner=request.user)
    names = ("people", "places", "helps")
    initial = {name: getattr(standing, name) for name in names} if standing else {}
    saved = initial | {"seen": standing.version if standing else 0}
    opening = open_form(request, "plan", saved, clock.now())
    form = PlanForm(sent(request), initial=opening.initial)
    if form.is_valid():
        try:
            keep_plan(
                owner=request.user,
                **form.parts(),
                seen_version=form.cleaned_data["seen"] or 0,
                now=clock.now(),
            )
        except ChangedElsewhere as error:
            return _both(request, error.standing)
        close_form(request, "plan")
        messages.info(request, "Plan saved.")
        return redirect("plan")
    context = {
        "form": form,
        "opening": opening,
        "saved": bool(standing),
        "help": help_near(country_of(request)),
    }
    return render(request, "support/edit_plan.html", context, status=422 if form.errors else 200)


def _both(request: PersonRequest, standing: Plan) -> HttpResponse:
    again = PlanForm({**request.POST.dict(), "seen": str(standing.version)})
    again.is_valid()
    context = {
        "form": again,
        "standing": read_plan(owner=request.user),
        "help": help_near(country_of(request)),
    }
    return render(request, "support/edit_plan.html", context, status=409)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "support/privacy.html", {"operator": settings.OPERATOR})
