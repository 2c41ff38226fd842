"""An account's own log: sign-ins, files, shares and changes of security, never a word of anyone.

Each line is bound to the one before it by a keyed hash, and the log itself to its first and last
line, so that a line that was changed, taken out or cut off is found by ``manage.py audit_verify``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone as clock
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.clients import coarse
from accounts.keeping import wait_for_turn
from accounts.models import Activity, ActivityKind, ActivityLog, User
from accounts.requests import PersonRequest

KEPT_FOR = timedelta(days=365)


def client_of(request: HttpRequest | None) -> str:
    """Return the browser and the system of a request, coarsely."""
    return coarse(request.headers.get("User-Agent", "")) if request is not None else ""


def begin_log(*, owner: User) -> ActivityLog:
    """Let an account that comes to be have a log, which holds nothing yet."""
    log = ActivityLog(owner=owner)
    log.seal = seal_of_log(log)
    log.save(force_insert=True)
    return log


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
    log = _log_of(owner)
    line = Activity(
        owner=owner,
        number=log.last + 1,
        kind=kind,
        detail=detail,
        client=client_of(request),
        by=by,
        at=now,
        before=log.latest,
    )
    line.seal = seal_of(line)
    line.save()
    _move(log, last=line.number, latest=line.seal)
    return line


def note(request: PersonRequest, kind: ActivityKind, detail: str = "") -> None:
    """Add a line for what somebody does on a page, now."""
    note_activity(owner=request.user, kind=kind, now=clock.now(), detail=detail, request=request)


def _log_of(owner: User) -> ActivityLog:
    """Return where a log begins and ends; without a seal where somebody deleted that."""
    log = ActivityLog.objects.filter(owner=owner).first()
    if log is not None:
        return log
    latest = owner.activities.order_by("-number").first()
    return ActivityLog(
        owner=owner, last=latest.number if latest else 0, latest=latest.seal if latest else ""
    )


def _move(log: ActivityLog, **ends: int | str) -> None:
    """Keep that a log begins or ends elsewhere now. One that was tampered with stays so."""
    holds = _holds(log)
    for name, value in ends.items():
        setattr(log, name, value)
    if holds:
        log.seal = seal_of_log(log)
    log.save()


# --- seals


def seal_of(line: Activity) -> str:
    """Return the keyed hash of a line with the one before it."""
    told = (line.before, line.owner_id, line.number, line.kind, line.detail, line.client, line.by)
    text = "|".join(map(str, (*told, line.at.timestamp())))
    return salted_hmac("accounts.activity", text, algorithm="sha256").hexdigest()


def seal_of_log(log: ActivityLog) -> str:
    """Return the keyed hash of where a log begins and ends."""
    text = f"{log.owner_id}|{log.first}|{log.last}|{log.latest}"
    return salted_hmac("accounts.activity_log", text, algorithm="sha256").hexdigest()


def _holds(log: ActivityLog) -> bool:
    return constant_time_compare(log.seal, seal_of_log(log))


def broken_lines(owner: User) -> Iterator[int]:
    """Yield the number of each line that was changed, or before which one was taken out.

    One that was cut off either end stands under its own number, and 0 stands for what the log
    keeps of its ends.
    """
    log = _log_of(owner)
    if not _holds(log):
        yield 0
    before: Activity | None = None
    for line in owner.activities.order_by("number"):
        if before is None and line.number != log.first:
            yield log.first
        follows = before is None or (
            line.number == before.number + 1 and constant_time_compare(line.before, before.seal)
        )
        if not (follows and constant_time_compare(line.seal, seal_of(line))):
            yield line.number
        before = line
    ends_at = before.number if before else log.first - 1
    if ends_at != log.last or (before and before.seal != log.latest):
        yield log.last


# --- forgetting


def forget_old_activity(*, now: datetime) -> int:
    """Forget the lines of everybody that are older than a year; return how many."""
    old = Activity.objects.filter(at__lt=now - KEPT_FOR)
    owners = User.objects.filter(pk__in=old.values("owner"))
    return sum(_forget(owner, now - KEPT_FOR) for owner in owners)


@transaction.atomic
def _forget(owner: User, moment: datetime) -> int:
    """Let a log begin with its first line since a moment; one that was tampered with stays so."""
    wait_for_turn(owner)
    is_whole = next(broken_lines(owner), None) is None
    log = _log_of(owner)
    kept = owner.activities.filter(at__gte=moment).order_by("number").first()
    first = kept.number if kept else log.last + 1
    deleted, _ = owner.activities.filter(number__lt=first).delete()
    if is_whole:
        _move(log, first=first)
    return deleted
