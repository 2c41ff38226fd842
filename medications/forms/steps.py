"""Forms with steps in rows: a switch with its two legs, a plan, and what became of a step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from accounts.typed import a_day, check_day, check_early
from accounts.widgets import Pills
from domain.contradictions import contradictions
from domain.days import LATEST_DAY
from domain.doses import Dose
from domain.medicines import find_medicine
from domain.plans import DAYS_IN, LONGEST_PLAN_DAYS, NoFirstDay, NotInOrder, dated
from domain.regimen import Change, Kind, Outcome, PlannedStep, Story, dose_on
from domain.switching import kind_of_step
from medications.actions import Facts, Intended, LegFacts
from medications.forms.parts import (
    ANOTHER,
    ToldForm,
    a_frequency,
    a_medicine,
    a_name,
    a_route,
    a_unit,
    an_amount,
)

MOST_STEPS = 12
DOUBTED = {"day": "day", "dose": "dose", "unit": "dose"}
NO_DOSE = "Enter the dose from this day on, for example 25. For none, write 0."
NO_DAY = "Enter the day of this step."


@dataclass(frozen=True)
class Row:
    """One step as it was typed: its place, from 1, its day, and its dose, 0 for none."""

    place: int
    day: date | None
    amount: Decimal | None


def rows_shown(data: Mapping[str, Any] | None, leg: str, least: int) -> int:
    """Return how many rows a leg shows: those that were there, and one more where asked for."""
    told = str((data or {}).get(f"{leg}_rows", ""))
    there = int(told) if told.isascii() and told.isdigit() and len(told) < 4 else least
    more = (data or {}).get("add") == leg
    return max(least, min(MOST_STEPS, there + more))


def put_first(form: forms.Form, field: str) -> None:
    """Let the page open at a field: the new row, after one was asked for."""
    form.fields[field].widget.attrs["autofocus"] = True


class SwitchForm(ToldForm):
    """One medicine goes down while another goes up; a plain switch is one step of each."""

    leaving = forms.ChoiceField(label="Medicine going down", required=False)
    leaving_name = a_name("Name of the medicine going down")
    down_unit = a_unit()
    arriving = a_name("Medicine going up")
    up_unit = a_unit()
    up_frequency = a_frequency()
    up_route = a_route()

    def __init__(
        self, *args: Any, stories: Sequence[Story], cross_taper: bool, **kwargs: Any
    ) -> None:
        """stories: what the person has recorded. cross_taper: whether there are steps."""
        super().__init__(*args, **kwargs)
        self.stories = {str(story.key): story for story in stories}
        self.cross_taper = cross_taper
        self.fields["leaving"] = a_medicine("Medicine going down", stories, self.today)
        self.shown = {}
        for leg in ("down", "up"):
            least = 2 if cross_taper else 1
            self.shown[leg] = (
                rows_shown(self.data or self.initial, leg, least) if cross_taper else 1
            )
            for place in range(1, self.shown[leg] + 1):
                self._add_row(leg, place)
        if not cross_taper:
            del self.fields["down_unit"]
            self.fields["leaving"].label = "Which medicine?"
            self.fields["leaving_name"].label = self.fields["arriving"].label = "Name"

    def _add_row(self, leg: str, place: int) -> None:
        step = f"Step {place} {leg}: " if self.cross_taper else ""
        day = f"{step}from" if step else "Stopped from" if leg == "down" else "Started from"
        self.fields[f"{leg}_day_{place}"] = a_day(day, required=False)
        if self.cross_taper or leg == "up":
            self.fields[f"{leg}_dose_{place}"] = an_amount(f"{step}dose".capitalize())

    def down_rows(self) -> Iterator[list[BoundField]]:
        return self._fields_of("down")

    def up_rows(self) -> Iterator[list[BoundField]]:
        return self._fields_of("up")

    def _fields_of(self, leg: str) -> Iterator[list[BoundField]]:
        for place in range(1, self.shown[leg] + 1):
            names = (f"{leg}_day_{place}", f"{leg}_dose_{place}")
            yield [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._clean_names(cleaned)
        for leg in ("down", "up"):
            self._clean_rows(cleaned, leg)
            self._clean_unit(cleaned, leg)
        if not self.errors and not any(leg.happened for leg in self.legs()):
            self.add_error("down_day_1", "None of these days has come yet. Write it as a plan.")
        if not self.errors:
            self.doubts = list(self._find_doubts())
            for field, words in self.doubts if not cleaned.get("so_it_was") else []:
                self.add_error(field, words)
        return cleaned

    def _clean_names(self, cleaned: dict[str, Any]) -> None:
        if not self._name("down") and "leaving" not in self.errors:
            known = cleaned.get("leaving") != ANOTHER and bool(self.stories)
            field = "leaving" if known else "leaving_name"
            self.add_error(field, "Choose the medicine." if known else "Enter its name.")
        if not self._name("up") and "arriving" not in self.errors:
            self.add_error("arriving", "Enter the name of the medicine going up.")
        elif self._name("up").casefold() == self._name("down").casefold():
            self.add_error("arriving", "This is the medicine going down. Enter the other one.")

    def _clean_rows(self, cleaned: dict[str, Any], leg: str) -> None:
        before: date | None = None
        rows = self._rows(leg)
        if not rows and not any(name.startswith(f"{leg}_d") for name in self.errors):
            self.add_error(f"{leg}_day_1", NO_DAY)
        for row in rows:
            self._clean_row(leg, row, before)
            before = row.day or before

    def _clean_row(self, leg: str, row: Row, before: date | None) -> None:
        day, dose = f"{leg}_day_{row.place}", f"{leg}_dose_{row.place}"
        if row.day is None and day not in self.errors:
            self.add_error(day, NO_DAY)
        if row.amount is None and dose in self.fields and dose not in self.errors:
            self.add_error(dose, NO_DOSE)
        if row.day is None:
            return
        try:
            check_early(row.day) if self.cross_taper else check_day(row.day, self.today)
        except forms.ValidationError as error:
            self.add_error(day, error)
        if row.day > LATEST_DAY:
            self.add_error(day, "Check the year.")
        if before is not None and row.day <= before:
            self.add_error(day, "This step comes before the one above it.")

    def _clean_unit(self, cleaned: dict[str, Any], leg: str) -> None:
        unit = f"{leg}_unit"
        if unit in self.fields and not cleaned.get(unit):
            cleaned[unit] = self._usual(leg).unit
            doses = [row.amount for row in self._rows(leg) if row.amount]
            if doses and not cleaned[unit]:
                self.add_error(unit, "Choose the unit, for example mg.")

    def _rows(self, leg: str) -> list[Row]:
        """Return the rows in which something was typed."""
        cleaned = self.cleaned_data
        typed = []
        for place in range(1, self.shown[leg] + 1):
            dose = f"{leg}_dose_{place}"
            amount = cleaned.get(dose) if dose in self.fields else Decimal(0)
            row = Row(place, cleaned.get(f"{leg}_day_{place}"), amount)
            if row.day is not None or (dose in self.fields and amount is not None):
                typed.append(row)
        return typed

    def _name(self, leg: str) -> str:
        cleaned = self.cleaned_data
        if leg == "up":
            return " ".join(str(cleaned.get("arriving", "")).split())
        known = self.stories.get(cleaned.get("leaving", ""))
        return known.name if known else " ".join(str(cleaned.get("leaving_name", "")).split())

    def _story(self, leg: str) -> Story | None:
        name = self._name(leg).casefold()
        return next((each for each in self.stories.values() if each.name.casefold() == name), None)

    def _usual(self, leg: str) -> Dose:
        """Return unit and rhythm as they are usual: of the latest dose, or of the catalogue."""
        story = self._story(leg)
        told = [each.dose for each in story.changes if each.dose] if story else []
        if told:
            return told[-1]
        medicine = find_medicine(self._name(leg))
        return Dose(Decimal(0), medicine.unit if medicine else "", "once_daily")

    def _steps(self, leg: str) -> list[tuple[Row, Dose | None]]:
        cleaned, usual = self.cleaned_data, self._usual(leg)
        unit = cleaned.get(f"{leg}_unit") or usual.unit
        chosen = cleaned.get(f"{leg}_frequency")
        rhythm = (chosen, "") if chosen else (usual.frequency, usual.words)
        return [
            (row, Dose(row.amount, unit, *rhythm) if row.amount else None)
            for row in self._rows(leg)
        ]

    def legs(self) -> list[LegFacts]:
        """Return both legs: what happened, and what is still to come."""
        found = []
        for leg in ("down", "up"):
            steps = self._steps(leg)
            facts = [self._facts(leg, change) for change, _ in self._changes(leg)]
            ahead = [
                Intended(row.day, dose) for row, dose in steps if row.day and row.day > self.today
            ]
            found.append(LegFacts(self._name(leg), facts, ahead))
        return found

    def _facts(self, leg: str, change: Change) -> Facts:
        told = self.told()
        starts = change.kind is Kind.STARTED
        return Facts(
            kind=change.kind,
            day=change.day,
            dose=change.dose,
            route=self.cleaned_data["up_route"] if leg == "up" and starts else "",
            **told,
        )

    def _changes(self, leg: str) -> Iterator[tuple[Change, Row]]:
        """Yield each step that has come as a change, its kind read from the doses around it."""
        story = self._story(leg)
        so_far = list(story.changes) if story else []
        for row, dose in self._steps(leg):
            if row.day is None or row.day > self.today:
                continue
            earlier = [each for each in so_far if each.day < row.day]
            kind = kind_of_step(dose_on(earlier, row.day), dose, leaving=leg == "down")
            change = Change(self.cleaned_data["submission"], kind, row.day, dose)
            so_far.append(change)
            yield change, row

    def _find_doubts(self) -> Iterator[tuple[str, str]]:
        """Yield (field, words) for what contradicts the record. What really happened wins."""
        for leg, way in (("down", Kind.DOSE_DECREASED), ("up", Kind.DOSE_INCREASED)):
            story = self._story(leg) or Story(self.cleaned_data["submission"], "", "", "", ())
            so_far = list(story.changes)
            for change, row in self._changes(leg):
                told = Story(story.key, story.name, "", "", tuple(so_far))
                kind = way if change.dose and change.kind is not Kind.STARTED else change.kind
                for found in contradictions(told, kind, change.day, change.dose):
                    field = f"{leg}_{DOUBTED[found.about]}_{row.place}"
                    yield (field if field in self.fields else f"{leg}_day_1"), found.words
                so_far.append(change)


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
        told = [each.dose for each in story.changes if each.dose] if story else []
        if told:
            return told[-1]
        medicine = find_medicine(self.medicine_name())
        return Dose(Decimal(0), medicine.unit if medicine else "", "once_daily")

    def medicine_name(self) -> str:
        """Return the name the plan is about."""
        story = self.stories.get(self.cleaned_data.get("medicine", ""))
        return story.name if story else " ".join(str(self.cleaned_data.get("name", "")).split())

    def steps(self) -> list[Intended]:
        """Return the steps exactly as they were typed, each with its day."""
        cleaned, usual, places = self.cleaned_data, self._usual(), self._places()
        chosen = cleaned["frequency"]
        rhythm = (chosen, "") if chosen else (usual.frequency, usual.words)
        found = []
        for place, day in zip(places, self._days(places), strict=True):
            amount = cleaned[f"step_dose_{place}"]
            found.append(Intended(day, Dose(amount, cleaned["unit"], *rhythm) if amount else None))
        return found


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
        told = [each.dose for each in self.story.changes if each.dose]
        return self.step.dose or (told[-1] if told else Dose(Decimal(0), "", "once_daily"))

    @property
    def skipped(self) -> bool:
        """Whether it did not happen."""
        return bool(self.cleaned_data["outcome"] == Outcome.DID_NOT_HAPPEN)

    def facts(self) -> Facts:
        """Return what happened, as values; meant for what did."""
        cleaned, usual = self.cleaned_data, self._usual()
        dose = self.step.dose
        if cleaned["outcome"] == Outcome.CHANGED:
            unit, chosen = cleaned["unit"] or usual.unit, cleaned["frequency"]
            rhythm = (chosen, "") if chosen else (usual.frequency, usual.words)
            dose = Dose(cleaned["amount"], unit, *rhythm) if cleaned["amount"] else None
        told = self.told()
        day = cleaned["day"]
        before = dose_on([each for each in self.story.changes if each.day < day], day)
        planned = [each.dose for each in self.story.planned if each.plan == self.step.plan]
        leaving = bool(planned) and planned[-1] is None
        return Facts(kind=kind_of_step(before, dose, leaving=leaving), day=day, dose=dose, **told)
