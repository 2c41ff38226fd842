"""Pages that a person shares for a while, each frozen as it was, and who opened them when."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.safestring import SafeString

from accounts.fields import SealedField, SealedTextField
from accounts.freshness import OwnedQuerySet
from accounts.rows import CreatedOnce

HELD = ("sheet", "pdf", "fhir")


class SharedPageQuerySet(OwnedQuerySet["SharedPage"]):
    def ended(self, now: datetime) -> SharedPageQuerySet:
        return self.filter(Q(expires_at__lte=now) | Q(revoked_at__isnull=False))

    def without_pages(self) -> SharedPageQuerySet:
        """Fetch what is told of shared pages, without the pages themselves."""
        return self.defer(*HELD)

    def empty(self) -> int:
        """Let go of what pages held; return how many held something."""
        return self.exclude(pdf=b"").update(sheet="", pdf=b"", fhir="")


class SharedPage(CreatedOnce):
    """One page as it was when it was shared; gone from here as soon as it has ended.

    link_hash, code_hash: neither secret can be read from them. label: which page, in words.
    sheet: the page as HTML of our own making. fhir: JSON, empty where it was not put in.
    wrong_codes: how often a code did not open it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="shared_pages")
    link_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    label = SealedTextField()
    who = SealedTextField()
    sheet = SealedTextField()
    pdf = SealedField()
    fhir = SealedTextField()
    shared_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    wrong_codes = models.PositiveIntegerField(default=0)

    objects = SharedPageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "submission"], name="shared_page_created_once"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("shared_at")), name="shared_page_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"shared page #{self.pk}"

    @property
    def frozen_sheet(self) -> SafeString:
        """The page as HTML: made by our own template, which escaped every word of it."""
        return SafeString(self.sheet)

    def closed(self, now: datetime) -> bool:
        """Tell whether nobody may look: it has ended, or its person has stopped everything."""
        return self.ended(now) or bool(self.owner.stopped_at) or not self.owner.is_active

    def ended(self, now: datetime) -> bool:
        return self.revoked_at is not None or self.expires_at <= now


class Opening(models.Model):
    """That a shared page was opened. client: a browser and a system in words, no more."""

    page = models.ForeignKey(SharedPage, models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField()
    client = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"opening #{self.pk} of {self.page_id}"


class CalendarFeed(models.Model):
    """The address at which a calendar program asks for a person's reminder.

    link_hash: the address cannot be read from it. at: the hour of the wall clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed"
    )
    link_hash = models.CharField(max_length=64, unique=True)
    at = models.TimeField()
    made_at = models.DateTimeField()

    objects = OwnedQuerySet["CalendarFeed"].as_manager()

    def __str__(self) -> str:
        return f"calendar feed #{self.pk}"
