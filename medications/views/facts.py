"""A medication's own facts, and the side effects that were noticed with it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import bring_back as put_back
from accounts.actions import take_away
from accounts.models import PersonRequest, sent
from medications.actions import (
    MOST_SIDE_EFFECTS,
    NameTaken,
    TooMany,
    change_side_effect,
    describe_medication,
    note_side_effect,
)
from medications.forms.facts import CLASSES, MedicationForm, SideEffectForm

NAME_TAKEN = "Another medicine of yours has this name."
EFFECTS_FULL = f"A diary holds up to {MOST_SIDE_EFFECTS:,} side effects, and this one is full."


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, key: UUID) -> HttpResponse:
    medication = get_object_or_404(request.user.medications, pk=key)
    initial = {name: getattr(medication, name) for name in MedicationForm.base_fields}
    form = MedicationForm(sent(request), initial=initial)
    if form.is_valid():
        try:
            describe_medication(medication=medication, **form.cleaned_data)
        except NameTaken:
            form.add_error("name", NAME_TAKEN)
        else:
            messages.info(request, "Saved.")
            return redirect("dashboard:medicine", key=medication.pk)
    context = {"form": form, "medication": medication, "classes": CLASSES}
    return render(
        request, "medications/medication.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def new_side_effect(request: PersonRequest, key: UUID) -> HttpResponse:
    now = clock.now()
    today = request.user.today(now)
    medication = get_object_or_404(request.user.medications, pk=key)
    form = SideEffectForm(sent(request), today=today, initial={"began_on": today})
    if form.is_valid():
        try:
            note_side_effect(medication=medication, now=now, **form.cleaned_data)
        except TooMany:
            form.add_error(None, EFFECTS_FULL)
        else:
            messages.info(request, "Side effect noted.")
            return redirect("dashboard:medicine", key=medication.pk)
    context = {"form": form, "medication": medication}
    return render(
        request, "medications/side_effect.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def edit_side_effect(request: PersonRequest, key: UUID) -> HttpResponse:
    notes = request.user.side_effect_notes.standing().select_related("medication")
    effect = get_object_or_404(notes, pk=key)
    kept = {name: getattr(effect, name) for name in ("words", "began_on", "ended_on")}
    form = SideEffectForm(sent(request), today=request.user.today(clock.now()), initial=kept)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in kept}
        change_side_effect(effect=effect, **told)
        messages.info(request, "Saved.")
        return redirect("dashboard:medicine", key=effect.medication_id)
    context = {"form": form, "medication": effect.medication, "effect": effect}
    return render(
        request, "medications/side_effect.html", context, status=422 if form.errors else 200
    )


@require_POST
def delete_side_effect(request: PersonRequest, key: UUID) -> HttpResponse:
    effect = get_object_or_404(request.user.side_effect_notes.standing(), pk=key)
    take_away(effect, request.user.side_effect_notes.all(), clock.now())
    messages.info(request, str(effect.pk), extra_tags="deleted-side-effect")
    return redirect("dashboard:medicine", key=effect.medication_id)


@require_POST
def bring_back_side_effect(request: PersonRequest, key: UUID) -> HttpResponse:
    effect = get_object_or_404(request.user.side_effect_notes, pk=key)
    put_back(effect)
    messages.info(request, "The note is back as it was.")
    return redirect("dashboard:medicine", key=effect.medication_id)
