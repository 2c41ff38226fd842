"""Dated events: what happened and when. They stand on Trends and beside medication changes."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.conflicts import keep_both
from accounts.keeping import ChangedElsewhere, TooManyRows, take_away
from accounts.keeping import bring_back as put_back
from accounts.requests import PersonRequest, sent
from accounts.room import full, undo
from accounts.typed import uncertainty
from domain.happenings import HAPPENINGS
from domain.places import find_at
from journal.actions import change_event, note_event
from journal.forms import EventForm
from journal.models import DatedEvent
from journal.views.entries import wished

EVENTS_A_PAGE = 30
FULL = full(DatedEvent, "dated events")


@require_safe
def events(request: PersonRequest) -> HttpResponse:
    pages = Paginator(request.user.dated_events.standing().latest_first(), EVENTS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {"page": page, "events": [(each, each.happening().when) for each in page]}
    return render(request, "journal/events.html", context)


@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    now = clock.now()
    today = request.user.today(now)
    initial = {
        "day": wished(request, today),
        "kind": find_at(HAPPENINGS, request.GET.get("kind", "")),
    }
    form = EventForm(sent(request), today=today, initial=initial)
    if form.is_valid():
        try:
            note_event(
                owner=request.user,
                facts=form.facts(),
                submission=form.cleaned_data["submission"],
                now=now,
            )
        except TooManyRows:
            form.add_error(None, FULL)
        else:
            messages.info(request, "Event noted.")
            return redirect("journal:events")
    return _show(request, {"form": form})


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, key: UUID) -> HttpResponse:
    event = _own(request, key)
    today = request.user.today(clock.now())
    form = EventForm(sent(request), today=today, own_day=event.day, initial=_saved(event))
    if form.is_valid():
        try:
            change_event(event=event, facts=form.facts(), seen_version=form.cleaned_data["seen"])
        except ChangedElsewhere as other:
            standing = keep_both(form, _saved(other.standing))
            return _show(request, {"form": form, "event": event, "standing": standing}, 409)
        except TooManyRows:
            form.add_error(None, FULL)
        else:
            messages.info(request, "Event saved.")
            return redirect("journal:events")
    return _show(request, {"form": form, "event": event})


def _show(request: PersonRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    if status == 200 and context["form"].errors:
        status = 422
    return render(request, "journal/event.html", context, status=status)


def _saved(event: DatedEvent) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "day": event.day,
        "how_sure": uncertainty(event.precision, about=event.about),
        "end_day": event.end_day,
        "reaction": event.reaction,
        "therapy": event.therapy,
        "fits": event.fits,
        "helped": event.helped,
        "note": event.note,
        "seen": event.version,
    }


@require_POST
def delete(request: PersonRequest, key: UUID) -> HttpResponse:
    event = _own(request, key)
    take_away(event, request.user.dated_events.all(), clock.now())
    messages.info(request, str(event.pk), extra_tags="deleted-event")
    return redirect("journal:events")


@require_POST
def bring_back(request: PersonRequest, key: UUID) -> HttpResponse:
    event = get_object_or_404(request.user.dated_events, pk=key)
    undo(request, partial(put_back, event), "The event is back as it was.")
    return redirect("journal:events")


def _own(request: PersonRequest, key: UUID) -> DatedEvent:
    return get_object_or_404(request.user.dated_events.standing(), pk=key)
