"""The journal: write, read, change, delete."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST

from accounts.conflicts import keep_both
from accounts.drafting import close_form, open_form
from accounts.keeping import ChangedElsewhere, TooManyRows, take_away
from accounts.keeping import bring_back as put_back
from accounts.requests import PersonRequest, sent
from accounts.room import undo
from domain.prompts import PROMPTS
from journal.actions import MOST_OF_A_DAY, change_entry, write_entry
from journal.forms import EntryForm, RangeForm, SearchForm
from journal.models import Entry, shown_pictures

ENTRIES_A_PAGE = 20
FULL = (
    f"A day holds up to {MOST_OF_A_DAY} entries, a journal {Entry.MOST:,} and "
    f"{Entry.LARGEST // 1_000_000} MB of words, and there is no room for this. "
    "Your words are still here."
)
MOST_FOUND = 200


@require_http_methods(["GET", "POST"])
def journal(request: PersonRequest) -> HttpResponse:
    now = clock.now()
    today = request.user.today(now)
    opening = open_form(request, "journal", {"day": wished(request, today)}, now)
    form = EntryForm(sent(request), today=today, initial=opening.initial)
    if form.is_valid():
        try:
            write_entry(
                owner=request.user,
                day=form.cleaned_data["day"],
                text=form.cleaned_data["text"],
                tags=form.cleaned_data["tags"],
                in_summary=form.cleaned_data["in_summary"],
                timezone=request.user.timezone,
                submission=form.cleaned_data["submission"],
                now=now,
            )
        except TooManyRows:
            form.add_error(None, FULL)
        else:
            close_form(request, "journal")
            messages.info(request, "Entry saved.")
            return redirect("journal:list")
    days = RangeForm(request.GET or None)
    pages = Paginator(_chosen(request, days), ENTRIES_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    chosen = {name: request.GET[name] for name in ("since", "until") if name in request.GET}
    context = {
        "form": form,
        "opening": opening,
        "days": days,
        "page": page,
        "chosen_days": urlencode(chosen),
        "prompts": PROMPTS.values(),
        "search": SearchForm(),
    }
    return render(request, "journal/list.html", context, status=422 if form.errors else 200)


def wished(request: PersonRequest, today: date) -> date:
    """Return the day that a link asks to write about, else today."""
    try:
        return min(date.fromisoformat(request.GET.get("day", "")), today)
    except ValueError:
        return today


def _chosen(request: PersonRequest, days: RangeForm) -> QuerySet[Entry]:
    entries = request.user.journal_entries.standing().with_pictures().latest_first()
    if days.is_valid():
        since: date | None = days.cleaned_data["since"]
        until: date | None = days.cleaned_data["until"]
        entries = entries.filter(day__gte=since) if since else entries
        entries = entries.filter(day__lte=until) if until else entries
    return entries


@require_http_methods(["GET", "POST"])
def search(request: PersonRequest) -> HttpResponse:
    """Look for words: every entry is opened and read here, and nothing of it is kept."""
    if request.method == "GET":
        return redirect("journal:list")
    form = SearchForm(request.POST)
    found: list[Entry] = []
    if form.is_valid():
        entries = request.user.journal_entries.standing().latest_first()
        found = [entry for entry in entries if entry.matches(form.cleaned_data["words"])]
        prefetch_related_objects(found[:MOST_FOUND], shown_pictures())
    context = {"search": form, "found": found[:MOST_FOUND], "more": len(found) > MOST_FOUND}
    return render(request, "journal/search.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, key: UUID) -> HttpResponse:
    now = clock.now()
    entry = _own(request, key)
    opening = open_form(request, f"journal/{entry.pk}", _saved(entry), now)
    today = request.user.today(now)
    form = EntryForm(sent(request), today=today, own_day=entry.day, initial=opening.initial)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            change_entry(
                entry=entry,
                day=cleaned["day"],
                text=cleaned["text"],
                tags=cleaned["tags"],
                in_summary=cleaned["in_summary"],
                now=now,
                seen_version=cleaned["seen"],
            )
        except ChangedElsewhere as other:
            return _conflict(request, form, other.standing)
        except TooManyRows:
            form.add_error(None, FULL)
        else:
            close_form(request, opening.page)
            messages.info(request, "Entry saved.")
            return redirect("journal:list")
    context = {"form": form, "entry": entry, "opening": opening}
    return render(request, "journal/edit.html", context, status=422 if form.errors else 200)


def _saved(entry: Entry) -> dict[str, Any]:
    return {
        "day": entry.day,
        "text": entry.text,
        "tags": ", ".join(entry.tags),
        "in_summary": entry.in_summary,
        "seen": entry.version,
    }


def _conflict(request: PersonRequest, form: EntryForm, entry: Entry) -> HttpResponse:
    """Show both versions of an entry that another page has saved meanwhile; none is lost."""
    standing = keep_both(form, _saved(entry) | {"tags": entry.tags})
    context = {"form": form, "entry": entry, "standing": standing}
    return render(request, "journal/edit.html", context, status=409)


@require_http_methods(["GET", "POST"])
def delete(request: PersonRequest, key: UUID) -> HttpResponse:
    entry = _own(request, key)
    if request.method == "POST":
        take_away(entry, request.user.journal_entries.all(), clock.now())
        messages.info(request, str(entry.pk), extra_tags="deleted-entry")
        return redirect("journal:list")
    return render(request, "journal/delete.html", {"entry": entry})


@require_POST
def bring_back(request: PersonRequest, key: UUID) -> HttpResponse:
    entry = get_object_or_404(request.user.journal_entries, pk=key)
    undo(request, partial(put_back, entry), "The entry is back as it was.")
    return redirect("journal:list")


def _own(request: PersonRequest, key: UUID) -> Entry:
    return get_object_or_404(request.user.journal_entries.standing(), pk=key)
