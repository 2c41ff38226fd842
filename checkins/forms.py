"""The questions of a day, and how their answers become values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError

from accounts.typed import WordsField
from checkins.models import CheckIn, Told
from domain.answers import Amount, AnswerKind, Companion
from domain.companions import ANCHORS, COMPANIONS, MOST_ON, in_order
from domain.days import BACKFILL_DAYS, EARLIEST_DAY, LATEST_DAY, may_be_filled_in
from domain.dimensions import DIMENSIONS, SCALE, Dimension, NotRated
from domain.safety import QUESTION, QUESTION_NOTE, HarmAnswer
from domain.wording import LONGEST_NOTE

NOTHING_CHOSEN = "Nothing is chosen yet. Any one answer is enough, “I can’t tell” too."
NOT_YET = "That day has not come yet."
TOO_FAR_BACK = (
    f"A day can be filled in up to {BACKFILL_DAYS} days later. After that memory is not "
    "reliable enough for numbers. The journal takes words for any day."
)
TOO_MANY_COMPANIONS = f"Up to {MOST_ON} can be on. A longer check-in is hard to keep up."
LEAVE_EMPTY = ("", "Leave empty")
NUMBER = re.compile(r"[0-9]{1,4}\.?[0-9]{0,2}|\.[0-9]{1,2}")
CANT_TELL = (NotRated.CANT_TELL.value, "I can’t tell")


class Control(forms.Widget):
    """A control that templates/numbtrack/ renders by its kind; its values are one or many."""

    def __init__(self, kind: str, *, several: bool = False) -> None:
        super().__init__()
        self.kind = kind
        self.several = several

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if self.several and hasattr(data, "getlist"):
            return data.getlist(name)
        return data.get(name)


@dataclass(frozen=True)
class Cell:
    """One radio of the scale. words: its anchor, empty where it has none."""

    value: str
    words: str


class RatingField(forms.ChoiceField):
    """An answer on the scale: a rating of 0..10, a reason for none, or nothing."""

    def __init__(
        self,
        label: str,
        question: str,
        hint: str,
        anchors: Mapping[int, str],
        others: Sequence[tuple[str, str]],
        note: str = "",
    ) -> None:
        self.question, self.hint, self.note, self.others = question, hint, note, others
        self.cells = [Cell(str(value), anchors.get(value, "")) for value in SCALE]
        super().__init__(
            label=label,
            choices=[*((str(value), str(value)) for value in SCALE), *others, LEAVE_EMPTY],
            required=False,
            widget=Control("rating"),
            error_messages={
                "invalid_choice": "Choose a whole number from 0 to 10, or “I can’t tell”."
            },
        )


class AmountField(forms.CharField):
    """A quantity as people write it: 7.5, 7,5 or 7.5 h, kept as typed where it is none."""

    def __init__(self, label: str, hint: str, amount: Amount) -> None:
        self.amount = amount
        super().__init__(
            label=label,
            help_text=hint,
            required=False,
            max_length=40,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )

    def clean(self, value: Any) -> float | None:
        typed = str(super().clean(value)).replace(",", ".")
        plain = "".join(str(unicodedata.decimal(each, each)) for each in typed)
        units = "|".join([self.amount.unit, *self.amount.short_units])
        text = re.sub(rf"\s*(?:{units})$", "", plain.strip())
        if not text:
            return None
        number = float(text) if NUMBER.fullmatch(text) else None
        found = next((each for each in self.amount.values if each == number), None)
        if found is None:
            raise ValidationError(self._what_fits(), code="invalid")
        return found

    def _what_fits(self) -> str:
        steps = ", in half hours, such as 7.5" if self.amount.step < 1 else ", as a whole number"
        return f"Write {self.amount.unit} from 0 to {self.amount.highest}{steps}."


class PickField(forms.ChoiceField):
    """One of a few words, "I can't tell" where it fits, or nothing."""

    def __init__(self, companion: Companion) -> None:
        self.question, self.note = companion.question, companion.note
        self.picks = [*companion.options.items(), *([CANT_TELL] if companion.unsure else [])]
        super().__init__(
            label=companion.label,
            choices=[*self.picks, LEAVE_EMPTY],
            required=False,
            widget=Control("pick"),
            error_messages={"invalid_choice": "Choose one of the answers below."},
        )


class TicksField(forms.MultipleChoiceField):
    """Any of a list, none included."""

    def __init__(self, companion: Companion) -> None:
        self.question, self.note = companion.question, companion.note
        super().__init__(
            label=companion.label,
            choices=list(companion.options.items()),
            required=False,
            widget=Control("ticks", several=True),
            error_messages={"invalid_choice": "Tick any of the signs below."},
        )


def dimension_field(dimension: Dimension) -> RatingField:
    others = [(each.value, dimension.wording_of(each)) for each in dimension.reasons]
    return RatingField(
        dimension.label, dimension.question, dimension.help_text, dimension.anchors, others
    )


def companion_field(companion: Companion) -> forms.Field:
    """Return the field that a companion is answered with."""
    if companion.kind is AnswerKind.SCALE:
        others = [CANT_TELL] if companion.unsure else []
        return RatingField(
            companion.label, companion.question, "", ANCHORS, others, note=companion.note
        )
    if companion.amount is not None:
        return AmountField(companion.label, companion.question, companion.amount)
    return PickField(companion) if companion.kind is AnswerKind.CHOICE else TicksField(companion)


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

    def __init__(
        self,
        *args: Any,
        today: date,
        companions: Iterable[Companion] = (),
        asks_about_harm: bool = False,
        standing: CheckIn | None = None,
        **kwargs: Any,
    ) -> None:
        """Ask the four, and beside them what is on.

        companions, asks_about_harm: what is on. standing: the day as it is saved. What it or
        the sent form holds already is asked too, so that nothing of it is lost.
        """
        super().__init__(*args, **kwargs)
        self.today = today
        self.standing = standing
        held = {*self.data} | (_held(standing) if standing is not None else set())
        wanted = in_order({each.key for each in companions} | held)
        for key, dimension in DIMENSIONS.items():
            self.fields[key] = dimension_field(dimension)
        for companion in wanted:
            self.fields[companion.key] = companion_field(companion)
        self.fields["note"] = _note()
        if asks_about_harm or "harm" in held:
            self.fields["harm"] = _harm()
        self.companion_keys = [each.key for each in wanted]

    @property
    def four(self) -> list[forms.BoundField]:
        return [self[key] for key in DIMENSIONS]

    @property
    def beside(self) -> list[forms.BoundField]:
        """The companions that are asked."""
        return [self[key] for key in self.companion_keys]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if self.standing is not None and self.standing.day == day:
            return day
        if day > self.today or day > LATEST_DAY:
            raise ValidationError(NOT_YET, code="future")
        if day < EARLIEST_DAY or not may_be_filled_in(day, self.today):
            raise ValidationError(TOO_FAR_BACK, code="too_far_back")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        asked = (*DIMENSIONS, *self.companion_keys, "note", "harm")
        fine = not any(key in self.errors for key in asked)
        if fine and not any(cleaned.get(key) not in (None, "", []) for key in asked):
            raise ValidationError(NOTHING_CHOSEN, code="empty")
        return cleaned

    def clean_submission(self) -> UUID:
        key: UUID | None = self.cleaned_data["submission"]
        return key or uuid4()

    def told(self) -> Told:
        """Return the answers as values."""
        cleaned = self.cleaned_data
        answers = {key: cleaned.get(key, "") for key in DIMENSIONS}
        harm = cleaned.get("harm") or ""
        beside = {key: _value(COMPANIONS[key], cleaned.get(key)) for key in self.companion_keys}
        without = {key: value for key, value in answers.items() if value in set(NotRated)}
        without |= {
            key: value for key in self.companion_keys if (value := cleaned.get(key)) == CANT_TELL[0]
        }
        return Told(
            ratings={key: int(value) for key, value in answers.items() if value.isdigit()},
            not_rated=without,
            companions={key: value for key, value in beside.items() if value is not None},
            note=cleaned.get("note", ""),
            harm=HarmAnswer(harm) if harm else None,
        )


def _value(companion: Companion, cleaned: Any) -> Any:
    """Return a companion's cleaned answer as it is stored, None for no value."""
    if cleaned in (None, "", [], CANT_TELL[0]):
        return None
    if companion.kind is AnswerKind.SCALE:
        return int(cleaned)
    if companion.kind is AnswerKind.TICKS:
        return [key for key in companion.options if key in cleaned]
    return cleaned


def _held(check_in: CheckIn) -> set[str]:
    held = {*check_in.companions, *check_in.not_rated}
    return held | {"harm"} if check_in.harm_answer else held


def _note() -> WordsField:
    return WordsField(
        longest=LONGEST_NOTE,
        what="A note",
        instead="The journal takes longer words.",
        label="Note (optional)",
        help_text="A word or two about the day. Stored encrypted; nobody reads it.",
    )


def _harm() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=QUESTION,
        help_text=QUESTION_NOTE,
        choices=[*((each.value, each.words) for each in HarmAnswer), LEAVE_EMPTY],
        required=False,
        widget=Control("harm"),
        error_messages={"invalid_choice": "Choose one of the answers below, or leave it empty."},
    )


def as_initial(told: Told) -> dict[str, Any]:
    """Return a day's answers as the form shows them."""
    companions = {
        key: value if isinstance(value, list) else str(value)
        for key, value in told.companions.items()
    }
    ratings = {key: str(value) for key, value in told.ratings.items()}
    harm = {"harm": told.harm.value} if told.harm else {}
    return ratings | dict(told.not_rated) | companions | harm | {"note": told.note}


class CompanionsForm(forms.Form):
    """Which companions are on."""

    companions = forms.MultipleChoiceField(
        label="What else to note",
        choices=[(each.key, each.label) for each in COMPANIONS.values()],
        required=False,
        widget=Control("companions", several=True),
        error_messages={"invalid_choice": "Tick any from the list below."},
    )

    @property
    def all(self) -> list[Companion]:
        return list(COMPANIONS.values())

    def clean_companions(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["companions"]
        if len(chosen) > MOST_ON:
            over = len(chosen) - MOST_ON
            told = f"{len(chosen)} are ticked: untick {over}. {TOO_MANY_COMPANIONS}"
            raise ValidationError(told, code="too_many")
        return chosen
