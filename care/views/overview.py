"""One page for what a visit needs: appointments, questions, tests, the care team."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST

from accounts.keeping import TooManyRows, take_away
from accounts.keeping import bring_back as put_back
from accounts.requests import PersonRequest, sent
from accounts.room import undo
from care.actions import ask, find_care_plan
from care.forms import AskForm
from care.models import Question
from domain.care import PLAN_PARTS, Asked

QUESTIONS_FULL = f"A list holds up to {Question.MOST} questions. Delete some that are answered."


@require_http_methods(["GET", "POST"])
def overview(request: PersonRequest) -> HttpResponse:
    """Show it all; a form on it collects questions."""
    now = clock.now()
    form = AskForm(sent(request))
    if form.is_valid():
        try:
            ask(
                owner=request.user,
                words=form.words(),
                submission=form.cleaned_data["submission"],
                now=now,
            )
        except TooManyRows:
            form.add_error(None, QUESTIONS_FULL)
        else:
            messages.info(request, "Kept for your next visit.")
            return redirect("care:overview")
    person, today = request.user, request.user.today(now)
    asked = Prefetch("questions", Question.objects.standing().order_by("written_at"))
    visits = list(person.visits.standing().order_by("-day", "-at").prefetch_related(asked))
    plan = find_care_plan(owner=person)
    tests = list(person.lab_tests.standing().order_by("-result_on", "written_at"))
    tests.sort(key=lambda test: list(Asked).index(test.asked))
    context = {
        "form": form,
        "ahead": [each for each in reversed(visits) if each.day >= today],
        "past": [each for each in visits if each.day < today],
        "waiting": person.questions.waiting(),
        "tests": tests,
        "carers": person.carers.standing().order_by("written_at"),
        "plan": [(words, getattr(plan, name)) for name, (words, _) in PLAN_PARTS.items() if plan],
    }
    return render(request, "care/overview.html", context, status=422 if form.errors else 200)


@require_POST
def delete_question(request: PersonRequest, key: UUID) -> HttpResponse:
    question = get_object_or_404(request.user.questions.standing(), pk=key)
    take_away(question, request.user.questions.all(), clock.now())
    messages.info(request, str(question.pk), extra_tags="deleted-question")
    return redirect("care:overview")


@require_POST
def bring_back_question(request: PersonRequest, key: UUID) -> HttpResponse:
    question = get_object_or_404(request.user.questions, pk=key)
    undo(request, partial(put_back, question), "The question is back.")
    return redirect("care:overview")
