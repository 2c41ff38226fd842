"""The shape of the file of an account as JSON Schema, made from the models themselves."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.fields import SealedField
from accounts.models import User
from summary.archive.pack import ABOUT, FORMAT, VERSION
from summary.archive.shape import (
    KINDS,
    SETTINGS,
    Kind,
    fields_of,
    is_file,
    is_shared_key,
    parent_of,
)

TYPES: tuple[tuple[type[models.Field[Any, Any]], dict[str, Any]], ...] = (
    (models.BooleanField, {"type": "boolean"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.TimeField, {"type": "string", "format": "time"}),
    (models.DecimalField, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
    (models.IntegerField, {"type": "integer"}),
    (models.JSONField, {"type": ["object", "array"]}),
    (SealedField, {"type": "string"}),
    (models.CharField, {"type": "string"}),
)


def account_schema() -> dict[str, Any]:
    """Return the schema of version 1; rows name one another by their place in the file."""
    settings = {name: _of(User._meta.get_field(name)) for name in SETTINGS}
    kinds = {name: {"type": "array", "items": _row(kind)} for name, kind in KINDS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A whole account of numbtrack",
        "description": ABOUT,
        "type": "object",
        "required": ["format", "version", "settings", *KINDS],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "about": {"type": "string"},
            "settings": {"type": "object", "additionalProperties": False, "properties": settings},
            **kinds,
        },
    }


def _row(kind: Kind) -> dict[str, Any]:
    told = {field.name: _of(field) for field in fields_of(kind)}
    return {
        "type": "object",
        "required": list(told),
        "additionalProperties": False,
        "properties": told,
    }


def _of(field: Any) -> dict[str, Any]:
    if is_file(field):
        return {"type": "string", "description": "the address of a file beside this one"}
    if parent := parent_of(field):
        found: dict[str, Any] = {"type": "string", "pattern": rf"^{parent}/\d+$"}
    elif is_shared_key(field):
        found = {"type": "string", "description": "shared by rows that belong together"}
    else:
        found = dict(next(told for kind, told in TYPES if isinstance(field, kind)))
    return {"anyOf": [found, {"type": "null"}]} if field.null else found
