"""Deletes an account at its person's wish, told in writing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone as clock

from accounts.leaving import erase, free_space
from accounts.models import User
from accounts.operating import PersonCommand


class Command(PersonCommand):
    help = "Delete an account with everything of it, at once. It cannot be brought back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--yes", action="store_true", help="say that this is no slip")

    def act(self, person: User, **options: Any) -> None:
        if not options["yes"]:
            raise CommandError("Add --yes: everything of this account would be deleted at once.")
        erase(owner=person, now=clock.now())
        free_space()
        self.stdout.write("Deleted.")
