"""Codes of an app (TOTP, RFC 6238) that count once, for as long as they would be accepted.

The library remembers a used code for half a minute, while it accepts a code for a minute and a
half, and does not remember the code that turned the app on. Here the step of the latest code is
kept with the factor, and only a later one is taken. While an app is being set up its secret lies
in the session: sealed. The library's own class is given these methods, since it names that class
in several places of its own.
"""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from accounts.sealing import CannotUnseal
from accounts.second_factor import opened_secret, sealed_secret

LATEST = "latest_step"


def _step_of(secret: str, code: str) -> int | None:
    """Return the step of time that a code belongs to, among those that are accepted now."""
    step: int
    for step in auth.yield_hotp_counters_from_time():
        expected = auth.format_hotp_value(auth.hotp_value(secret, step))
        if compare_user_code(actual=code, expected=expected):
            return step
    return None


@transaction.atomic
def validate_code(self: Any, code: str) -> bool:
    """Take a code whose step is later than that of every code before it."""
    row = Authenticator.objects.select_for_update().get(pk=self.instance.pk)
    step = _step_of(opened_secret(row.data["secret"]), code)
    if step is None or step <= row.data.get(LATEST, -1):
        return False
    row.data[LATEST] = step
    row.save(update_fields=["data"])
    self.instance = row
    return True


def activate(cls: Any, user: AbstractBaseUser, secret: str) -> Any:
    """Turn an app on. The code that did so was of this step, and counts no second time."""
    *_, this_step, _next = auth.yield_hotp_counters_from_time()
    data = {"secret": sealed_secret(secret), LATEST: this_step}
    kind = Authenticator.Type.TOTP
    return cls(Authenticator.objects.create(user_id=user.pk, type=kind, data=data))


def get_totp_secret(regenerate: bool = False) -> str:
    """Return the secret of the app that is being set up here, a new one where asked."""
    session = context.request.session
    try:
        if not regenerate:
            return opened_secret(session.get(auth.SECRET_SESSION_KEY, ""))
    except (CannotUnseal, ValueError):
        pass
    secret: str = auth.generate_totp_secret()
    session[auth.SECRET_SESSION_KEY] = sealed_secret(secret)
    return secret


def install() -> None:
    """Give the library's codes the methods above."""
    TOTP.activate = classmethod(activate)
    TOTP.validate_code = validate_code
    auth.get_totp_secret = get_totp_secret
