"""A file on its way into an account: looked at first, then brought in whole, and taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from accounts.keeping import wait_for_turn
from accounts.models import Arrival, User
from summary.archive.pack import settings_of
from summary.archive.reading import read
from summary.archive.shape import KINDS, is_file, mine, parent_of
from summary.archive.unpack import NotEmpty, Ready, is_empty, make_ready, put_in, take_over

TAKE_BACK_FOR = timedelta(days=1)
LOOKED_AT_FOR = timedelta(hours=1)
FORM = 2
"""How it is noted what was brought in: rows that were noted otherwise cannot be compared."""


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
    ready = make_ready(owner, account, now.date())
    with transaction.atomic():
        return _take_in(owner, ready, arrival.pk, now)


def _take_in(owner: User, ready: Ready, looked_at_as: UUID, now: datetime) -> bool:
    wait_for_turn(owner)
    arrival = Arrival.objects.filter(owner=owner, pk=looked_at_as, done_at=None).first()
    if arrival is None:  # another tab was faster
        return False
    before = settings_of(owner)
    put_in(owner, ready)
    held = [(row.kind, str(row.key), row.told) for row in _rows_of(owner)]
    settings = {"settings": before, "settings_of_file": settings_of(owner)}
    arrival.rows = json.dumps({"form": FORM, "rows": held, **settings})
    arrival.file, arrival.done_at = b"", now
    arrival.save()
    return True


class Row(NamedTuple):
    """A row as it lies there. told: a short hash of what it holds, to see whether it changed.

    parents: the keys of the rows that it belongs to.
    """

    kind: str
    key: UUID
    told: str
    parents: Sequence[UUID]


def _rows_of(owner: User) -> Iterator[Row]:
    """Yield every row of a person that a file of theirs would hold, with nothing of it opened.

    Its columns are compared as the database gives them: what was sealed anew since counts as
    changed, and so stays.
    """
    for name, kind in KINDS.items():
        fields = [each for each in kind._meta.concrete_fields if not is_file(each)]
        columns = [each.attname for each in fields]
        parents = [1 + columns.index(each.attname) for each in fields if parent_of(each)]
        sql, values = mine(kind, owner).values_list("pk", *columns).query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            for held in cursor.fetchall():
                told = sha256(repr(tuple(map(_plain, held))).encode()).hexdigest()[:16]
                belongs_to = [UUID(str(held[at])) for at in parents if held[at] is not None]
                yield Row(name, UUID(str(held[0])), told, belongs_to)


def _plain(value: Any) -> Any:
    """Return a value whose words are its content: those of a memoryview are its address."""
    return bytes(value) if isinstance(value, memoryview) else value


def can_take_back(arrival: Arrival | None, now: datetime) -> bool:
    return _noted(arrival, now) is not None


def _noted(arrival: Arrival | None, now: datetime) -> dict[str, Any] | None:
    """Return what was noted as it was brought in: for a day, and by a numbtrack like this one."""
    if arrival is None or arrival.done_at is None or now - arrival.done_at > TAKE_BACK_FOR:
        return None
    noted: dict[str, Any] = json.loads(str(arrival.rows))
    return noted if noted.get("form") == FORM else None


@transaction.atomic
def take_back(*, owner: User, now: datetime) -> bool:
    """Remove what was brought in and set what was set; what was added or changed since stays.

    Tell whether it could be done.
    """
    wait_for_turn(owner)
    arrival = find_arrival(owner)
    done = _noted(arrival, now)
    if arrival is None or done is None:
        return False
    made = {UUID(key): told for _, key, told in done["rows"]}
    going = made.keys() - _kept(owner, made)
    for kind in reversed(list(KINDS.values())):
        kind._default_manager.filter(pk__in=going).delete()
    now_set, of_file = settings_of(owner), done["settings_of_file"]
    changed = {name: value for name, value in now_set.items() if value != of_file[name]}
    take_over(owner, done["settings"] | changed)
    arrival.delete()
    return True


def _kept(owner: User, made: Mapping[UUID, str]) -> set[UUID]:
    """Return what stays: rows that a person added or changed since, and all that hangs together
    with them, such as the medicine of a change and its other changes.

    made: key of each row that was brought in -> what it held then, as a hash.
    """
    rows = list(_rows_of(owner))
    kept = {row.key for row in rows if made.get(row.key) != row.told}
    beside = [(row.key, parent) for row in rows for parent in row.parents]
    before = -1
    while len(kept) != before:
        before = len(kept)
        for pair in beside:
            if kept.intersection(pair):
                kept.update(pair)
    return kept
