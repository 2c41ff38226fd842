"""The person and what they agreed to."""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime
from typing import Any, ClassVar, Self
from zlib import crc32
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Lower

from accounts import countries
from accounts.fields import SealedBytesField, SealedTextField
from accounts.rows import Limited
from domain.answers import Companion
from domain.background import CONDITIONS, Standing
from domain.companions import in_order
from domain.days import DAY_STARTS_AT, LATEST_START, local_date
from domain.numbers import DecimalSign
from domain.rhythm import Rhythm

CONSENT_VERSION = "2026-11"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a person; without a password nobody can sign in as them."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class Theme(models.TextChoices):
    SYSTEM = "system", "As my device"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class TextSize(models.TextChoices):
    USUAL = "usual", "Usual"
    LARGE = "large", "Large"
    LARGEST = "largest", "Largest"


class User(AbstractBaseUser):
    """A person with a diary. The e-mail address is how they sign in; no name is asked.

    timezone: IANA name, used where the browser does not tell its own. country: two letters,
    or empty, for help lines alone. theme, text_size: how pages look on every device.
    day_starts_at: hour of the wall clock, for days still to come. companion_keys: what is
    asked beside the four. asks_about_harm: whether the safety question is asked; None where
    the person has not been asked about that yet. shows_usual_range: whether Trends
    draws where the first four weeks lay. usual_from: the first day of the four weeks that stand
    in their place, None for the diary's own. decimal_sign: how numbers are written for them.
    data_version: how often a row of theirs was written. leaving_since: when they asked that
    everything be deleted, None for someone who stays. withdrawn_since: since when they no
    longer agree that health data are kept, None for someone who agrees.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    timezone = models.CharField(max_length=64, default="UTC")
    country = models.CharField(max_length=2, blank=True, default="", choices=countries.CHOICES)
    theme = models.CharField(
        max_length=6, choices=Theme.choices, default=Theme.SYSTEM, db_default=Theme.SYSTEM
    )
    text_size = models.CharField(
        max_length=7, choices=TextSize.choices, default=TextSize.USUAL, db_default=TextSize.USUAL
    )
    day_starts_at = models.PositiveSmallIntegerField(
        default=DAY_STARTS_AT, db_default=DAY_STARTS_AT
    )
    rhythm_key = models.CharField(
        max_length=6,
        choices=[(each.value, each.label) for each in Rhythm],
        default=Rhythm.DAILY.value,
        db_default=Rhythm.DAILY.value,
    )
    companion_keys = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    asks_about_harm = models.BooleanField(null=True, default=None)
    shows_usual_range = models.BooleanField(default=True, db_default=True)
    usual_from = models.DateField(null=True, blank=True)
    decimal_sign = models.CharField(
        max_length=1,
        choices=[(each.value, each.name) for each in DecimalSign],
        default=DecimalSign.POINT.value,
        db_default=DecimalSign.POINT.value,
    )
    data_version = models.PositiveBigIntegerField(default=0, db_default=0, editable=False)
    is_active = models.BooleanField(default=True)
    leaving_since = models.DateTimeField(null=True, blank=True)
    withdrawn_since = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=models.Q(day_starts_at__lte=LATEST_START), name="user_day_start_by_noon"
            ),
        ]

    def __str__(self) -> str:
        return f"person #{self.pk}"

    def save(self, **how: Any) -> None:
        """Save as Django does, and leave the count of writes to the rows that are counted."""
        if not self._state.adding and how.get("update_fields") is None:
            how["update_fields"] = [
                each.attname
                for each in self._meta.concrete_fields
                if not each.primary_key and each.attname != "data_version"
            ]
        with transaction.atomic():  # whoever comes to be has an activity log from the first
            super().save(**how)

    @property
    def stopped_at(self) -> str:
        """Return the one page that stands open while nothing may be entered, or nothing."""
        if self.leaving_since is not None:
            return "leaving"
        return "agreement" if self.withdrawn_since is not None else ""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.rhythm_key)

    @property
    def companions(self) -> list[Companion]:
        """What is asked beside the four, in the order of the check-in."""
        return in_order(self.companion_keys)

    def today(self, moment: datetime, zone: ZoneInfo | None = None) -> date:
        """Return the person's day at a moment, in their own zone or in the one they are in."""
        return local_date(moment, zone or self.zone, self.day_starts_at)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> Self:
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """A person's agreement to keep health data, with the version of the text they saw.

    given_by: the person themselves, or the operator who made the account for them.
    """

    class GivenBy(models.TextChoices):
        PERSON = "person"
        OPERATOR = "operator"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="consents")
    version = models.CharField(max_length=20)
    given_by = models.CharField(max_length=10, choices=GivenBy.choices)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"consent {self.version} #{self.pk}"


class Tries(models.Model):
    """How often a door was tried since a moment; forgotten after ten minutes.

    door: a kind and a hash, from which no account and no address can be read.
    """

    door = models.CharField(primary_key=True, max_length=60)
    tries = models.PositiveSmallIntegerField(default=0)
    began_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"tries at {self.door}"


class Draft(models.Model):
    """What was typed on a page and not saved yet, for one device of one person.

    page: which form, with the day or record it is for. device: a hash of the device's cookie, so
    that the words come back on the same device alone. words: the form's fields as a query
    string, padded, so that its sealed length does not tell a choice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    device = models.CharField(max_length=64)
    page = models.CharField(max_length=80)
    words = SealedTextField()
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "device", "page"], name="draft_once_a_page")
        ]

    def __str__(self) -> str:
        return f"draft #{self.pk}"


class Background(Limited):
    """What a person tells of their background, for the page they bring to a visit.

    conditions: JSON text, condition key -> how they stand to it. own_word, since, after,
    family: free words, each may be empty. All of it is sealed.
    """

    MOST = 1

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.OneToOneField(User, models.CASCADE, related_name="background")
    conditions = SealedTextField()
    own_word = SealedTextField()
    since = SealedTextField()
    after = SealedTextField()
    family = SealedTextField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"background #{self.pk}"

    def standings(self) -> dict[str, Standing]:
        """Return condition key -> how the person stands to it, for those they told."""
        told = json.loads(str(self.conditions) or "{}")
        return {key: Standing(told[key]) for key in CONDITIONS if key in told}

    @property
    def version(self) -> int:
        """A number for what is told, from 1: a form that shows it tells by it what it showed."""
        told = (self.conditions, self.own_word, self.since, self.after, self.family)
        return 1 + crc32("\0".join(map(str, told)).encode()) % 999_999


class Arrival(models.Model):
    """The file of an account on its way in: looked at, brought in, and taken back within a day.

    file: the file itself until it is brought in, then empty. rows: JSON, how many of each kind are
    in it, and once it is brought in the kind and key of each row that was made. done_at: when it
    was brought in, None while it is only looked at.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.OneToOneField(User, models.CASCADE, related_name="arrival")
    file = SealedBytesField()
    rows = SealedTextField()
    looked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"arrival #{self.pk}"


class ActivityKind(models.TextChoices):
    """What an account's own log tells of. No kind ever says what anybody wrote."""

    SIGNED_IN = "signed_in", "Signed in"
    SIGNED_OUT = "signed_out", "Signed out"
    DEVICE_ENDED = "device_ended", "Signed out another device"
    PASSWORD_CHANGED = "password_changed", "Changed the password"  # no password
    EMAIL_CHANGED = "email_changed", "Changed the e-mail address"
    APP_ADDED = "app_added", "Turned on codes from an app"
    APP_REMOVED = "app_removed", "Turned off codes from an app"
    PASSKEY_ADDED = "passkey_added", "Added a passkey"
    PASSKEY_REMOVED = "passkey_removed", "Removed a passkey"
    CODES_MADE = "codes_made", "Made recovery codes"
    CODE_USED = "code_used", "Signed in with a recovery code"
    EXPORTED = "exported", "Took a file along"
    SHARED = "shared", "Shared a page"
    SHARE_ENDED = "share_ended", "Ended a shared page"
    BROUGHT_IN = "brought_in", "Brought an account in from a file"
    AGREED = "agreed", "Agreed that health data are kept"
    WITHDREW = "withdrew", "Withdrew the agreement"
    LEAVING = "leaving", "Asked to delete everything"
    STAYED = "stayed", "Stopped the deletion"
    LOCKED = "locked", "The account was locked"
    UNLOCKED = "unlocked", "The account was unlocked"
    RESET_LINK = "reset_link", "A link for a new password was made"  # no password
    GUESSED = "guessed", "Too many wrong passwords from elsewhere"


class Activity(models.Model):
    """One line of an account's own log: who did what kind of thing when, and nothing else.

    number: from 1, without gaps. detail: one of a few fixed words, such as the kind of a file.
    client: the browser and the system, coarsely. by: the person, or the operator of the server.
    before: the seal of the line before. seal: binds the line to it, so that a changed one is
    found.
    """

    class By(models.TextChoices):
        PERSON = "person"
        OPERATOR = "operator"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="activities")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=ActivityKind.choices)
    detail = models.CharField(max_length=40, blank=True, default="")
    client = models.CharField(max_length=40, blank=True, default="")
    by = models.CharField(max_length=10, choices=By.choices, default=By.PERSON)
    at = models.DateTimeField()
    before = models.CharField(max_length=64, blank=True, default="")
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="activity_numbered_once")
        ]

    def __str__(self) -> str:
        return f"activity {self.number} #{self.pk}"


class ActivityLog(models.Model):
    """Where an account's own log begins and ends, so that a line cut off is found.

    Each account has one from its first moment. first: the number of the first line that is still
    kept. last: of the latest, 0 before there is one. latest: its seal. seal: binds these four.
    """

    owner = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="activity_log"
    )
    first = models.PositiveIntegerField(default=1)
    last = models.PositiveIntegerField(default=0)
    latest = models.CharField(max_length=64, blank=True, default="")
    seal = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"activity log #{self.pk}"


class SignIn(models.Model):
    """One browser in which a person is signed in. It ends with its session.

    session_key: of the session. client: the browser and the system, coarsely. own_device:
    whether the person said that the device is theirs. seen_at: its latest use, to the minute.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    client = models.CharField(max_length=40)
    own_device = models.BooleanField(default=False)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sign-in #{self.pk}"


class Invitation(models.Model):
    """A link with which one account can be made. link_hash: the link cannot be read from it."""

    link_hash = models.CharField(primary_key=True, max_length=64)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"invitation until {self.expires_at:%Y-%m-%d}"
