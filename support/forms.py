"""Which country's help lines are shown."""

from __future__ import annotations

from django import forms

from accounts import countries


class CountryForm(forms.Form):
    country = forms.ChoiceField(label="Another country", choices=countries.CHOICES, required=False)
