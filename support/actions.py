"""How a person's own plan is kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.actions import wait_for_turn
from accounts.models import User
from support.models import Plan


class ChangedElsewhere(Exception):
    """The plan was saved from another page since this one was opened."""

    def __init__(self, standing: Plan) -> None:
        super().__init__(standing.version)
        self.standing = standing


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
