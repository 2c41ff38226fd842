"""Medications, and the dated events that say what was taken when.

Events are append-only: a correction is a new row, and the row it replaces keeps the moment
from which it no longer stood. The dose of any past day can be told as of any moment.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.fields import SealedTextField
from accounts.models import CreatedOnce
from domain.regimen import (
    FREQUENCIES,
    REASONS,
    ROUTES,
    UNITS,
    Change,
    Dose,
    Kind,
    Precision,
    Story,
)

LONGEST_NAME = 120
LONGEST_NOTE = 2_000
LARGEST_DOSE = 1_000_000


class MedicationQuerySet(models.QuerySet["Medication"]):
    def named(self, name: str) -> Self:
        """Return those of this name, whatever its case."""
        return self.filter(name__iexact=name)

    def by_name(self) -> Self:
        return self.order_by("name")


class Medication(models.Model):
    """One thing that is or was taken, named as the person names it.

    drug_class: our display group, copied from the catalogue or told by the person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="medications")
    name = models.CharField(max_length=LONGEST_NAME)
    catalogue_atc = models.CharField(max_length=10, blank=True, default="")
    drug_class = models.CharField(max_length=60, blank=True, default="")
    route = models.CharField(max_length=20, blank=True, default="", choices=list(ROUTES.items()))
    taken_for = SealedTextField()
    prescriber = SealedTextField()
    note = SealedTextField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MedicationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"medication #{self.pk}"


class MedicationEventQuerySet(models.QuerySet["MedicationEvent"]):
    def standing(self) -> Self:
        """Return what is held true now."""
        return self.filter(superseded_at=None, withdrawn_at=None)

    def as_of(self, moment: datetime) -> Self:
        """Return what was held true at a moment."""
        return self.filter(
            Q(superseded_at=None) | Q(superseded_at__gt=moment),
            Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment),
            recorded_at__lte=moment,
        )

    def latest_first(self) -> Self:
        return self.select_related("medication").order_by("-day", "-recorded_at")

    def stories(self) -> list[Story]:
        """Return each medication with its changes as plain values, in one query."""
        rows = self.select_related("medication").order_by("day", "recorded_at")
        return gather(rows)


class MedicationEvent(CreatedOnce):
    """One dated event of one medication, as it was recorded at a moment.

    story: what stays the same through corrections. day: the first day of the month or year
    where the precision is coarser. end_day: the last day of a course or of missed doses.
    atc, drug_class: as they were when the event was recorded; codes move, history does not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="medication_events"
    )
    medication = models.ForeignKey(Medication, models.CASCADE, related_name="events")
    story = models.UUIDField(default=uuid.uuid4)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    kind = models.CharField(max_length=24, choices=[(kind, kind.label) for kind in Kind])
    day = models.DateField()
    precision = models.CharField(
        max_length=5, choices=[(each, each) for each in Precision], default=Precision.DAY
    )
    about = models.BooleanField(default=False)
    end_day = models.DateField(null=True, blank=True)
    dose = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=10, blank=True, default="")
    frequency = models.CharField(max_length=20, blank=True, default="")
    missed = models.PositiveSmallIntegerField(null=True, blank=True)
    route = models.CharField(
        max_length=20, blank=True, default="", db_default="", choices=list(ROUTES.items())
    )
    reasons = models.JSONField(default=list, blank=True)
    switch_group = models.UUIDField(null=True, blank=True)
    note = SealedTextField()
    atc = models.CharField(max_length=10, blank=True, default="")
    drug_class = models.CharField(max_length=60, blank=True, default="")

    objects = MedicationEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "submission"], name="medication_event_created_once"
            ),
            models.UniqueConstraint(
                fields=["story"],
                condition=Q(superseded_at=None),
                name="medication_event_one_standing",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="medication_event_kind"
            ),
            models.CheckConstraint(
                condition=Q(dose=None) | Q(dose__gte=0, dose__lte=LARGEST_DOSE),
                name="medication_event_dose",
            ),
            models.CheckConstraint(
                condition=Q(dose=None) | (Q(unit__in=UNITS) & Q(frequency__in=list(FREQUENCIES))),
                name="medication_event_dose_has_unit",
            ),
            models.CheckConstraint(
                condition=Q(end_day=None) | Q(end_day__gte=F("day")),
                name="medication_event_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(route__in=["", *ROUTES]), name="medication_event_route"
            ),
        ]
        indexes = [models.Index(fields=["owner", "day"], name="medication_event_by_day")]

    def __str__(self) -> str:
        return f"medication event #{self.pk} of {self.day}"

    def change(self) -> Change:
        """Return the event as a plain value."""
        dose = None if self.dose is None else Dose(self.dose, self.unit, self.frequency)
        return Change(
            key=self.story,
            kind=Kind(self.kind),
            day=self.day,
            dose=dose,
            end_day=self.end_day,
            precision=Precision(self.precision),
            about=self.about,
            switch_group=self.switch_group,
            reasons=tuple(self.reasons),
            route=self.route,
        )

    def reason_words(self) -> list[str]:
        return [REASONS[reason] for reason in self.reasons if reason in REASONS]


def gather(events: Iterable[MedicationEvent]) -> list[Story]:
    """Return a story for each medication that the events are about."""
    changes: dict[uuid.UUID, list[Change]] = {}
    medications: dict[uuid.UUID, Medication] = {}
    for event in events:
        medications[event.medication_id] = event.medication
        changes.setdefault(event.medication_id, []).append(event.change())
    return [
        Story(key, each.name, each.drug_class, each.taken_for, tuple(changes[key]))
        for key, each in medications.items()
    ]
