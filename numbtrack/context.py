"""What every template may show."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.session import SessionStorage
from django.db import Error
from django.http import HttpRequest
from django.utils import timezone as clock

from accounts.requests import find_person
from accounts.sessions import OWN, left_of
from domain import safety, wording

MESSAGES = SessionStorage.session_key
SAFETY_WORDS = {
    name: getattr(safety, name)
    for name in ("THANKS", "PANEL", "STAY_SAFE", "QUIET_LINE", "ASKED_ONCE")
}
ROOMS = {
    "checkins": "today",
    "dashboard:day": "today",
    "dashboard": "trends",
    "journal": "journal",
    "medications": "medications",
    "dashboard:medicine": "medications",
    "summary": "visit",
    "care": "visit",
    **dict.fromkeys(("security", "mfa_index", "activity", "agreement", "leaving"), "settings"),
    "settings": "settings",
    "background": "settings",
}
"""A page's name, or its first part -> the link of the navigation that is marked as present."""


def find_notices(request: HttpRequest) -> list[Any]:
    """Return what the page before had to say; nothing where the database does not answer."""
    session = getattr(request, "session", None)
    try:
        if session is None or MESSAGES not in session:
            return []
    except Error:
        return []
    return list(get_messages(request))


def _room(request: HttpRequest) -> str:
    name = request.resolver_match.view_name if request.resolver_match else ""
    return ROOMS.get(name, ROOMS.get(name.partition(":")[0], ""))


def house(request: HttpRequest) -> dict[str, Any]:
    person = find_person(request)
    return {
        "person": person,
        "help_country": person.country if person else "",
        "room": _room(request),
        "notices": find_notices(request),
        "disclaimer": wording.DISCLAIMER,
        "disclaimer_long": wording.DISCLAIMER_LONG,
        "safety": SAFETY_WORDS,
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "session_is_short": person is not None and not request.session.get(OWN),
        "session_left": left_of(request, clock.now()) if person is not None else 0,
        "away_cookie": settings.AWAY_COOKIE_NAME,
        "sends_mail": settings.MAIL_CONFIGURED or settings.DEVELOPMENT,
        "sign_up_open": settings.SIGN_UP_OPEN,
        "by_invitation": settings.SIGN_UP == "invited",
    }
