"""What a person says of a medication itself, and what they noticed with it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from accounts.conflicts import seen_field
from accounts.typed import WordsField, a_day, check_day
from domain.dates import long_day
from domain.medicines import CATALOGUE
from medications.models import LONGEST_NAME, LONGEST_NOTE, LONGEST_WORDS

CLASSES = sorted({each.drug_class for each in CATALOGUE.values()})
LONGEST_CLASS = 60


class MedicationForm(forms.Form):
    """A medication's name and whatever else is told of it; the name alone is needed."""

    name = forms.CharField(
        label="Name",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter the name of the medicine."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    drug_class = forms.CharField(
        label="Class (optional)",
        help_text="What kind of medicine it is, such as SSRI. Earlier changes keep theirs.",
        max_length=LONGEST_CLASS,
        required=False,
        widget=forms.TextInput(attrs={"list": "classes", "autocomplete": "off"}),
    )
    taken_for = forms.CharField(
        label="Taken for (optional)",
        help_text="Such as mood, sleep or pain.",
        max_length=LONGEST_NAME,
        required=False,
    )
    prescriber = forms.CharField(
        label="Prescribed by (optional)",
        help_text="A name or a role.",
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = WordsField(
        longest=LONGEST_NOTE,
        what="A note",
        label="Note (optional)",
        help_text="Stored encrypted, like the two fields before it.",
    )

    seen = seen_field()

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


class SideEffectForm(forms.Form):
    """What was noticed, since when, and until when if it has gone."""

    words = forms.CharField(
        label="What did you notice?",
        help_text="A word is enough. Stored encrypted.",
        max_length=LONGEST_WORDS,
        error_messages={"required": "Write a word or two."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    began_on = a_day("Since which day?")
    ended_on = a_day("Until which day? (optional)", "Empty while it lasts.", required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = seen_field()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_words(self) -> str:
        return " ".join(str(self.cleaned_data["words"]).split())

    def clean_began_on(self) -> date:
        return check_day(self.cleaned_data["began_on"], self.today)

    def clean_ended_on(self) -> date | None:
        day: date | None = self.cleaned_data["ended_on"]
        return None if day is None else check_day(day, self.today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        began, ended = cleaned.get("began_on"), cleaned.get("ended_on")
        if began is not None and ended is not None and ended < began:
            told = f"It began on {long_day(began)}: enter that day or a later one."
            self.add_error("ended_on", told)
        return cleaned
