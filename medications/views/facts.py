"""A medication's own facts, and the side effects that were noticed with it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST

from accounts.conflicts import keep_both
from accounts.keeping import ChangedElsewhere, TooManyRows, change_row, take_away
from accounts.keeping import bring_back as put_back
from accounts.requests import PersonRequest, sent
from accounts.room import full, undo
from medications.facts import NameTaken, describe_medication, note_side_effect
from medications.forms.facts import CLASSES, MedicationForm, SideEffectForm
from medications.models import Medication, SideEffectNote

FACTS = ("name", "drug_class", "taken_for", "prescriber", "note")
NOTICED = ("words", "began_on", "ended_on")
NAME_TAKEN = "Another medicine of yours has this name."
EFFECTS_FULL = full(SideEffectNote, "side effects")


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, key: UUID) -> HttpResponse:
    medication = get_object_or_404(request.user.medications, pk=key)
    form = MedicationForm(sent(request), initial=_facts(medication))
    shown: dict[str, Any] = {"form": form, "medication": medication, "classes": CLASSES}
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in FACTS}
        seen = form.cleaned_data["seen"]
        try:
            describe_medication(medication=medication, seen_version=seen, **told)
        except NameTaken:
            form.add_error("name", NAME_TAKEN)
        except ChangedElsewhere as other:
            shown["standing"] = keep_both(form, _facts(other.standing))
        else:
            messages.info(request, "Saved.")
            return redirect("dashboard:medicine", key=medication.pk)
    return _show(request, "medications/medication.html", shown)


def _facts(medication: Medication) -> dict[str, Any]:
    return {name: getattr(medication, name) for name in FACTS} | {"seen": medication.version}


def _show(request: PersonRequest, page: str, shown: dict[str, Any]) -> HttpResponse:
    status = 409 if "standing" in shown else 422 if shown["form"].errors else 200
    return render(request, page, shown, status=status)


@require_http_methods(["GET", "POST"])
def new_side_effect(request: PersonRequest, key: UUID) -> HttpResponse:
    now = clock.now()
    today = request.user.today(now)
    medication = get_object_or_404(request.user.medications, pk=key)
    form = SideEffectForm(sent(request), today=today, initial={"began_on": today})
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in (*NOTICED, "submission")}
        try:
            note_side_effect(medication=medication, now=now, **told)
        except TooManyRows:
            form.add_error(None, EFFECTS_FULL)
        else:
            messages.info(request, "Side effect noted.")
            return redirect("dashboard:medicine", key=medication.pk)
    return _show(request, "medications/side_effect.html", {"form": form, "medication": medication})


@require_http_methods(["GET", "POST"])
def edit_side_effect(request: PersonRequest, key: UUID) -> HttpResponse:
    notes = request.user.side_effect_notes.standing().select_related("medication")
    effect = get_object_or_404(notes, pk=key)
    today = request.user.today(clock.now())
    form = SideEffectForm(sent(request), today=today, initial=_noticed(effect))
    shown: dict[str, Any] = {"form": form, "medication": effect.medication, "effect": effect}
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in NOTICED}
        try:
            change_row(effect, seen_version=form.cleaned_data["seen"], **told)
        except ChangedElsewhere as other:
            shown["standing"] = keep_both(form, _noticed(other.standing))
        except TooManyRows:
            form.add_error(None, EFFECTS_FULL)
        else:
            messages.info(request, "Saved.")
            return redirect("dashboard:medicine", key=effect.medication_id)
    return _show(request, "medications/side_effect.html", shown)


def _noticed(effect: SideEffectNote) -> dict[str, Any]:
    return {name: getattr(effect, name) for name in NOTICED} | {"seen": effect.version}


@require_POST
def delete_side_effect(request: PersonRequest, key: UUID) -> HttpResponse:
    effect = get_object_or_404(request.user.side_effect_notes.standing(), pk=key)
    take_away(effect, request.user.side_effect_notes.all(), clock.now())
    messages.info(request, str(effect.pk), extra_tags="deleted-side-effect")
    return redirect("dashboard:medicine", key=effect.medication_id)


@require_POST
def bring_back_side_effect(request: PersonRequest, key: UUID) -> HttpResponse:
    effect = get_object_or_404(request.user.side_effect_notes, pk=key)
    undo(request, partial(put_back, effect), "The note is back as it was.")
    return redirect("dashboard:medicine", key=effect.medication_id)
