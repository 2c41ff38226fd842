"""Fills the demo account."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone as clock

from domain.days import local_date
from numbtrack.demo import EMAIL, PASSWORD, ZONE, seed_demo


class Command(BaseCommand):
    help = "Make demo@example.org with eighteen months of invented days. Development only."

    def handle(self, **options: Any) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError("Demo data is for development: NUMBTRACK_ENV is production.")
        now = clock.now()
        person = seed_demo(today=local_date(now, ZoneInfo(ZONE)), now=now)
        days = person.check_ins.count()
        self.stdout.write(f"{EMAIL} has {days} days of check-ins. Password: {PASSWORD}")
