"""An account's own log: sign-ins, files, shares and changes of security, never a word of anyone.

Each line is bound to the one before it by a keyed hash, so that a line that was changed, or
taken out of the middle, is found by ``manage.py audit_verify``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone as clock
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.actions import wait_for_turn
from accounts.clients import coarse
from accounts.models import Activity, ActivityKind, User
from accounts.requests import PersonRequest

KEPT_FOR = timedelta(days=365)


def client_of(request: HttpRequest | None) -> str:
    """Return the browser and the system of a request, coarsely."""
    return coarse(request.headers.get("User-Agent", "")) if request is not None else ""


@transaction.atomic
def note_activity(
    *,
    owner: User,
    kind: ActivityKind,
    now: datetime,
    detail: str = "",
    request: HttpRequest | None = None,
    by: Activity.By = Activity.By.PERSON,
) -> Activity:
    """Add a line to a person's log. detail: one of our own words, never one of theirs."""
    wait_for_turn(owner)
    latest = owner.activities.order_by("-number").first()
    line = Activity(
        owner=owner,
        number=latest.number + 1 if latest else 1,
        kind=kind,
        detail=detail,
        client=client_of(request),
        by=by,
        at=now,
        before=latest.seal if latest else "",
    )
    line.seal = seal_of(line)
    line.save()
    return line


def note(request: PersonRequest, kind: ActivityKind, detail: str = "") -> None:
    """Add a line for what somebody does on a page, now."""
    note_activity(owner=request.user, kind=kind, now=clock.now(), detail=detail, request=request)


def seal_of(line: Activity) -> str:
    """Return the keyed hash of a line with the one before it."""
    told = (line.before, line.owner_id, line.number, line.kind, line.detail, line.client, line.by)
    text = "|".join(map(str, (*told, line.at.timestamp())))
    return salted_hmac("accounts.activity", text, algorithm="sha256").hexdigest()


def broken_lines(owner: User) -> Iterator[Activity]:
    """Yield each line that was changed, or before which one was taken out."""
    before: Activity | None = None
    for line in owner.activities.order_by("number"):
        follows = before is None or (
            line.number == before.number + 1 and constant_time_compare(line.before, before.seal)
        )
        if not (follows and constant_time_compare(line.seal, seal_of(line))):
            yield line
        before = line


def forget_old_activity(*, now: datetime) -> int:
    """Forget the lines of everybody that are older than a year; return how many."""
    deleted, _ = Activity.objects.filter(at__lt=now - KEPT_FOR).delete()
    return deleted
