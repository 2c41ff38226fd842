"""What a person tells of a change: type first, then only its fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from accounts.typed import NOT_YET, a_day, check_day
from accounts.widgets import Pills
from domain.contradictions import contradictions
from domain.dates import long_day
from domain.doses import Dose
from domain.regimen import Change, Kind, Story
from domain.switching import switches
from medications.actions import Facts
from medications.forms.parts import (
    ANOTHER,
    ToldForm,
    a_frequency,
    a_medicine,
    a_name,
    a_route,
    a_unit,
    an_amount,
    usual_dose,
)
from medications.models import LONGEST_NAME

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


class ChangeForm(ToldForm):
    """One event of one medication."""

    kind = forms.ChoiceField(
        label="What happened?",
        choices=[(kind.value, kind.label) for kind in OFFERED_KINDS],
        widget=Pills,
        error_messages={"required": "Choose what happened."},
    )
    medicine = forms.ChoiceField(label="Which medicine?", required=False)
    name = a_name("Name of the medicine")
    day = a_day(
        "From which day?", missing="Enter the day, or your best guess and “About that day”."
    )
    end_day = a_day(
        "Until which day?",
        "The last day. That of a course may still be to come.",
        required=False,
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
    amount = an_amount("Dose each time", "A number, such as 50 or 2.5.")
    unit = a_unit()
    frequency = a_frequency()
    frequency_words = forms.CharField(
        label="The rhythm in your words (optional)",
        help_text="For “another rhythm”, such as: Monday to Friday.",
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    route = a_route()
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
    part_of = forms.UUIDField(widget=forms.HiddenInput, required=False)

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
        super().__init__(*args, today=today, **kwargs)
        self.stories = {str(story.key): story for story in stories}
        self.fixed = fixed
        self.correcting = correcting
        if correcting is not None and correcting.kind not in OFFERED_KINDS:
            kind = (correcting.kind.value, correcting.kind.label)
            self.fields["kind"] = forms.ChoiceField(
                label="What happened?", choices=[kind], initial=kind[0], widget=Pills
            )
        if fixed is not None:
            for name in ("medicine", "name", "taken_for", "prescriber", "part_of"):
                del self.fields[name]
            return
        self.fields["medicine"] = a_medicine("Which medicine?", stories, today)

    def clean_day(self) -> date:
        return check_day(self.cleaned_data["day"], self.today)

    def clean_part_of(self) -> UUID | None:
        """Return the switch that the change is a step of, if it is one of the person's own."""
        wanted: UUID | None = self.cleaned_data["part_of"]
        own = {each.group for each in switches(list(self.stories.values()))}
        return wanted if wanted in own else None

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        unnamed = self.fixed is None and self._story() is None and not cleaned.get("name")
        if unnamed and not {"name", "medicine"} & set(self.errors):
            self._ask_which(cleaned)
        if not cleaned.get("frequency"):
            cleaned["frequency"] = self._usual().frequency
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
            self.add_error("end_day", NOT_YET)

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
            cleaned["unit"] = self._usual().unit
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
            dose = self._dose(amount)
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

    def _usual(self) -> Dose:
        return usual_dose(self._story(), self.medicine_name())

    def medicine_name(self) -> str:
        """Return the name the event is about."""
        story = self._story()
        return story.name if story else str(self.cleaned_data.get("name", ""))

    def facts(self) -> Facts:
        """Return what was told, as values."""
        cleaned = self.cleaned_data
        kind = Kind(cleaned["kind"])
        told = self.told()
        amount = None if kind in WITHOUT_DOSE else cleaned["amount"]
        group = self.correcting.switch_group if self.correcting else cleaned.get("part_of")
        return Facts(
            kind=kind,
            day=cleaned["day"],
            dose=None if amount is None else self._dose(amount),
            end_day=cleaned["end_day"] if kind in WITH_END else None,
            missed=cleaned["missed"] if kind is Kind.MISSED_DOSES else None,
            route=cleaned["route"] if kind in WITH_ROUTE else "",
            switch_group=group,
            **told,
        )

    def _dose(self, amount: Decimal) -> Dose:
        cleaned = self.cleaned_data
        words = cleaned["frequency_words"] if cleaned["frequency"] == "other" else ""
        return Dose(amount, cleaned["unit"], cleaned["frequency"], words)
