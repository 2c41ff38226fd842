"""The page on which a person changes the address that they sign in with."""

from __future__ import annotations

from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.internal.flows.manage_email import emit_email_changed
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.actions import (
    AlreadyThere,
    ask_for_address,
    change_address,
    find_pending_address,
    forget_pending_address,
)
from accounts.confirming import confirmed
from accounts.door import TAKEN, NewAddressForm
from accounts.requests import PersonRequest, open_while_stopped, sent


@open_while_stopped
@require_http_methods(["GET", "POST"])
@confirmed
def address(request: PersonRequest) -> HttpResponse:
    """Change the e-mail address. Where mail can be sent, the new one counts once confirmed."""
    by_mail = settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory"
    pending = find_pending_address(owner=request.user)
    if "action_remove" in request.POST:
        forget_pending_address(owner=request.user)
        return redirect("account_email")
    if "action_send" in request.POST and pending is not None:
        send_verification_email_to_address(request, pending)
        return redirect("account_email")
    form = NewAddressForm(data=sent(request), user=request.user, by_mail=by_mail)
    if form.is_valid():
        take = _ask if by_mail else _change
        try:
            return take(request, form.cleaned_data["email"])
        except AlreadyThere:  # somebody took it at this moment
            form.add_error("email", TAKEN)
    context = {"form": form, "pending": pending, "by_mail": by_mail}
    status = 422 if form.errors else 200
    return render(request, "account/email_change.html", context, status=status)


def _ask(request: PersonRequest, email: str) -> HttpResponse:
    """Send a link to an address, which counts once it is opened."""
    asked = ask_for_address(owner=request.user, email=email)
    send_verification_email_to_address(request, asked)
    return redirect("account_email")


def _change(request: PersonRequest, email: str) -> HttpResponse:
    before = EmailAddress(user=request.user, email=request.user.email)
    emit_email_changed(request, before, change_address(owner=request.user, email=email))
    messages.success(request, f"From now on you sign in as {email}.")
    return redirect("security")
