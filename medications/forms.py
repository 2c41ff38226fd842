"""What a person tells of a change: type first, then only its fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from accounts.widgets import Boxes, Pills
from domain.contradictions import contradictions
from domain.days import EARLIEST_DAY
from domain.lanes import long_day
from domain.medicines import find_medicine
from domain.regimen import (
    FREQUENCIES,
    REASONS,
    ROUTES,
    UNITS,
    Change,
    Dose,
    Kind,
    Precision,
    Story,
)
from medications.actions import Facts
from medications.models import LARGEST_DOSE, LONGEST_NAME, LONGEST_NOTE

OFFERED_KINDS = (
    Kind.STARTED,
    Kind.STOPPED,
    Kind.DOSE_INCREASED,
    Kind.DOSE_DECREASED,
    Kind.PAUSED,
    Kind.RESUMED,
    Kind.MISSED_DOSES,
    Kind.COURSE,
    Kind.ROUTE_OR_FORM_CHANGED,
)
WITHOUT_DOSE = frozenset({Kind.STOPPED, Kind.PAUSED, Kind.MISSED_DOSES})
WITH_ROUTE = frozenset({Kind.STARTED, Kind.COURSE, Kind.RESUMED, Kind.ROUTE_OR_FORM_CHANGED})
WITH_END = frozenset({Kind.MISSED_DOSES, Kind.COURSE})
BEGINS_A_DOSE = {
    Kind.STARTED: "A start",
    Kind.COURSE: "A course",
    Kind.RESUMED: "A medicine that is resumed",
}
DOUBTED = {"day": "day", "dose": "amount", "unit": "unit"}
LONGEST_COURSE_DAYS = 366
MOST_MISSED = 999
HOW_SURE = {
    "day": "Exact day",
    "about": "About that day",
    "month": "Only the month",
    "year": "Only the year",
}
ANOTHER = "another"


class ChangeForm(forms.Form):
    """One event of one medication.

    submission: the form's own key, so that a second sending is harmless.
    """

    kind = forms.ChoiceField(
        label="What happened?",
        choices=[(kind.value, kind.label) for kind in OFFERED_KINDS],
        widget=Pills,
        error_messages={"required": "Choose what happened."},
    )
    medicine = forms.ChoiceField(label="Which medicine?", required=False)
    name = forms.CharField(
        label="Name of the medicine",
        help_text="Start typing, or write any name.",
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"list": "medicines", "autocomplete": "off"}),
    )
    day = forms.DateField(
        label="From which day?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": "Enter the day, or your best guess and “About that day”.",
            "invalid": "Write the day like 2026-11-22.",
        },
    )
    how_sure = forms.ChoiceField(
        label="How sure is the date?",
        choices=list(HOW_SURE.items()),
        widget=Pills,
        initial="day",
        required=False,
    )
    end_day = forms.DateField(
        label="Until which day?",
        help_text="The last day of it. A course may end on a day still to come.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Write the day like 2026-11-22."},
    )
    missed = forms.IntegerField(
        label="How many doses? (optional)",
        required=False,
        min_value=1,
        max_value=MOST_MISSED,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Write the number of doses, such as 2.",
            "min_value": "Write a number from 1, or leave it empty.",
            "max_value": f"Write a number up to {MOST_MISSED}.",
        },
    )
    amount = forms.DecimalField(
        label="Dose each time",
        help_text="A number, such as 50 or 2.5.",
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
    unit = forms.ChoiceField(
        label="Unit", choices=[("", "Unit …"), *((unit, unit) for unit in UNITS)], required=False
    )
    frequency = forms.ChoiceField(
        label="How often",
        choices=[
            ("", "as before, or once a day"),
            *((each.key, each.words) for each in FREQUENCIES.values()),
        ],
        required=False,
    )
    route = forms.ChoiceField(
        label="Route (optional)",
        help_text="How it gets into the body.",
        choices=[("", "Not told"), *ROUTES.items()],
        required=False,
    )
    taken_for = forms.CharField(
        label="Taken for (optional)",
        help_text="Such as mood, sleep or pain.",
        max_length=LONGEST_NAME,
        required=False,
    )
    reasons = forms.MultipleChoiceField(
        label="Reason (optional, several)",
        choices=list(REASONS.items()),
        widget=Boxes,
        required=False,
    )
    note = forms.CharField(
        label="Note (optional)",
        help_text="Stored encrypted.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_NOTE,
        strip=False,
        required=False,
    )
    so_it_was = forms.BooleanField(
        label="That is how it was. Save it as I told it.", required=False
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(
        self,
        *args: Any,
        today: date,
        stories: Sequence[Story],
        fixed: Story | None = None,
        correcting: Change | None = None,
        **kwargs: Any,
    ) -> None:
        """Take what the answers are judged by.

        stories: what the person has recorded. fixed: the medication whose event is being
        corrected, without that event. correcting: the event as it stands.
        """
        super().__init__(*args, **kwargs)
        self.today = today
        self.doubts: list[tuple[str, str]] = []
        self.stories = {str(story.key): story for story in stories}
        self.fixed = fixed
        self.correcting = correcting
        if correcting is not None and correcting.kind not in OFFERED_KINDS:
            kind = (correcting.kind.value, correcting.kind.label)
            self.fields["kind"] = forms.ChoiceField(
                label="What happened?", choices=[kind], initial=kind[0], widget=Pills
            )
        if fixed is not None:
            del self.fields["medicine"], self.fields["name"], self.fields["taken_for"]
            return
        choices = [(key, _as_choice(story, today)) for key, story in self.stories.items()]
        self.fields["medicine"] = forms.ChoiceField(
            label="Which medicine?",
            choices=[("", "Choose …"), *choices, (ANOTHER, "Another medicine")],
            required=False,
            initial="" if choices else ANOTHER,
            widget=forms.Select if choices else forms.HiddenInput,
        )

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise ValidationError("That day has not come yet.", code="future")
        if day < EARLIEST_DAY:
            raise ValidationError("Choose a day after 1900.", code="too_early")
        return day

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_note(self) -> str:
        return str(self.cleaned_data["note"]).replace("\r\n", "\n").strip("\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        unnamed = self.fixed is None and self._story() is None and not cleaned.get("name")
        if unnamed and "name" not in self.errors:
            self._ask_which(cleaned)
        if not cleaned.get("frequency"):
            cleaned["frequency"] = self._usual_frequency()
        self._clean_end(cleaned)
        self._clean_route(cleaned)
        self._clean_dose(cleaned)
        self.doubts = self._find_doubts(cleaned)
        for field, words in self.doubts if not cleaned.get("so_it_was") else []:
            self.add_error(field, words)
        return cleaned

    def _clean_route(self, cleaned: dict[str, Any]) -> None:
        told = cleaned.get("route") or cleaned.get("note") or cleaned.get("amount") is not None
        if cleaned.get("kind") == Kind.ROUTE_OR_FORM_CHANGED and not told:
            self.add_error("route", "Choose the new route, or write in the note what changed.")

    def _clean_end(self, cleaned: dict[str, Any]) -> None:
        """Say where an end is missing, or does not fit its start."""
        day, ends = cleaned.get("day"), cleaned.get("end_day")
        if cleaned.get("kind") not in WITH_END or day is None or "end_day" in self.errors:
            return
        if ends is None and cleaned["kind"] == Kind.COURSE:
            self.add_error("end_day", "Enter the last day of the course, or your best guess.")
        elif ends is not None and ends < day:
            told = f"It began on {long_day(day)}: enter that day or a later one."
            self.add_error("end_day", told)
        elif ends is not None and (ends - self.today).days > LONGEST_COURSE_DAYS:
            self.add_error("end_day", "That is more than a year ahead. Check the year.")
        elif ends is not None and cleaned["kind"] == Kind.MISSED_DOSES and ends > self.today:
            self.add_error("end_day", "That day has not come yet.")

    def _ask_which(self, cleaned: dict[str, Any]) -> None:
        chose = cleaned.get("kind") != Kind.STARTED and bool(self.stories)
        if chose and cleaned.get("medicine", "") == "":
            self.add_error("medicine", "Choose the medicine.")
        else:
            self.add_error("name", "Enter the name of the medicine.")

    def _clean_dose(self, cleaned: dict[str, Any]) -> None:
        kind = cleaned.get("kind")
        amount = cleaned.get("amount")
        needs_dose = kind in {Kind.DOSE_INCREASED, Kind.DOSE_DECREASED}
        if needs_dose and amount is None and "amount" not in self.errors:
            self.add_error("amount", "Enter the new dose, for example 50.")
        if amount is None or kind in WITHOUT_DOSE:
            return
        if not cleaned.get("unit"):
            cleaned["unit"] = self._usual_unit()
        if not cleaned["unit"]:
            self.add_error("unit", "Choose the unit, for example mg.")
        if kind in BEGINS_A_DOSE and amount == 0:
            what = BEGINS_A_DOSE[kind]
            self.add_error("amount", f"{what} has a dose above 0. For none, choose “Stopped”.")

    def _find_doubts(self, cleaned: dict[str, Any]) -> list[tuple[str, str]]:
        """Return (field, words) for what contradicts the record. What really happened wins."""
        story, day = self._story(), cleaned.get("day")
        if story is None or day is None or not cleaned.get("kind"):
            return []
        amount = cleaned.get("amount")
        dose = None
        if amount is not None and cleaned.get("unit"):
            dose = Dose(amount, cleaned["unit"], cleaned["frequency"])
        found = contradictions(story, Kind(cleaned["kind"]), day, dose)
        return [(DOUBTED[each.about], each.words) for each in found]

    def _story(self) -> Story | None:
        """Return the recorded medication that is meant, or None where a name makes a new one.

        A start is always named, so that a select left as it was cannot mean another medicine.
        """
        if self.fixed is not None:
            return self.fixed
        cleaned = self.cleaned_data
        name = cleaned.get("name", "")
        if cleaned.get("kind") != Kind.STARTED and not (name and self._chose_another()):
            return self.stories.get(cleaned.get("medicine", ""))
        same = (each for each in self.stories.values() if each.name.casefold() == name.casefold())
        return next(same, None)

    def _chose_another(self) -> bool:
        return self.cleaned_data.get("medicine", "") in {"", ANOTHER}

    def _usual_frequency(self) -> str:
        """Return the rhythm of the latest dose told, once a day for a medicine that is new."""
        story = self._story()
        told = [each.dose.frequency for each in story.changes if each.dose] if story else []
        return told[-1] if told else "once_daily"

    def _usual_unit(self) -> str:
        story = self._story()
        told = [each.dose.unit for each in story.changes if each.dose] if story else []
        medicine = find_medicine(self.medicine_name())
        return told[-1] if told else medicine.unit if medicine else ""

    def medicine_name(self) -> str:
        """Return the name the event is about."""
        story = self._story()
        return story.name if story else str(self.cleaned_data.get("name", ""))

    def facts(self) -> Facts:
        """Return what was told, as values."""
        cleaned = self.cleaned_data
        kind = Kind(cleaned["kind"])
        sure = cleaned.get("how_sure") or "day"
        precision = Precision(sure) if sure in {"month", "year"} else Precision.DAY
        amount = None if kind in WITHOUT_DOSE else cleaned["amount"]
        frequency = cleaned["frequency"]
        return Facts(
            kind=kind,
            day=_coarse(cleaned["day"], precision),
            dose=None if amount is None else Dose(amount, cleaned["unit"], frequency),
            precision=precision,
            about=sure == "about",
            reasons=cleaned["reasons"],
            note=cleaned["note"],
            end_day=cleaned["end_day"] if kind in WITH_END else None,
            missed=cleaned["missed"] if kind is Kind.MISSED_DOSES else None,
            route=cleaned["route"] if kind in WITH_ROUTE else "",
            switch_group=self.correcting.switch_group if self.correcting else None,
        )


def _coarse(day: date, precision: Precision) -> date:
    if precision is Precision.YEAR:
        return day.replace(month=1, day=1)
    return day.replace(day=1) if precision is Precision.MONTH else day


def _as_choice(story: Story, today: date) -> str:
    now = story.now(today)
    if now is None:
        return f"{story.title}, not taken now"
    return f"{story.title}, {now.dose}" if now.dose else story.title
