"""Plans: the steps a prescriber gave, and what became of each. None is ever proposed here."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST

from accounts.keeping import TooManyRows
from accounts.requests import PersonRequest, sent
from accounts.room import undo
from domain.medicines import suggestions
from domain.regimen import Outcome, not_suddenly
from medications.actions import (
    Overtaken,
    bring_back_plan,
    copy_plan,
    remove_plan,
    skip_step,
    tell_step,
)
from medications.forms.plan import MedicinePlanForm, StepForm
from medications.forms.rows import put_first
from medications.models import PlanStep
from medications.views.changes import LINES, TOO_MANY, say_saved

PLANS_FULL = f"A diary holds up to {PlanStep.MOST} planned steps, and this one is full."
PLAN_BACK = "The plan is back as it was."
TOLD_ELSEWHERE = "This step was told of from another page meanwhile. Nothing was saved twice."


@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    now = clock.now()
    today = request.user.today(now)
    stories = request.user.medications.stories()
    wanted = request.GET.get("medicine", "")
    known = any(str(story.key) == wanted for story in stories)
    initial = {"medicine": wanted} if known else {}
    form = MedicinePlanForm(sent(request), today=today, stories=stories, initial=initial)
    adding = "add" in request.POST
    if adding:
        form = MedicinePlanForm(today=today, stories=stories, initial=request.POST.dict())
        put_first(form, f"step_day_{form.shown}")
    elif form.is_valid():
        try:
            medication = copy_plan(
                owner=request.user,
                name=form.medicine_name(),
                steps=form.steps(),
                submission=form.cleaned_data["submission"],
                now=now,
            )
        except TooManyRows:
            form.add_error(None, PLANS_FULL)
        else:
            messages.info(request, "Plan saved.")
            return redirect("dashboard:medicine", key=medication.pk)
    context = {"form": form, "suggestions": suggestions()} | LINES
    status = 422 if form.errors and not adding else 200
    return render(request, "medications/plan_new.html", context, status=status)


@require_http_methods(["GET", "POST"])
def step(request: PersonRequest, key: UUID) -> HttpResponse:
    """Tell what became of a planned step; the plan stays as it was given."""
    now = clock.now()
    row = _own(request, key)
    story = request.user.medications.filter(pk=row.medication_id).stories()[0]
    planned = next(each for each in story.planned if each.key == key)
    if request.method == "GET" and planned.outcome is not Outcome.OPEN:
        return redirect("dashboard:medicine", key=row.medication_id)
    today = request.user.today(now)
    initial = {"day": planned.day} if planned.day <= today else {}
    form = StepForm(sent(request), today=today, step=planned, story=story, initial=initial)
    if form.is_valid():
        try:
            _tell(request, row, form, now)
        except Overtaken:
            form.add_error(None, TOLD_ELSEWHERE)
        except TooManyRows:
            form.add_error(None, TOO_MANY)
        else:
            return redirect("dashboard:medicine", key=row.medication_id)
    careful = not_suddenly(story.name, story.drug_class)
    context = {"form": form, "step": planned, "story": story, "careful": careful} | LINES
    return render(request, "medications/step.html", context, status=422 if form.errors else 200)


def _tell(request: PersonRequest, row: PlanStep, form: StepForm, now: datetime) -> None:
    """Keep what became of a step, and say so. Raises Overtaken and TooManyRows."""
    if form.skipped:
        skip_step(step=row)
        messages.info(request, "Noted that it did not happen.")
        return
    key = form.cleaned_data["submission"]
    say_saved(request, [tell_step(step=row, facts=form.facts(), submission=key, now=now)])


@require_POST
def open_again(request: PersonRequest, key: UUID) -> HttpResponse:
    row = _own(request, key)
    skip_step(step=row, skipped=False)
    messages.info(request, "The step is open again.")
    return redirect("dashboard:medicine", key=row.medication_id)


@require_POST
def delete(request: PersonRequest, key: UUID) -> HttpResponse:
    steps = request.user.plan_steps.standing().filter(plan=key)
    first = steps.first()
    if first is None:
        raise Http404
    remove_plan(owner=request.user, plan=key, now=clock.now())
    messages.info(request, str(key), extra_tags="deleted-plan")
    return redirect("dashboard:medicine", key=first.medication_id)


@require_POST
def bring_back(request: PersonRequest, key: UUID) -> HttpResponse:
    first = request.user.plan_steps.filter(plan=key).first()
    if first is None:
        raise Http404
    undo(request, partial(bring_back_plan, owner=request.user, plan=key), PLAN_BACK)
    return redirect("dashboard:medicine", key=first.medication_id)


def _own(request: PersonRequest, key: UUID) -> PlanStep:
    steps = request.user.plan_steps.standing().select_related("medication")
    return get_object_or_404(steps, pk=key)
