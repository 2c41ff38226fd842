"""Practices: noted in two taps, never counted."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST

from accounts.keeping import TooManyRows, take_away
from accounts.keeping import bring_back as put_back
from accounts.requests import PersonRequest, sent
from accounts.room import full, undo
from domain.places import find_at
from domain.practices import NOT_PROVEN, PRACTICES
from journal.actions import note_practice
from journal.forms import PracticeForm
from journal.models import PracticeNote
from journal.views.entries import ENTRIES_A_PAGE, wished

FULL = full(PracticeNote, "notes of practices")


@require_http_methods(["GET", "POST"])
def practices(request: PersonRequest) -> HttpResponse:
    """Note a practice, and see those noted before."""
    now = clock.now()
    today = request.user.today(now)
    asked = find_at(PRACTICES, request.GET.get("practice", ""))
    form = PracticeForm(
        sent(request), today=today, initial={"day": wished(request, today), "practice": asked}
    )
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            note_practice(
                owner=request.user,
                day=cleaned["day"],
                practice=cleaned["practice"],
                done=cleaned["done"] == "yes",
                minutes=cleaned["minutes"],
                after=cleaned["after"],
                note=cleaned["note"],
                timezone=request.user.timezone,
                submission=cleaned["submission"],
                now=now,
            )
        except TooManyRows:
            form.add_error(None, FULL)
        else:
            messages.info(request, "Practice noted.")
            return redirect("journal:practices")
    pages = Paginator(request.user.practice_notes.standing().latest_first(), ENTRIES_A_PAGE)
    context = {
        "form": form,
        "page": pages.get_page(request.GET.get("page")),
        "asked": PRACTICES.get(asked),
        "not_proven": NOT_PROVEN,
    }
    return render(request, "journal/practices.html", context, status=422 if form.errors else 200)


@require_POST
def remove_practice(request: PersonRequest, key: UUID) -> HttpResponse:
    practice = get_object_or_404(request.user.practice_notes.standing(), pk=key)
    take_away(practice, request.user.practice_notes.all(), clock.now())
    messages.info(request, str(practice.pk), extra_tags="deleted-practice")
    return redirect("journal:practices")


@require_POST
def return_practice(request: PersonRequest, key: UUID) -> HttpResponse:
    practice = get_object_or_404(request.user.practice_notes, pk=key)
    undo(request, partial(put_back, practice), "The note is back as it was.")
    return redirect("journal:practices")
