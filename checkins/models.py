"""One row a day, with the answers it replaced kept beside it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.fields import SealedTextField
from accounts.rows import CreatedOnce, Limited, Removable, StandingQuerySet
from domain.answers import AnswerKind, Companion
from domain.companions import COMPANIONS
from domain.days import BACKFILL_DAYS, CHANGED_LATER_AFTER, Recall, recall_of
from domain.diary import Diary, DiaryDay, late_words
from domain.dimensions import DIMENSIONS, SCALE, Dimension, NotRated
from domain.intervals import Interval
from domain.safety import HarmAnswer


def _rating_in_range(dimension: Dimension) -> models.CheckConstraint:
    """The database refuses anything but a whole number of the scale, on both engines."""
    return models.CheckConstraint(
        condition=~Q(ratings__has_key=dimension.key)
        | Q(**{f"ratings__{dimension.key}__in": list(SCALE)}),
        name=f"check_in_{dimension.key}_in_range",
    )


def _reason_is_known(dimension: Dimension) -> models.CheckConstraint:
    reasons = [reason.value for reason in dimension.reasons]
    return models.CheckConstraint(
        condition=~Q(not_rated__has_key=dimension.key)
        | Q(**{f"not_rated__{dimension.key}__in": reasons}),
        name=f"check_in_{dimension.key}_reason",
    )


def _rated_or_not(dimension: Dimension) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=~Q(ratings__has_key=dimension.key, not_rated__has_key=dimension.key),
        name=f"check_in_{dimension.key}_once",
    )


def _companion_is_valid(companion: Companion) -> models.CheckConstraint:
    """The database refuses any value that the catalogue does not know, and a second answer."""
    key = companion.key
    absent = ~Q(companions__has_key=key)
    known = Q(**{f"companions__{key}__in": list(companion.values)})
    rated = ~Q(not_rated__has_key=key)
    if companion.unsure:
        rated |= absent & Q(**{f"not_rated__{key}__in": [NotRated.CANT_TELL.value]})
    return models.CheckConstraint(
        condition=(absent | known) & rated,
        name=f"check_in_{key}_valid",
    )


def _single(companion: Companion) -> bool:
    """Tell whether the database can check a companion; the action checks lists."""
    return companion.kind is not AnswerKind.TICKS


class CheckInQuerySet(StandingQuerySet["CheckIn"]):
    def during(self, interval: Interval) -> Self:
        return self.filter(day__gte=interval.start, day__lt=interval.end)

    def harm_answers(self) -> dict[date, HarmAnswer]:
        """Return day -> answer to the safety question, for a page on which it was ticked."""
        rows = self.standing().exclude(harm=b"").only("owner", "day", "harm")
        return {each.day: answer for each in rows if (answer := each.harm_answer) is not None}

    def diary(self) -> Diary:
        """Return every standing day as plain values, in one query."""
        rows = self.standing().order_by("day").values_list(*_FACTS)
        return Diary(tuple(_diary_day(*row) for row in rows))


_FACTS = ("day", "ratings", "not_rated", "companions", "lag_days", "entered_at", "changed_at")


def _diary_day(
    day: date,
    ratings: dict[str, int],
    not_rated: dict[str, str],
    companions: dict[str, Any],
    lag_days: int,
    entered_at: datetime,
    changed_at: datetime | None,
) -> DiaryDay:
    recall = _recall(lag_days, entered_at, changed_at)
    changed = _changed_later(entered_at, changed_at)
    return DiaryDay(day, ratings, not_rated, recall, companions, changed)


def _changed_later(entered_at: datetime, changed_at: datetime | None) -> bool:
    return changed_at is not None and changed_at - entered_at > CHANGED_LATER_AFTER


def _recall(lag_days: int, entered_at: datetime, changed_at: datetime | None) -> Recall:
    if _changed_later(entered_at, changed_at):
        return Recall.RECALLED_LATER
    return recall_of(lag_days)


ANSWERS = ("ratings", "not_rated", "companions", "note", "harm")
HARM_WIDTH = max(len(each) for each in HarmAnswer)


@dataclass(frozen=True)
class Told:
    """What a person answered for a day. The keys are those of ``Answers``."""

    ratings: Mapping[str, int]
    not_rated: Mapping[str, str]
    companions: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    harm: HarmAnswer | None = None


class Answers(CreatedOnce):
    """What was answered for a day, and the key of the form that it came from.

    ratings: dimension key -> 0..10, higher is more numb; without a number it is absent.
    not_rated: dimension or companion key -> why there is no number ("cant_tell",
    "not_applicable"). companions: companion key -> value as domain/companions.py stores it.
    note: up to 2,000 characters. harm: the answer to the safety question, padded, so that its
    sealed length tells nothing.
    """

    ratings = models.JSONField(default=dict)
    not_rated = models.JSONField(default=dict)
    companions = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    note = SealedTextField()
    harm = SealedTextField()

    class Meta:
        abstract = True

    @property
    def harm_answer(self) -> HarmAnswer | None:
        """The answer to the safety question; None where it was not asked or left empty."""
        answer = str(self.harm).strip()
        return HarmAnswer(answer) if answer else None

    def told(self) -> Told:
        """Return the answers as plain values."""
        return Told(self.ratings, self.not_rated, self.companions, str(self.note), self.harm_answer)

    def tell(self, told: Told) -> None:
        """Take over answers; the row is not saved."""
        self.ratings, self.not_rated = dict(told.ratings), dict(told.not_rated)
        self.companions = dict(told.companions)
        self.note = told.note
        self.harm = f"{told.harm:<{HARM_WIDTH}}" if told.harm else ""


class CheckIn(Answers, Removable):
    """One person's answers for one day of their own calendar, in one row.

    day, timezone, lag_days: settled once, when the day was first entered; never computed
    again. version: how often the answers have been saved, for tabs that lag behind.
    """

    MOST, LARGEST = 20_000, 6_000_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="check_ins")
    day = models.DateField()
    timezone = models.CharField(max_length=64)
    lag_days = models.PositiveSmallIntegerField()
    entered_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "day"],
                condition=Q(deleted_at=None),
                name="check_in_once_a_day",
            ),
            models.UniqueConstraint(fields=["owner", "submission"], name="check_in_created_once"),
            models.CheckConstraint(
                condition=Q(lag_days__lte=BACKFILL_DAYS), name="check_in_within_backfill"
            ),
            models.CheckConstraint(
                condition=Q(changed_at=None) | Q(changed_at__gte=F("entered_at")),
                name="check_in_changed_after_entered",
            ),
            *map(_rating_in_range, DIMENSIONS.values()),
            *map(_reason_is_known, DIMENSIONS.values()),
            *map(_rated_or_not, DIMENSIONS.values()),
            *(_companion_is_valid(each) for each in COMPANIONS.values() if _single(each)),
        ]
        indexes = [models.Index(fields=["owner", "day"], name="check_in_by_day")]

    def __str__(self) -> str:
        return f"check-in #{self.pk} of {self.day}"

    @property
    def recall(self) -> Recall:
        return _recall(self.lag_days, self.entered_at, self.changed_at)

    @property
    def changed_later(self) -> bool:
        """Tell whether the answers were changed more than 48 hours after they were entered."""
        return _changed_later(self.entered_at, self.changed_at)

    @property
    def late_words(self) -> str:
        return late_words(self.recall, self.changed_later)

    @property
    def is_unsure(self) -> bool:
        """Tell whether the four were answered without any number."""
        return not self.ratings and any(key in self.not_rated for key in DIMENSIONS)

    def diary_day(self) -> DiaryDay:
        return DiaryDay(
            self.day,
            self.ratings,
            self.not_rated,
            self.recall,
            self.companions,
            self.changed_later,
        )


class EarlierAnswers(Answers, Limited):
    """Answers that a later save replaced, with the time from which they no longer stood."""

    MOST, LARGEST = 10_000, 4_000_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="earlier_answers")
    version = models.PositiveIntegerField()
    saved_at = models.DateTimeField()
    replaced_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["check_in", "version"], name="earlier_answers_once_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"earlier answers {self.version} of check-in #{self.check_in_id}"

    @property
    def owner_id(self) -> uuid.UUID:
        """Whose words these are: sealed text is bound to it."""
        return self.check_in.owner_id
