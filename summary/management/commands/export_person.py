"""Writes the whole account of somebody who asked for it in writing."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone as clock

from accounts.leaving import operator_note
from accounts.models import ActivityKind, User
from accounts.operating import PersonCommand
from summary.archive.pack import HARM, SENSITIVE, pack


class Command(PersonCommand):
    help = "Write the whole account as the ZIP that its person could make, readable by you alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", help="where to write it; it must not exist yet")

    def act(self, person: User, **options: Any) -> None:
        content = pack(person, [HARM, SENSITIVE])
        try:
            place = os.open(options["file"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"The file cannot be written: {error.strerror}.") from None
        with os.fdopen(place, "wb") as file:
            file.write(content)
        operator_note(person, ActivityKind.EXPORTED, clock.now(), "account")
        self.stdout.write(f"Written: {len(content)} bytes. It is not encrypted.")
