"""What is written in the journal."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from domain.days import EARLIEST_DAY
from journal.models import LONGEST_ENTRY

NOT_YET = "That day has not come yet."


class EntryForm(forms.Form):
    """A day and words. submission: the form's own key, so that a second sending is harmless."""

    day = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Write the day like 2026-11-22.", "required": "Choose a day."},
    )
    text = forms.CharField(
        label="Words",
        widget=forms.Textarea,
        max_length=LONGEST_ENTRY,
        strip=False,
        help_text="A word is enough. Stored encrypted; nobody reads it.",
        error_messages={
            "required": "Write a word or two, or leave the page.",
            "max_length": (
                f"An entry holds up to {LONGEST_ENTRY:,} characters; this one has %(show_value)d. "
                "You can split it in two."
            ),
        },
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=1_000_000, required=False
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise ValidationError(NOT_YET, code="future")
        if day < EARLIEST_DAY:
            raise ValidationError("Choose a day after 1900.", code="too_early")
        return day

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if not text.strip():
            raise ValidationError(self.fields["text"].error_messages["required"], code="required")
        return text


class RangeForm(forms.Form):
    """Which days of the journal are shown."""

    since = forms.DateField(
        label="From",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    until = forms.DateField(
        label="To",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
