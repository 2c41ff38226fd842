"""Files to take along: for a spreadsheet, for another program, or all of an account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_safe

from accounts.activity import note
from accounts.confirming import confirm_first
from accounts.downloads import attachment
from accounts.models import ActivityKind
from accounts.requests import PersonRequest, open_while_stopped, sent
from accounts.turns import one_at_a_time
from summary.archive.beside import beside
from summary.archive.pack import HARM, SENSITIVE, pack
from summary.fhir.bundles import FHIR_JSON, as_json, collection
from summary.fhir.gathered import gather
from summary.fhir.terms import code_system, questionnaire
from summary.forms import FileForm
from summary.more_tables import activity_csv, journal_csv, lab_tests_csv, practices_csv, tidy_csv
from summary.tables import Ticked, check_ins_csv, check_ins_json, medication_events_csv

CSV = "text/csv; charset=utf-8"


@open_while_stopped
@require_http_methods(["GET", "POST"])
@one_at_a_time
def take_along(request: PersonRequest) -> HttpResponse:
    """Choose a file and what goes into it; the choice is for this file alone."""
    asked_for = request.GET.get("what", "")
    form = FileForm(sent(request), initial={"what": asked_for} if asked_for in _FILES else None)
    if form.is_valid():
        page = confirm_first(request, back="summary:take-along", makes_file=True)
        if page is not None:
            return page
        what = form.cleaned_data["what"]
        note(request, ActivityKind.EXPORTED, what)
        return _FILES[what](request, form.ticked())
    status = 422 if form.errors else 200
    context = {"form": form, "everything": asked_for == "account"}
    return render(request, "summary/take_along.html", context, status=status)


def _check_ins_csv(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    rows = request.user.check_ins.standing().order_by("day")
    return attachment(check_ins_csv(rows, ticked), CSV, "check-ins.csv")


def _check_ins_json(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    rows = request.user.check_ins.standing().order_by("day")
    return attachment(check_ins_json(rows, ticked), "application/json", "check-ins.json")


def _tidy_csv(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    rows = request.user.check_ins.standing().order_by("day")
    return attachment(tidy_csv(rows, ticked), CSV, "answers.csv")


def _journal_csv(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    entries = request.user.journal_entries.standing().with_picture_count()
    rows = entries.order_by("day", "written_at")
    return attachment(journal_csv(rows), CSV, "journal.csv")


def _tests_csv(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    rows = request.user.lab_tests.standing().order_by("written_at")
    return attachment(lab_tests_csv(rows), CSV, "laboratory-tests.csv")


def _practices_csv(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    rows = request.user.practice_notes.standing().order_by("day", "written_at")
    return attachment(practices_csv(rows), CSV, "practices.csv")


def _medications_csv(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    events = request.user.medication_events.standing().select_related("medication")
    rows = events.order_by("day", "recorded_at")
    return attachment(medication_events_csv(rows), CSV, "medication-changes.csv")


def _activity_csv(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    lines = request.user.activities.order_by("number")
    return attachment(activity_csv(lines), CSV, "activity.csv")


def _fhir_collection(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    today = request.user.today(clock.now())
    companions = [each.key for each in ticked.companions()]
    kept = gather(request.user, who="", today=today, now=clock.now(), companions=companions)
    return attachment(as_json(collection(kept)), FHIR_JSON, f"numbtrack-{today}.fhir.json")


@login_not_required
@require_safe
def published(request: HttpRequest, name: str) -> HttpResponse:
    """Show the code system or the questionnaire that our FHIR files speak of."""
    found = {"code-system": code_system, "questionnaire": questionnaire}
    if name not in found:
        raise Http404
    return HttpResponse(as_json(found[name]()), content_type=FHIR_JSON)


def _account(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    also = [name for name in (HARM, SENSITIVE) if getattr(ticked, name)]
    name = f"numbtrack-account-{request.user.today(clock.now())}.zip"
    made = pack(request.user, also, beside(request.user, ticked, clock.now()))
    return attachment(made, "application/zip", name)


_FILES = {
    "account": _account,
    "fhir": _fhir_collection,
    "check-ins-csv": _check_ins_csv,
    "tidy-csv": _tidy_csv,
    "journal-csv": _journal_csv,
    "tests-csv": _tests_csv,
    "practices-csv": _practices_csv,
    "activity-csv": _activity_csv,
    "check-ins-json": _check_ins_json,
    "medications-csv": _medications_csv,
}
