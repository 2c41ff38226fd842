"""Which country's help lines are shown."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts import countries
from accounts.typed import WordsField
from support.models import LONGEST_PART


def _part(label: str, hint: str) -> WordsField:
    return WordsField(longest=LONGEST_PART, what="This part", rows=4, label=label, help_text=hint)


class CountryForm(forms.Form):
    """known: whether a country is shown already, or is yet to be told."""

    country = forms.ChoiceField(choices=countries.CHOICES, required=False)

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].label = "Another country" if known else "Your country"


class PlanForm(forms.Form):
    """The person's own plan, in three parts; each may stay empty."""

    people = _part(
        "People I can call",
        "One on each line, with a number. A number becomes a button on the help page.",
    )
    places = _part("Places I can go", "Where you are not alone, or where it is calm.")
    helps = _part("What helps me stay safe", "Things that have helped before, however small.")
    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=1_000_000, required=False
    )

    def parts(self) -> dict[str, str]:
        """Return each part's words."""
        return {name: self.cleaned_data[name] for name in ("people", "places", "helps")}
