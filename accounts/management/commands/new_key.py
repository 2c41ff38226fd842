"""Prints a fresh encryption key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.sealing import new_key


class Command(BaseCommand):
    help = "Print a new id:key pair. Put it first in NUMBTRACK_ENCRYPTION_KEYS; keep the old ones."

    def handle(self, **options: Any) -> None:
        self.stdout.write(new_key())
