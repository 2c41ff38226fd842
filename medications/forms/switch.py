"""A switch or cross-taper: two medicines in one form, each with its steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from accounts.typed import a_day, check_day, check_early
from domain.contradictions import contradictions
from domain.days import LATEST_DAY
from domain.doses import Dose
from domain.regimen import Change, Kind, Story, dose_on
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
    typed_dose,
    usual_dose,
)
from medications.forms.rows import NO_DOSE, rows_shown

DOUBTED = {"day": "day", "dose": "dose", "unit": "dose"}
NO_DAY = "Enter the day of this step."


@dataclass(frozen=True)
class Row:
    """One step as it was typed: its place, from 1, its day, and its dose, 0 for none."""

    place: int
    day: date | None
    amount: Decimal | None


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
        return usual_dose(self._story(leg), self._name(leg))

    def _steps(self, leg: str) -> list[tuple[Row, Dose | None]]:
        cleaned, usual = self.cleaned_data, self._usual(leg)
        unit = cleaned.get(f"{leg}_unit", "")
        rhythm = cleaned.get(f"{leg}_frequency", "")
        return [(row, typed_dose(row.amount, unit, rhythm, usual)) for row in self._rows(leg)]

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
