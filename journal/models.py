"""Entries and practices: a day and words, sealed before they are stored."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Prefetch, Q

from accounts.fields import SealedBytesField, SealedTextField
from accounts.rows import CreatedOnce, Removable, StandingQuerySet, Versioned
from domain.dates import Precision
from domain.finding import holds
from domain.happenings import FITS, HAPPENINGS, THERAPIES, Happening, HappeningKind
from domain.intervals import Interval
from domain.numbers import counted
from domain.practices import MOST_MINUTES, PRACTICES, After, Practice

LONGEST_ENTRY = 20_000
LONGEST_CAPTION = 200
KIND_PADDED_TO = 24
"""Kinds of events are sealed at one length: the length would tell the kind."""


class EntryQuerySet(StandingQuerySet["Entry"]):
    def during(self, interval: Interval) -> Self:
        return self.filter(day__gte=interval.start, day__lt=interval.end)

    def latest_first(self) -> Self:
        return self.order_by("-day", "-written_at")

    def with_picture_count(self) -> Self:
        """Count with each entry its pictures, in the same query."""
        standing = Q(pictures__deleted_at=None)
        return self.annotate(picture_count=Count("pictures", filter=standing))

    def with_pictures(self) -> Self:
        """Fetch with each what is told of its pictures, without the pictures themselves."""
        return self.prefetch_related(shown_pictures())


def shown_pictures() -> Prefetch[Any]:
    """Return how the pictures of entries are fetched for a page that links to them."""
    standing = EntryPicture.objects.standing()
    return Prefetch("pictures", standing.defer("data").order_by("written_at"))


class Entry(CreatedOnce, Removable):
    """One piece of the journal, filed under a day of the person's own calendar.

    version: how often it has been saved, for tabs that lag behind. tags_text: its tags, a line
    each. in_summary: whether it was marked for the page of a visit; off unless ticked.
    """

    MOST, LARGEST = 10_000, 20_000_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="journal_entries"
    )
    day = models.DateField()
    text = SealedTextField()
    tags_text = SealedTextField()
    in_summary = models.BooleanField(default=False, db_default=False)
    timezone = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "submission"], name="entry_created_once")
        ]
        indexes = [models.Index(fields=["owner", "-day"], name="entry_by_day")]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"entry #{self.pk} of {self.day}"

    @property
    def tags(self) -> list[str]:
        return str(self.tags_text).splitlines()

    def matches(self, wanted: str) -> bool:
        """Tell whether the entry or a tag of it holds every word that is wanted."""
        return holds(f"{self.text}\n{self.tags_text}", wanted)


class EntryPicture(CreatedOnce, Removable):
    """A picture of an entry, re-encoded, without what the camera wrote beside it.

    data: the encoded picture. encoding: "jpeg" or "png". words: what is on it, if told.
    """

    MOST = 500

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="entry_pictures"
    )
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="pictures")
    data = SealedBytesField()
    encoding = models.CharField(max_length=4, choices=[("jpeg", "JPEG"), ("png", "PNG")])
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    words = SealedTextField()
    written_at = models.DateTimeField()

    objects = StandingQuerySet["EntryPicture"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "submission"], name="entry_picture_created_once"
            )
        ]

    def __str__(self) -> str:
        return f"picture #{self.pk} of an entry"


class PracticeQuerySet(StandingQuerySet["PracticeNote"]):
    def latest_first(self) -> Self:
        return self.order_by("-day", "-written_at")


class PracticeNote(CreatedOnce, Removable):
    """That a practice was tried on a day. Nothing is counted or computed from it.

    done: False where it was meant and left. minutes, after: optional, empty where not told.
    """

    MOST, LARGEST = 10_000, 4_000_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="practice_notes"
    )
    day = models.DateField()
    practice = models.CharField(max_length=20)
    done = models.BooleanField(default=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    after = models.CharField(max_length=10, blank=True, default="")
    note = SealedTextField()
    timezone = models.CharField(max_length=64)
    written_at = models.DateTimeField()

    objects = PracticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "submission"], name="practice_note_created_once"
            ),
            models.CheckConstraint(
                condition=Q(practice__in=list(PRACTICES)), name="practice_note_is_known"
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__lte=MOST_MINUTES),
                name="practice_note_minutes",
            ),
            models.CheckConstraint(
                condition=Q(after__in=["", *(each.value for each in After)]),
                name="practice_note_after",
            ),
        ]
        indexes = [models.Index(fields=["owner", "-day"], name="practice_note_by_day")]

    def __str__(self) -> str:
        return f"practice note #{self.pk} of {self.day}"

    @property
    def known(self) -> Practice:
        """The practice in the catalogue."""
        return PRACTICES[self.practice]

    @property
    def said(self) -> str:
        """Say what was told of it: "20 minutes, after it: the same"."""
        parts = [] if self.done else ["meant to, left it"]
        if self.minutes is not None:
            parts.append(counted(self.minutes, "minute", "minutes"))
        if self.after:
            parts.append(f"after it: {After(self.after).told}")
        return ", ".join(parts)


class DatedEventQuerySet(StandingQuerySet["DatedEvent"]):
    def latest_first(self) -> Self:
        return self.order_by("-day", "-written_at")

    def perhaps_on(self, day: date) -> Self:
        """Leave out what cannot have been on a day, however little its date is known."""
        year = timedelta(days=366)
        recent = Q(end_day__gte=day) | Q(day__gte=day - year)
        return self.filter(recent, day__lte=day + year)

    def happenings(self) -> list[Happening]:
        """Return what stands as plain values, by day, in one query."""
        return [each.happening() for each in self.standing().order_by("day")]


class DatedEvent(CreatedOnce, Removable, Versioned):
    """Something that happened, with its days. What it was is sealed, since it can be anything.

    kind_text: a key of HAPPENINGS, padded. reaction: 0..10, how much of it got through.
    therapy, fits: keys of THERAPIES and FITS, sealed, empty where not told.
    """

    MOST, LARGEST = 3_000, 4_000_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="dated_events")
    kind_text = SealedTextField()
    day = models.DateField()
    end_day = models.DateField(null=True, blank=True)
    precision = models.CharField(
        max_length=5, choices=[(each, each) for each in Precision], default=Precision.DAY
    )
    about = models.BooleanField(default=False)
    reaction = models.PositiveSmallIntegerField(null=True, blank=True)
    therapy = SealedTextField()
    fits = SealedTextField()
    helped = SealedTextField()
    note = SealedTextField()
    written_at = models.DateTimeField()

    objects = DatedEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "submission"], name="dated_event_created_once"
            ),
            models.CheckConstraint(
                condition=Q(end_day=None) | Q(end_day__gte=F("day")),
                name="dated_event_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(reaction=None) | Q(reaction__lte=10), name="dated_event_reaction"
            ),
        ]
        indexes = [models.Index(fields=["owner", "day"], name="dated_event_by_day")]

    def __str__(self) -> str:
        return f"dated event #{self.pk} of {self.day}"

    @property
    def kind(self) -> str:
        return str(self.kind_text).rstrip()

    @property
    def known(self) -> HappeningKind:
        """The kind in the catalogue."""
        return HAPPENINGS[self.kind]

    @property
    def said(self) -> str:
        """Say what else was told of it: "CBT, fits me: partly"."""
        parts = []
        if self.reaction is not None:
            parts.append(f"{self.reaction} of 10 got through")
        if self.therapy:
            parts.append(THERAPIES[str(self.therapy)])
        if self.fits:
            parts.append(f"fits me: {FITS[str(self.fits)].lower()}")
        return ", ".join(parts)

    def happening(self) -> Happening:
        """Return it as a plain value."""
        return Happening(
            key=self.pk,
            kind=self.kind,
            day=self.day,
            end_day=self.end_day,
            precision=Precision(self.precision),
            about=self.about,
            reaction=self.reaction,
        )
