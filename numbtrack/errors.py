"""Calm pages for what goes wrong. Each works without the database and offers help."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from accounts import countries
from accounts.help_lines import help_near
from accounts.models import User
from accounts.requests import find_person
from accounts.telling import told_words
from domain import wording
from numbtrack.patience import note_lock
from numbtrack.plainly import NO_ROOM


@dataclass(frozen=True)
class Trouble:
    """What a person is told: what happened, and that their entries are safe."""

    status: int
    title: str
    words: str


BAD_REQUEST = Trouble(
    400,
    "That request could not be read.",
    "Something in the address or the form was not in a form we can use. Nothing was changed.",
)
FORGED = Trouble(
    403,
    "Please send that form again.",
    "For your safety a form is accepted only from a page opened since you signed in here. Nothing "
    "was changed. Open the page anew in another tab, and send it from there.",
)
FORBIDDEN = Trouble(403, "This page is closed to you.", "Nothing was changed.")
NOT_FOUND = Trouble(
    404,
    "This page is not here.",
    "The address may be mistyped, or the page has moved. Your entries are not affected.",
)
NOT_THIS_WAY = Trouble(
    405,
    "This address is not opened like that.",
    "It belongs to a button on another page. Nothing was changed.",
)
TOO_LARGE = Trouble(
    413,
    "That is more than one page can take.",
    "Nothing was changed. Go back: your browser still has what you typed. You can send it in "
    "two parts.",
)
TOO_MANY = Trouble(
    429,
    "Too many tries in a short time.",
    "Please wait ten minutes, then try again. If you no longer know your password, you can set a "
    "new one meanwhile.",
)
UNAVAILABLE = Trouble(
    503,
    "We cannot reach our storage just now.",
    "This is not your doing. What you saved before is safe. Please try again in a minute.",
)
BUSY = Trouble(
    503,
    "Many pages are being made just now.",
    "Yours is not among them yet, and nothing was changed. Please send it again in a few seconds.",
)
READ_ONLY = "25006"
"""PostgreSQL's number for a write where it may only be read, as on a standby."""
LONGEST_WAIT = timedelta(minutes=10)
OUR_FAULT = Trouble(
    500,
    "Something went wrong on our side.",
    "This is not your doing. What you saved before is safe. If you were saving something, go "
    "back: your browser usually still has what you typed.",
)


def answer(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Return the page for a trouble, with help for the person's country on it."""
    person = None if trouble.status >= 500 or trouble is TOO_LARGE else find_person(request)
    language = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    country = _country_of(request, person) or countries.guess(language)
    # Words of a page elsewhere are shown on no page of ours.
    is_ours = trouble is FORGED and request.headers.get("Sec-Fetch-Site") == "same-origin"
    gives_back = trouble.status >= 500 or is_ours
    context: dict[str, Any] = {
        "trouble": trouble,
        "words": trouble.words,
        "reference": getattr(request, "reference", "") if trouble.status >= 500 else "",
        "person": person,
        "help": help_near(country),
        "disclaimer": wording.DISCLAIMER,
        "typed": told_words(request.POST) if gives_back else [],
    }
    return HttpResponse(render_to_string("error.html", context), status=trouble.status)


def _country_of(request: HttpRequest, person: User | None) -> str:
    """Return the country of who asks, as far as it is known without asking the database now."""
    known = person or getattr(request, "_cached_user", None)
    return known.country if isinstance(known, User) else ""


def _cannot_write(error: BaseException | None) -> bool:
    """Tell whether the database does not answer, or may only be read just now."""
    why = getattr(error, "__cause__", None)
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    is_away = isinstance(error, OperationalError | InterfaceError)
    return is_away or getattr(why, "pgcode", "") == READ_ONLY


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, BAD_REQUEST)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, FORBIDDEN)


@login_not_required
def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, FORGED)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, NOT_FOUND)


@login_not_required
def too_many(request: HttpRequest) -> HttpResponse:
    response = answer(request, TOO_MANY)
    wait = getattr(request, "wait", LONGEST_WAIT)
    response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    return answer(request, TOO_LARGE)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer while the database does not, with what was typed on the page to copy."""
    response = answer(request, UNAVAILABLE)
    response.headers["Retry-After"] = "60"
    return response


def busy(request: HttpRequest) -> HttpResponse:
    """Answer where too much costly work waits, with what was typed on the page."""
    response = answer(request, BUSY)
    response.headers["Retry-After"] = "5"
    return response


def not_this_way(request: HttpRequest) -> HttpResponse:
    return answer(request, NOT_THIS_WAY)


@login_not_required
def our_fault(request: HttpRequest) -> HttpResponse:
    """Answer a fault. Django calls this while it handles the exception."""
    note_lock(sys.exc_info()[1])
    if _cannot_write(sys.exc_info()[1]):
        return unavailable(request)
    return answer(request, OUR_FAULT)
