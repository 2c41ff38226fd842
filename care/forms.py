"""What is told of a visit, a question, a laboratory test, the care team and what is worked on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from accounts.conflicts import seen_field
from accounts.typed import WordsField, a_day, check_day, check_early
from accounts.widgets import Boxes
from care.models import LONGEST_LINE, LONGEST_QUESTION, LONGEST_VALUE, Question
from domain.care import LAB_KINDS, PLAN_PARTS, ROLES
from domain.days import LATEST_DAY
from domain.wording import LONGEST_NOTE, QUESTIONS_FOR_CLINICIAN

LONGEST_AHEAD_DAYS = 3 * 366
LISTED = {str(n): words for n, words in enumerate(QUESTIONS_FOR_CLINICIAN)}


def _line(label: str, hint: str = "", longest: int = LONGEST_LINE, **attrs: str) -> Any:
    """Return a field for one line of words, optional."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"} | attrs),
    )


def _words(label: str, hint: str = "", rows: int = 2) -> WordsField:
    return WordsField(
        longest=LONGEST_NOTE, what="This part", rows=rows, label=label, help_text=hint
    )


class RowForm(forms.Form):
    """A row that is kept once and changed by one tab at a time."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = seen_field()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def told(self) -> dict[str, Any]:
        """Return what was told, by the names of the row's own columns."""
        hidden = {"submission", "seen"}
        return {name: value for name, value in self.cleaned_data.items() if name not in hidden}


class VisitForm(RowForm):
    """An appointment, with what was decided once it is over."""

    day = a_day("Which day?", missing="Enter the day.")
    at = forms.TimeField(
        label="At what time? (optional)",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={"invalid": "Write the time like 14:30."},
    )
    seen_by = _line("With whom? (optional)", "A name or a role, such as neurologist.")
    decided = _words(
        "What was decided? (optional)", "Also what to watch for, and when to come back.", 3
    )
    field_order = ("day", "at", "seen_by", "questions", "decided")

    def __init__(self, *args: Any, questions: Sequence[Question] = (), **kwargs: Any) -> None:
        """questions: those that wait, and those that were ticked off at this visit."""
        super().__init__(*args, **kwargs)
        self.offered = {str(each.pk): each for each in questions}
        if not questions:
            return
        listed = [(key, str(each.words)) for key, each in self.offered.items()]
        self.fields["questions"] = forms.MultipleChoiceField(
            label="Tick what you asked", choices=listed, required=False, widget=Boxes
        )
        self.order_fields(self.field_order)

    def clean_day(self) -> date:
        day = check_early(self.cleaned_data["day"])
        if (day - self.today).days > LONGEST_AHEAD_DAYS or day > LATEST_DAY:
            raise forms.ValidationError("That is more than three years ahead. Check the year.")
        return day

    def told(self) -> dict[str, Any]:
        return {name: value for name, value in super().told().items() if name != "questions"}

    def asked(self) -> list[Question]:
        """Return the questions that were ticked."""
        return [self.offered[key] for key in self.cleaned_data.get("questions", [])]


class AskForm(forms.Form):
    """Questions to collect: some of the list, and one of one's own."""

    listed = forms.MultipleChoiceField(
        label="From the list", choices=list(LISTED.items()), required=False, widget=Boxes
    )
    own = forms.CharField(
        label="A question of your own",
        help_text=f"Up to {LONGEST_QUESTION} characters. Stored encrypted.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_own(self) -> str:
        words = " ".join(str(self.cleaned_data["own"]).split())
        if len(words) > LONGEST_QUESTION:
            told = f"Use up to {LONGEST_QUESTION} characters; this has {len(words)}."
            raise forms.ValidationError(told, code="max_length")
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned["own"] or cleaned["listed"]):
            self.add_error("own", "Tick one of the list, or write one of your own.")
        return cleaned

    def words(self) -> list[str]:
        """Return the questions that were chosen and written."""
        chosen = [LISTED[key] for key in self.cleaned_data["listed"]]
        own = self.cleaned_data["own"]
        return [*chosen, own] if own else chosen


class LabForm(RowForm):
    """A laboratory test: how far it has come, and the result as the laboratory wrote it."""

    kind = forms.ChoiceField(label="Which test?", error_messages={"required": "Choose the test."})
    own_name = _line("Name of the test", "For another test than those of the list.")
    asked_on = a_day("I asked on (optional)", required=False)
    ordered_on = a_day("It was ordered on (optional)", required=False)
    result_on = a_day("Blood taken on (optional)", "", required=False)
    value = _line("Value (optional)", "As the laboratory wrote it.", LONGEST_VALUE)
    unit = _line("Unit (optional)", "", LONGEST_VALUE, list="lab-units")
    lab_range = _line("The laboratory’s own range (optional)", "Such as 50 to 125.", LONGEST_VALUE)
    note = _words("Note (optional)", "Stored encrypted, like the result.")
    field_order = (
        "kind", "own_name", "asked_on", "ordered_on", "result_on", "value", "unit", "lab_range",
        "note",
    )  # fmt: skip

    def __init__(self, *args: Any, more: bool, **kwargs: Any) -> None:
        """more: whether tests that are offered on wish alone are shown."""
        super().__init__(*args, **kwargs)
        kinds = [each for each in LAB_KINDS.values() if more or not each.on_wish or self.is_bound]
        self.fields["kind"] = forms.ChoiceField(
            label="Which test?",
            choices=[("", "Choose …"), *((each.key, each.label) for each in kinds)],
            error_messages={"required": "Choose the test."},
        )

    def _clean_past(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        return None if day is None else check_day(day, self.today)

    def clean_asked_on(self) -> date | None:
        return self._clean_past("asked_on")

    def clean_ordered_on(self) -> date | None:
        return self._clean_past("ordered_on")

    def clean_result_on(self) -> date | None:
        return self._clean_past("result_on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == "other":
            if not cleaned.get("own_name") and "own_name" not in self.errors:
                self.add_error("own_name", "Enter the name of the test.")
        else:
            cleaned["own_name"] = ""
        result_on, value = cleaned.get("result_on"), cleaned.get("value")
        if value and result_on is None and "result_on" not in self.errors:
            self.add_error("result_on", "Enter the day of the result.")
        if result_on is not None and not value and "value" not in self.errors:
            self.add_error("value", "Enter the value as the laboratory wrote it.")
        return cleaned


class CarerForm(RowForm):
    """Someone in the care team."""

    role = forms.ChoiceField(label="Who is it?", choices=list(ROLES.items()))
    name = _line("Name (optional)")
    reach = _line("How to reach them (optional)", "Such as a telephone number.")
    note = _words("Note (optional)", "Such as: knows about MS; best before noon. Stored encrypted.")


class CarePlanForm(forms.Form):
    """What one is working on. Every part may stay empty."""

    seen = seen_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in PLAN_PARTS.items():
            self.fields[name] = _words(label, hint)

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in PLAN_PARTS}
