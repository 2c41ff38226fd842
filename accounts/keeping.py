"""How rows of every room are kept: one write of a person after another, once, over no other's."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet

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
    need_room(rows.filter(owner=row.owner, deleted_at=None).exclude(pk=row.pk))
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


def need_room(rows: QuerySet[Any], more: int = 1) -> None:
    """Raise TooManyRows where a diary does not hold so many more rows beside these.

    rows: a person's, of a kind that is Limited.
    """
    if rows.count() + more > rows.model.MOST:
        raise TooManyRows


@transaction.atomic
def keep_once(rows: Any, *, owner: User, submission: UUID, **told: Any) -> Any:
    """Keep a new row of a person; the same form sent twice is kept once.

    rows: the person's rows of this kind. Raises TooManyRows.
    """
    wait_for_turn(owner)
    found = rows.filter(submission=submission).first()
    if found is not None:
        return found
    need_room(rows.standing())
    return rows.create(submission=submission, **told)


@transaction.atomic
def change_row(row: Any, *, seen_version: int | None, **told: Any) -> None:
    """Replace what a versioned row of a person holds; the same again leaves it untouched.

    seen_version: the version that the form showed. told: fields -> values. Raises
    ChangedElsewhere, with the row as it stands, where another page was faster.
    """
    wait_for_turn(row.owner)
    row.refresh_from_db(fields=["version", *told])
    if all(getattr(row, name) == value for name, value in told.items()):
        return
    if seen_version is not None and seen_version != row.version:
        raise ChangedElsewhere(row)
    for name, value in told.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=["version", *told])
