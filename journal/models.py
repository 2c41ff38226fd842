"""Entries: a day and words, sealed before they are stored."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models

from accounts.fields import SealedTextField
from accounts.models import CreatedOnce
from domain.intervals import Interval

LONGEST_ENTRY = 20_000


class EntryQuerySet(models.QuerySet["Entry"]):
    def standing(self) -> Self:
        """Leave out what was deleted and can still be brought back."""
        return self.filter(deleted_at=None)

    def during(self, interval: Interval) -> Self:
        return self.filter(day__gte=interval.start, day__lt=interval.end)

    def latest_first(self) -> Self:
        return self.order_by("-day", "-written_at")


class Entry(CreatedOnce):
    """One piece of the journal, filed under a day of the person's own calendar.

    version: how often it has been saved, for tabs that lag behind.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="journal_entries"
    )
    day = models.DateField()
    text = SealedTextField()
    timezone = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
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
