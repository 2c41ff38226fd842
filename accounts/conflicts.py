"""What a form shows when its row was saved from another page meanwhile. Nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict

from domain.dates import long_day


def seen_field() -> Any:
    """Return the hidden field that tells which version of a row a form showed."""
    return forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=1_000_000, required=False
    )


def keep_both(form: forms.Form, saved: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Let a form show what was typed, to be saved over the row as it stands now.

    saved: what stands, as the form would open with it, its version under ``seen``. Return what
    stands in words, field by field, for whatever differs from what was typed.
    """
    data = cast("QueryDict", form.data).copy()
    data["seen"] = str(saved["seen"])
    form.data = data
    different = [
        field
        for field in form.visible_fields()
        if form.cleaned_data.get(field.name) != saved.get(field.name)
    ]
    return [(str(each.label), _words(each.field, saved.get(each.name))) for each in different]


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(value, date):
        return long_day(value)
    if isinstance(value, bool):
        return "ticked" if value else "not ticked"
    if isinstance(field, forms.ChoiceField):
        listed = cast("list[tuple[str, str]]", list(field.choices))  # type: ignore[arg-type]
        known = {str(key): str(words) for key, words in listed}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(known.get(str(each), str(each)) for each in chosen) or "nothing"
    if isinstance(value, list):
        value = ", ".join(value)
    return "nothing" if value in (None, "") else str(value)
