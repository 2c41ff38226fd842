"""Visits and what belongs to them: questions, tests, the care team, what is worked on."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.fields import SealedTextField
from accounts.freshness import OwnedQuerySet
from accounts.rows import CreatedOnce, Limited, Removable, StandingQuerySet, Versioned
from domain.care import LAB_KINDS, ROLES, Asked

LONGEST_LINE = 120
LONGEST_QUESTION = 300
LONGEST_VALUE = 40


class VisitQuerySet(StandingQuerySet["Visit"]):
    def latest_before(self, today: date) -> date | None:
        """Return the day of the latest visit that is over, None where there is none."""
        days = self.standing().filter(day__lt=today).order_by("-day")
        return days.values_list("day", flat=True).first()


class Visit(CreatedOnce, Removable, Versioned):
    """An appointment, past or to come. seen_by: a name or a role. decided: what was decided."""

    MOST, LARGEST = 1_000, 4_000_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="visits")
    day = models.DateField()
    at = models.TimeField(null=True, blank=True)
    seen_by = SealedTextField()
    decided = SealedTextField()
    written_at = models.DateTimeField()

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "submission"], name="visit_created_once")
        ]
        indexes = [models.Index(fields=["owner", "day"], name="visit_by_day")]

    def __str__(self) -> str:
        return f"visit #{self.pk} of {self.day}"


class QuestionQuerySet(StandingQuerySet["Question"]):
    def waiting(self) -> Self:
        """Return those not ticked off, or ticked off at a visit that was deleted, as written."""
        open_ = Q(visit=None) | Q(visit__deleted_at__isnull=False)
        return self.standing().filter(open_).order_by("written_at")

    def for_visit(self, visit: Visit) -> Self:
        """Return those that wait and those that were ticked off at a visit, as written."""
        open_ = Q(visit=None) | Q(visit__deleted_at__isnull=False)
        return self.standing().filter(open_ | Q(visit=visit)).order_by("written_at")


class Question(CreatedOnce, Removable):
    """Something to ask at a visit. visit: the one at which it was ticked off."""

    MOST = 200

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="questions")
    words = SealedTextField()
    visit = models.ForeignKey(
        Visit, models.SET_NULL, null=True, blank=True, related_name="questions"
    )
    written_at = models.DateTimeField()

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "submission"], name="question_created_once")
        ]

    def __str__(self) -> str:
        return f"question #{self.pk}"


class LabTestQuerySet(StandingQuerySet["LabTest"]):
    def result_days(self) -> list[date]:
        """Return the days of results."""
        done = self.standing().exclude(result_on=None)
        return [day for day in done.values_list("result_on", flat=True) if day]


class LabTest(CreatedOnce, Removable, Versioned):
    """A laboratory test: wished for, asked for, ordered, and what came of it.

    value, unit, lab_range: as the laboratory wrote them. own_name: of a test beyond the list.
    """

    MOST, LARGEST = 1_000, 2_000_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="lab_tests")
    kind = models.CharField(
        max_length=20, choices=[(each.key, each.label) for each in LAB_KINDS.values()]
    )
    own_name = SealedTextField()
    asked_on = models.DateField(null=True, blank=True)
    ordered_on = models.DateField(null=True, blank=True)
    result_on = models.DateField(null=True, blank=True)
    value = SealedTextField()
    unit = SealedTextField()
    lab_range = SealedTextField()
    note = SealedTextField()
    written_at = models.DateTimeField()

    objects = LabTestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "submission"], name="lab_test_created_once"),
            models.CheckConstraint(condition=Q(kind__in=list(LAB_KINDS)), name="lab_test_is_known"),
        ]

    def __str__(self) -> str:
        return f"laboratory test #{self.pk}"

    @property
    def name(self) -> str:
        """What was tested, in the list's words or the person's own."""
        return str(self.own_name) or LAB_KINDS[self.kind].label

    @property
    def asked(self) -> Asked:
        """How far it has come."""
        if self.result_on:
            return Asked.RESULT
        if self.ordered_on:
            return Asked.ORDERED
        return Asked.ASKED if self.asked_on else Asked.TO_ASK

    @property
    def told(self) -> str:
        """Say the result as the laboratory wrote it: "41 nmol/L (their range 50 to 125)"."""
        range_ = f" (their range {self.lab_range})" if self.lab_range else ""
        return f"{self.value} {self.unit}".strip() + range_


class Carer(CreatedOnce, Removable, Versioned):
    """Someone in the care team. role: a key of ROLES."""

    MOST, LARGEST = 1_000, 2_000_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="carers")
    role = models.CharField(max_length=20, choices=list(ROLES.items()))
    name = SealedTextField()
    reach = SealedTextField()
    note = SealedTextField()
    written_at = models.DateTimeField()

    objects = StandingQuerySet["Carer"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "submission"], name="carer_created_once"),
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="carer_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"carer #{self.pk}"

    @property
    def told(self) -> str:
        """Say who: "Neurologist, Dr Example"."""
        return f"{ROLES[self.role]}, {self.name}" if self.name else ROLES[self.role]


class CarePlan(Limited, Versioned):
    """What a person is working on, in their own words: one of a person, every part optional."""

    MOST = 1

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="care_plan")
    working_on = SealedTextField()
    helping = SealedTextField()
    body = SealedTextField()
    mind = SealedTextField()
    people = SealedTextField()
    changed_at = models.DateTimeField()

    objects = OwnedQuerySet["CarePlan"].as_manager()

    def __str__(self) -> str:
        return f"care plan #{self.pk}"


class PageChoices(Limited):
    """What a person last chose for the page they bring to one clinician; never its own words.

    clinician: a key of AUDIENCES, or the id of someone in the care team. told: JSON, form field ->
    what was chosen, sealed since it names what is noted.
    """

    MOST = 1_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="page_choices")
    clinician = models.CharField(max_length=40)
    told = SealedTextField()
    chosen_at = models.DateTimeField()

    objects = OwnedQuerySet["PageChoices"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "clinician"], name="page_choices_once_a_clinician"
            )
        ]

    def __str__(self) -> str:
        return f"choices #{self.pk}"
