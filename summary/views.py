"""Choose, preview, take away. Own words are put on the page and not kept; choices are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import TooManyRows
from accounts.kept import kept
from accounts.models import PersonRequest, User, sent
from care.actions import find_choices, remember_choices
from domain.acts import acts
from domain.companions import COMPANIONS
from domain.comparing import Comparing
from domain.diary import Diary
from domain.happenings import Happening
from domain.regimen import Story
from sharing.actions import Frozen, share
from summary.appendix import appendix
from summary.archive.pack import HARM, SENSITIVE, pack
from summary.audiences import Clinician, clinicians
from summary.fhir.bundles import collection, summary_document
from summary.fhir.gathered import gather
from summary.fhir.terms import code_system, questionnaire
from summary.forms import COMPARISON, FileForm, Offered, ShareForm, SummaryForm
from summary.more_tables import journal_csv, lab_tests_csv, practices_csv, tidy_csv
from summary.page import Choices, Page, Sources, summary_page
from summary.pictures import qr_code
from summary.tables import Ticked, check_ins_csv, check_ins_json, medication_events_csv
from summary.typesetting import print_page

CSV, FHIR_JSON = "text/csv; charset=utf-8", "application/fhir+json"
MOST_ACTS = 8
"""Changes that are offered for the page, the latest first."""


def _today(request: PersonRequest) -> date:
    return request.user.today(clock.now())


@dataclass(frozen=True)
class Desk:
    """All that a page can be made from, fetched once for a request."""

    person: User
    today: date
    diary: Diary
    stories: Sequence[Story]
    happenings: Sequence[Happening]
    clinician: Clinician
    clinicians: Sequence[Clinician]
    offered: Offered

    def page(self, choices: Choices) -> Page:
        """Return the page for what was chosen; what is sensitive is read where it was ticked."""
        person = self.person
        comparing = Comparing(
            str(person.pk), kept.once, self.diary, self.stories, self.happenings, self.today
        )
        sources = Sources(
            diary=self.diary,
            stories=self.stories,
            today=self.today,
            rhythm=person.rhythm,
            comparing=comparing,
            harm=person.check_ins.harm_answers() if choices.harm else {},
            appendix=appendix(person, choices.parts, choices.interval, self.diary),
        )
        return summary_page(sources, choices)

    def form(self, data: Any, **kwargs: Any) -> SummaryForm:
        return SummaryForm(data, offered=self.offered, **kwargs)

    def initial(self) -> dict[str, Any]:
        """Return what is ticked at first: what was last chosen for this clinician, or usual."""
        audience = self.clinician.audience
        known = {each.key for each in self.offered.companions}
        usual = {
            "for_whom": self.clinician.key,
            "companions": [key for key in audience.companions if key in known],
            "questions": [str(n) for n in audience.questions],
            "parts": list(audience.parts),
            "around": [str(act.key) for act in self.offered.acts[:1]],
        }
        return usual | find_choices(owner=self.person, clinician=self.clinician.key)


def _desk(request: PersonRequest, whom: str) -> Desk:
    person, today = request.user, _today(request)
    diary = person.check_ins.diary()
    stories = person.medication_events.standing().stories()
    known = clinicians(person)
    answered = {key for each in diary.days for key in each.companions}
    offered = Offered(
        today=today,
        country=person.country,
        visit=person.visits.latest_before(today),
        questions={f"own-{each.pk}": str(each.words) for each in person.questions.waiting()},
        acts=acts(stories)[:MOST_ACTS],
        companions=[each for key, each in COMPANIONS.items() if key in answered],
        asks_about_harm=bool(person.asks_about_harm),
    )
    return Desk(
        person=person,
        today=today,
        diary=diary,
        stories=stories,
        happenings=person.dated_events.happenings(),
        clinician=next((each for each in known if each.key == whom), known[0]),
        clinicians=known,
        offered=offered,
    )


@require_http_methods(["GET", "POST"])
def build(request: PersonRequest) -> HttpResponse:
    """Choose what stands on the page, beside the page itself."""
    data = sent(request)
    desk = _desk(request, (data or request.GET).get("for_whom", ""))
    initial = desk.initial()
    if request.GET.get("ask") == "1":
        initial["questions"] = [*initial["questions"], COMPARISON]
    return _show(request, desk, desk.form(data, initial=initial))


def _show(
    request: PersonRequest, desk: Desk, form: SummaryForm, ending: ShareForm | None = None
) -> HttpResponse:
    """Show the form beside its page; beside a form with a fault, the page as it opens."""
    shown = form if form.is_bound and form.is_valid() else _as_it_opens(desk, form)
    if shown is form:
        _remember(desk, form)
    page = desk.page(shown.choices(desk.clinician.named))
    ending = ending or ShareForm(initial={"submission": uuid4()})
    context = {
        "form": form,
        "ending": ending,
        "page": page,
        "desk": desk,
        "printed": print_page(page),
    }
    status = 422 if form.errors or ending.errors else 200
    return render(request, "summary/build.html", context, status=status)


def _remember(desk: Desk, form: SummaryForm) -> None:
    remember_choices(
        owner=desk.person, clinician=desk.clinician.key, told=form.remembered(), now=clock.now()
    )


def _as_it_opens(desk: Desk, form: SummaryForm) -> SummaryForm:
    """Return the form with what it shows at first, so that a preview stands there at once."""
    opened = desk.form(form.initial)
    return opened if opened.is_valid() else _plain(desk)


def _plain(desk: Desk) -> SummaryForm:
    """Return the form without what was remembered: it can name what is gone."""
    opened = desk.form(desk.form(None).initial)
    opened.is_valid()
    return opened


@require_http_methods(["GET", "POST"])
def download(request: PersonRequest) -> HttpResponse:
    """Make the PDF. Its address opened by hand leads to where it is chosen."""
    if request.method == "GET":
        return redirect("summary:build")
    desk = _desk(request, request.POST.get("for_whom", ""))
    form = desk.form(request.POST)
    if not form.is_valid():
        return _show(request, desk, form)
    _remember(desk, form)
    printed = print_page(desk.page(form.choices(desk.clinician.named)))
    return _file(printed.pdf, "application/pdf", f"summary-{desk.today}.pdf")


@require_http_methods(["GET", "POST"])
def share_page(request: PersonRequest) -> HttpResponse:
    """Freeze the page and share it. Its address opened by hand leads to where it is chosen."""
    if request.method == "GET":
        return redirect("summary:build")
    desk = _desk(request, request.POST.get("for_whom", ""))
    form, ending = desk.form(request.POST), ShareForm(request.POST)
    if not (form.is_valid() and ending.is_valid()):
        return _show(request, desk, form, ending)
    page = desk.page(form.choices(desk.clinician.named))
    try:
        shared = share(
            owner=request.user,
            frozen=_frozen(desk, page),
            days=ending.cleaned_data["ends_in"],
            submission=ending.cleaned_data["submission"],
            now=clock.now(),
        )
    except TooManyRows:
        ending.add_error("ends_in", "You share as many pages as can be. End one first.")
        return _show(request, desk, form, ending)
    if shared is None:
        return redirect("sharing:list")
    address = request.build_absolute_uri(reverse("sharing:door", args=[shared.link]))
    context = {"shared": shared, "address": address, "qr": qr_code(address)}
    return render(request, "sharing/created.html", context)


def _frozen(desk: Desk, page: Page) -> Frozen:
    """Return a page as it is now, in every form in which it can be taken along."""
    pdf = print_page(page).pdf
    return Frozen(
        label=page.period,
        who=page.choices.who,
        sheet=render_to_string("summary/_sheet.html", {"page": page}),
        pdf=pdf,
        fhir=json.dumps(_fhir_document(desk, page, pdf), ensure_ascii=False),
    )


def _fhir_document(desk: Desk, page: Page, pdf: bytes) -> dict[str, Any]:
    kept = gather(
        desk.person,
        who=page.choices.who,
        today=desk.today,
        now=clock.now(),
        interval=page.choices.interval,
        companions=page.choices.companions if page.has("days") else (),
    )
    return summary_document(kept, page, pdf)


@require_http_methods(["GET", "POST"])
def download_fhir(request: PersonRequest) -> HttpResponse:
    """Make the page's FHIR document. Its address opened by hand leads to where it is chosen."""
    if request.method == "GET":
        return redirect("summary:build")
    desk = _desk(request, request.POST.get("for_whom", ""))
    form = desk.form(request.POST)
    if not form.is_valid():
        return _show(request, desk, form)
    _remember(desk, form)
    page = desk.page(form.choices(desk.clinician.named))
    made = _fhir_document(desk, page, print_page(page).pdf)
    return _file(_json(made), FHIR_JSON, f"summary-{desk.today}.fhir.json")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


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
    return _file(check_ins_csv(rows, ticked), CSV, "check-ins.csv")


def _check_ins_json(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    rows = request.user.check_ins.standing().order_by("day")
    return _file(check_ins_json(rows, ticked), "application/json", "check-ins.json")


def _tidy_csv(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    rows = request.user.check_ins.standing().order_by("day")
    return _file(tidy_csv(rows, ticked), CSV, "answers.csv")


def _journal_csv(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    entries = request.user.journal_entries.standing().with_picture_count()
    rows = entries.order_by("day", "written_at")
    return _file(journal_csv(rows), CSV, "journal.csv")


def _tests_csv(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    rows = request.user.lab_tests.standing().order_by("written_at")
    return _file(lab_tests_csv(rows), CSV, "laboratory-tests.csv")


def _practices_csv(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    rows = request.user.practice_notes.standing().order_by("day", "written_at")
    return _file(practices_csv(rows), CSV, "practices.csv")


def _medications_csv(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    events = request.user.medication_events.standing().select_related("medication")
    rows = events.order_by("day", "recorded_at")
    return _file(medication_events_csv(rows), CSV, "medication-changes.csv")


def _fhir_collection(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    today = _today(request)
    companions = [each.key for each in ticked.companions()]
    kept = gather(request.user, who="", today=today, now=clock.now(), companions=companions)
    return _file(_json(collection(kept)), FHIR_JSON, f"numbtrack-{today}.fhir.json")


@login_not_required
@require_safe
def published(request: HttpRequest, name: str) -> HttpResponse:
    """Show the code system or the questionnaire that our FHIR files speak of."""
    found = {"code-system": code_system, "questionnaire": questionnaire}
    if name not in found:
        raise Http404
    return HttpResponse(_json(found[name]()), content_type=FHIR_JSON)


def _account(request: PersonRequest, ticked: Ticked) -> HttpResponse:
    also = [name for name in (HARM, SENSITIVE) if getattr(ticked, name)]
    name = f"numbtrack-account-{_today(request)}.zip"
    return _file(pack(request.user, also), "application/zip", name)


_FILES = {
    "account": _account,
    "fhir": _fhir_collection,
    "check-ins-csv": _check_ins_csv,
    "tidy-csv": _tidy_csv,
    "journal-csv": _journal_csv,
    "tests-csv": _tests_csv,
    "practices-csv": _practices_csv,
    "check-ins-json": _check_ins_json,
    "medications-csv": _medications_csv,
}


def _file(content: bytes | str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
