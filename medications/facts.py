"""What a person says of a medication itself, and what they noticed with it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.keeping import change_row, keep_once, need_room, wait_for_turn
from accounts.models import User
from domain.medicines import find_medicine
from medications.models import Medication, SideEffectNote


class NameTaken(Exception):
    """Another medication of the person has this name."""


@transaction.atomic
def describe_medication(*, medication: Medication, seen_version: int | None, **told: str) -> None:
    """Keep what a person says of a medication: name, drug_class, taken_for, prescriber, note.

    Events keep the class and code they were recorded with. Raises NameTaken and ChangedElsewhere.
    """
    wait_for_turn(medication.owner)
    other = _named(medication.owner, told.get("name", medication.name))
    if other is not None and other.pk != medication.pk:
        raise NameTaken
    code = medication.catalogue_atc
    if told.get("name", medication.name).casefold() != medication.name.casefold():
        medicine = find_medicine(told["name"])
        code = medicine.atc if medicine else ""
    change_row(medication, seen_version=seen_version, catalogue_atc=code, **told)


def note_side_effect(
    *,
    medication: Medication,
    words: str,
    began_on: date,
    ended_on: date | None,
    submission: UUID,
    now: datetime,
) -> SideEffectNote:
    """Keep what was noticed with a medication. Sent twice, kept once. Raises TooManyRows."""
    owner = medication.owner
    effect: SideEffectNote = keep_once(
        owner.side_effect_notes,
        owner=owner,
        submission=submission,
        medication=medication,
        words=words,
        began_on=began_on,
        ended_on=ended_on,
        written_at=now,
    )
    return effect


def find_or_make_medication(*, owner: User, name: str) -> Medication:
    """Return the person's medication of this name, whatever its case, or a new one.

    Class and ATC code are copied from the catalogue where it knows the name.
    """
    name = " ".join(name.split())
    known = _named(owner, name)
    if known is not None:
        return known
    need_room(owner.medications.all())
    medicine = find_medicine(name)
    return owner.medications.create(
        name=name,
        catalogue_atc=medicine.atc if medicine else "",
        drug_class=medicine.drug_class if medicine else "",
    )


def _named(owner: User, name: str) -> Medication | None:
    """Return the person's medication of a name, whatever its case, in every script."""
    rows = owner.medications.order_by("created_at")
    return next((each for each in rows if each.name.casefold() == name.casefold()), None)
