"""Closes an account at its person's wish, or where it was taken over."""

from __future__ import annotations

from typing import Any

from django.utils import timezone as clock

from accounts.actions import forget_pending_address
from accounts.leaving import operator_note
from accounts.models import ActivityKind, User
from accounts.operating import PersonCommand
from accounts.sessions import end_sign_ins


class Command(PersonCommand):
    help = "Lock an account: every session ends, shared pages close, nobody can sign in."

    def act(self, person: User, **options: Any) -> None:
        person.is_active = False
        person.save(update_fields=["is_active"])
        end_sign_ins(person.sign_ins.all())
        forget_pending_address(owner=person)
        operator_note(person, ActivityKind.LOCKED, clock.now())
        self.stdout.write("Locked.")
