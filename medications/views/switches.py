"""A switch or cross-taper: one act in the form, one page that tells it, each step of its own."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.keeping import TooManyRows
from accounts.requests import PersonRequest, sent
from accounts.room import undo
from domain.lanes import told_day, told_days
from domain.medicines import suggestions
from domain.switching import Switch, groups
from medications.actions import bring_back_switch, record_switch, take_back_switch
from medications.forms.rows import put_first
from medications.forms.switch import SwitchForm
from medications.views.changes import LINES, TOO_MANY, say_saved


@require_http_methods(["GET", "POST"])
def new(request: PersonRequest, *, cross_taper: bool) -> HttpResponse:
    """Record both legs at once. A row more is asked for with a button, and nothing is lost."""
    now = clock.now()
    today = request.user.today(now)
    stories = request.user.medications.stories()
    form = SwitchForm(sent(request), today=today, stories=stories, cross_taper=cross_taper)
    adding = "add" in request.POST
    if adding:
        typed = request.POST.dict() | {"reasons": request.POST.getlist("reasons")}
        form = SwitchForm(today=today, stories=stories, cross_taper=cross_taper, initial=typed)
        leg = "up" if typed["add"] == "up" else "down"
        put_first(form, f"{leg}_day_{form.shown[leg]}")
    elif form.is_valid():
        try:
            group = record_switch(
                owner=request.user,
                legs=form.legs(),
                submission=form.cleaned_data["submission"],
                now=now,
            )
        except TooManyRows:
            form.add_error(None, TOO_MANY)
        else:
            steps = request.user.medication_events.standing().filter(switch_group=group)
            if not steps.exists():
                messages.info(request, "This was saved before, and deleted since.")
                return redirect("medications:list")
            say_saved(request, steps.select_related("medication"))
            return redirect("medications:switch", key=group)
    context = {"form": form, "suggestions": suggestions(), "stories": stories} | LINES
    status = 422 if form.errors and not adding else 200
    return render(request, "medications/switch_new.html", context, status=status)


@require_safe
def switch(request: PersonRequest, key: UUID) -> HttpResponse:
    """Tell the whole of it, with each step to correct and one more to add."""
    act = _own(request, key)
    events = request.user.medication_events.standing().filter(switch_group=key)
    keys = {event.story: event.pk for event in events}
    legs = [
        (leg, [(step, told_day(step), keys.get(step.key)) for step in leg.steps])
        for leg in act.legs
    ]
    notes = list(dict.fromkeys(str(event.note) for event in events if event.note))
    context = {"switch": act, "days": told_days(act), "legs": legs, "notes": notes} | LINES
    return render(request, "medications/switch.html", context)


@require_http_methods(["GET", "POST"])
def delete(request: PersonRequest, key: UUID) -> HttpResponse:
    act = _own(request, key)
    if request.method == "POST":
        take_back_switch(owner=request.user, group=key, now=clock.now())
        messages.info(request, str(key), extra_tags="deleted-switch")
        return redirect("medications:list")
    context = {"switch": act, "days": told_days(act)}
    return render(request, "medications/switch_delete.html", context)


@require_POST
def bring_back(request: PersonRequest, key: UUID) -> HttpResponse:
    if not request.user.medication_events.filter(switch_group=key).exists():
        raise Http404
    back = partial(bring_back_switch, owner=request.user, group=key)
    undo(request, back, "The switch is back as it was.")
    return redirect("medications:list")


def _own(request: PersonRequest, key: UUID) -> Switch:
    stories = request.user.medication_events.standing().stories()
    found = next((each for each in groups(stories) if each.group == key), None)
    if found is None:
        raise Http404
    return found
