"""A plan from a prescriber, copied step by step, and what became of a step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from accounts.typed import a_day, check_day
from accounts.widgets import Pills
from domain.contradictions import contradictions
from domain.doses import Dose
from domain.plans import DAYS_IN, LONGEST_PLAN_DAYS, NoFirstDay, NotInOrder, dated
from domain.regimen import Outcome, PlannedStep, Story, dose_on
from domain.switching import kind_of_step
from medications.actions import Facts, Intended
from medications.forms.parts import (
    ANOTHER,
    ToldForm,
    a_frequency,
    a_medicine,
    a_name,
    a_unit,
    an_amount,
    typed_dose,
    usual_dose,
)
from medications.forms.rows import NO_DOSE, rows_shown


class MedicinePlanForm(forms.Form):
    """The steps that a prescriber gave, as a date or a time after the step before."""

    medicine = forms.ChoiceField(label="Which medicine?", required=False)
    name = a_name("Name of the medicine")
    unit = a_unit()
    frequency = a_frequency()
    submission = ToldForm.base_fields["submission"]

    def __init__(self, *args: Any, today: date, stories: Sequence[Story], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.stories = {str(story.key): story for story in stories}
        self.fields["medicine"] = a_medicine("Which medicine?", stories, today)
        self.shown = rows_shown(self.data or self.initial, "step", 3)
        for place in range(1, self.shown + 1):
            self.fields[f"step_day_{place}"] = a_day(f"Step {place}: on day", required=False)
            if place > 1:
                self._add_interval(place)
            self.fields[f"step_dose_{place}"] = an_amount(f"Step {place}: dose")

    def _add_interval(self, place: int) -> None:
        self.fields[f"step_after_{place}"] = forms.IntegerField(
            label=f"Step {place}: or this long after",
            required=False,
            min_value=1,
            max_value=LONGEST_PLAN_DAYS,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "invalid": "Write a whole number, such as 2.",
                "min_value": "Write a number from 1.",
                "max_value": "Write a smaller number.",
            },
        )
        self.fields[f"step_in_{place}"] = forms.ChoiceField(
            label=f"Step {place}: weeks or days",
            choices=[("weeks", "weeks"), ("days", "days")],
            required=False,
        )

    def rows(self) -> Iterator[list[BoundField]]:
        for place in range(1, self.shown + 1):
            names = [f"step_{part}_{place}" for part in ("day", "after", "in", "dose")]
            yield [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.medicine_name() and "medicine" not in self.errors:
            known = cleaned.get("medicine") != ANOTHER and bool(self.stories)
            field = "medicine" if known else "name"
            self.add_error(
                field, "Choose the medicine." if known else "Enter the name of the medicine."
            )
        places = self._places()
        if not places and "step_day_1" not in self.errors:
            self.add_error("step_day_1", "Enter at least one step, with its day and dose.")
        for place in places:
            self._clean_row(place)
        if not cleaned.get("unit"):
            cleaned["unit"] = self._usual().unit
        if any(cleaned.get(f"step_dose_{place}") for place in places) and not cleaned["unit"]:
            self.add_error("unit", "Choose the unit, for example mg.")
        if not self.errors:
            self._clean_order(places)
        return cleaned

    def _places(self) -> list[int]:
        """Return the rows in which something was typed, counted from 1."""
        parts = ("day", "after", "dose")
        names = {
            place: [f"step_{part}_{place}" for part in parts] for place in range(1, self.shown + 1)
        }
        return [
            place
            for place, fields in names.items()
            if any(self.cleaned_data.get(name) is not None for name in fields)
        ]

    def _clean_row(self, place: int) -> None:
        day, dose = f"step_day_{place}", f"step_dose_{place}"
        cleaned = self.cleaned_data
        told: date | None = cleaned.get(day)
        after = cleaned.get(f"step_after_{place}")
        if told is None and after is None and day not in self.errors:
            instead = "" if place == 1 else ", or how long after the step before"
            self.add_error(day, f"Enter the day of this step{instead}.")
        if told is not None and after is not None:
            self.add_error(f"step_after_{place}", "Enter a day or a time, not both.")
        if told is not None and abs((told - self.today).days) > LONGEST_PLAN_DAYS:
            self.add_error(day, "That is more than three years away. Check the year.")
        if cleaned.get(dose) is None and dose not in self.errors:
            self.add_error(dose, NO_DOSE)

    def _clean_order(self, places: Sequence[int]) -> None:
        try:
            days = self._days(places)
        except NoFirstDay:
            self.add_error(f"step_day_{places[0]}", "Enter the first day of the plan.")
        except NotInOrder as error:
            field = f"step_day_{places[error.at]}"
            self.add_error(field, "This step comes before the one above it.")
        else:
            if (days[-1] - days[0]).days > LONGEST_PLAN_DAYS:
                self.add_error(f"step_day_{places[-1]}", "A plan holds up to three years.")

    def _days(self, places: Sequence[int]) -> list[date]:
        cleaned = self.cleaned_data
        told: list[date | timedelta] = []
        for place in places:
            days = DAYS_IN[cleaned.get(f"step_in_{place}") or "weeks"]
            day = cleaned.get(f"step_day_{place}")
            told.append(day or timedelta(days=days * (cleaned.get(f"step_after_{place}") or 0)))
        return dated(told)

    def _usual(self) -> Dose:
        story = self.stories.get(self.cleaned_data.get("medicine", ""))
        return usual_dose(story, self.medicine_name())

    def medicine_name(self) -> str:
        """Return the name the plan is about."""
        story = self.stories.get(self.cleaned_data.get("medicine", ""))
        return story.name if story else " ".join(str(self.cleaned_data.get("name", "")).split())

    def steps(self) -> list[Intended]:
        """Return the steps exactly as they were typed, each with its day."""
        cleaned, usual, places = self.cleaned_data, self._usual(), self._places()
        unit, rhythm = cleaned["unit"], cleaned["frequency"]
        return [
            Intended(day, typed_dose(cleaned[f"step_dose_{place}"], unit, rhythm, usual))
            for place, day in zip(places, self._days(places), strict=True)
        ]


class StepForm(ToldForm):
    """What became of a planned step."""

    outcome = forms.ChoiceField(
        label="How did it go?",
        choices=[
            (Outcome.HAPPENED.value, "It happened"),
            (Outcome.CHANGED.value, "It was different"),
            (Outcome.DID_NOT_HAPPEN.value, "It did not happen"),
        ],
        widget=Pills,
        error_messages={"required": "Choose how it went."},
    )
    day = a_day("From which day?", required=False)
    amount = an_amount("Changed to this dose each time", "Write 0 for none.")
    unit = a_unit()
    frequency = a_frequency()

    def __init__(self, *args: Any, step: PlannedStep, story: Story, **kwargs: Any) -> None:
        """step: as it was planned. story: what stands of its medication."""
        super().__init__(*args, **kwargs)
        self.step, self.story = step, story

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        outcome, day = cleaned.get("outcome"), cleaned.get("day")
        if outcome in {None, Outcome.DID_NOT_HAPPEN} or "day" in self.errors:
            return cleaned
        if day is None:
            self.add_error("day", "Enter the day, or your best guess.")
        else:
            try:
                check_day(day, self.today)
            except forms.ValidationError as error:
                self.add_error("day", error)
        if outcome == Outcome.CHANGED and "amount" not in self.errors:
            self._clean_changed(cleaned)
        if not self.errors:
            facts = self.facts()
            found = contradictions(self.story, facts.kind, facts.day, facts.dose)
            changed = outcome == Outcome.CHANGED
            self.doubts = [("amount" if changed and each.about != "day" else "day", each.words)
                           for each in found]  # fmt: skip
            for field, words in self.doubts if not cleaned.get("so_it_was") else []:
                self.add_error(field, words)
        return cleaned

    def _clean_changed(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("amount") is None:
            self.add_error("amount", "Enter the dose that was taken, or 0 for none.")
        elif cleaned["amount"] and not (cleaned.get("unit") or self._usual().unit):
            self.add_error("unit", "Choose the unit, for example mg.")

    def _usual(self) -> Dose:
        return self.step.dose or usual_dose(self.story, self.story.name)

    @property
    def skipped(self) -> bool:
        """Whether it did not happen."""
        return bool(self.cleaned_data["outcome"] == Outcome.DID_NOT_HAPPEN)

    def facts(self) -> Facts:
        """Return what happened, as values; meant for what did."""
        cleaned, usual = self.cleaned_data, self._usual()
        dose = self.step.dose
        if cleaned["outcome"] == Outcome.CHANGED:
            dose = typed_dose(cleaned["amount"], cleaned["unit"], cleaned["frequency"], usual)
        told = self.told()
        day = cleaned["day"]
        before = dose_on([each for each in self.story.changes if each.day < day], day)
        planned = [each.dose for each in self.story.planned if each.plan == self.step.plan]
        leaving = bool(planned) and planned[-1] is None
        return Facts(kind=kind_of_step(before, dose, leaving=leaving), day=day, dose=dose, **told)
