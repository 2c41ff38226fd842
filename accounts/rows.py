"""What rows of other rooms are built on: made once, taken away for a while, not overwritten."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from accounts.freshness import OwnedQuerySet


class Limited(models.Model):
    """A row of which a diary holds so many, so that a page and a file can hold them all.

    MOST: how many of one person's, those left out that were deleted. LARGEST: bytes of all words
    in them, 0 where so few rows cannot hold too many.
    """

    MOST: ClassVar[int]
    LARGEST: ClassVar[int] = 0

    class Meta:
        abstract = True


class CreatedOnce(models.Model):
    """A row that a form creates: the form's own key makes a second sending harmless.

    submission: the random key of the form as it was shown, unique for its owner.
    """

    submission = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=models.Model)


class StandingQuerySet(OwnedQuerySet[Row]):
    """Rows that can be deleted and brought back."""

    def standing(self) -> Self:
        """Leave out what was deleted and can still be brought back."""
        return self.filter(deleted_at=None)


class Removable(Limited):
    """A row that is hidden when it is deleted and can be brought back for a while."""

    owner: Any  # each kind has one of its own
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that more than one tab may be changing. version: how often it has been saved."""

    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        abstract = True
