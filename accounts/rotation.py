"""Sealing everything anew with the first key, while people go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import QuerySet
from django.db.models.functions import Substr

from accounts.fields import SealedField
from accounts.sealing import CannotUnseal, first_key_id, heads, key_of
from accounts.second_factor import count_sealed, seal_anew, with_old_keys


class RowDoesNotOpen(Exception):
    """A value cannot be opened with any of the keys; the message names its table and row."""


@dataclass(frozen=True)
class Rotated:
    """What was done to one table. rows: those with words in them. moved: those sealed anew."""

    table: str
    rows: int
    moved: int


def sealed_models() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Yield each model that keeps sealed text, with the names of its sealed fields."""
    for model in apps.get_models():
        names = [each.name for each in model._meta.fields if isinstance(each, SealedField)]
        if names:
            yield model, names


class KeysDoNotOpen(Exception):
    """What is kept was sealed with a key that is not there; the message names a table and why."""


def check_keys() -> None:
    """Look for values that no key of ours sealed, and open one of each column and key.

    Raises KeysDoNotOpen: a wrong key must stop the start and never show empty words.
    """
    for model, names in sealed_models():
        for name in names:
            try:
                for row in _one_of_each_key(model, name):
                    getattr(row, name)
            except CannotUnseal as error:
                table = model._meta.db_table
                raise KeysDoNotOpen(f"{table}.{name} does not open: {error}") from None


def _one_of_each_key(model: type[models.Model], name: str) -> Iterator[models.Model]:
    """Yield a row for each key that sealed values of a column, and one that no key of ours did."""
    rest = model._base_manager.exclude(**{name: b""})
    for place, head in enumerate(heads()):
        start = {f"start_{place}": Substr(name, 1, len(head), output_field=models.BinaryField())}
        yield from rest.annotate(**start).filter(**{f"start_{place}": head})[:1]
        rest = rest.annotate(**start).exclude(**{f"start_{place}": head})
    yield from rest[:1]


def rotate(*, dry: bool = False) -> Iterator[Rotated]:
    """Seal what older keys sealed with the first one, row by row, and yield each table's count.

    A row is locked while it is sealed anew, so that nothing written meanwhile is lost; what is
    interrupted is taken up by the next run. Raises RowDoesNotOpen before anything of that row
    is changed.
    """
    for model, names in sealed_models():
        rows, moved = 0, 0
        for pk, *values in _in_parts(model._base_manager.values_list("pk", *names)):
            sealed = [value for value in values if value]
            rows += bool(sealed)
            if any(key_of(value) != first_key_id() for value in sealed):
                moved += 1
                if not dry:
                    _seal_anew(model, names, pk)
        yield Rotated(model._meta.db_table, rows, moved)
    yield _rotate_factors(dry=dry)


IN_ONE_PART = 50
"""Rows that are read at a time."""


def _in_parts(rows: QuerySet[Any, tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield (key, ...) of every row; no question to the database stays open meanwhile.

    On SQLite one that does keeps what is read as it was, and whoever then wants to write is
    refused at once where somebody else has written since.
    """
    part = list(rows.order_by("pk")[:IN_ONE_PART])
    while part:
        yield from part
        part = list(rows.order_by("pk").filter(pk__gt=part[-1][0])[:IN_ONE_PART])


def _rotate_factors(*, dry: bool) -> Rotated:
    """Seal the secrets of second factors anew: they lie in a table that is not ours."""
    moved = 0
    for factor in with_old_keys():
        moved += 1
        if dry:
            continue
        try:
            seal_anew(factor)
        except CannotUnseal as error:
            table = factor._meta.db_table
            raise RowDoesNotOpen(f"{table}, row {factor.pk}: {error}") from None
    return Rotated("mfa_authenticator", count_sealed(), moved)


@transaction.atomic
def _seal_anew(model: type[models.Model], names: list[str], pk: Any) -> None:
    row = model._base_manager.select_for_update().filter(pk=pk).first()
    if row is None:  # deleted meanwhile
        return
    try:
        for name in names:
            getattr(row, name)
    except CannotUnseal as error:
        raise RowDoesNotOpen(f"{model._meta.db_table}, row {pk}: {error}") from None
    row.save(update_fields=names)
