"""What a newcomer is asked: no name, and each agreement on its own line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone as clock

from accounts import countries, zones
from accounts.actions import record_consent
from accounts.conflicts import seen_field
from accounts.models import Background, Consent, TextSize, Theme, User
from accounts.numerals import guess_sign
from accounts.typed import WordsField
from accounts.widgets import Pills, Rows, Zones
from domain.background import CONDITIONS, Standing
from domain.days import LATEST_START
from domain.numbers import DecimalSign
from domain.rhythm import Rhythm
from domain.safety import TURN_ON, TURN_ON_NOTE

ZONE_MISSING = "Choose the time zone you live in."


class SignUpForm(forms.Form):
    """The part of the sign-up page that is ours; allauth adds e-mail and password before it."""

    timezone = forms.ChoiceField(
        label="Time zone",
        help_text="Decides which day a check-in belongs to. You can change it later.",
        choices=lambda: [("", "Choose where you live"), *zones.choices()],
        widget=Zones,
        error_messages={"required": ZONE_MISSING, "invalid_choice": ZONE_MISSING},
    )
    country = forms.ChoiceField(
        label="Country",
        help_text="Only for showing help lines near you.",
        choices=countries.CHOICES,
        required=False,
    )
    adult = forms.BooleanField(
        label="I am 18 or older.",
        error_messages={
            "required": "numbtrack is for people aged 18 or over. Tick this if you are."
        },
    )
    nobody_monitors = forms.BooleanField(
        label="I understand that nobody monitors my entries, and that numbtrack alerts nobody.",
        error_messages={"required": "Please tick this: nobody reads or watches what you enter."},
    )
    consent = forms.BooleanField(
        label="I agree that this server keeps the health data I enter.",
        error_messages={"required": "Without this agreement numbtrack may not keep your entries."},
    )

    asks_about_harm = forms.BooleanField(label=TURN_ON, help_text=TURN_ON_NOTE, required=False)

    def clean_timezone(self) -> str:
        name: str = self.cleaned_data["timezone"]
        if zones.find_zone(name) is None:
            raise ValidationError(ZONE_MISSING, code="invalid_choice")
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep what the newcomer chose; allauth calls this with the person just made."""
        user.timezone = self.cleaned_data["timezone"]
        user.country = self.cleaned_data["country"]
        user.asks_about_harm = self.cleaned_data["asks_about_harm"]
        user.decimal_sign = guess_sign(request.headers.get("Accept-Language", "")).value
        user.save(update_fields=["timezone", "country", "asks_about_harm", "decimal_sign"])
        record_consent(owner=user, given_by=Consent.GivenBy.PERSON, now=clock.now())


class LeavingForm(forms.Form):
    """Deleting everything. is_waiting: the week runs already, so that only at once is left."""

    when = forms.ChoiceField(
        label="When",
        choices=[
            ("in a week", "In a week: until then I can change my mind"),
            ("now", "At once: nobody can bring it back"),
        ],
        initial="in a week",
        widget=Rows,
        error_messages={"required": "Choose when."},
    )
    word = forms.CharField(
        label="Type “delete” to go on",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, *args: Any, is_waiting: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_waiting:
            self.fields["when"] = forms.CharField(initial="now", widget=forms.HiddenInput)

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"]
        if word.strip().strip("“”\"'").lower() != "delete":
            raise ValidationError("Type the word delete to go on.", code="slip")
        return word


class WithdrawForm(forms.Form):
    """Taking the agreement back."""

    sure = forms.BooleanField(
        label="I no longer agree that this server keeps my health data.",
        error_messages={"required": "Tick this to take it back."},
    )


def _hours() -> list[tuple[int, str]]:
    named = {0: "midnight", LATEST_START: "noon"}
    return [(hour, named.get(hour, f"{hour}:00")) for hour in range(LATEST_START + 1)]


class SettingsForm(forms.Form):
    """Where the person is, how often they check in, and how pages look."""

    timezone = forms.ChoiceField(
        label="Time zone",
        help_text="Decides which day a check-in belongs to. Earlier days never move.",
        choices=zones.choices,
        error_messages={"required": ZONE_MISSING, "invalid_choice": ZONE_MISSING},
    )
    country = forms.ChoiceField(
        label="Country",
        help_text="Only for showing help lines near you.",
        choices=countries.CHOICES,
        required=False,
    )

    day_starts_at = forms.TypedChoiceField(
        label="My day starts at",
        help_text="A check-in before this hour belongs to the day before. Earlier days never move.",
        choices=_hours,
        coerce=int,
    )
    rhythm_key = forms.ChoiceField(
        label="How often",
        help_text="Under weekly and paused no page counts days. You can still check in on any "
        "day, and each day is shown as it is.",
        choices=[(each.value, each.label) for each in Rhythm],
        widget=Pills,
    )
    asks_about_harm = forms.BooleanField(label=TURN_ON, help_text=TURN_ON_NOTE, required=False)
    decimal_sign = forms.ChoiceField(
        label="How numbers are written",
        choices=[(each.value, f"5{each.value}3") for each in DecimalSign],
        widget=Pills,
    )
    theme = forms.ChoiceField(label="Appearance", choices=Theme.choices, widget=Pills)
    text_size = forms.ChoiceField(label="Size of text", choices=TextSize.choices, widget=Pills)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(person, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)

    def chosen(self) -> dict[str, Any]:
        """Return what was chosen, by the names of the person's own facts."""
        return {name: self.cleaned_data[name] for name in self.fields}


LONGEST_WORDS = 500
NOT_RELEVANT = ("", "Not relevant")


def _words(label: str, hint: str, rows: int = 2) -> WordsField:
    return WordsField(
        longest=LONGEST_WORDS, what="This part", rows=rows, label=label, help_text=hint
    )


class BackgroundForm(forms.Form):
    """A person's background as they tell it; every part may stay empty."""

    own_word = _words("My own word for it", "Such as: glass, fog, flat, switched off.", 1)
    since = _words("Since when", "As exact or as vague as you know it.", 1)
    after = _words("It began after (if it began after something)", "You need not say what.")
    family = _words("In my family (private)", "Only if it matters to you.")
    seen = seen_field()
    free = ("own_word", "since", "after", "family")

    def __init__(self, *args: Any, background: Background | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in CONDITIONS.items():
            self.fields[key] = forms.ChoiceField(
                label=label,
                choices=[NOT_RELEVANT, *((each.value, each.words) for each in Standing)],
                required=False,
                widget=Pills,
            )
        self.initial = self.told_by(background)
        self.order_fields(["own_word", "since", "after", *CONDITIONS, "family"])

    def standings(self) -> dict[str, Standing]:
        """Return condition key -> how the person stands to it."""
        cleaned = self.cleaned_data
        return {key: Standing(cleaned[key]) for key in CONDITIONS if cleaned[key]}

    def words(self) -> dict[str, str]:
        """Return the free words by their names."""
        return {name: self.cleaned_data[name] for name in self.free}

    @classmethod
    def told_by(cls, background: Background | None) -> dict[str, Any]:
        """Return what the form shows of what is told, with its version under ``seen``."""
        standings = background.standings() if background else {}
        chosen = {key: standings[key].value if key in standings else "" for key in CONDITIONS}
        words = {name: getattr(background, name) if background else "" for name in cls.free}
        return chosen | words | {"seen": background.version if background else 0}
