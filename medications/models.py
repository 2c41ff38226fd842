"""Medications, and the dated events that say what was taken when.

Events are append-only: a correction is a new row, and the row it replaces keeps the moment
from which it no longer stood. The dose of any past day can be told as of any moment.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q

from accounts.fields import SealedTextField
from accounts.freshness import OwnedQuerySet
from accounts.rows import CreatedOnce, Limited, Removable, StandingQuerySet, Versioned
from domain.dates import Precision
from domain.doses import FREQUENCIES, ROUTES, UNITS, Dose
from domain.regimen import REASONS, Change, Kind, PlannedStep, SideEffect, Story

LONGEST_NAME = 120
LONGEST_WORDS = 200
LONGEST_NOTE = 2_000
LARGEST_DOSE = 1_000_000


class MedicationQuerySet(OwnedQuerySet["Medication"]):
    def whole(self) -> Self:
        """Fetch with each its events, planned steps and side effects, in four queries."""
        events = MedicationEvent.objects.standing().order_by("day", "recorded_at")
        steps = PlanStep.objects.standing().order_by("day")
        effects = SideEffectNote.objects.standing().order_by("began_on")
        return (
            self.prefetch_related(Prefetch("events", events))
            .prefetch_related(Prefetch("plan_steps", steps))
            .prefetch_related(Prefetch("side_effects", effects))
        )

    def stories(self) -> list[Story]:
        """Return each medication with changes, plans and side effects, by its first day."""
        return stories_of(self.whole())


class Medication(Limited, Versioned):
    """One thing that is or was taken, named as the person names it.

    drug_class: our display group, copied from the catalogue or told by the person.
    """

    MOST = 100

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

    def story(self) -> Story:
        """Return all that stands of it as plain values; meant for rows fetched by ``whole``."""
        changes = {event.story: event.change() for event in self.events.all()}
        return Story(
            key=self.pk,
            name=self.name,
            drug_class=self.drug_class,
            taken_for=self.taken_for,
            changes=tuple(changes.values()),
            planned=tuple(step.planned(changes) for step in self.plan_steps.all()),
            effects=tuple(each.side_effect() for each in self.side_effects.all()),
        )


def stories_of(medications: Iterable[Medication]) -> list[Story]:
    """Return the stories of medications that were fetched whole, by first day."""
    return sorted((each.story() for each in medications), key=_first_day)


def _first_day(story: Story) -> date:
    days = [each.day for each in story.changes] + [each.day for each in story.planned]
    return min(days, default=date.max)


class MedicationEventQuerySet(OwnedQuerySet["MedicationEvent"]):
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


class MedicationEvent(CreatedOnce, Limited):
    """One dated event of one medication, as it was recorded at a moment.

    story: what stays the same through corrections. day: as told, the best guess
    where the precision is coarser. end_day: the last day of a course or of missed doses.
    atc, drug_class: as they were when the event was recorded; codes move, history does not.
    frequency_words: the person's own words where the rhythm is none of the list.
    discussed_with, discussed_on: a name or a role, and when.
    """

    MOST, LARGEST = 2_000, 4_000_000

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
    frequency_words = SealedTextField()
    discussed_with = SealedTextField()
    discussed_on = models.DateField(null=True, blank=True)
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
        dose = _dose(self.dose, self.unit, self.frequency, self.frequency_words)
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


class PlanStep(CreatedOnce, Removable):
    """One step of a plan that the prescriber gave, kept as it was typed.

    plan: shared by the steps that were typed together. dose: None where the step is to stop.
    story: of the event that was recorded for it. skipped: told as not happened.
    """

    MOST = 500

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="plan_steps")
    medication = models.ForeignKey(Medication, models.CASCADE, related_name="plan_steps")
    plan = models.UUIDField()
    day = models.DateField()
    dose = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=10, blank=True, default="")
    frequency = models.CharField(max_length=20, blank=True, default="")
    frequency_words = SealedTextField()
    switch_group = models.UUIDField(null=True, blank=True)
    story = models.UUIDField(null=True, blank=True)
    skipped = models.BooleanField(default=False)
    written_at = models.DateTimeField()

    objects = StandingQuerySet["PlanStep"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "submission"], name="plan_step_created_once"),
            models.CheckConstraint(
                condition=Q(dose=None) | Q(dose__gt=0, dose__lte=LARGEST_DOSE),
                name="plan_step_dose",
            ),
            models.CheckConstraint(
                condition=Q(dose=None) | (Q(unit__in=UNITS) & Q(frequency__in=list(FREQUENCIES))),
                name="plan_step_dose_has_unit",
            ),
        ]
        indexes = [models.Index(fields=["owner", "day"], name="plan_step_by_day")]

    def __str__(self) -> str:
        return f"planned step #{self.pk} of {self.day}"

    def planned(self, changes: Mapping[uuid.UUID, Change]) -> PlannedStep:
        """Return the step as a plain value. changes: what stands, story -> change."""
        return PlannedStep(
            key=self.pk,
            plan=self.plan,
            day=self.day,
            dose=_dose(self.dose, self.unit, self.frequency, self.frequency_words),
            skipped=self.skipped,
            done=changes.get(self.story) if self.story else None,
            switch_group=self.switch_group,
        )


def with_plans(stories: Sequence[Story], steps: Iterable[PlanStep]) -> list[Story]:
    """Return the stories with their planned steps; what is only planned gets a story too.

    steps: fetched with their medications.
    """
    changes = {change.key: change for story in stories for change in story.changes}
    found = {story.key: story for story in stories}
    planned: dict[uuid.UUID, list[PlannedStep]] = {}
    for step in steps:
        each = step.medication
        found.setdefault(each.pk, Story(each.pk, each.name, each.drug_class, each.taken_for, ()))
        planned.setdefault(each.pk, []).append(step.planned(changes))
    return [replace(story, planned=tuple(planned.get(key, ()))) for key, story in found.items()]


class SideEffectNote(CreatedOnce, Removable, Versioned):
    """What was noticed with a medication, in the person's words. ended_on: its last day."""

    MOST, LARGEST = 1_000, 2_000_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="side_effect_notes"
    )
    medication = models.ForeignKey(Medication, models.CASCADE, related_name="side_effects")
    words = SealedTextField()
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField()

    objects = StandingQuerySet["SideEffectNote"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "submission"], name="side_effect_created_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="side_effect_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"side effect #{self.pk} of {self.began_on}"

    def side_effect(self) -> SideEffect:
        """Return it as a plain value."""
        return SideEffect(self.pk, self.words, self.began_on, self.ended_on)


def _dose(amount: Decimal | None, unit: str, frequency: str, words: str = "") -> Dose | None:
    return None if amount is None else Dose(amount, unit, frequency, words)


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
