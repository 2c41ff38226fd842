"""What an account is made of, read from the models themselves: no field can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from django.db import models

from accounts.fields import SealedField
from accounts.models import Background, User
from accounts.rows import Limited
from care.models import CarePlan, Carer, LabTest, PageChoices, Question, Visit
from checkins.models import CheckIn, EarlierAnswers
from journal.models import DatedEvent, Entry, EntryPicture, PracticeNote
from medications.models import Medication, MedicationEvent, PlanStep, SideEffectNote
from support.models import Plan

Kind: TypeAlias = type[Limited]

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "background": Background,
        "plan_for_bad_hours": Plan,
        "care_plan": CarePlan,
        "carers": Carer,
        "visits": Visit,
        "questions": Question,
        "lab_tests": LabTest,
        "check_ins": CheckIn,
        "earlier_answers": EarlierAnswers,
        "medications": Medication,
        "medication_events": MedicationEvent,
        "plan_steps": PlanStep,
        "side_effects": SideEffectNote,
        "journal_entries": Entry,
        "pictures": EntryPicture,
        "practices": PracticeNote,
        "dated_events": DatedEvent,
        "page_choices": PageChoices,
    }
)
"""Name in the file -> model, each after those that it refers to."""

NAMES = MappingProxyType({kind: name for name, kind in KINDS.items()})
OWN_TO_A_ROW = frozenset({"id", "owner", "submission", "deleted_at"})
"""Fields that belong to one database; a deleted row is not in a file at all."""

SETTINGS = (
    "timezone", "country", "theme", "text_size", "day_starts_at", "rhythm_key", "companion_keys",
    "asks_about_harm", "shows_usual_range", "usual_from", "decimal_sign",
)  # fmt: skip


def fields_of(kind: Kind) -> Iterator[models.Field[Any, Any]]:
    """Yield the fields of a kind that are in a file."""
    for each in kind._meta.concrete_fields:
        if each.name not in OWN_TO_A_ROW and not getattr(each, "auto_now_add", False):
            yield each


def parent_of(field: models.Field[Any, Any]) -> str:
    """Return the name of the kind that a field refers to, nothing for a plain one."""
    related: Any = field.related_model
    return NAMES.get(related, "") if field.is_relation else ""


def is_file(field: models.Field[Any, Any]) -> bool:
    """Tell whether a field's content is a file of its own beside the rows."""
    return isinstance(field, SealedField) and field.empty == b""


def is_shared_key(field: models.Field[Any, Any]) -> bool:
    """Tell whether a field only says which rows belong together: a story, a plan, a switch."""
    return isinstance(field, models.UUIDField) and not field.primary_key


def mine(kind: Kind, owner: User) -> Any:
    """Return a person's rows of a kind, without what was deleted."""
    names = {field.name for field in kind._meta.concrete_fields}
    rows: Any = kind._default_manager
    if "owner" in names:
        found = rows.filter(owner=owner)
    else:
        found = rows.filter(check_in__owner=owner).select_related("check_in")
    for name in ("deleted_at", "check_in__deleted_at", "entry__deleted_at"):
        if name.partition("__")[0] in names:
            found = found.filter(**{name: None})
    return found
