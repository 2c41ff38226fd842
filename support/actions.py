"""How a person's own plan is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.keeping import ChangedElsewhere, wait_for_turn
from accounts.models import User
from support.models import Plan


@dataclass(frozen=True)
class PlanWords:
    """A plan that has been opened. readable: False where it is there and does not open."""

    people: str = ""
    places: str = ""
    helps: str = ""
    readable: bool = True

    @property
    def is_empty(self) -> bool:
        return self.readable and not (self.people or self.places or self.helps)


UNREADABLE = PlanWords(readable=False)


def read_plan(*, owner: User) -> PlanWords | None:
    """Return the words of a plan, None where there is none. Raises CannotUnseal."""
    plan = find_plan(owner=owner)
    return None if plan is None else PlanWords(str(plan.people), str(plan.places), str(plan.helps))


def find_plan(*, owner: User) -> Plan | None:
    """Return a person's plan, None where there is none yet."""
    return Plan.objects.filter(owner=owner).first()


@transaction.atomic
def keep_plan(
    *, owner: User, people: str, places: str, helps: str, seen_version: int, now: datetime
) -> Plan:
    """Keep the plan as it is written now. The same words again change nothing.

    seen_version: the version that the form showed, 0 for an empty one. Raises ChangedElsewhere.
    """
    wait_for_turn(owner)
    plan = find_plan(owner=owner)
    if plan is None:
        plan = Plan(owner=owner, version=0)
    elif (plan.people, plan.places, plan.helps) == (people, places, helps):
        return plan
    elif plan.version != seen_version:
        raise ChangedElsewhere(plan)
    plan.people, plan.places, plan.helps = people, places, helps
    plan.changed_at = now
    plan.version += 1
    plan.save()
    return plan
