"""What has to be done once a day: a timer calls it, and ``make run`` does when it starts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone as clock

from numbtrack.night import tidy


class Command(BaseCommand):
    help = "Erase accounts whose week is over, and forget what has outlived its time."

    def handle(self, **options: Any) -> None:
        gone = tidy(now=clock.now())
        self.stdout.write("; ".join(f"{what}: {count}" for what, count in gone.items()))
