"""What is written in the journal."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from accounts.conflicts import seen_field
from accounts.typed import NOT_YET, WordsField, a_certainty, a_day, certainty, check_day
from accounts.widgets import Pills
from domain.dates import long_day
from domain.finding import LONGEST_TAG, MOST_TAGS, read_tags
from domain.happenings import FITS, HAPPENINGS, THERAPIES
from domain.practices import MOST_MINUTES, PRACTICES, After
from domain.wording import LONGEST_NOTE
from journal.actions import EventFacts
from journal.models import LONGEST_CAPTION, LONGEST_ENTRY
from journal.pictures import LARGEST_BYTES, NotAPicture, Picture, TooManyPixels, make_anew

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
        help_text="Separated by commas, such as: with family, sleep. Stored encrypted too.",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    in_summary = forms.BooleanField(
        label="I may want this one on the page for a visit",
        help_text="Off unless ticked. The page itself asks again.",
        required=False,
    )
    seen = seen_field()

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


class PictureForm(forms.Form):
    """A picture of an entry. What a camera writes beside it is left out."""

    picture = forms.FileField(
        label="Picture",
        help_text="JPEG, PNG or WebP, up to 10 MB. Location and time are removed.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": "Choose a picture.",
            "empty": "This file is empty. Choose another one.",
        },
    )
    words = forms.CharField(
        label="What is on it? (optional)",
        help_text="A few words for a screen reader. Encrypted too.",
        max_length=LONGEST_CAPTION,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_picture(self) -> Picture:
        sent: UploadedFile[Any] = self.cleaned_data["picture"]
        if (sent.size or 0) > LARGEST_BYTES:
            raise ValidationError("This picture is larger than 10 MB. Choose a smaller one.")
        try:
            return make_anew(sent.read())
        except NotAPicture:
            raise ValidationError(
                "This is no JPEG, PNG or WebP picture, or it is damaged."
            ) from None
        except TooManyPixels:
            raise ValidationError(
                "This picture has too many points. Choose a smaller one."
            ) from None


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
        choices=[("", "Not noted"), *((each.value, each.words) for each in After)],
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


class EventForm(DayForm):
    """Something that happened: what and when. Everything else may stay empty."""

    kind = forms.ChoiceField(
        label="What was it?",
        choices=[("", "Choose …"), *((each.key, each.label) for each in HAPPENINGS.values())],
        error_messages={
            "required": "Choose what it was. “Something else” is fine.",
            "invalid_choice": "Choose one of the list.",
        },
    )
    how_sure = a_certainty()
    end_day = a_day(
        "Last day (optional)",
        "Leave empty if it was one day, or if it is not over.",
        required=False,
    )
    reaction = forms.TypedChoiceField(
        label="How much of it got through to you? (optional)",
        help_text="0: nothing did. 10: all of it.",
        choices=[("", "Not noted"), *((str(n), str(n)) for n in range(11))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    therapy = forms.ChoiceField(
        label="What kind of therapy? (optional)",
        choices=[("", "Not noted"), *THERAPIES.items()],
        required=False,
    )
    fits = forms.ChoiceField(
        label="Does it fit you? (optional)",
        choices=[("", "Not noted"), *FITS.items()],
        required=False,
        widget=Pills,
    )
    helped = WordsField(
        longest=LONGEST_NOTE,
        what="This part",
        label="What helped, or a skill you practised (optional)",
        help_text="Nothing is an answer too.",
        rows=2,
    )
    note = WordsField(
        longest=LONGEST_NOTE,
        what="A note",
        label="Note (optional)",
        help_text="Details are never needed. Stored encrypted; nobody reads it.",
    )
    seen = seen_field()
    field_order = (
        "kind", "day", "how_sure", "end_day", "reaction", "therapy", "fits", "helped", "note",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = "From which day?"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, ends = cleaned.get("day"), cleaned.get("end_day")
        if day is None or ends is None:
            return cleaned
        if ends < day:
            self.add_error(
                "end_day", f"It began on {long_day(day)}: enter that day or a later one."
            )
        elif ends > self.today:
            self.add_error("end_day", f"{NOT_YET} Leave it empty while it lasts.")
        return cleaned

    def facts(self) -> EventFacts:
        """Return what was told; what does not belong to its kind is left out."""
        cleaned = self.cleaned_data
        kind = HAPPENINGS[cleaned["kind"]]
        precision, about = certainty(cleaned["how_sure"])
        # Words under a question that only therapy is asked are words all the same.
        elsewhere = "" if kind.therapy else cleaned["helped"]
        return EventFacts(
            kind=kind.key,
            day=cleaned["day"],
            end_day=cleaned["end_day"],
            precision=precision,
            about=about,
            reaction=cleaned["reaction"] if kind.reaction else None,
            therapy=cleaned["therapy"] if kind.therapy else "",
            fits=cleaned["fits"] if kind.therapy else "",
            helped=cleaned["helped"] if kind.therapy else "",
            note="\n".join(filter(None, (cleaned["note"], elsewhere))),
        )


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
