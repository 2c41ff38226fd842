"""Opens an account again."""

from __future__ import annotations

from typing import Any

from django.utils import timezone as clock

from accounts.leaving import operator_note
from accounts.models import ActivityKind, User
from accounts.operating import PersonCommand


class Command(PersonCommand):
    help = "Unlock an account that was locked."

    def act(self, person: User, **options: Any) -> None:
        person.is_active = True
        person.save(update_fields=["is_active"])
        operator_note(person, ActivityKind.UNLOCKED, clock.now())
        self.stdout.write("Unlocked.")
