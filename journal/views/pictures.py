"""Pictures of entries: kept sealed, made anew, and shown to their owner alone."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.keeping import TooManyRows, take_away
from accounts.requests import PersonRequest
from accounts.room import undo
from accounts.turns import one_at_a_time, too_often
from journal.actions import LARGEST_PICTURES, MOST_OF_AN_ENTRY, add_picture, bring_back_picture
from journal.forms import PictureForm
from journal.models import EntryPicture

FULL = (
    f"An entry holds up to {MOST_OF_AN_ENTRY} pictures, a diary {EntryPicture.MOST} and "
    f"{LARGEST_PICTURES // 1_000_000} MB of them, and there is no room for one more."
)


MOST_ADDED = 60
"""Pictures that a person adds in ten minutes."""


@require_http_methods(["GET", "POST"])
@one_at_a_time
def new(request: PersonRequest, key: UUID) -> HttpResponse:
    """Add a picture to an entry, and see or delete those that are there."""
    entries = request.user.journal_entries.standing().with_pictures()
    entry = get_object_or_404(entries, pk=key)
    refused = too_often(request, "pictures", MOST_ADDED) if request.method == "POST" else None
    if refused is not None:
        return refused
    form = PictureForm(request.POST, request.FILES) if request.method == "POST" else PictureForm()
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            add_picture(
                entry=entry,
                picture=cleaned["picture"],
                words=cleaned["words"],
                submission=cleaned["submission"],
                now=clock.now(),
            )
        except TooManyRows:
            form.add_error(None, FULL)
        else:
            messages.info(request, "Picture added.")
            return redirect("journal:pictures", key=entry.pk)
    context = {"form": form, "entry": entry}
    return render(request, "journal/pictures.html", context, status=422 if form.errors else 200)


@require_safe
def picture(request: PersonRequest, key: UUID) -> HttpResponse:
    """Return a picture to its owner; for anybody else there is none."""
    pictures = request.user.entry_pictures.standing().filter(entry__deleted_at=None)
    found = get_object_or_404(pictures, pk=key)
    return HttpResponse(
        found.data,
        content_type=f"image/{found.encoding}",
        headers={"Content-Disposition": f'inline; filename="picture.{found.encoding}"'},
    )


@require_POST
def delete(request: PersonRequest, key: UUID) -> HttpResponse:
    found = get_object_or_404(request.user.entry_pictures.standing().defer("data"), pk=key)
    take_away(found, request.user.entry_pictures.all(), clock.now())
    messages.info(request, str(found.pk), extra_tags="deleted-picture")
    return redirect("journal:pictures", key=found.entry_id)


@require_POST
def bring_back(request: PersonRequest, key: UUID) -> HttpResponse:
    found = get_object_or_404(request.user.entry_pictures.defer("data"), pk=key)
    undo(request, partial(bring_back_picture, picture=found), "The picture is back.")
    return redirect("journal:pictures", key=found.entry_id)
