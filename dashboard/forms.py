"""What can be asked of a page that only reads."""

from __future__ import annotations

from django import forms

from accounts.typed import a_day


class AsOfForm(forms.Form):
    """By which day something was recorded; empty for now."""

    as_of = a_day("As it was recorded by the end of", required=False)
