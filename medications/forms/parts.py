"""Fields that several forms of a medication share, and what is said beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms

from accounts.typed import a_certainty, a_day, certainty, check_day
from accounts.widgets import Boxes, Marked
from domain.doses import FREQUENCIES, ROUTES, UNITS, Dose
from domain.medicines import find_medicine
from domain.regimen import REASONS, Story, not_suddenly
from medications.models import LARGEST_DOSE, LONGEST_NAME, LONGEST_NOTE

ANOTHER = "another"
GONE = "This one is not in your list any more. Choose again."


DECIMAL_COMMA = re.compile(r"\d+,(\d{1,2}|\d{4})")
"""A comma that can only set tenths apart; before three digits it may as well set thousands."""


class AmountField(forms.DecimalField):
    """An amount, with a point or a comma."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and DECIMAL_COMMA.fullmatch(value.strip()):
            value = value.replace(",", ".")
        return super().to_python(value)


def an_amount(label: str, hint: str = "") -> Any:
    """Return a field for the amount of a dose."""
    return AmountField(
        label=label,
        help_text=hint,
        min_value=Decimal(0),
        max_value=Decimal(LARGEST_DOSE),
        max_digits=11,
        decimal_places=4,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "invalid": "Enter the dose as a number, for example 50.",
            "max_value": "Enter a dose up to 1,000,000.",
            "min_value": "Enter a dose above 0.",
        },
    )


def a_unit() -> Any:
    """Return a field for the unit of a dose."""
    choices = [("", "Unit …"), *((unit, unit) for unit in UNITS)]
    return forms.ChoiceField(label="Unit", choices=choices, required=False)


def a_frequency() -> Any:
    """Return a field for how often a dose is taken."""
    listed = [(each.key, each.words) for each in FREQUENCIES.values()]
    return forms.ChoiceField(
        label="How often", choices=[("", "as before, or once a day"), *listed], required=False
    )


def a_route() -> Any:
    """Return a field for how a medicine gets into the body."""
    return forms.ChoiceField(
        label="Route (optional)",
        help_text="How it gets into the body.",
        choices=[("", "Not noted"), *ROUTES.items()],
        required=False,
    )


def a_name(label: str) -> Any:
    """Return a field for the name of a medicine, with the catalogue as suggestions."""
    return forms.CharField(
        label=label,
        help_text="Start typing, or write any name.",
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"list": "medicines", "autocomplete": "off"}),
    )


def a_medicine(label: str, stories: Sequence[Story], today: date) -> Any:
    """Return a field for one of the person's medicines, or another.

    Those that must not be stopped suddenly are marked.
    """
    listed = [(str(story.key), as_choice(story, today)) for story in stories]
    widget = Marked()
    widget.marked = frozenset(
        str(story.key) for story in stories if not_suddenly(story.name, story.drug_class)
    )
    return forms.ChoiceField(
        label=label,
        choices=[("", "Choose …"), *listed, (ANOTHER, "Another medicine")],
        required=False,
        initial="" if listed else ANOTHER,
        error_messages={"invalid_choice": GONE},
        widget=widget if listed else forms.HiddenInput,
    )


def as_choice(story: Story, today: date) -> str:
    """Say a medicine as one of several to choose from."""
    now = story.now(today)
    if now is None:
        return f"{story.title}, not taken now"
    return f"{story.title}, {now.dose}" if now.dose else story.title


def usual_dose(story: Story | None, name: str) -> Dose:
    """Return unit and rhythm as they are usual: of the latest dose told, else of the catalogue.

    The amount of it means nothing: no dose is ever filled in for anybody.
    """
    told = [each.dose for each in story.changes if each.dose] if story else []
    if told:
        return told[-1]
    medicine = find_medicine(name)
    return Dose(Decimal(0), medicine.unit if medicine else "", "once_daily")


def typed_dose(amount: Decimal | None, unit: str, frequency: str, usual: Dose) -> Dose | None:
    """Return a dose as it was typed, with the usual unit and rhythm where none was chosen.

    None where nothing is taken: no amount, or 0.
    """
    rhythm = (frequency, "") if frequency else (usual.frequency, usual.words)
    return Dose(amount, unit or usual.unit, *rhythm) if amount else None


class ToldForm(forms.Form):
    """What can be told of anything that happened: how sure, why, with whom it was discussed.

    submission: the form's own key, so that a second sending is harmless.
    """

    how_sure = a_certainty()
    reasons = forms.MultipleChoiceField(
        label="Reason (optional, several)",
        choices=list(REASONS.items()),
        widget=Boxes,
        required=False,
    )
    discussed_with = forms.CharField(
        label="Discussed with (optional)",
        help_text="A name or a role, such as neurologist.",
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    discussed_on = a_day("On which day? (optional)", required=False)
    note = forms.CharField(
        label="Note (optional)",
        help_text="Stored encrypted.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_NOTE,
        strip=False,
        required=False,
    )
    so_it_was = forms.BooleanField(label="This is how it was. Save it.", required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """today: the person's own, by which days are judged."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.doubts: list[tuple[str, str]] = []

    def clean_discussed_on(self) -> date | None:
        day: date | None = self.cleaned_data["discussed_on"]
        return None if day is None else check_day(day, self.today)

    def clean_note(self) -> str:
        return str(self.cleaned_data["note"]).replace("\r\n", "\n").strip("\n")

    def told(self) -> dict[str, Any]:
        """Return what every kind of change shares, by the names of Facts."""
        cleaned = self.cleaned_data
        precision, about = certainty(cleaned.get("how_sure", ""))
        return {
            "precision": precision,
            "about": about,
            "reasons": cleaned["reasons"],
            "note": cleaned["note"],
            "discussed_with": cleaned["discussed_with"],
            "discussed_on": cleaned["discussed_on"],
        }
