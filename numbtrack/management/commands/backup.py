"""Makes a backup while people go on writing."""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone as clock

from numbtrack.backups import CannotBackUp, back_up


class Command(BaseCommand):
    help = "Write one sealed file with the whole database. The keys are not in it: keep them apart."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", default=str(Path(settings.VAR) / "backups"), help="where to"
        )

    def handle(self, *, folder: str, **options: Any) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing is left behind
        try:
            file = back_up(Path(folder), clock.now())
        except CannotBackUp as error:
            raise CommandError(f"No backup was made: {error}.") from None
        self.stdout.write(f"{file} ({file.stat().st_size} bytes, opened again to its last byte)")
