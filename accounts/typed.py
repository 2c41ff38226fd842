"""What people type in forms, made even."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.widgets import Pills
from domain.dates import Precision
from domain.days import EARLIEST_DAY

NOT_YET = "That day has not come yet."
TOO_EARLY = "Choose a day after 1900."
HOW_SURE = {
    "day": "Exact day",
    "about": "About that day",
    "month": "Only the month",
    "year": "Only the year",
}


class WordsField(forms.CharField):
    """Free words with paragraphs: optional, with line ends of one kind.

    longest: how many characters it holds; what: what is said to hold them, "A note".
    """

    def __init__(
        self, *, longest: int, what: str, rows: int = 3, instead: str = "", **kwargs: Any
    ) -> None:
        kwargs.setdefault("required", False)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        self.longest, self.what, self.instead = longest, what, instead

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            told = f"{self.what} holds up to {self.longest:,} characters; this has {len(value):,}."
            raise forms.ValidationError(f"{told} {self.instead}".strip(), code="max_length")


def a_day(label: str, hint: str = "", *, required: bool = True, missing: str = "") -> Any:
    """Return a field for a calendar day."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": missing or "Enter the day, or your best guess.",
            "invalid": "Write the day like 2026-11-22.",
        },
    )


def a_certainty() -> Any:
    """Return a field for how sure a date is; read it with ``certainty``."""
    return forms.ChoiceField(
        label="How sure is the date?",
        choices=list(HOW_SURE.items()),
        widget=Pills,
        initial="day",
        required=False,
    )


def certainty(sure: str) -> tuple[Precision, bool]:
    """Return (precision, about) of what was chosen; an exact day where nothing was."""
    return Precision(sure) if sure in {"month", "year"} else Precision.DAY, sure == "about"


def uncertainty(precision: str, *, about: bool) -> str:
    """Return what is chosen in the form for a date that is kept: the way back."""
    return "about" if about else str(precision)


def check_day(day: date, today: date) -> date:
    """Return a day that has come. Raises ValidationError with what to say beside the field."""
    if day > today:
        raise ValidationError(NOT_YET, code="future")
    return check_early(day)


def check_early(day: date) -> date:
    """Return a day that is not absurdly long ago. Raises ValidationError."""
    if day < EARLIEST_DAY:
        raise ValidationError(TOO_EARLY, code="too_early")
    return day
