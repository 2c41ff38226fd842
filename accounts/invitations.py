"""Invitations: a link that lets one person make one account, for two weeks."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from accounts.models import Invitation

LASTS = timedelta(days=14)
INVITED = "invited"


def _hash(link: UUID) -> str:
    return sha256(f"invitation|{link.hex}".encode()).hexdigest()


def invite(*, now: datetime) -> UUID:
    """Make an invitation and return its secret, which is kept nowhere. Old ones are forgotten."""
    forget_old_invitations(now=now)
    link = uuid4()
    Invitation.objects.create(link_hash=_hash(link), expires_at=now + LASTS)
    return link


def forget_old_invitations(*, now: datetime) -> int:
    return Invitation.objects.filter(expires_at__lt=now).delete()[0]


def is_invited(request: HttpRequest, now: datetime) -> bool:
    """Tell whether this browser holds an invitation that nobody has used."""
    held = request.session.get(INVITED, "")
    return bool(held) and Invitation.objects.filter(link_hash=held, expires_at__gt=now).exists()


class AlreadyUsed(Exception):
    """Another browser made an account with this invitation just now."""


@transaction.atomic
def use_up(request: HttpRequest) -> None:
    """Let an invitation make no second account. Raises AlreadyUsed."""
    held = request.session.pop(INVITED, "")
    if held and not Invitation.objects.filter(link_hash=held).delete()[0]:
        raise AlreadyUsed


def accept(request: HttpRequest, link: UUID, now: datetime) -> None:
    """Let this browser hold an invitation, if it is one that nobody has used."""
    going = Invitation.objects.filter(link_hash=_hash(link), expires_at__gt=now)
    if settings.SIGN_UP == "invited" and going.exists():
        request.session[INVITED] = _hash(link)
