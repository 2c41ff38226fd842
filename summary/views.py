"""Choose, preview, take away. Own words are put on the page and not kept; choices are."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods

from accounts.activity import note
from accounts.confirming import confirm_first
from accounts.downloads import attachment
from accounts.help_lines import country_of, help_near
from accounts.keeping import TooManyRows
from accounts.models import ActivityKind
from accounts.requests import PersonRequest, sent
from accounts.turns import one_at_a_time
from care.actions import remember_choices
from sharing.actions import Frozen, share
from summary.desk import Desk, desk_of
from summary.fhir.bundles import FHIR_JSON, as_json, summary_document
from summary.fhir.gathered import gather
from summary.forms import COMPARISON, WRITTEN, ShareForm, SummaryForm
from summary.page import Page
from summary.pictures import qr_code
from summary.typesetting import print_page


@require_http_methods(["GET", "POST"])
@one_at_a_time
def build(request: PersonRequest) -> HttpResponse:
    """Choose what stands on the page, beside the page itself."""
    data = sent(request)
    another = request.POST.get("change_to")
    if another is not None:  # own words go along, ticks are each one's own
        desk = desk_of(request.user, another)
        words = {name: request.POST.get(name, "") for name in WRITTEN}
        return _show(request, desk, desk.form(None, initial=desk.initial() | words))
    desk = desk_of(request.user, (data or request.GET).get("for_whom", ""))
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
        "help": help_near(country_of(request)) if request.user.asks_about_harm else None,
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


def for_the_page(view: Callable[[Desk, Page], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the page that was chosen. Its address opened by hand leads to the choosing."""

    @require_http_methods(["GET", "POST"])
    @one_at_a_time
    @wraps(view)
    def asked(request: PersonRequest) -> HttpResponse:
        if request.method == "GET":
            return redirect("summary:build")
        desk = desk_of(request.user, request.POST.get("for_whom", ""))
        form = desk.form(request.POST)
        if not form.is_valid():
            return _show(request, desk, form)
        _remember(desk, form)
        page = confirm_first(request, back="summary:build", makes_file=True)
        if page is not None:
            return page
        note(request, ActivityKind.EXPORTED, "the page for a visit")
        return view(desk, desk.page(form.choices(desk.clinician.named)))

    return asked


@for_the_page
def download(desk: Desk, page: Page) -> HttpResponse:
    return attachment(print_page(page).pdf, "application/pdf", f"summary-{desk.today}.pdf")


@for_the_page
def download_fhir(desk: Desk, page: Page) -> HttpResponse:
    made = as_json(_fhir_document(desk, page, print_page(page).pdf))
    return attachment(made, FHIR_JSON, f"summary-{desk.today}.fhir.json")


@require_http_methods(["GET", "POST"])
@one_at_a_time
def share_page(request: PersonRequest) -> HttpResponse:
    """Freeze the page and share it. Its address opened by hand leads to where it is chosen."""
    if request.method == "GET":
        return redirect("summary:build")
    desk = desk_of(request.user, request.POST.get("for_whom", ""))
    form, ending = desk.form(request.POST), ShareForm(request.POST)
    if not (form.is_valid() and ending.is_valid()):
        return _show(request, desk, form, ending)
    asked = confirm_first(request, back="summary:build")
    if asked is not None:
        return asked
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
    if not shared.is_anew:
        note(request, ActivityKind.SHARED)
    address = request.build_absolute_uri(reverse("sharing:door", args=[shared.link]))
    context = {"shared": shared, "address": address, "qr": qr_code(address)}
    return render(request, "sharing/created.html", context)


def _frozen(desk: Desk, page: Page) -> Frozen:
    """Return a page as it is now, in every form in which it can be taken along."""
    pdf = print_page(page).pdf
    named = desk.clinician.named
    return Frozen(
        label=f"For {named}: {page.days}" if named else page.days,
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
