"""A device's own cookie: it names the device to its drafts, and says nothing else."""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

KEPT_FOR_SECONDS = 30 * 24 * 3600


def device_of(cookie: str) -> str:
    """Return the name of a device: nobody can get its cookie back from it."""
    return sha256(f"draft|{cookie}".encode()).hexdigest()


def _name() -> str:
    return settings.SESSION_COOKIE_NAME.replace("session", "drafts")


def find_device(request: HttpRequest) -> str:
    """Return the device's name among drafts; one without the cookie shares no name with any."""
    cookie = request.COOKIES.get(_name(), "")
    return device_of(cookie) if cookie else ""


def name_device(request: HttpRequest, response: HttpResponseBase) -> str:
    """Return the device's name, and give it a cookie where it has none."""
    cookie = request.COOKIES.get(_name()) or secrets.token_urlsafe(32)
    response.set_cookie(
        _name(),
        cookie,
        max_age=KEPT_FOR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return device_of(cookie)


def forget_device(response: HttpResponseBase) -> None:
    response.delete_cookie(_name(), samesite="Lax")
