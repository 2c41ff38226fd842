"""Where allauth asks us: who may sign up, and how guessing is slowed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone as clock

from accounts.guessing import count_try, name_of, take_back_try
from accounts.models import User

TRIES = 10
"""Wrong passwords for one account before it is closed to unknown devices for a while."""
TRIES_ON_A_KNOWN_DEVICE = 10
TRIES_FROM_AN_ADDRESS = 60
"""Tries of devices that are not known, over all accounts: one address guesses at many."""
DEVICE_COOKIE = "device"
DEVICE_DAYS = 365
_SALT = "accounts.known-device"


def known_device(request: HttpRequest, email: str) -> bool:
    """Tell whether this browser has signed in to this account before."""
    cookie = request.COOKIES.get(_device_cookie(), "")
    try:
        names: list[str] = signing.loads(cookie, salt=_SALT, max_age=DEVICE_DAYS * 86400)
    except signing.BadSignature:
        return False
    return name_of(email) in names


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let this browser in later even while somebody else is guessing at the account."""
    cookie = request.COOKIES.get(_device_cookie(), "")
    try:
        names: list[str] = signing.loads(cookie, salt=_SALT, max_age=DEVICE_DAYS * 86400)
    except signing.BadSignature:
        names = []
    kept = [*(name for name in names if name != name_of(user.email)), name_of(user.email)][-5:]
    response.set_cookie(
        _device_cookie(),
        signing.dumps(kept, salt=_SALT),
        max_age=DEVICE_DAYS * 86400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _device_cookie() -> str:
    return settings.SESSION_COOKIE_NAME.replace("session", DEVICE_COOKIE)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """numbtrack's rules at the door."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGN_UP_OPEN)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try before the password is looked at; refuse with 429 beyond the limit.

        A device that has signed in before has a count of its own and none by address, so that
        a stranger who guesses can shut out neither the owner nor the rest of a family.
        """
        email = str(credentials.get("email") or credentials.get("username") or "")
        if known_device(request, email):
            self._counted = {f"known:{name_of(email)}": TRIES_ON_A_KNOWN_DEVICE}
        else:
            address = name_of(self.get_client_ip(request))
            self._counted = {
                f"new:{name_of(email)}": TRIES,
                f"from:{address}": TRIES_FROM_AN_ADDRESS,
            }
        now = clock.now()
        waits = [
            wait
            for door, most in self._counted.items()
            if (wait := count_try(door=door, most=most, now=now)) is not None
        ]
        if waits:
            request.wait = max(waits)  # type: ignore[attr-defined]
            raise ImmediateHttpResponse(respond_429(request))

    def _rollback_login_failed_rl_usage(self) -> None:
        """A right password is not a guess: take its try back."""
        for door in getattr(self, "_counted", {}):
            take_back_try(door=door)
