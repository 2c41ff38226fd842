"""Where allauth asks us: who may sign up, and how guessing is slowed."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from accounts.models import User
from domain.crisis import help_for
from domain.wording import DISCLAIMER

TRIES = 10
"""Wrong passwords for one account before it is closed to unknown devices for a while."""
TRIES_ON_A_KNOWN_DEVICE = 10
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

        A device that has signed in before has its own count, so that a stranger who guesses
        cannot shut the owner out, and nobody is counted by address: a family shares one.
        """
        email = str(credentials.get("email") or credentials.get("username") or "")
        device = "known" if known_device(request, email) else "new"
        self._count_key = f"sign-in:{device}:{_name(email)}"
        cache.add(self._count_key, 0, timeout=WAIT_SECONDS)
        tries = cache.incr(self._count_key)
        if tries > (TRIES_ON_A_KNOWN_DEVICE if device == "known" else TRIES):
            raise ImmediateHttpResponse(self.refused())

    def refused(self) -> HttpResponse:
        minutes = WAIT_SECONDS // 60
        context = {
            "trouble": {"status": 429, "title": "Too many tries in a short time."},
            "words": f"Please wait {minutes} minutes, then try again. If you forgot your "
            "password, you can set a new one.",
            "help": help_for(""),
            "disclaimer": DISCLAIMER,
        }
        page = render_to_string("error.html", context)
        return HttpResponse(page, status=429, headers={"Retry-After": str(WAIT_SECONDS)})

    def _rollback_login_failed_rl_usage(self) -> None:
        """A right password is not a guess: take its try back."""
        key = getattr(self, "_count_key", "")
        if key and cache.get(key):
            cache.decr(key)
