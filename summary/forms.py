"""What the person chooses for the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from accounts.typed import a_day
from accounts.widgets import Boxes, Pills, Rows
from domain import comparison
from domain.acts import Act
from domain.answers import Companion
from domain.companions import COMPANIONS
from domain.dates import long_day
from domain.days import EARLIEST_DAY
from domain.dimensions import DIMENSIONS
from domain.intervals import Interval
from domain.wording import QUESTIONS_FOR_CLINICIAN
from sharing.actions import MOST_DAYS, USUAL_DAYS
from summary.appendix import PARTS
from summary.page import BLOCKS, FIRST_DIMENSION, MOST_AROUND, MOST_COMPANIONS, Choices
from summary.tables import Ticked

LONGEST_STATEMENT = 300
LONGEST_NAME = 60
MOST_QUESTIONS = 5
PERIODS = {
    "4": "Last 4 weeks",
    "8": "Last 8 weeks",
    "12": "Last 12 weeks",
    "26": "Last 26 weeks",
    "since": "Own days",
}
DAYS_WRONG = f"Write a number of days from 1 to {MOST_DAYS}."
GONE = "One of these was ticked off meanwhile. Look again."
PAPERS = {"a4": "A4", "us-letter": "Letter"}
LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "CL", "CO", "CR", "PH"})


COMPARISON = "blunting-or-low-mood"
"""The question that the page on blunting and low mood offers to add."""

QUESTIONS = {str(n): words for n, words in enumerate(QUESTIONS_FOR_CLINICIAN)} | {
    COMPARISON: comparison.QUESTION
}


def _boxes(label: str, choices: Iterable[tuple[str, str]], hint: str = "") -> Any:
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), help_text=hint, required=False, widget=Boxes,
        error_messages={"invalid_choice": GONE},
    )  # fmt: skip


def _words(label: str, hint: str, rows: int) -> Any:
    return forms.CharField(
        label=label, help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": rows})
    )


@dataclass(frozen=True)
class Offered:
    """What a person can put on their page.

    visit: the day of the latest one. questions: their own that wait, key -> words. acts: the
    changes that can be told of, the latest first. companions: those that hold something.
    asks_about_harm: whether the safety line can be ticked.
    """

    today: date
    country: str = ""
    visit: date | None = None
    questions: Mapping[str, str] = field(default_factory=dict)
    acts: Sequence[Act] = ()
    companions: Sequence[Companion] = ()
    asks_about_harm: bool = False


WRITTEN = ("who", "statement", "days")
"""Fields of the page in a person's own words, which are not remembered."""


class SummaryForm(forms.Form):
    """What stands on the page. Own words and the safety line are never remembered."""

    for_whom = forms.CharField(required=False, widget=forms.HiddenInput)
    period = forms.ChoiceField(label="Period", choices=list(PERIODS.items()), widget=Pills)
    since = a_day("Since", required=False)
    until = a_day("Until (optional)", required=False)
    who = forms.CharField(
        label="Name or initials (optional)",
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    statement = _words(
        "What I most want to talk about",
        f"Up to {LONGEST_STATEMENT} characters. It stands at the top of the page.",
        4,
    )
    blocks = _boxes("On the page", BLOCKS.items(), "Untick what should not be there.")
    closer = forms.ChoiceField(
        label="Around a change, tell of",
        choices=[(key, each.label) for key, each in DIMENSIONS.items()],
        required=False,
        widget=Pills,
    )
    days = _words(
        "What it does to my days",
        f"Up to {LONGEST_STATEMENT} characters, in your own words.",
        3,
    )
    paper = forms.ChoiceField(label="Paper", choices=list(PAPERS.items()), widget=Pills)

    field_order = (
        "for_whom", "period", "since", "until", "statement", "days", "questions", "blocks",
        "around", "closer", "companions", "harm", "parts", "who", "paper",
    )  # fmt: skip
    folded = (
        ("What stands on the page", ("blocks", "around", "closer", "companions", "harm")),
        ("What follows it", ("parts",)),
        ("Name and paper", ("who", "paper")),
    )

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        paper = "us-letter" if offered.country in LETTER_COUNTRIES else "a4"
        usual = {"paper": paper, "period": "12", "blocks": list(BLOCKS), "closer": FIRST_DIMENSION}
        kwargs["initial"] = usual | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.question_words = QUESTIONS | dict(offered.questions)
        own = set(offered.questions.values())
        listed = [(key, words) for key, words in QUESTIONS.items() if words not in own]
        self.fields["questions"] = _boxes(
            f"My questions (up to {MOST_QUESTIONS})", [*offered.questions.items(), *listed]
        )
        self.fields["parts"] = _boxes(
            "Also, on a page of its own (optional)",
            PARTS.items(),
            "Each is left out unless you tick it here, for this page.",
        )
        if offered.acts:
            self.fields["around"] = _boxes(
                f"Around which changes (up to {MOST_AROUND})",
                [(str(act.key), _capital(act.event)) for act in offered.acts],
            )
        if offered.companions:
            self.fields["companions"] = _boxes(
                f"Beside them, what I noted (up to {MOST_COMPANIONS})",
                [(each.key, each.label) for each in offered.companions],
            )
        if offered.asks_about_harm:
            self.fields["harm"] = forms.BooleanField(
                label="One line on thoughts of hurting myself, on this page only",
                help_text="It says whether you noted any in this period, never how often.",
                required=False,
            )
        if offered.visit is not None:
            words = f"Since my visit of {long_day(offered.visit)}"
            self.fields["period"] = forms.ChoiceField(
                label="Period", choices=[("visit", words), *PERIODS.items()], widget=Pills
            )
        self.order_fields(self.field_order)

    @property
    def first(self) -> list[forms.BoundField]:
        """Return what is asked of everyone; the rest can stay as it is."""
        later = {name for _, names in self.folded for name in names}
        return [self[name] for name in self.fields if name not in later and name != "for_whom"]

    @property
    def folds(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """Return (heading, fields, whether one of them has a fault) of what can stay folded."""
        parted = [
            (heading, [self[name] for name in names if name in self.fields])
            for heading, names in self.folded
        ]
        return [(heading, held, any(each.errors for each in held)) for heading, held in parted]

    def clean_statement(self) -> str:
        return _few_characters(self.cleaned_data["statement"])

    def clean_days(self) -> str:
        return _few_characters(self.cleaned_data["days"])

    def clean_questions(self) -> list[str]:
        return _up_to(
            MOST_QUESTIONS, self.cleaned_data["questions"], ", so that there is time for each"
        )

    def clean_around(self) -> list[str]:
        return _up_to(MOST_AROUND, self.cleaned_data["around"])

    def clean_companions(self) -> list[str]:
        return _up_to(MOST_COMPANIONS, self.cleaned_data["companions"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("period") == "since" and not {"since", "until"} & set(self.errors):
            self._check_days(cleaned.get("since"), cleaned.get("until"))
        return cleaned

    def _check_days(self, since: date | None, until: date | None) -> None:
        if since is None:
            self.add_error("since", "Enter the first day of the period.")
        elif since > self.offered.today:
            self.add_error("since", "That day has not come yet.")
        elif since < EARLIEST_DAY:
            self.add_error("since", "Choose a day after 1900.")
        elif until is not None and until > self.offered.today:
            self.add_error("until", "That day has not come yet.")
        elif until is not None and until < since:
            self.add_error("until", "The last day comes before the first.")

    def remembered(self) -> dict[str, Any]:
        """Return what is kept for the next page of this clinician: choices, never words."""
        told = {name: self.cleaned_data[name] for name in REMEMBERED if name in self.fields}
        beside = [key for key in told.get("companions", ()) if not COMPANIONS[key].sensitive]
        period = "12" if told["period"] == "since" else told["period"]
        parts = [key for key in told.get("parts", ()) if key not in OWN_WORDS]
        return told | {"companions": beside, "period": period, "parts": parts}

    def choices(self, audience: str = "") -> Choices:
        """Return what was chosen, as values. audience: for whom, in words."""
        cleaned = self.cleaned_data
        return Choices(
            interval=self._interval(),
            who=cleaned["who"],
            statement=cleaned["statement"],
            questions=[self.question_words[key] for key in cleaned["questions"]],
            parts=cleaned["parts"],
            paper=cleaned["paper"],
            audience=audience,
            blocks=frozenset(cleaned["blocks"]),
            closer=cleaned["closer"] or FIRST_DIMENSION,
            around=[UUID(key) for key in cleaned.get("around", ())],
            days=cleaned["days"],
            companions=cleaned.get("companions", ()),
            harm=cleaned.get("harm", False),
        )

    def _interval(self) -> Interval:
        cleaned, today = self.cleaned_data, self.offered.today
        end = Interval.latest(1, today).end
        if cleaned["period"] == "visit" and self.offered.visit is not None:
            return Interval(self.offered.visit, end)
        if cleaned["period"] == "since":
            until: date = cleaned.get("until") or today
            return Interval(cleaned["since"], Interval.latest(1, until).end)
        return Interval.latest(7 * int(cleaned["period"]), today)


REMEMBERED = ("period", "blocks", "closer", "companions", "questions", "parts", "paper")
"""Fields whose choices are kept for a clinician. Changes and days belong to one page alone."""
OWN_WORDS = ("entries", "background")
"""Parts that are in nobody's words but one's own: ticked anew for each page."""


def _few_characters(typed: str) -> str:
    words = typed.replace("\r\n", "\n").strip()
    if len(words) > LONGEST_STATEMENT:
        raise ValidationError(
            f"Use up to {LONGEST_STATEMENT} characters; this has {len(words)}.", code="max_length"
        )
    return words


def _up_to(most: int, chosen: list[str], why: str = "") -> list[str]:
    if len(chosen) > most:
        raise ValidationError(f"Tick up to {most}{why}.", code="too_many")
    return chosen


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


class ShareForm(forms.Form):
    """For how long a page is shared."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    ends_in = forms.IntegerField(
        label="A link ends after so many days",
        help_text=f"From 1 to {MOST_DAYS}. You can end it at any time.",
        initial=USUAL_DAYS,
        min_value=1,
        max_value=MOST_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": DAYS_WRONG,
            "invalid": DAYS_WRONG,
            "min_value": DAYS_WRONG,
            "max_value": DAYS_WRONG,
        },
    )


class AccountForm(forms.Form):
    """The file of a whole account."""

    file = forms.FileField(
        label="The file",
        help_text="The ZIP that “Everything” gave you, from this numbtrack or another.",
        allow_empty_file=True,
        error_messages={"required": "Choose a file."},
    )


class FileForm(forms.Form):
    """Which file, and what goes into it beside the rest. Nothing here is remembered."""

    what = forms.ChoiceField(
        label="Which file?",
        choices=[
            ("account", "Everything, to keep or to move to another numbtrack (ZIP)"),
            ("check-ins-csv", "Check-ins as a table (CSV)"),
            ("tidy-csv", "Check-ins, a row for each answer (CSV)"),
            ("check-ins-json", "Check-ins for a program (JSON)"),
            ("medications-csv", "Medication changes as a table (CSV)"),
            ("journal-csv", "Journal as a table (CSV)"),
            ("tests-csv", "Laboratory tests as a table (CSV)"),
            ("practices-csv", "Practices tried as a table (CSV)"),
            ("activity-csv", "What happened with my account as a table (CSV)"),
            ("fhir", "Check-ins and medicines for a clinic’s program (FHIR R4)"),
        ],
        widget=Rows,
        initial="check-ins-csv",
    )
    also = forms.MultipleChoiceField(
        label="Also put in, this time only",
        help_text="For files of check-ins and for “Everything”, which is whole only with all "
        "three. Left out unless you tick it here; “Everything” holds your notes in any case.",
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
