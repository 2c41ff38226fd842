"""What is written in the journal."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from accounts.typed import WordsField, a_day, check_day
from accounts.widgets import Pills
from domain.finding import LONGEST_TAG, MOST_TAGS, read_tags
from domain.practices import MOST_MINUTES, PRACTICES, After
from domain.wording import LONGEST_NOTE
from journal.models import LONGEST_ENTRY

NO_WORDS = "Write a word or two, or leave the page."


class DayForm(forms.Form):
    """A day that has come, for whatever is written about it."""

    day = a_day("Day", missing="Choose a day.")
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, today: date, own_day: date | None = None, **kwargs: Any) -> None:
        """own_day: the day that what is changed stands under, which is never refused."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.own_day = own_day

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day == self.own_day:
            return day
        return check_day(day, self.today)


class EntryForm(DayForm):
    """A day and words. submission: the form's own key, so that a second sending is harmless."""

    text = WordsField(
        longest=LONGEST_ENTRY,
        what="An entry",
        instead="You can split it in two.",
        rows=5,
        label="Words",
        strip=False,
        required=True,
        help_text="A word is enough. Stored encrypted; nobody reads it.",
        error_messages={"required": NO_WORDS},
    )
    tags = forms.CharField(
        label="Tags (optional)",
        help_text="Parted by commas, such as: with family, sleep. Stored encrypted too.",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=1_000_000, required=False
    )

    def clean_tags(self) -> list[str]:
        tags = read_tags(self.cleaned_data["tags"])
        if len(tags) > MOST_TAGS:
            raise ValidationError(f"Up to {MOST_TAGS} tags fit; these are {len(tags)}.")
        if too_long := [tag for tag in tags if len(tag) > LONGEST_TAG]:
            raise ValidationError(
                f"A tag holds up to {LONGEST_TAG} characters; one here has {len(too_long[0])}."
            )
        return tags

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise ValidationError(NO_WORDS, code="required")
        return text


class PracticeForm(DayForm):
    """That a practice was tried: which, and whatever else one likes to tell of it."""

    practice = forms.ChoiceField(
        label="Practice",
        choices=[(each.key, each.label) for each in PRACTICES.values()],
        error_messages={"invalid_choice": "Choose one of the list."},
    )
    done = forms.ChoiceField(
        label="Did you do it?",
        choices=[("yes", "Yes"), ("no", "Meant to, left it")],
        widget=Pills,
        initial="yes",
        help_text="Doing it and feeling nothing is a full result.",
    )
    after = forms.ChoiceField(
        label="After it (optional)",
        choices=[("", "Not told"), *((each.value, each.words) for each in After)],
        widget=Pills,
        required=False,
    )
    minutes = forms.IntegerField(
        label="Minutes (optional)",
        required=False,
        min_value=0,
        max_value=MOST_MINUTES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": f"Write minutes as a whole number up to {MOST_MINUTES}.",
            "min_value": f"Write minutes from 0 to {MOST_MINUTES}.",
            "max_value": f"Write minutes from 0 to {MOST_MINUTES}.",
        },
    )
    note = WordsField(
        longest=LONGEST_NOTE,
        what="A note",
        label="Note (optional)",
        help_text="Stored encrypted; nobody reads it.",
    )
    field_order = ("practice", "done", "after", "minutes", "day", "note")


class SearchForm(forms.Form):
    """Words to look for in entries and their tags. They are sent, and never stand in an address."""

    words = forms.CharField(
        label="Words or a tag",
        max_length=200,
        error_messages={"required": "Write what to look for."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RangeForm(forms.Form):
    """Which days of the journal are shown."""

    since = a_day("From", required=False)
    until = a_day("To", required=False)
