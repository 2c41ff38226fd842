"""A file on its way into an account: looked at first, then brought in whole, and taken back."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.actions import wait_for_turn
from accounts.models import Arrival, User
from summary.archive.pack import settings_of
from summary.archive.shape import KINDS
from summary.archive.unpack import Account, NotEmpty, is_empty, read, take_over, unpack

TAKE_BACK_FOR = timedelta(days=1)
LOOKED_AT_FOR = timedelta(hours=1)


def find_arrival(owner: User) -> Arrival | None:
    return Arrival.objects.filter(owner=owner).first()


def forget_stale(*, arrivals: QuerySet[Arrival], now: datetime) -> int:
    """Let go of files that were looked at and left, and of how one could be taken back.

    arrivals: a person's, or everybody's at night. Returns how many.
    """
    left = Q(done_at=None, looked_at__lt=now - LOOKED_AT_FOR)
    return arrivals.filter(left | Q(done_at__lt=now - TAKE_BACK_FOR)).delete()[0]


def look_at(*, owner: User, content: bytes, now: datetime) -> None:
    """Keep a file to be looked at, with what is in it. Raises NotAnAccount, NotEmpty."""
    if not is_empty(owner):
        raise NotEmpty
    counts = json.dumps(read(content).counts())
    with transaction.atomic():
        wait_for_turn(owner)
        Arrival.objects.filter(owner=owner).delete()
        Arrival.objects.create(owner=owner, file=content, rows=counts, looked_at=now)


def looked_at(arrival: Arrival | None, now: datetime) -> dict[str, int] | None:
    """Return kind -> count of what was looked at within the last hour and not brought in yet."""
    if arrival is None or arrival.done_at or now - arrival.looked_at > LOOKED_AT_FOR:
        return None
    counts: dict[str, int] = json.loads(str(arrival.rows))
    return counts


def bring_in(*, owner: User, now: datetime) -> bool:
    """Bring in what was looked at, all of it or nothing. Tell whether there was something.

    Raises NotAnAccount, NotEmpty.
    """
    arrival = find_arrival(owner)
    if arrival is None or looked_at(arrival, now) is None:
        return False
    account = read(arrival.file)
    with transaction.atomic():
        return _take_in(owner, account, arrival.pk, now)


def _take_in(owner: User, account: Account, looked_at_as: UUID, now: datetime) -> bool:
    wait_for_turn(owner)
    arrival = Arrival.objects.filter(owner=owner, pk=looked_at_as, done_at=None).first()
    if arrival is None:  # another tab was faster
        return False
    before = settings_of(owner)
    made = unpack(owner, account, now.date())
    rows = [(name, str(key)) for name, key in made]
    arrival.rows = json.dumps({"rows": rows, "settings": before})
    arrival.file, arrival.done_at = b"", now
    arrival.save()
    return True


def can_take_back(arrival: Arrival | None, now: datetime) -> bool:
    return bool(arrival and arrival.done_at and now - arrival.done_at <= TAKE_BACK_FOR)


@transaction.atomic
def take_back(*, owner: User, now: datetime) -> bool:
    """Remove every row that was brought in, and set what was set. Tell whether it could be done."""
    wait_for_turn(owner)
    arrival = find_arrival(owner)
    if arrival is None or not can_take_back(arrival, now):
        return False
    done = json.loads(str(arrival.rows))
    keys: dict[str, list[str]] = {}
    for name, key in done["rows"]:
        keys.setdefault(name, []).append(key)
    for name in reversed(list(KINDS)):
        KINDS[name]._default_manager.filter(pk__in=keys.get(name, [])).delete()
    take_over(owner, done["settings"])
    arrival.delete()
    return True
