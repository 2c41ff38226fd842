"""How visits, questions, tests and the care team are kept and changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from accounts.keeping import (
    ChangedElsewhere,
    change_row,
    keep_newest,
    keep_once,
    wait_for_turn,
)
from accounts.models import User
from care.models import CarePlan, PageChoices, Question, Visit


def keep_row(rows: Any, *, owner: User, submission: UUID, now: datetime, **told: Any) -> Any:
    """Keep a visit, a test or a carer. Sent twice, kept once. Raises TooManyRows."""
    return keep_once(rows, owner=owner, submission=submission, written_at=now, **told)


@transaction.atomic
def ask(*, owner: User, words: Iterable[str], submission: UUID, now: datetime) -> None:
    """Keep questions for a visit; those that wait already are not kept again.

    Raises TooManyRows.
    """
    wait_for_turn(owner)
    waiting = {str(each.words) for each in owner.questions.waiting()}
    for place, question in enumerate(words):
        if question not in waiting:
            keep_once(
                owner.questions,
                owner=owner,
                submission=uuid5(submission, str(place)),
                written_at=now,
                words=question,
            )


@transaction.atomic
def tell_visit(
    *, visit: Visit, asked: Iterable[Question], seen_version: int | None, **told: Any
) -> None:
    """Keep what a visit was, and tick off what was asked there; what is unticked waits again.

    Raises ChangedElsewhere.
    """
    wait_for_turn(visit.owner)
    chosen = {each.pk for each in asked}
    ticked = set(visit.questions.standing().values_list("pk", flat=True))
    visit.refresh_from_db(fields=["version"])
    if ticked != chosen and seen_version is not None and seen_version != visit.version:
        raise ChangedElsewhere(visit)
    change_row(visit, seen_version=seen_version, **told)
    if ticked == chosen:
        return
    visit.version += 1
    visit.save(update_fields=["version"])
    visit.questions.exclude(pk__in=chosen).update(visit=None)
    visit.owner.questions.filter(pk__in=chosen).update(visit=visit)


def find_care_plan(*, owner: User) -> CarePlan | None:
    """Return what a person is working on, None where they told nothing."""
    return CarePlan.objects.filter(owner=owner).first()


@transaction.atomic
def tell_care_plan(
    *, owner: User, words: dict[str, str], seen_version: int | None, now: datetime
) -> CarePlan:
    """Keep what a person is working on. Raises ChangedElsewhere."""
    wait_for_turn(owner)
    plan = find_care_plan(owner=owner)
    if plan is not None:
        change_row(plan, seen_version=seen_version, changed_at=now, **words)
        return plan
    if seen_version:
        raise ChangedElsewhere(None)
    return CarePlan.objects.create(owner=owner, changed_at=now, **words)


# --- the page for a clinician


@transaction.atomic
def remember_choices(
    *, owner: User, clinician: str, told: Mapping[str, Any], now: datetime
) -> None:
    """Keep what was chosen for a clinician's page, in the place of what was chosen before.

    Of very many clinicians, what was chosen longest ago is forgotten.
    """
    wait_for_turn(owner)
    kept = owner.page_choices.filter(clinician=clinician).first()
    words = json.dumps(dict(told), sort_keys=True)
    if kept is not None and str(kept.told) == words:
        return
    if kept is None:
        keep_newest(owner.page_choices.order_by("-chosen_at"), PageChoices.MOST - 1)
    row = kept or PageChoices(owner=owner, clinician=clinician)
    row.told, row.chosen_at = words, now
    row.save()


def find_choices(*, owner: User, clinician: str) -> dict[str, Any]:
    """Return what was last chosen for a clinician's page, nothing where none was."""
    kept = owner.page_choices.filter(clinician=clinician).first()
    return dict(json.loads(str(kept.told))) if kept else {}
