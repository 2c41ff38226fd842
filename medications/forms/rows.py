"""Rows of steps in a form: how many are shown, and which one the page opens at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

MOST_STEPS = 12
NO_DOSE = "Enter the dose from this day on, for example 25. For none, write 0."


def rows_shown(data: Mapping[str, Any] | None, leg: str, least: int) -> int:
    """Return how many rows a leg shows: those that were there, and one more where asked for."""
    told = str((data or {}).get(f"{leg}_rows", ""))
    there = int(told) if told.isascii() and told.isdigit() and len(told) < 4 else least
    more = (data or {}).get("add") == leg
    return max(least, min(MOST_STEPS, there + more))


def put_first(form: forms.Form, field: str) -> None:
    """Let the page open at a field: the new row, after one was asked for."""
    form.fields[field].widget.attrs["autofocus"] = True
