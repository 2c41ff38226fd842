"""Ratings before and after one change: a sentence first, then a picture, then how it was made."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone as clock
from django.views.decorators.http import require_safe

from accounts.kept import comparing_of
from accounts.requests import PersonRequest
from dashboard.forms import SettlingForm
from domain.acts import acts
from domain.dimensions import DIMENSIONS
from domain.sentences import TALK_FIRST


@require_safe
def around_change(request: PersonRequest, key: UUID) -> HttpResponse:
    """Compare the days before and after one act, whatever its page and its number of steps."""
    stories = request.user.medication_events.standing().stories()
    act = next((each for each in acts(stories) if each.key == key), None)
    if act is None:
        raise Http404
    form = SettlingForm(request.GET or None, initial={"settling": act.settling})
    comparing = comparing_of(
        request.user,
        request.user.check_ins.diary(),
        stories,
        request.user.dated_events.happenings(),
        request.user.today(clock.now()),
    )
    settling = form.cleaned_data["settling"] if form.is_valid() else None
    context = {
        "card": comparing.card(act, DIMENSIONS.values(), settling),
        "form": form,
        "talk_first": TALK_FIRST,
    }
    return render(request, "dashboard/around.html", context, status=422 if form.errors else 200)
