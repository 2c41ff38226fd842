"""Visits, tests and carers: each kept once, changed by one tab at a time, deleted with an undo."""

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
from care.actions import find_care_plan, keep_row, tell_care_plan, tell_visit
from care.forms import CarePlanForm, CarerForm, LabForm, RowForm, VisitForm
from care.models import Carer, LabTest, Visit
from domain.care import LAB_KINDS, LAB_UNITS, PLAN_PARTS
from domain.places import find_at

OF_THESE = "of these"
VISIT = ("day", "at", "seen_by", "decided")
LAB = ("kind", "own_name", "asked_on", "ordered_on", "result_on", "value", "unit", "lab_range",
       "note")  # fmt: skip
CARER = ("role", "name", "reach", "note")


def _kept(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Return a row as its form opens with it."""
    return {name: getattr(row, name) for name in names} | {"seen": row.version}


def _show(request: PersonRequest, page: str, shown: dict[str, Any]) -> HttpResponse:
    status = 409 if "standing" in shown else 422 if shown["form"].errors else 200
    return render(request, f"care/{page}.html", shown, status=status)


def _keep(request: PersonRequest, rows: Any, form: RowForm) -> bool:
    """Keep a new row; say on the form where a diary is full. Tell whether it was kept."""
    try:
        keep_row(
            rows,
            owner=request.user,
            submission=form.cleaned_data["submission"],
            now=clock.now(),
            **form.told(),
        )
    except TooManyRows:
        form.add_error(None, full(rows.model, OF_THESE))
        return False
    messages.info(request, "Saved.")
    return True


# --- visits


@require_http_methods(["GET", "POST"])
def new_visit(request: PersonRequest) -> HttpResponse:
    form = VisitForm(sent(request), today=request.user.today(clock.now()))
    if form.is_valid() and _keep(request, request.user.visits, form):
        return redirect("care:overview")
    return _show(request, "visit", {"form": form})


@require_http_methods(["GET", "POST"])
def edit_visit(request: PersonRequest, key: UUID) -> HttpResponse:
    """Change a visit, tick off what was asked there, and note what was decided."""
    visit = get_object_or_404(request.user.visits.standing(), pk=key)
    questions = list(request.user.questions.for_visit(visit))
    ticked = [str(each.pk) for each in questions if each.visit_id == visit.pk]
    form = VisitForm(
        sent(request),
        today=request.user.today(clock.now()),
        questions=questions,
        initial=_kept(visit, VISIT) | {"questions": ticked},
    )
    shown: dict[str, Any] = {"form": form, "visit": visit}
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            tell_visit(visit=visit, asked=form.asked(), seen_version=seen, **form.told())
        except ChangedElsewhere as other:
            saved = _kept(other.standing, VISIT) | {"questions": ticked}
            shown["standing"] = keep_both(form, saved)
        except TooManyRows:
            form.add_error(None, full(Visit, OF_THESE))
        else:
            messages.info(request, "Visit saved.")
            return redirect("care:overview")
    return _show(request, "visit", shown)


@require_POST
def delete_visit(request: PersonRequest, key: UUID) -> HttpResponse:
    return _delete(request, request.user.visits, key, "deleted-visit")


@require_POST
def bring_back_visit(request: PersonRequest, key: UUID) -> HttpResponse:
    return _bring_back(request, request.user.visits, key)


# --- laboratory tests


@require_http_methods(["GET", "POST"])
def new_test(request: PersonRequest) -> HttpResponse:
    asked = find_at(LAB_KINDS, request.GET.get("test", ""))
    more = request.GET.get("more") == "1" or (bool(asked) and LAB_KINDS[asked].on_wish)
    today = request.user.today(clock.now())
    form = LabForm(sent(request), today=today, more=more, initial={"kind": asked})
    if form.is_valid() and _keep(request, request.user.lab_tests, form):
        return redirect("care:overview")
    return _show(request, "test", {"form": form, "units": LAB_UNITS, "more": more})


@require_http_methods(["GET", "POST"])
def edit_test(request: PersonRequest, key: UUID) -> HttpResponse:
    test: LabTest = get_object_or_404(request.user.lab_tests.standing(), pk=key)
    today = request.user.today(clock.now())
    form = LabForm(sent(request), today=today, more=True, initial=_kept(test, LAB))
    shown: dict[str, Any] = {"form": form, "test": test, "units": LAB_UNITS, "more": True}
    return _change(request, test, form, LAB, "test", shown)


@require_POST
def delete_test(request: PersonRequest, key: UUID) -> HttpResponse:
    return _delete(request, request.user.lab_tests, key, "deleted-test")


@require_POST
def bring_back_test(request: PersonRequest, key: UUID) -> HttpResponse:
    return _bring_back(request, request.user.lab_tests, key)


# --- the care team


@require_http_methods(["GET", "POST"])
def new_carer(request: PersonRequest) -> HttpResponse:
    form = CarerForm(sent(request), today=request.user.today(clock.now()))
    if form.is_valid() and _keep(request, request.user.carers, form):
        return redirect("care:overview")
    return _show(request, "carer", {"form": form})


@require_http_methods(["GET", "POST"])
def edit_carer(request: PersonRequest, key: UUID) -> HttpResponse:
    carer: Carer = get_object_or_404(request.user.carers.standing(), pk=key)
    today = request.user.today(clock.now())
    form = CarerForm(sent(request), today=today, initial=_kept(carer, CARER))
    return _change(request, carer, form, CARER, "carer", {"form": form, "carer": carer})


@require_POST
def delete_carer(request: PersonRequest, key: UUID) -> HttpResponse:
    return _delete(request, request.user.carers, key, "deleted-carer")


@require_POST
def bring_back_carer(request: PersonRequest, key: UUID) -> HttpResponse:
    return _bring_back(request, request.user.carers, key)


# --- what one is working on


@require_http_methods(["GET", "POST"])
def edit_plan(request: PersonRequest) -> HttpResponse:
    plan = find_care_plan(owner=request.user)
    names = tuple(PLAN_PARTS)
    form = CarePlanForm(sent(request), initial=_kept(plan, names) if plan else {"seen": 0})
    shown: dict[str, Any] = {"form": form}
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            tell_care_plan(
                owner=request.user, words=form.words(), seen_version=seen, now=clock.now()
            )
        except ChangedElsewhere as other:
            standing = _kept(other.standing, names) if other.standing else {"seen": 0}
            shown["standing"] = keep_both(form, standing)
        else:
            messages.info(request, "Saved.")
            return redirect("care:overview")
    return _show(request, "plan", shown)


# --- what they share


def _change(
    request: PersonRequest,
    row: Visit | LabTest | Carer,
    form: RowForm,
    names: tuple[str, ...],
    page: str,
    shown: dict[str, Any],
) -> HttpResponse:
    if form.is_valid():
        try:
            change_row(row, seen_version=form.cleaned_data["seen"], **form.told())
        except ChangedElsewhere as other:
            shown["standing"] = keep_both(form, _kept(other.standing, names))
        except TooManyRows:
            form.add_error(None, full(type(row), OF_THESE))
        else:
            messages.info(request, "Saved.")
            return redirect("care:overview")
    return _show(request, page, shown)


def _delete(request: PersonRequest, rows: Any, key: UUID, tag: str) -> HttpResponse:
    row = get_object_or_404(rows.standing(), pk=key)
    take_away(row, rows.all(), clock.now())
    messages.info(request, str(row.pk), extra_tags=tag)
    return redirect("care:overview")


def _bring_back(request: PersonRequest, rows: Any, key: UUID) -> HttpResponse:
    row = get_object_or_404(rows, pk=key)
    undo(request, partial(put_back, row), "It is back as it was.")
    return redirect("care:overview")
