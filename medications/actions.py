"""How a change of medication is recorded, corrected and taken back. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import QuerySet

from accounts.keeping import need_room, wait_for_turn
from accounts.models import User
from domain.dates import Precision
from domain.days import BRING_BACK_FOR
from domain.doses import Dose
from domain.regimen import Kind
from medications.facts import find_or_make_medication
from medications.models import Medication, MedicationEvent, PlanStep


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
    discussed_with: str = ""
    discussed_on: date | None = None


@dataclass(frozen=True)
class Intended:
    """One step of a plan as it was typed. dose: None where the step is to stop."""

    day: date
    dose: Dose | None


@dataclass(frozen=True)
class LegFacts:
    """One medicine's part in a switch: what happened, and what is still to come."""

    name: str
    happened: Sequence[Facts]
    to_come: Sequence[Intended] = ()


class Overtaken(Exception):
    """The event was corrected from another page since this one was opened."""


@transaction.atomic
def record_change(
    *,
    owner: User,
    name: str,
    facts: Facts,
    submission: UUID,
    now: datetime,
    taken_for: str = "",
    prescriber: str = "",
) -> MedicationEvent:
    """Keep one event of a medication; a new name makes a new medication.

    The same form sent twice is kept once and answers as the first time. Raises TooManyRows.
    """
    wait_for_turn(owner)
    found = owner.medication_events.filter(submission=submission).first()
    if found is not None:
        return found
    medication = find_or_make_medication(owner=owner, name=name)
    need_room(owner.medication_events.all(), told={"note": facts.note})
    if taken_for or prescriber:
        medication.taken_for = taken_for or medication.taken_for
        medication.prescriber = prescriber or medication.prescriber
        medication.version += 1
        medication.save(update_fields=["taken_for", "prescriber", "version"])
    return _append(medication, facts, story=uuid4(), submission=submission, now=now)


@transaction.atomic
def record_switch(
    *, owner: User, legs: Sequence[LegFacts], submission: UUID, now: datetime
) -> UUID:
    """Keep the legs of a switch or cross-taper as one act, and return the group they share.

    What is still to come is kept as a plan. The same form sent twice is kept once. Raises
    TooManyRows.
    """
    wait_for_turn(owner)
    group = uuid5(submission, "group")
    if owner.medication_events.filter(switch_group=group).exists():
        return group
    steps = sum(len(leg.happened) for leg in legs)
    notes = "".join(facts.note for leg in legs for facts in leg.happened)
    need_room(owner.medication_events.all(), steps, told={"note": notes})
    for leg in legs:
        medication = find_or_make_medication(owner=owner, name=leg.name)
        for place, facts in enumerate(leg.happened):
            key = uuid5(submission, f"{medication.pk} {place}")
            _append(
                medication,
                replace(facts, switch_group=group),
                story=uuid4(),
                submission=key,
                now=now,
            )
        if leg.to_come:
            _plan(medication, leg.to_come, uuid5(submission, f"{medication.pk} plan"), now, group)
    return group


@transaction.atomic
def take_back_switch(*, owner: User, group: UUID, now: datetime) -> None:
    """Let no step of a switch stand any longer, planned ones included; all can come back."""
    wait_for_turn(owner)
    owner.medication_events.standing().filter(switch_group=group).update(withdrawn_at=now)
    owner.plan_steps.standing().filter(switch_group=group).update(deleted_at=now)


@transaction.atomic
def bring_back_switch(*, owner: User, group: UUID) -> None:
    """Undo the withdrawal of a switch: what was taken back together comes back, once.

    Raises TooManyRows where other planned steps have taken the place of its own.
    """
    wait_for_turn(owner)
    rows = owner.medication_events.filter(switch_group=group, superseded_at=None)
    latest = rows.exclude(withdrawn_at=None).order_by("-withdrawn_at").first()
    if latest is None or rows.filter(withdrawn_at=None).exists():
        return
    moment = latest.withdrawn_at
    rows.filter(withdrawn_at=moment).update(withdrawn_at=None)
    _stand_again(owner, owner.plan_steps.filter(switch_group=group, deleted_at=moment))


# --- plans


@transaction.atomic
def copy_plan(
    *, owner: User, name: str, steps: Sequence[Intended], submission: UUID, now: datetime
) -> Medication:
    """Keep the steps that a prescriber gave, exactly as typed. Sent twice, kept once.

    Raises TooManyRows.
    """
    wait_for_turn(owner)
    kept = owner.plan_steps.filter(plan=submission).select_related("medication").first()
    if kept is not None:
        return kept.medication
    medication = find_or_make_medication(owner=owner, name=name)
    _plan(medication, steps, submission, now)
    return medication


def _plan(
    medication: Medication,
    steps: Sequence[Intended],
    plan: UUID,
    now: datetime,
    group: UUID | None = None,
) -> None:
    need_room(medication.owner.plan_steps.standing(), len(steps))
    for place, step in enumerate(steps):
        PlanStep.objects.create(
            owner=medication.owner,
            medication=medication,
            plan=plan,
            submission=uuid5(plan, str(place)),
            day=step.day,
            dose=step.dose.amount if step.dose else None,
            unit=step.dose.unit if step.dose else "",
            frequency=step.dose.frequency if step.dose else "",
            frequency_words=step.dose.words if step.dose else "",
            switch_group=group,
            written_at=now,
        )


@transaction.atomic
def tell_step(*, step: PlanStep, facts: Facts, submission: UUID, now: datetime) -> MedicationEvent:
    """Record what a planned step became. The plan itself stays as it was given.

    Sent twice, kept once. Raises Overtaken where the step was told of from another page.
    """
    wait_for_turn(step.owner)
    found = step.owner.medication_events.filter(submission=submission).first()
    if found is not None:
        return found
    step.refresh_from_db(fields=["story", "skipped"])
    if step.skipped or _told(step):
        raise Overtaken
    need_room(step.owner.medication_events.all(), told={"note": facts.note})
    story = uuid4()
    event = _append(
        step.medication,
        replace(facts, switch_group=step.switch_group),
        story=story,
        submission=submission,
        now=now,
    )
    step.story = story
    step.save(update_fields=["story"])
    return event


@transaction.atomic
def skip_step(*, step: PlanStep, skipped: bool = True) -> None:
    """Tell that a planned step did not happen, or that this is open again.

    Raises Overtaken where another page told meanwhile that it happened.
    """
    wait_for_turn(step.owner)
    step.refresh_from_db(fields=["story", "skipped"])
    if skipped and _told(step):
        raise Overtaken
    step.skipped = skipped
    step.save(update_fields=["skipped"])


def _told(step: PlanStep) -> bool:
    """Tell whether a change stands for a step."""
    standing = step.owner.medication_events.standing()
    return step.story is not None and standing.filter(story=step.story).exists()


@transaction.atomic
def remove_plan(*, owner: User, plan: UUID, now: datetime) -> None:
    """Hide a plan; what happened meanwhile stands. Plans hidden for a week are gone for good."""
    wait_for_turn(owner)
    owner.plan_steps.filter(deleted_at__lt=now - BRING_BACK_FOR).delete()
    owner.plan_steps.standing().filter(plan=plan).update(deleted_at=now)


@transaction.atomic
def bring_back_plan(*, owner: User, plan: UUID) -> None:
    """Undo the removal of a plan. Raises TooManyRows where others have taken its place."""
    wait_for_turn(owner)
    _stand_again(owner, owner.plan_steps.filter(plan=plan).exclude(deleted_at=None))


def _stand_again(owner: User, hidden: QuerySet[PlanStep]) -> None:
    need_room(owner.plan_steps.standing(), hidden.count())
    hidden.update(deleted_at=None)


@transaction.atomic
def correct_change(
    *, event: MedicationEvent, facts: Facts, submission: UUID, now: datetime
) -> MedicationEvent:
    """Put a corrected row in the place of a standing one, which is kept with the moment.

    A correction sent twice is kept once. Raises Overtaken where another page was faster, and
    TooManyRows.
    """
    wait_for_turn(event.owner)
    done = event.owner.medication_events.filter(submission=submission).first()
    if done is not None:
        return done
    event.refresh_from_db(fields=["superseded_at"])
    if event.superseded_at is not None:
        raise Overtaken
    need_room(event.owner.medication_events.all(), told={"note": facts.note})
    _supersede(event, now)
    return _append(event.medication, facts, story=event.story, submission=submission, now=now)


@transaction.atomic
def take_back_change(*, event: MedicationEvent, now: datetime) -> None:
    """Let an event no longer stand. It can be brought back; nothing is erased.

    Raises Overtaken where it was corrected from another page since.
    """
    wait_for_turn(event.owner)
    event.refresh_from_db(fields=["superseded_at"])
    if event.superseded_at is not None:
        raise Overtaken
    event.withdrawn_at = now
    event.save(update_fields=["withdrawn_at"])


@transaction.atomic
def bring_back_change(*, event: MedicationEvent) -> None:
    """Undo a withdrawal."""
    wait_for_turn(event.owner)
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
        frequency_words=facts.dose.words if facts.dose else "",
        discussed_with=facts.discussed_with,
        discussed_on=facts.discussed_on,
        reasons=list(facts.reasons),
        switch_group=facts.switch_group,
        note=facts.note,
        atc=medication.catalogue_atc,
        drug_class=medication.drug_class,
    )
