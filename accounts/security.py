"""The pages on which a person sees and decides who can get in, what is agreed, and what goes."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from allauth.account import views as allauth
from allauth.mfa.base import views as factors
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from allauth.mfa.webauthn.internal.flows import remove_authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import forget_pending_address
from accounts.activity import note
from accounts.carried import find_carried, let_go
from accounts.confirming import confirmed
from accounts.forms import LeavingForm, WithdrawForm
from accounts.known import remember_device
from accounts.leaving import (
    STAY_WITHIN,
    agree_again,
    ask_to_leave,
    erase,
    free_space_at_once,
    stop_leaving,
    withdraw,
)
from accounts.models import CONSENT_VERSION, ActivityKind, User
from accounts.requests import PersonRequest, open_while_stopped, sent
from accounts.sessions import (
    OWN,
    PENDING,
    SIGN_IN,
    confirm,
    end_others,
    end_sign_ins,
    left_of,
    sign_ins,
)
from accounts.telling import flat, told_words

SHOWN = 200
FOUND = 302


@open_while_stopped
@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    """Show how one signs in, where one is signed in, and what can be decided."""
    now, person = clock.now(), request.user
    factors = list(Authenticator.objects.filter(user=person).order_by("created_at"))
    codes = next((each.wrap() for each in factors if each.type == "recovery_codes"), None)
    context = {
        "here": request.session.get(SIGN_IN),
        "sign_ins": list(sign_ins(person, now)),
        "passkeys": [each.wrap() for each in factors if each.type == "webauthn"],
        "app": next((each for each in factors if each.type == "totp"), None),
        "codes": codes,
        "codes_left": len(codes.get_unused_codes()) if codes else 0,
        "consent": person.consents.in_force().order_by("-given_at").first(),
        "zone": person.zone,
    }
    return render(request, "accounts/security.html", context)


@open_while_stopped
@require_safe
def activity(request: PersonRequest) -> HttpResponse:
    lines = request.user.activities.order_by("-number")[:SHOWN]
    context = {"lines": lines, "zone": request.user.zone}
    return render(request, "accounts/activity.html", context)


@open_while_stopped
@require_POST
@confirmed
def end_device(request: PersonRequest) -> HttpResponse:
    """Sign another browser out, or all others."""
    told = request.POST.get("sign_in", "")
    if told == "others":
        ended = end_others(request, request.user)
        forget_pending_address(owner=request.user)
    else:
        key = _key(told)
        ended = end_sign_ins(request.user.sign_ins.filter(pk__in=[key] if key else []))
    if ended:
        note(request, ActivityKind.DEVICE_ENDED)
        messages.success(request, "Signed out there.")
    return redirect("security")


def _key(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None


@require_POST
@confirmed
def remove_passkey(request: PersonRequest) -> HttpResponse:
    told = request.POST.get("passkey", "")
    passkeys = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    number = int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0
    remove_authenticator(request, get_object_or_404(passkeys, pk=number))
    return redirect("security")


@open_while_stopped
@require_http_methods(["GET", "POST"])
def reauthenticate(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Ask for the password before a change of security."""
    response = cast("HttpResponse", allauth.reauthenticate(request, *args, **kwargs))
    if request.method == "POST" and response.status_code == 302:
        confirm(request, clock.now())
    return response


@open_while_stopped
@require_http_methods(["GET", "POST"])
def change_password(request: PersonRequest) -> HttpResponse:
    response = cast("HttpResponse", allauth.password_change(request))
    if response.status_code == FOUND:
        remember_device(request, response, request.user)
    return response


@login_not_required
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """Let a passkey in alone, only as an answer to a question that asked for a finger or a PIN.

    A question of the second step asks for less, and stands in the same place of the session.
    """
    if request.method == "POST":
        state = request.session.get(STATE_SESSION_KEY) or {}
        if state.get("user_verification") != "required":
            request.session.pop(STATE_SESSION_KEY, None)
        request.session[OWN] = False
    return cast("HttpResponse", passkeys.login_webauthn(request))


@login_not_required
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the second step, as long as the first was done with the password of now."""
    pending = request.session.get(PENDING)
    if pending is not None:
        person = User.objects.filter(pk=pending["person"], is_active=True).first()
        if person is None or person.get_session_auth_hash() != pending["hash"]:
            request.session.flush()
            return redirect("account_login")
    response = cast("HttpResponse", factors.authenticate(request))
    if pending is not None and isinstance(response, TemplateResponse):
        held = Authenticator.objects.filter(user_id=pending["person"]).values_list(
            "type", flat=True
        )
        told = {"has_app": "totp" in held, "has_passkey": "webauthn" in held}
        response.context_data = (response.context_data or {}) | told
    return response


@require_http_methods(["GET", "POST"])
def carried(request: PersonRequest) -> HttpResponse:
    """Show what was sent too late, to be sent once more or let go of."""
    found = find_carried(request, request.user)
    if found is None or request.method == "POST":
        let_go(request)
        return redirect("home")
    context = {
        "to": found.path,
        "fields": flat(found.words),
        "typed": told_words(found.words),
    }
    return render(request, "accounts/carried.html", context)


# --- what is agreed, and leaving


@open_while_stopped
@require_http_methods(["GET", "POST"])
def agreement(request: PersonRequest) -> HttpResponse:
    """Show what was agreed and when; take it back, or agree again."""
    now, person = clock.now(), request.user
    agrees = request.POST.get("agree") == "again"
    form = WithdrawForm(None if agrees else sent(request))
    if agrees:
        if person.withdrawn_since is not None:
            agree_again(owner=person, version=CONSENT_VERSION, now=now)
            messages.success(request, "Thank you. You can go on.")
        return redirect("home")
    if form.is_valid():
        if person.withdrawn_since is None:
            withdraw(owner=person, now=now)
        return redirect("agreement")
    context = {
        "form": form,
        "consents": person.consents.order_by("-given_at"),
        "zone": person.zone,
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/agreement.html", context, status=status)


@open_while_stopped
@require_http_methods(["GET", "POST"])
@confirmed
def leaving(request: PersonRequest) -> HttpResponse:
    """Delete everything: now, or in a week with the way back open."""
    now, person = clock.now(), request.user
    form = LeavingForm(sent(request), is_waiting=person.leaving_since is not None)
    if not form.is_valid():
        until = person.leaving_since + STAY_WITHIN if person.leaving_since else now + STAY_WITHIN
        context = {"form": form, "until": until, "zone": person.zone}
        status = 422 if form.errors else 200
        return render(request, "accounts/leaving.html", context, status=status)
    if form.cleaned_data["when"] == "now":
        ask_to_leave(owner=person, now=now)  # where it fails, the account is closed and says so
        erase(owner=person, now=now)
        request.session.flush()  # it went with the account, its cookie has to go as well
        free_space_at_once()
        response = render(request, "accounts/gone.html", {"person": None})
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response
    end_others(request, person)
    ask_to_leave(owner=person, now=now)
    return redirect("leaving")


@open_while_stopped
@require_POST
def stay(request: PersonRequest) -> HttpResponse:
    """Stop the deletion."""
    if request.user.leaving_since is not None:
        stop_leaving(owner=request.user, now=clock.now())
        messages.success(request, "Nothing is deleted. Everything is as it was.")
    return redirect("home")


@open_while_stopped
@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """Let the session go on: asking any page does. What is left of it in all is told in seconds."""
    return HttpResponse(status=204, headers={"Session-Left": str(left_of(request, clock.now()))})
