"""Signing in and out, and the person's own settings."""

from __future__ import annotations

from typing import Any, cast

from allauth.account import views as allauth
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.actions import change_settings
from accounts.adapter import remember_device
from accounts.forms import SettingsForm
from accounts.models import PersonRequest, User, sent


@login_not_required
def sign_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    response = cast("HttpResponse", allauth.login(request, *args, **kwargs))
    if request.method == "POST" and isinstance(request.user, User):
        remember_device(request, response, request.user)
    return response


@login_not_required
def sign_up(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Make an account; of two that are sent at once for one address the second is told so."""
    try:
        with transaction.atomic():
            return cast("HttpResponse", allauth.signup(request, *args, **kwargs))
    except IntegrityError:
        return cast("HttpResponse", allauth.signup(request, *args, **kwargs))


@login_not_required
def sign_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Sign out; the browser is asked to forget every page of the diary."""
    response = cast("HttpResponse", allauth.logout(request, *args, **kwargs))
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_http_methods(["GET", "POST"])
def settings_page(request: PersonRequest) -> HttpResponse:
    form = SettingsForm(sent(request), person=request.user)
    if form.is_valid():
        change_settings(owner=request.user, **form.chosen())
        messages.success(request, "Settings saved.")
        return redirect("settings")
    return render(request, "accounts/settings.html", {"form": form})
