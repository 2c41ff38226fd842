"""What the person chooses for the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.typed import a_day
from accounts.widgets import Boxes, Pills
from domain import comparison
from domain.dates import long_day
from domain.days import EARLIEST_DAY
from domain.intervals import Interval
from domain.wording import QUESTIONS_FOR_CLINICIAN
from summary.appendix import PARTS
from summary.page import Choices
from summary.tables import Ticked

LONGEST_STATEMENT = 300
LONGEST_NAME = 60
MOST_QUESTIONS = 5
PERIODS = {"4": "Last 4 weeks", "8": "Last 8 weeks", "12": "Last 12 weeks", "since": "Since a date"}
PAPERS = {"a4": "A4", "us-letter": "Letter"}
LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "CL", "CO", "CR", "PH"})


COMPARISON = "blunting-or-low-mood"
"""The question that the page on blunting and low mood offers to add."""

QUESTIONS = {str(n): words for n, words in enumerate(QUESTIONS_FOR_CLINICIAN)} | {
    COMPARISON: comparison.QUESTION
}


class SummaryForm(forms.Form):
    period = forms.ChoiceField(
        label="Period", choices=list(PERIODS.items()), widget=Pills, initial="12"
    )
    since = a_day("Since", required=False)
    who = forms.CharField(
        label="Name or initials (optional)",
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    statement = forms.CharField(
        label="What I most want to talk about",
        help_text=f"Up to {LONGEST_STATEMENT} characters. It stands at the top of the page.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Use up to 300 characters; this has %(show_value)d."},
    )
    questions = forms.MultipleChoiceField(
        label=f"My questions (up to {MOST_QUESTIONS})",
        choices=list(QUESTIONS.items()),
        required=False,
        widget=Boxes,
    )
    parts = forms.MultipleChoiceField(
        label="Also, on a page of its own (optional)",
        help_text="Each is left out unless you tick it here, for this page.",
        choices=list(PARTS.items()),
        required=False,
        widget=Boxes,
    )
    paper = forms.ChoiceField(
        label="Paper", choices=list(PAPERS.items()), widget=Pills, initial="a4"
    )

    def __init__(
        self,
        *args: Any,
        today: date,
        country: str,
        visit: date | None = None,
        own_questions: Mapping[str, str] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        """visit: the day of the latest one. own_questions: those that wait, key -> words."""
        paper = "us-letter" if country in LETTER_COUNTRIES else "a4"
        kwargs["initial"] = {"paper": paper, "period": "12"} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.today, self.visit = today, visit
        self.question_words = QUESTIONS | dict(own_questions)
        own = set(own_questions.values())
        listed = [(key, words) for key, words in QUESTIONS.items() if words not in own]
        self.fields["questions"] = forms.MultipleChoiceField(
            label=f"My questions (up to {MOST_QUESTIONS})",
            choices=[*own_questions.items(), *listed],
            required=False,
            error_messages={"invalid_choice": "One of these was ticked off meanwhile. Look again."},
            widget=Boxes,
        )
        if visit is not None:
            words = f"Since my visit of {long_day(visit)}"
            self.fields["period"] = forms.ChoiceField(
                label="Period", choices=[("visit", words), *PERIODS.items()], widget=Pills
            )

    def clean_statement(self) -> str:
        statement = str(self.cleaned_data["statement"]).replace("\r\n", "\n").strip()
        if len(statement) > LONGEST_STATEMENT:
            raise ValidationError(
                f"Use up to {LONGEST_STATEMENT} characters; this has {len(statement)}.",
                code="max_length",
            )
        return statement

    def clean_questions(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["questions"]
        if len(chosen) > MOST_QUESTIONS:
            raise ValidationError(
                f"Tick up to {MOST_QUESTIONS}, so that there is time for each.", code="too_many"
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("period") == "since" and "since" not in self.errors:
            since: date | None = cleaned.get("since")
            if since is None:
                self.add_error("since", "Enter the first day of the period.")
            elif since > self.today:
                self.add_error("since", "That day has not come yet.")
            elif since < EARLIEST_DAY:
                self.add_error("since", "Choose a day after 1900.")
        return cleaned

    def choices(self) -> Choices:
        """Return what was chosen, as values."""
        cleaned = self.cleaned_data
        if cleaned["period"] == "visit" and self.visit is not None:
            interval = Interval(self.visit, Interval.latest(1, self.today).end)
        elif cleaned["period"] == "since":
            interval = Interval(cleaned["since"], Interval.latest(1, self.today).end)
        else:
            interval = Interval.latest(7 * int(cleaned["period"]), self.today)
        return Choices(
            interval=interval,
            who=cleaned["who"],
            statement=cleaned["statement"],
            questions=[self.question_words[key] for key in cleaned["questions"]],
            parts=cleaned["parts"],
            paper=cleaned["paper"],
        )


class FileForm(forms.Form):
    """Which file, and what goes into it beside the rest. Nothing here is remembered."""

    what = forms.ChoiceField(
        label="Which file?",
        choices=[
            ("check-ins-csv", "Check-ins as a table (CSV)"),
            ("check-ins-json", "Check-ins for a program (JSON)"),
            ("medications-csv", "Medication changes as a table (CSV)"),
        ],
        widget=Pills,
        initial="check-ins-csv",
    )
    also = forms.MultipleChoiceField(
        label="Also put in, this time only",
        help_text="For files of check-ins. Left out unless you tick it here.",
        choices=[
            ("notes", "Notes of my check-ins"),
            ("sensitive", "Feeling of being worth little"),
            ("harm", "My answers about thoughts of hurting myself"),
        ],
        required=False,
        widget=Boxes,
    )

    def ticked(self) -> Ticked:
        also = self.cleaned_data["also"]
        return Ticked(**{name: name in also for name in ("notes", "sensitive", "harm")})
