"""How rows of every room are kept: one write of a person after another, once, over no other's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Length

from accounts.fields import SealedTextField
from accounts.models import User
from accounts.rows import Removable
from domain.days import BRING_BACK_FOR


class AccountGone(Exception):
    """The account was erased since its owner was asked for."""


def wait_for_turn(owner: User) -> None:
    """Let one write of a person follow another, within a transaction.

    What is looked up after it cannot be changed by another tab until the transaction ends.
    Raises AccountGone.
    """
    try:
        User.objects.select_for_update().only("pk").get(pk=owner.pk)
    except User.DoesNotExist:
        raise AccountGone from None


@transaction.atomic
def take_away(row: Removable, siblings: QuerySet[Any], now: datetime) -> None:
    """Hide a row; those of its siblings that have been hidden for a week are gone for good."""
    wait_for_turn(row.owner)
    siblings.filter(deleted_at__lt=now - BRING_BACK_FOR).delete()
    row.deleted_at = now
    row.save(update_fields=["deleted_at"])


@transaction.atomic
def bring_back(row: Removable) -> None:
    """Undo a deletion. Raises TooManyRows where others have taken its place."""
    wait_for_turn(row.owner)
    rows: Any = type(row)._base_manager
    need_room(rows.filter(Q(deleted_at=None) | Q(pk=row.pk), owner=row.owner), more=0)
    row.deleted_at = None
    row.save(update_fields=["deleted_at"])


def forget_removed(*, now: datetime) -> int:
    """Delete what anybody hid longer ago than it can be brought back; return how many rows."""
    kinds = [model for model in apps.get_models() if issubclass(model, Removable)]
    hidden = [kind._base_manager.filter(deleted_at__lt=now - BRING_BACK_FOR) for kind in kinds]
    return sum(rows.delete()[0] for rows in hidden)


class ChangedElsewhere(Exception):
    """What is to be saved was saved from another page since this one was opened."""

    def __init__(self, standing: Any) -> None:
        super().__init__()
        self.standing = standing


class TooManyRows(Exception):
    """The person has as many rows of this kind as a diary holds."""


def keep_newest(newest_first: QuerySet[Any], most: int) -> None:
    """Forget all but so many of a person's rows, which come in order."""
    beyond = list(newest_first.values_list("pk", flat=True)[most:])
    newest_first.model._default_manager.filter(pk__in=beyond).delete()


FEW = 300
"""Rows of which the bytes are not counted: so few of any kind cannot be too many."""


def need_room(rows: QuerySet[Any], more: int = 1, told: Mapping[str, Any] | None = None) -> None:
    """Raise TooManyRows where a diary does not hold so many more rows, or their words, with these.

    rows: a person's, of a kind that is Limited. told: fields of one that comes -> values; one
    without words asks for no room for them.
    """
    kind, count = rows.model, rows.count()
    if count + more > kind.MOST:
        raise TooManyRows
    words = _bytes_of(kind, told)
    asks = bool(words) or told is None
    if kind.LARGEST and count >= FEW and asks and held_in(rows) + words > kind.LARGEST:
        raise TooManyRows


def held_in(rows: QuerySet[Any]) -> int:
    """Return the bytes of all words in rows, as they are sealed."""
    sums = {name: Sum(Length(name)) for name in _words_of(rows.model)}
    return sum(each or 0 for each in rows.aggregate(**sums).values())


def _words_of(kind: Any) -> list[str]:
    return [each.name for each in kind._meta.concrete_fields if isinstance(each, SealedTextField)]


def _bytes_of(kind: Any, told: Mapping[str, Any] | None) -> int:
    there = told or {}
    return sum(len(str(there[name]).encode()) for name in _words_of(kind) if name in there)


@transaction.atomic
def keep_once(rows: Any, *, owner: User, submission: UUID, **told: Any) -> Any:
    """Keep a new row of a person; the same form sent twice is kept once.

    rows: the person's rows of this kind. Raises TooManyRows.
    """
    wait_for_turn(owner)
    found = rows.filter(submission=submission).first()
    if found is not None:
        return found
    need_room(rows.standing(), told=told)
    return rows.create(submission=submission, **told)


def need_room_for_change(row: Any, told: Mapping[str, Any]) -> None:
    """Raise TooManyRows where the words that come are more, and there is no room for them."""
    kind = type(row)
    before = {name: getattr(row, name) for name in told}
    if kind.LARGEST and _bytes_of(kind, told) > _bytes_of(kind, before):
        standing = kind._base_manager.filter(owner=row.owner)
        if "deleted_at" in {each.name for each in kind._meta.concrete_fields}:
            standing = standing.filter(deleted_at=None)
        need_room(standing.exclude(pk=row.pk), told=told)


@transaction.atomic
def change_row(row: Any, *, seen_version: int | None, **told: Any) -> None:
    """Replace what a versioned row of a person holds; the same again leaves it untouched.

    seen_version: the version that the form showed. told: fields -> values. Raises
    ChangedElsewhere, with the row as it stands, where another page was faster, and TooManyRows.
    """
    wait_for_turn(row.owner)
    row.refresh_from_db(fields=["version", *told])
    if all(getattr(row, name) == value for name, value in told.items()):
        return
    if seen_version is not None and seen_version != row.version:
        raise ChangedElsewhere(row)
    need_room_for_change(row, told)
    for name, value in told.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=["version", *told])
