"""Where allauth asks us: who may sign up, and how guessing is slowed."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone as clock

from accounts.activity import client_of, note_activity
from accounts.carried import CARRIED, PRESSED
from accounts.confirming import WRONG
from accounts.guessing import GUESSED, KNOWN, NEW, count_try, name_of, take_back_try
from accounts.invitations import is_invited
from accounts.known import known_device, remember_device
from accounts.models import ActivityKind, User
from accounts.sessions import recently_confirmed

TRIES = 10
"""Wrong passwords for one account before it is closed to unknown devices for a while."""
TRIES_ON_A_KNOWN_DEVICE = 10
OF_A_HOUSEHOLD = 64
"""Bits of an IPv6 address that one household or server has for itself."""
TRIES_FROM_AN_ADDRESS = 60
"""Tries of devices that are not known, over all accounts: one address guesses at many."""


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """numbtrack's rules at the door."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is locked. Ask whoever runs this server.",
        "duplicate_email": "You sign in with this address already.",
        "email_password_mismatch": "This e-mail and password do not fit together. Try again, or "
        "set a new password.",
        "email_taken": "There is an account with this address. Sign in, or set a new password.",
        "enter_current_password": WRONG,
        "incorrect_password": WRONG,
        "incorrect_code": "This code does not fit. Enter the one that the app shows now, or a "
        "recovery code that was not used.",
        "invalid_password_reset": "This link was used, or its time is over. Ask for a new one.",
        "same_as_current": "This is the one that you have now. Choose another.",
        "too_many_login_attempts": "Too many tries. Wait ten minutes.",
        "rate_limited": "Too many tries. Wait ten minutes.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGN_UP_OPEN) or (
            settings.SIGN_UP == "invited" and is_invited(request, clock.now())
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that tries are counted by: of IPv6 the network of a household."""
        try:
            found = ip_address(super().get_client_ip(request))
        except (PermissionDenied, ImproperlyConfigured, ValueError):  # a header that says nothing
            found = ip_address(request.META.get("REMOTE_ADDR") or "::")
        if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
            return str(ip_network((found, OF_A_HOUSEHOLD), strict=False))
        return str(getattr(found, "ipv4_mapped", None) or found)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try before the password is looked at; refuse with 429 beyond the limit.

        A device that has signed in before has a count of its own and none by address, so that
        a stranger who guesses can shut out neither the owner nor the rest of a family.
        """
        email = str(credentials.get("email") or credentials.get("username") or "")
        if known_device(request, email):
            self._counted = {f"{KNOWN}:{name_of(email)}": TRIES_ON_A_KNOWN_DEVICE}
        else:
            address = name_of(self.get_client_ip(request))
            self._counted = {
                f"{NEW}:{name_of(email)}": TRIES,
                f"from:{address}": TRIES_FROM_AN_ADDRESS,
            }
        now, counted = clock.now(), self._counted
        self._counted = {}
        for door, most in counted.items():
            wait = count_try(door=door, most=most, now=now)
            if wait is not None:  # a refused try is none of the tries of its address
                if door.startswith(NEW):  # its owner is told of these
                    self._tell_of_guesses(email)
                request.wait = wait  # type: ignore[attr-defined]
                raise ImmediateHttpResponse(respond_429(request))
            self._counted[door] = most

    def _tell_of_guesses(self, email: str) -> None:
        """Note in the log of whose account it is that somebody guesses: once in ten minutes."""
        door, now = f"{GUESSED}:{name_of(email)}", clock.now()
        is_first = count_try(door=door, most=1, now=now) is None
        person = User.objects.filter(email__iexact=email).first()
        if person is not None and is_first:
            note_activity(owner=person, kind=ActivityKind.GUESSED, now=now, request=self.request)

    def post_login(self, request: HttpRequest, user: User, **told: Any) -> HttpResponse:
        """Lead to where the person was going; first to a form that they sent too late.

        A device that was not known is told to the person by e-mail.
        """
        response: HttpResponse = super().post_login(request, user, **told)
        if not known_device(request, user.email):
            self.send_notification_mail("account/email/new_device", user)
        remember_device(request, response, user)
        request.session.pop(PRESSED, None)
        if CARRIED in request.session:
            onward = redirect("carried")
            onward.cookies = response.cookies
            return onward
        return response

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Ask for the password alone: everybody has one."""
        return [{"id": "reauthenticate", "url": reverse("account_reauthenticate")}]

    def is_reauthentication_required(self, *, app: str, **told: Any) -> bool:
        return not recently_confirmed(self.request, clock.now())

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person of a change, with the browser coarsely and without any address."""
        told = {"client": client_of(self.request), "ip": "", "user_agent": ""} | (context or {})
        super().send_notification_mail(template_prefix, user, told, email)

    def _rollback_login_failed_rl_usage(self) -> None:
        """A right password is not a guess: take its try back."""
        for door in getattr(self, "_counted", {}):
            take_back_try(door=door)
