"""Turns red where no good backup was made for too long."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone as clock

from numbtrack.backups import last_backup

NONE = "was never made, or is no longer where it was"


def _hours(told: str) -> int:
    if not (told.isdecimal() and 1 <= int(told) <= 1000):
        raise ArgumentTypeError("say a number from 1 to 1000")
    return int(told)


class Command(BaseCommand):
    help = "Tell how old the latest good backup is; exit with 1 where it is too old."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--hours", type=_hours, default=26, help="how old it may be")

    def handle(self, *, hours: int, **options: Any) -> None:
        made = last_backup()
        age = clock.now() - made if made else None
        if age is None or age > timedelta(hours=hours):
            said = f"was made {age.total_seconds() / 3600:.0f} hours ago" if age else NONE
            self.stdout.write(f"TOO OLD: the latest good backup {said}.")
            sys.exit(1)
        self.stdout.write(f"The latest good backup is {age.total_seconds() / 3600:.1f} hours old.")
