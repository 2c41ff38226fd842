"""The pages on which the file of a whole account comes back in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST

from accounts.activity import note
from accounts.models import ActivityKind, Arrival
from accounts.requests import PersonRequest, sent
from accounts.turns import one_at_a_time, too_often
from summary.archive.arrivals import (
    bring_in,
    can_take_back,
    find_arrival,
    forget_stale,
    look_at,
    looked_at,
    take_back,
)
from summary.archive.reading import NotAnAccount
from summary.archive.unpack import NotEmpty, is_empty
from summary.forms import AccountForm

NOT_EMPTY = "This account holds something already. A file comes into an empty account alone."
LABELS = {
    "background": "background",
    "plan_for_bad_hours": "plan for bad hours",
    "care_plan": "what is worked on",
    "carers": "people of the care team",
    "visits": "visits",
    "questions": "questions",
    "lab_tests": "laboratory tests",
    "check_ins": "days",
    "earlier_answers": "earlier answers of days that were changed",
    "medications": "medicines",
    "medication_events": "medication changes",
    "plan_steps": "planned steps",
    "side_effects": "side effects",
    "journal_entries": "journal entries",
    "pictures": "pictures",
    "practices": "practices tried",
    "dated_events": "things that happened",
    "page_choices": "choices for the page",
}


MOST_LOOKS = 10
"""Files that a person lets be looked at in ten minutes."""


@require_http_methods(["GET", "POST"])
@one_at_a_time
def bring_in_page(request: PersonRequest) -> HttpResponse:
    """Take a file, and show what is in it before anything is kept."""
    data, now = sent(request), clock.now()
    forget_stale(arrivals=Arrival.objects.filter(owner=request.user), now=now)
    form = AccountForm(data, request.FILES if data is not None else None)
    if form.is_valid():
        refused = too_often(request, "look-at", MOST_LOOKS)
        if refused is not None:
            return refused
        try:
            look_at(owner=request.user, content=form.cleaned_data["file"].read(), now=now)
        except NotAnAccount as error:
            form.add_error("file", str(error))
        except NotEmpty:
            form.add_error("file", NOT_EMPTY)
    arrival = find_arrival(request.user)
    counts = None if form.errors else looked_at(arrival, now)
    context: dict[str, Any] = {
        "form": form,
        "empty": is_empty(request.user),
        "is_looked_at": counts is not None,
        "counts": [(LABELS[name], count) for name, count in (counts or {}).items()],
        "can_take_back": can_take_back(arrival, now),
    }
    status = 422 if form.errors else 200
    return render(request, "summary/bring_in.html", context, status=status)


@require_POST
@one_at_a_time
def confirm(request: PersonRequest) -> HttpResponse:
    """Bring in what was looked at, all of it or nothing."""
    try:
        done = bring_in(owner=request.user, now=clock.now())
    except (NotAnAccount, NotEmpty) as error:
        messages.error(request, str(error) or NOT_EMPTY)
        return redirect("summary:bring-in")
    if done:
        note(request, ActivityKind.BROUGHT_IN)
        messages.success(request, "Everything is in. You can take it back within a day.")
    else:
        messages.error(request, "The file was looked at more than an hour ago. Choose it again.")
    return redirect("summary:bring-in")


@require_POST
def undo(request: PersonRequest) -> HttpResponse:
    """Remove what was brought in within the last day."""
    if take_back(owner=request.user, now=clock.now()):
        messages.success(request, "What was brought in is gone again.")
    return redirect("summary:bring-in")
