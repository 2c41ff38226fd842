"""``manage.py check_keys``: whether the keys open what is kept."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError

from accounts.rotation import KeysDoNotOpen, check_keys


class Command(BaseCommand):
    help = "Check that the encryption keys open what is kept; servers do the same at their start."

    def handle(self, **options: Any) -> None:
        try:
            check_keys()
        except KeysDoNotOpen as error:
            raise CommandError(str(error)) from None
        self.stdout.write("The keys open what is kept.")
