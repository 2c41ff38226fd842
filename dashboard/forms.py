"""What can be asked of a page that only reads."""

from __future__ import annotations

from django import forms

from accounts.typed import a_day
from domain.before_after import LONGEST_SETTLING


class SettlingForm(forms.Form):
    """How many days after a change are left out of a comparison."""

    settling = forms.IntegerField(
        label="Days left out after the change",
        help_text=f"From 0 to {LONGEST_SETTLING}.",
        min_value=0,
        max_value=LONGEST_SETTLING,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Write a number of days, such as 14.",
            "invalid": "Write a number of days, such as 14.",
            "min_value": f"Write a number from 0 to {LONGEST_SETTLING}.",
            "max_value": f"Write a number from 0 to {LONGEST_SETTLING}.",
        },
    )


class AsOfForm(forms.Form):
    """By which day something was recorded; empty for now."""

    as_of = a_day("As it was recorded by the end of", required=False)
