"""A person's own plan for bad hours: sealed, and read on the page for help."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from accounts.fields import SealedTextField
from accounts.freshness import OwnedQuerySet
from accounts.rows import Limited

LONGEST_PART = 4_000


class Plan(Limited):
    """Whom to call, where to go, what helps: in the person's own words.

    version: how often it has been saved, for tabs that lag behind.
    """

    MOST = 1

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="plan")
    people = SealedTextField()
    places = SealedTextField()
    helps = SealedTextField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = OwnedQuerySet["Plan"].as_manager()

    def __str__(self) -> str:
        return f"plan #{self.pk}"
