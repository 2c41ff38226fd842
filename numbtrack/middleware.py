"""What wraps every answer, errors and static files included."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from accounts.requests import find_person
from numbtrack.errors import not_this_way, too_large, unavailable
from numbtrack.logs import REFERENCE
from numbtrack.patience import begin, hangs

TRANSPORT = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
REPORTS = "/policy-report/"
HELP = "/help-now/"
Answer = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)


class Nonce:
    """A random word that allows one style element of this answer; made only when used."""

    def __init__(self) -> None:
        self.value = ""

    def __str__(self) -> str:
        self.value = self.value or secrets.token_urlsafe(16)
        return self.value


def policy(nonce: str) -> str:
    """Return the content security policy: everything from here, nothing inline, no eval."""
    styles = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src {styles}",
            "img-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            f"report-uri {REPORTS}",
        )
    )


def _add(headers: Any, nonce: str, is_secure: bool) -> None:
    if is_secure and settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = TRANSPORT
    headers["Content-Security-Policy"] = policy(nonce)
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = PERMISSIONS
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"


def security_headers(answer: Answer) -> Answer:
    """Put the headers on every answer. It stands outermost, so that no error escapes it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        nonce = Nonce()
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = answer(request)
        _add(response.headers, nonce.value, request.is_secure())
        for cookie in response.cookies.values():  # also those that are taken away
            cookie["httponly"], cookie["secure"] = True, settings.SESSION_COOKIE_SECURE
            cookie["samesite"] = cookie["samesite"] or "Lax"
        if not (request.path.startswith(settings.STATIC_URL) and response.status_code < 400):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def leaving_quickly(answer: Answer) -> Answer:
    """Answer somebody who is leaving with an empty page: nothing of the diary flashes up.

    The cookie is set by the page's own script for a few seconds.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        is_away = request.COOKIES.get(settings.AWAY_COOKIE_NAME) == "1" and request.method == "GET"
        if not is_away or request.path.startswith(settings.STATIC_URL):
            return answer(request)
        told = {"cookie": settings.AWAY_COOKIE_NAME}
        response = HttpResponse(render_to_string("away.html", told))
        response.delete_cookie(settings.AWAY_COOKIE_NAME, samesite="Strict")
        return response

    return middleware


def body_limit(answer: Answer) -> Answer:
    """Refuse a body that is larger than any form of ours, before it is read."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        largest = settings.LARGEST_BODY
        if re.fullmatch(settings.UPLOADS, request.path):
            largest = settings.LARGEST_UPLOAD
        elif re.fullmatch(settings.ACCOUNTS_IN, request.path):
            largest = settings.LARGEST_ACCOUNT
        if length.isascii() and length.isdigit() and int(length) > largest:
            return too_large(request)
        return answer(request)

    return middleware


def while_it_hangs(answer: Answer) -> Answer:
    """Answer at once while the database hangs, so that nobody waits behind those who waited."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        begin()
        is_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        needs_it = request.method == "POST" or connection.vendor == "postgresql"
        if hangs() and needs_it and is_signed_in and not request.path.startswith(HELP):
            return unavailable(request)
        return answer(request)

    return middleware


def large_body_of_a_person(answer: Answer) -> Answer:
    """Refuse a large body of somebody who is not signed in, before any of it is read."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_large = length.isascii() and length.isdigit() and int(length) > settings.LARGEST_BODY
        if is_large and find_person(request) is None:
            return too_large(request)
        return answer(request)

    return middleware


def request_reference(answer: Answer) -> Answer:
    """Give each request a short number that an error page and the log line share.

    An answer of 405 is empty in Django: it gets a page with help on it, as all errors have.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.reference = secrets.token_hex(4)  # type: ignore[attr-defined]
        here = REFERENCE.set(request.reference)  # type: ignore[attr-defined]
        try:
            response = answer(request)
        finally:
            REFERENCE.reset(here)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            page = not_this_way(request)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    return middleware
