"""Counts what a person writes, so that a page knows whether anything has changed since it was made.

Every saved row with an owner counts; so do ``update``, ``delete`` and ``bulk_create`` of the
querysets that build on ``OwnedQuerySet``. The count is written with the row, in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import F

Row = TypeVar("Row", bound=models.Model)


def touch(owners: Iterable[UUID]) -> None:
    """Count a write of each of these people."""
    people: Any = apps.get_model("accounts", "User")
    people.objects.filter(pk__in=set(owners)).update(data_version=F("data_version") + 1)


def on_save(sender: type[models.Model], instance: models.Model, **_: object) -> None:
    """Count a saved row; what the accounts room keeps for itself stands on no page of data."""
    owner = getattr(instance, "owner_id", None)
    if owner is not None and sender._meta.app_label != "accounts":
        touch([owner])


class OwnedQuerySet(models.QuerySet[Row]):
    """Rows of people, whose writes in bulk count too."""

    @transaction.atomic
    def update(self, **values: Any) -> int:
        """Update as Django does, and count it for every owner of a row."""
        owners = set(self.order_by().values_list("owner_id", flat=True))
        changed = super().update(**values)
        touch(owners)
        return changed

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete as Django does, and count it for every owner of a row."""
        owners = set(self.order_by().values_list("owner_id", flat=True))
        deleted = super().delete()
        touch(owners)
        return deleted

    delete.queryset_only = True  # type: ignore[attr-defined]  # as Django marks its own

    @transaction.atomic
    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        """Create as Django does, and count it for every owner of a row."""
        rows: Sequence[Row] = list(objs)
        created = super().bulk_create(rows, *args, **kwargs)
        touch(getattr(row, "owner_id") for row in rows)  # noqa: B009  # not every model has one
        return created
