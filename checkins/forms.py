"""The four questions, and how their answers become values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError

from domain.days import BACKFILL_DAYS, EARLIEST_DAY, LATEST_DAY, may_be_filled_in
from domain.dimensions import DIMENSIONS, SCALE, Dimension, NotRated

NOTHING_CHOSEN = "Nothing is chosen yet. Any one answer is enough, “I can’t tell” too."
NOT_YET = "That day has not come yet."
TOO_FAR_BACK = (
    f"A day can be filled in up to {BACKFILL_DAYS} days later. After that memory is not "
    "reliable enough for numbers. The journal takes words for any day."
)


class RatingWidget(forms.RadioSelect):
    """Eleven native radios, the worded anchors, and the answers without a number."""

    kind = "rating"

    def __init__(self, dimension: Dimension) -> None:
        super().__init__()
        self.dimension = dimension


@dataclass(frozen=True)
class Cell:
    """One radio of the scale. words: its anchor, empty where it has none."""

    value: str
    words: str


class RatingField(forms.ChoiceField):
    """An answer to one question: a rating of 0..10, a reason for none, or nothing."""

    def __init__(self, dimension: Dimension) -> None:
        self.dimension = dimension
        choices = [(str(value), str(value)) for value in SCALE]
        choices += [(reason.value, dimension.wording_of(reason)) for reason in dimension.reasons]
        super().__init__(
            label=dimension.label,
            choices=[*choices, ("", "Leave empty")],
            required=False,
            widget=RatingWidget(dimension),
            error_messages={
                "invalid_choice": "Choose a whole number from 0 to 10, or “I can’t tell”."
            },
        )
        self.cells = [Cell(str(value), dimension.anchors.get(value, "")) for value in SCALE]
        self.others = [(each.value, dimension.wording_of(each)) for each in dimension.reasons]


class CheckInForm(forms.Form):
    """One day's answers.

    day: the day they are filed under. zone: the browser's time zone, where it tells it.
    seen: the version of the day that the page showed, 0 for an empty one. submission: the
    form's own key, so that a second sending is harmless.
    """

    day = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])
    zone = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=1_000_000, required=False
    )

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    def __init__(self, *args: Any, today: date, editing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.editing = editing
        for key, dimension in DIMENSIONS.items():
            self.fields[key] = RatingField(dimension)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today or day > LATEST_DAY:
            raise ValidationError(NOT_YET, code="future")
        if day < EARLIEST_DAY or not (self.editing or may_be_filled_in(day, self.today)):
            raise ValidationError(TOO_FAR_BACK, code="too_far_back")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        fine = not any(key in self.errors for key in DIMENSIONS)
        if fine and not any(cleaned.get(key) for key in DIMENSIONS):
            raise ValidationError(NOTHING_CHOSEN, code="empty")
        return cleaned

    def clean_submission(self) -> UUID:
        key: UUID | None = self.cleaned_data["submission"]
        return key or uuid4()

    def ratings(self) -> dict[str, int]:
        """Return dimension key -> 0..10 for the questions answered with a number."""
        answers = self._answers()
        return {key: int(value) for key, value in answers.items() if value.isdigit()}

    def not_rated(self) -> dict[str, str]:
        """Return dimension key -> reason for the questions answered without a number."""
        answers = self._answers()
        return {key: value for key, value in answers.items() if value in set(NotRated)}

    def _answers(self) -> dict[str, str]:
        return {key: self.cleaned_data.get(key, "") for key in DIMENSIONS}


def as_initial(ratings: Mapping[str, int], not_rated: Mapping[str, str]) -> dict[str, str]:
    """Return a day's answers as the form shows them."""
    return {key: str(value) for key, value in ratings.items()} | dict(not_rated)
