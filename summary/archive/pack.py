"""Writes the whole account as one file: a ZIP of one JSON text and the pictures beside it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from hashlib import sha256
from typing import Any

from accounts.models import User
from accounts.rows import Limited
from domain.companions import COMPANIONS
from summary.archive.shape import (
    KINDS,
    SETTINGS,
    Kind,
    fields_of,
    is_file,
    is_shared_key,
    mine,
    parent_of,
)

FORMAT, VERSION = "numbtrack account", 1
DATA = "account.json"
ABOUT = (
    "Everything that one person keeps in numbtrack, in their own words. Not a diagnosis. The shape "
    "is described in docs/account.schema.json."
)
HARM, SENSITIVE = "harm", "sensitive"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of each file inside: a file says nothing of when it was made, and two are alike."""


class Packed:
    """An account as plain values. Rows refer to one another by their place: "medications/3"."""

    def __init__(self, owner: User, also: Collection[str]) -> None:
        self.owner = owner
        self.also = also
        self.labels: dict[Any, str] = {}
        self.files: dict[str, bytes] = {}
        self.kinds = {name: self._rows(name, kind) for name, kind in KINDS.items()}

    def content(self) -> dict[str, Any]:
        about = {"format": FORMAT, "version": VERSION, "about": ABOUT}
        return {**about, "settings": settings_of(self.owner), **self.kinds}

    def _rows(self, name: str, kind: Kind) -> list[dict[str, Any]]:
        """Return the rows of a kind in an order that their content alone decides."""
        found = [(self._row(kind, row), row) for row in mine(kind, self.owner)]
        found.sort(key=lambda each: json.dumps(each[0], sort_keys=True))
        for place, (told, row) in enumerate(found, start=1):
            self.labels[row.pk] = f"{name}/{place}"
            self._keep_files(told, row, place)
            self._name_shared(told, row)
        return [told for told, _ in found]

    def _row(self, kind: Kind, row: Limited) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for field in fields_of(kind):
            if is_shared_key(field):
                continue
            if is_file(field):  # until its place is known its content stands for it
                told[field.name] = sha256(getattr(row, field.attname)).hexdigest()
                continue
            if parent_of(field):
                told[field.name] = self.labels.get(getattr(row, field.attname))
            else:
                told[field.name] = _plain(getattr(row, field.attname))
        return self._without_what_was_not_ticked(told)

    def _without_what_was_not_ticked(self, told: dict[str, Any]) -> dict[str, Any]:
        if "harm" in told and HARM not in self.also:
            told["harm"] = ""
        if "companions" in told and SENSITIVE not in self.also:
            for part in ("companions", "not_rated"):
                told[part] = {k: v for k, v in told[part].items() if not _is_sensitive(k)}
        if "clinician" in told:
            told["clinician"] = self._label_of(told["clinician"])
        return told

    def _label_of(self, clinician: str) -> str:
        """Return the place of someone of the care team, or the kind of clinician as it is."""
        return next((at for pk, at in self.labels.items() if str(pk) == clinician), clinician)

    def _keep_files(self, told: dict[str, Any], row: Limited, place: int) -> None:
        for field in filter(is_file, fields_of(type(row))):
            address = f"files/{place}.{getattr(row, 'encoding', 'bin')}"
            self.files[address] = bytes(getattr(row, field.attname))
            told[field.name] = address

    def _name_shared(self, told: dict[str, Any], row: Limited) -> None:
        """Name what rows have in common by the order in which it comes up."""
        for field in filter(is_shared_key, fields_of(type(row))):
            key = getattr(row, field.attname)
            if key is not None and key not in self.labels:
                self.labels[key] = f"{field.name}-{len(self.labels)}"
            told[field.name] = self.labels[key] if key is not None else None


def _is_sensitive(key: str) -> bool:
    return key in COMPANIONS and COMPANIONS[key].sensitive


def settings_of(owner: User) -> dict[str, Any]:
    return {name: _plain(getattr(owner, name)) for name in SETTINGS}


def _plain(value: Any) -> Any:
    """Return a value as JSON takes it; times keep their parts and their place."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def pack(
    owner: User, also: Collection[str] = (), beside: Mapping[str, bytes] | None = None
) -> bytes:
    """Return the whole account as a ZIP.

    also: HARM, SENSITIVE where they were ticked for this file. beside: name -> content of files
    that are not brought in again.
    """
    packed = Packed(owner, also)
    text = json.dumps(packed.content(), ensure_ascii=False, indent=1, sort_keys=True)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in [
            (DATA, text.encode()),
            *sorted((packed.files | dict(beside or {})).items()),
        ]:
            file.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()
