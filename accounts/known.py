"""Which accounts have signed in on this browser, in a signed cookie that names nobody."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.guessing import name_of
from accounts.models import User

DEVICE_COOKIE = "device"
DEVICE_DAYS = 365
ACCOUNTS = 5
"""How many accounts a browser knows."""
_SALT = "accounts.known-device"


def names_on_device(request: HttpRequest) -> list[str]:
    """Return two names of each account that signed in on this browser: of it with its password,
    and of it alone. The latest comes last.
    """
    cookie = request.COOKIES.get(_device_cookie(), "")
    try:
        names: list[str] = signing.loads(cookie, salt=_SALT, max_age=DEVICE_DAYS * 86400)
    except signing.BadSignature:
        return []
    return names


def known_device(request: HttpRequest, email: str) -> bool:
    """Tell whether this browser has signed in to this account since its password was set."""
    found = User.objects.filter(email__iexact=email).first()
    return found is not None and _trusted(found) in names_on_device(request)


def _trusted(user: User) -> str:
    return name_of(f"{user.pk}|{user.password}")


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let this browser in later even while somebody else is guessing at the account."""
    own = [_trusted(user), name_of(str(user.pk))]
    kept = [*(name for name in names_on_device(request) if name not in own), *own][-2 * ACCOUNTS :]
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
