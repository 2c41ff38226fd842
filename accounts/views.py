"""Signing in and out, and the person's own settings."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from allauth.account import views as allauth
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone as clock
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import change_settings, find_background, is_taken, tell_background
from accounts.conflicts import keep_both
from accounts.devices import find_device, forget_device, name_device
from accounts.drafts import forget_draft, keep_draft
from accounts.forms import BackgroundForm, SettingsForm
from accounts.invitations import AlreadyUsed, accept, use_up
from accounts.keeping import ChangedElsewhere
from accounts.requests import PersonRequest, find_person, sent


@login_not_required
def sign_up(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Make an account; of two that are sent at once for one address the second is told so.

    For an address that is known a password is hashed all the same, so that the time it takes
    does not tell; an invitation is used up all the same, so that it does not tell either.
    """
    email = request.POST.get("email", "").strip().replace("\x00", "")
    if request.method == "POST" and is_taken(email=email):
        make_password(email)
    if request.method == "POST":
        try:
            with transaction.atomic():
                response = cast("HttpResponse", allauth.signup(request, *args, **kwargs))
                if response.status_code == HTTPStatus.FOUND:
                    use_up(request)
                return response
        except (IntegrityError, AlreadyUsed):
            pass  # of two at once the second is answered as one who comes later
    return cast("HttpResponse", allauth.signup(request, *args, **kwargs))


@login_not_required
@require_safe
def invitation(request: HttpRequest, link: UUID) -> HttpResponse:
    """Take the link of an invitation to the sign-up page, which says where it is none."""
    if request.method == "GET":
        accept(request, link, clock.now())
    return redirect("account_signup")


@login_not_required
def sign_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Sign out; the browser is asked to forget every page of the diary."""
    person = find_person(request)
    response = cast("HttpResponse", allauth.logout(request, *args, **kwargs))
    if request.method == "POST":
        if person is not None:
            forget_draft(owner=person, device=find_device(request))
            forget_device(response)
        request.session.flush()  # also of somebody who was half-way in
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


DRAFT_PAGE = re.compile(r"[a-z-]{1,40}(/[0-9a-f-]{10,36})?")
LONGEST_DRAFT = 100_000


@require_POST
def draft(request: PersonRequest) -> HttpResponse:
    """Keep what is typed on a page so far, for this device alone; the page's script calls this."""
    page = request.GET.get("page", "")
    if not DRAFT_PAGE.fullmatch(page) or len(request.POST.urlencode()) > LONGEST_DRAFT:
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    device = name_device(request, response)
    keep_draft(owner=request.user, device=device, page=page, words=request.POST, now=clock.now())
    return response


@require_POST
def forget(request: PersonRequest) -> HttpResponse:
    """Forget what was typed on a page, and open the page anew."""
    page = request.GET.get("page", "")
    if DRAFT_PAGE.fullmatch(page):
        forget_draft(owner=request.user, device=find_device(request), page=page)
    back = request.POST.get("back", "")
    return redirect(back if _ours(request, back) else "home")


def _ours(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(address, {request.get_host()}) and address[:1] == "/"


@require_POST
def ask_about_harm(request: PersonRequest) -> HttpResponse:
    """Keep whether the safety question may be asked: someone who was not asked at sign-up is."""
    change_settings(owner=request.user, asks_about_harm=request.POST.get("ask") == "yes")
    return redirect("home")


@require_http_methods(["GET", "POST"])
def settings_page(request: PersonRequest) -> HttpResponse:
    form = SettingsForm(sent(request), person=request.user)
    if form.is_valid():
        change_settings(owner=request.user, **form.chosen())
        messages.success(request, "Settings saved.")
        return redirect("settings")
    return render(request, "accounts/settings.html", {"form": form})


@require_http_methods(["GET", "POST"])
def background(request: PersonRequest) -> HttpResponse:
    told = find_background(owner=request.user)
    form = BackgroundForm(sent(request), background=told)
    if form.is_valid():
        try:
            tell_background(
                owner=request.user,
                standings=form.standings(),
                words=form.words(),
                now=clock.now(),
                seen_version=form.cleaned_data["seen"],
            )
        except ChangedElsewhere as other:
            standing = keep_both(form, form.told_by(other.standing))
            context = {"form": form, "standing": standing}
            return render(request, "accounts/background.html", context, status=409)
        messages.info(request, "Background saved.")
        return redirect("settings")
    status = 422 if form.errors else 200
    return render(request, "accounts/background.html", {"form": form}, status=status)
