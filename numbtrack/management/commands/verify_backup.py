"""Opens a backup to its last byte, and changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from numbtrack.backups import CannotRestore, check


class Command(BaseCommand):
    help = "Tell whether a backup can be restored with the keys that are set."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")

    def handle(self, *, file: str, **options: Any) -> None:
        try:
            told = check(Path(file))
        except CannotRestore as error:
            raise CommandError(f"It cannot be restored: {error}.") from None
        self.stdout.write(
            f"Good: made {told['made_at']} by numbtrack {told['release']}, "
            f"{told['database']}, {len(told['migrations'])} migrations."
        )
