"""What can be asked of a page that only reads."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from accounts.typed import a_day, check_day
from domain.before_after import LONGEST_SETTLING
from domain.days import EARLIEST_DAY, LATEST_DAY
from domain.intervals import Interval

FEWEST_DAYS = 7


class SettlingForm(forms.Form):
    """How many days after a change are left out of a comparison."""

    settling = forms.IntegerField(
        label="Days left out after the change",
        help_text=f"From 0 to {LONGEST_SETTLING}.",
        min_value=0,
        max_value=LONGEST_SETTLING,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Write a number of days, such as 14.",
            "invalid": "Write a number of days, such as 14.",
            "min_value": f"Write a number from 0 to {LONGEST_SETTLING}.",
            "max_value": f"Write a number from 0 to {LONGEST_SETTLING}.",
        },
    )


class UsualRangeForm(forms.Form):
    """Whether Trends show where four weeks lay, and which."""

    shown = forms.BooleanField(label="Show where they lay as a quiet band", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["usual_from"] = a_day(
            "Four weeks from", "Leave empty for your first four weeks.", required=False
        )

    def clean_usual_from(self) -> date | None:
        day: date | None = self.cleaned_data["usual_from"]
        return check_day(day, self.today) if day else None


class OwnDaysForm(forms.Form):
    """Which days to look at, from the first to the last."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = a_day("From", missing="Enter the first day.")
        self.fields["to"] = a_day("To", missing="Enter the last day.")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for name in ("from", "to"):
            if told.get(name) and not EARLIEST_DAY <= told[name] <= LATEST_DAY:
                self.add_error(name, f"Choose a day from {EARLIEST_DAY.year} to {LATEST_DAY.year}.")
        first, last = told.get("from"), told.get("to")
        if first and last and not self.errors and (last - first).days + 1 < FEWEST_DAYS:
            self.add_error("to", f"Choose a day at least {FEWEST_DAYS - 1} days after the first.")
        return told

    def interval(self) -> Interval:
        """Return the days, the last one included; meant for a form that is valid."""
        after = self.cleaned_data["to"] + timedelta(days=1)
        return Interval(self.cleaned_data["from"], after)


class AsOfForm(forms.Form):
    """By which day something was recorded; empty for now."""

    as_of = a_day("As it was recorded by the end of", required=False)
