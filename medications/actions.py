"""How a change of medication is recorded, corrected and taken back. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from accounts.actions import wait_for_turn
from accounts.models import User
from domain.medicines import find_medicine
from domain.regimen import Dose, Kind, Precision
from medications.models import Medication, MedicationEvent


@dataclass(frozen=True)
class Facts:
    """What is told of one event."""

    kind: Kind
    day: date
    dose: Dose | None = None
    end_day: date | None = None
    missed: int | None = None
    route: str = ""
    precision: Precision = Precision.DAY
    about: bool = False
    reasons: Sequence[str] = ()
    note: str = ""
    switch_group: UUID | None = None


MOST_MEDICATIONS = 100
MOST_EVENTS = 2_000
"""Written limits: a diary for decades, and a page that can still be set."""


class Overtaken(Exception):
    """The event was corrected from another page since this one was opened."""


class TooMany(Exception):
    """The person has as many medicines or changes as a diary holds."""


@transaction.atomic
def record_change(
    *,
    owner: User,
    name: str,
    facts: Facts,
    submission: UUID,
    now: datetime,
    taken_for: str = "",
) -> MedicationEvent:
    """Keep one event of a medication; a new name makes a new medication.

    The same form sent twice is kept once and answers as the first time. Raises TooMany.
    """
    wait_for_turn(owner)
    found = owner.medication_events.filter(submission=submission).first()
    if found is not None:
        return found
    medication = find_or_make_medication(owner=owner, name=name)
    if owner.medication_events.count() >= MOST_EVENTS:
        raise TooMany
    if taken_for:
        medication.taken_for = taken_for
        medication.save(update_fields=["taken_for"])
    return _append(medication, facts, story=uuid4(), submission=submission, now=now)


def find_or_make_medication(*, owner: User, name: str) -> Medication:
    """Return the person's medication of this name, whatever its case, or a new one.

    Class and ATC code are copied from the catalogue where it knows the name.
    """
    name = " ".join(name.split())
    known = owner.medications.named(name).first()
    if known is not None:
        return known
    if owner.medications.count() >= MOST_MEDICATIONS:
        raise TooMany
    medicine = find_medicine(name)
    return owner.medications.create(
        name=name,
        catalogue_atc=medicine.atc if medicine else "",
        drug_class=medicine.drug_class if medicine else "",
    )


@transaction.atomic
def correct_change(
    *, event: MedicationEvent, facts: Facts, submission: UUID, now: datetime
) -> MedicationEvent:
    """Put a corrected row in the place of a standing one, which is kept with the moment.

    A correction sent twice is kept once. Raises Overtaken where another page was faster.
    """
    wait_for_turn(event.owner)
    done = event.owner.medication_events.filter(submission=submission).first()
    if done is not None:
        return done
    event.refresh_from_db(fields=["superseded_at"])
    if event.superseded_at is not None:
        raise Overtaken
    _supersede(event, now)
    return _append(event.medication, facts, story=event.story, submission=submission, now=now)


@transaction.atomic
def take_back_change(*, event: MedicationEvent, now: datetime) -> None:
    """Let an event no longer stand. It can be brought back; nothing is erased."""
    event.withdrawn_at = now
    event.save(update_fields=["withdrawn_at"])


@transaction.atomic
def bring_back_change(*, event: MedicationEvent) -> None:
    """Undo a withdrawal."""
    event.withdrawn_at = None
    event.save(update_fields=["withdrawn_at"])


def _supersede(event: MedicationEvent, now: datetime) -> None:
    event.superseded_at = now
    event.save(update_fields=["superseded_at"])


def _append(
    medication: Medication, facts: Facts, *, story: UUID, submission: UUID, now: datetime
) -> MedicationEvent:
    return MedicationEvent.objects.create(
        owner=medication.owner,
        medication=medication,
        story=story,
        submission=submission,
        recorded_at=now,
        kind=facts.kind,
        day=facts.day,
        precision=facts.precision,
        about=facts.about,
        end_day=facts.end_day,
        missed=facts.missed,
        route=facts.route,
        dose=facts.dose.amount if facts.dose else None,
        unit=facts.dose.unit if facts.dose else "",
        frequency=facts.dose.frequency if facts.dose else "",
        reasons=list(facts.reasons),
        switch_group=facts.switch_group,
        note=facts.note,
        atc=medication.catalogue_atc,
        drug_class=medication.drug_class,
    )
