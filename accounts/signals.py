"""What happens when somebody signs in, signs out, or changes how they do."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.utils import timezone as clock

from accounts import sessions
from accounts.actions import forget_pending_address
from accounts.activity import begin_log, note_activity
from accounts.leaving import stop_without_agreement
from accounts.models import ActivityKind, User

ADDED = {
    Authenticator.Type.TOTP: ActivityKind.APP_ADDED,
    Authenticator.Type.WEBAUTHN: ActivityKind.PASSKEY_ADDED,
    Authenticator.Type.RECOVERY_CODES: ActivityKind.CODES_MADE,
}
REMOVED = {
    Authenticator.Type.TOTP: ActivityKind.APP_REMOVED,
    Authenticator.Type.WEBAUTHN: ActivityKind.PASSKEY_REMOVED,
}


def connect() -> None:
    for signal, receiver in (
        (user_logged_in, signed_in),
        (user_logged_out, signed_out),
        (account.password_changed, password_changed),
        (account.password_reset, password_changed),
        (account.email_changed, email_changed),
        (account.user_signed_up, signed_up),
        (factors.authenticator_added, factor_added),
        (factors.authenticator_reset, factor_added),
        (factors.authenticator_removed, factor_removed),
        (factors.authenticator_used, factor_used),
    ):
        signal.connect(receiver, dispatch_uid=f"accounts.{receiver.__name__}")
    post_save.connect(saved, sender=User, dispatch_uid="accounts.saved")


def _note(request: HttpRequest | None, user: User, kind: ActivityKind) -> None:
    note_activity(owner=user, kind=kind, now=clock.now(), request=request)


def saved(instance: User, created: bool, **_: Any) -> None:
    if created:
        begin_log(owner=instance)


def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    stop_without_agreement(owner=user, now=clock.now())
    sessions.begin(request, user, clock.now())
    _note(request, user, ActivityKind.SIGNED_IN)


def signed_up(request: HttpRequest, user: User, **_: Any) -> None:
    _note(request, user, ActivityKind.AGREED)


def signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        sessions.here(request).delete()
        _note(request, user, ActivityKind.SIGNED_OUT)


def password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    """Nothing that was begun with the old password goes on: no session, no other address."""
    sessions.renew(request)
    sessions.end_others(request, user)
    forget_pending_address(owner=user)
    _note(request, user, ActivityKind.PASSWORD_CHANGED)


def email_changed(
    request: HttpRequest, user: User, from_email_address: EmailAddress | None, **_: Any
) -> None:
    if from_email_address is None:  # the first one was confirmed
        return
    sessions.end_others(request, user)
    _note(request, user, ActivityKind.EMAIL_CHANGED)


def factor_added(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    sessions.end_others(request, user)
    _note(request, user, ADDED[authenticator.type])


def factor_removed(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    if authenticator.type in REMOVED:
        sessions.end_others(request, user)
        _note(request, user, REMOVED[authenticator.type])


def factor_used(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _note(request, user, ActivityKind.CODE_USED)
