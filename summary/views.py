"""Choose, preview, take away. What the person writes here is put on the page and not kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods

from accounts.models import PersonRequest, sent
from summary.appendix import appendix
from summary.forms import COMPARISON, FileForm, SummaryForm
from summary.page import Choices, Page, summary_page
from summary.tables import Ticked, check_ins_csv, check_ins_json, medication_events_csv
from summary.typesetting import print_page


def _today(request: PersonRequest) -> date:
    return request.user.today(clock.now())


def _page(request: PersonRequest, choices: Choices, today: date) -> Page:
    diary = request.user.check_ins.diary()
    stories = request.user.medication_events.standing().stories()
    told = appendix(request.user, choices.parts, choices.interval)
    return summary_page(diary, stories, choices, today, request.user.rhythm, told)


def _form(request: PersonRequest, data: Any, today: date, **kwargs: Any) -> SummaryForm:
    """Return the form with what the person has: their latest visit and their own questions."""
    own = {f"own-{each.pk}": str(each.words) for each in request.user.questions.waiting()}
    return SummaryForm(
        data,
        today=today,
        country=request.user.country,
        visit=request.user.visits.latest_before(today),
        own_questions=own,
        **kwargs,
    )


@require_http_methods(["GET", "POST"])
def build(request: PersonRequest) -> HttpResponse:
    today = _today(request)
    asked = [COMPARISON] if request.GET.get("ask") == "1" else []
    form = _form(request, sent(request), today, initial={"questions": asked})
    return _show(request, form, today)


def _show(request: PersonRequest, form: SummaryForm, today: date) -> HttpResponse:
    """Show the form beside its page; beside a form with a fault, the page as it opens."""
    fine = form.is_bound and form.is_valid()
    shown = form if fine else _as_it_opens(form, today, request.user.country)
    page = _page(request, shown.choices(), today)
    context = {"form": form, "page": page, "printed": print_page(page)}
    return render(request, "summary/build.html", context, status=422 if form.errors else 200)


def _as_it_opens(form: SummaryForm, today: date, country: str) -> SummaryForm:
    """Return the form with what it shows at first, so that a preview stands there at once."""
    opened = SummaryForm(form.initial, today=today, country=country)
    opened.is_valid()
    return opened


@require_http_methods(["GET", "POST"])
def download(request: PersonRequest) -> HttpResponse:
    """Make the PDF. Its address opened by hand leads to where it is chosen."""
    if request.method == "GET":
        return redirect("summary:build")
    today = _today(request)
    form = _form(request, request.POST, today)
    if not form.is_valid():
        return _show(request, form, today)
    printed = print_page(_page(request, form.choices(), today))
    return _file(printed.pdf, "application/pdf", f"summary-{today}.pdf")


@require_http_methods(["GET", "POST"])
def take_along(request: PersonRequest) -> HttpResponse:
    """Choose a file and what goes into it; the choice is for this file alone."""
    form = FileForm(sent(request))
    if form.is_valid():
        return _FILES[form.cleaned_data["what"]](request, form.ticked())
    status = 422 if form.errors else 200
    return render(request, "summary/take_along.html", {"form": form}, status=status)


def _check_ins_csv(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    rows = request.user.check_ins.standing().order_by("day")
    return _file(check_ins_csv(rows, ticked), "text/csv; charset=utf-8", "check-ins.csv")


def _check_ins_json(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    rows = request.user.check_ins.standing().order_by("day")
    return _file(check_ins_json(rows, ticked), "application/json", "check-ins.json")


def _medications_csv(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    events = request.user.medication_events.standing().select_related("medication")
    rows = events.order_by("day", "recorded_at")
    return _file(medication_events_csv(rows), "text/csv; charset=utf-8", "medication-changes.csv")


_FILES = {
    "check-ins-csv": _check_ins_csv,
    "check-ins-json": _check_ins_json,
    "medications-csv": _medications_csv,
}


def _file(content: bytes | str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
