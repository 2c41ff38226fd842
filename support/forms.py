"""Which country's help lines are shown."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts import countries


class CountryForm(forms.Form):
    """known: whether a country is shown already, or is yet to be told."""

    country = forms.ChoiceField(choices=countries.CHOICES, required=False)

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].label = "Another country" if known else "Your country"
