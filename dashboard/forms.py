"""What can be asked of a page that only reads."""

from __future__ import annotations

from django import forms


class AsOfForm(forms.Form):
    """By which day something was recorded; empty for now."""

    as_of = forms.DateField(
        label="As it was recorded by the end of",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Write the day like 2026-11-22."},
    )
