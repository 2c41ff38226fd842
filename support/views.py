"""Pages that work for everyone: signed out, without script, and without the database."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts import countries
from accounts.models import User
from domain.crisis import help_for
from support.example import example_chart
from support.forms import CountryForm


def _find_person(request: HttpRequest) -> User | None:
    """Return who is signed in, None for nobody and while the database does not answer."""
    try:
        return request.user if request.user.is_authenticated else None
    except DatabaseError:  # help must be shown while the database is down
        return None


def _country_of(request: HttpRequest) -> str:
    """Return the country of whoever is signed in, else what the browser's language names."""
    person = _find_person(request)
    return (person.country if person else "") or _guess(request)


def _guess(request: HttpRequest) -> str:
    return countries.guess(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if _find_person(request):
        return redirect("checkins:new")
    return render(request, "support/landing.html", {"chart": example_chart()})


@login_not_required
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Show help lines of a country. Opening the page is not recorded anywhere."""
    asked = CountryForm(request.GET, known=True)
    known = "country" in request.GET and asked.is_valid()
    country = asked.cleaned_data["country"] if known else _country_of(request)
    context = {
        "help": help_for(country),
        "country": country,
        "country_name": countries.NAMES.get(country, ""),
        "form": CountryForm(initial={"country": country}, known=bool(country)),
    }
    return render(request, "support/help_now.html", context)


@login_not_required
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "support/numbers.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "support/privacy.html")
