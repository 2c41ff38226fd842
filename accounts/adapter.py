"""Where allauth asks us: who may sign up, and how guessing is slowed."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from accounts.models import User

TRIES = 10
"""Wrong passwords for one account before it is closed to unknown devices for a while."""
TRIES_ON_A_KNOWN_DEVICE = 10
TRIES_FROM_AN_ADDRESS = 30
"""Tries of devices that are not known, over all accounts: one address guesses at many."""
WAIT_SECONDS = 600
DEVICE_COOKIE = "device"
DEVICE_DAYS = 365
_SALT = "accounts.known-device"


def _name(email: str) -> str:
    """Return an account's name in caches and cookies, from which no address can be read."""
    secret = f"{settings.SECRET_KEY}|{email.strip().casefold()}"
    return hashlib.sha256(secret.encode()).hexdigest()[:32]


def known_device(request: HttpRequest, email: str) -> bool:
    """Tell whether this browser has signed in to this account before."""
    cookie = request.COOKIES.get(_cookie_name(), "")
    try:
        names: list[str] = signing.loads(cookie, salt=_SALT, max_age=DEVICE_DAYS * 86400)
    except signing.BadSignature:
        return False
    return _name(email) in names


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let this browser in later even while somebody else is guessing at the account."""
    cookie = request.COOKIES.get(_cookie_name(), "")
    try:
        names: list[str] = signing.loads(cookie, salt=_SALT, max_age=DEVICE_DAYS * 86400)
    except signing.BadSignature:
        names = []
    kept = [*(name for name in names if name != _name(user.email)), _name(user.email)][-5:]
    response.set_cookie(
        _cookie_name(),
        signing.dumps(kept, salt=_SALT),
        max_age=DEVICE_DAYS * 86400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _cookie_name() -> str:
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
            self._counted = {f"sign-in:known:{_name(email)}": TRIES_ON_A_KNOWN_DEVICE}
        else:
            address = _name(self.get_client_ip(request))
            self._counted = {
                f"sign-in:new:{_name(email)}": TRIES,
                f"sign-in:from:{address}": TRIES_FROM_AN_ADDRESS,
            }
        if any(_count(key) > most for key, most in self._counted.items()):
            raise ImmediateHttpResponse(respond_429(request))

    def _rollback_login_failed_rl_usage(self) -> None:
        """A right password is not a guess: take its try back."""
        for key in getattr(self, "_counted", {}):
            if cache.get(key):
                cache.decr(key)


def _count(key: str) -> int:
    """Count one try, and return how many there were within the waiting time."""
    cache.add(key, 0, timeout=WAIT_SECONDS)
    return int(cache.incr(key))
