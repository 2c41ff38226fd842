"""What has to be done once a day: a timer calls it, and ``make run`` does when it starts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone as clock

from numbtrack.health import is_migrated
from numbtrack.night import LeftUndone, tidy


class Command(BaseCommand):
    help = "Erase accounts whose week is over, and forget what has outlived its time."

    def handle(self, **options: Any) -> None:
        if not is_migrated():
            raise CommandError("The database waits for migrations: run manage.py migrate first.")
        try:
            gone = tidy(now=clock.now())
        except LeftUndone as error:
            raise CommandError(
                f"Left undone: {error}. The log says why; the rest was done."
            ) from None
        self.stdout.write("; ".join(f"{what}: {count}" for what, count in gone.items()))
