"""Seals all words with the first key, so that older keys can be taken away."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.rotation import KeysDoNotOpen, RowDoesNotOpen, check_keys, rotate
from accounts.sealing import first_key_id


class Command(BaseCommand):
    help = "Seal all words with the first of NUMBTRACK_ENCRYPTION_KEYS. Safe while people write."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        waiting = 0
        try:
            for table in rotate(dry=dry_run):
                verb = "would be sealed anew" if dry_run else "sealed anew"
                told = f"{table.table}: {table.rows} rows with words, {table.moved} {verb}"
                self.stdout.write(told)
                waiting += table.moved
            check_keys()  # another key under the same name has nothing to seal anew
        except (KeysDoNotOpen, RowDoesNotOpen) as error:
            raise CommandError(
                f"{error}. Put the key that sealed it back into NUMBTRACK_ENCRYPTION_KEYS, "
                "then run this again."
            ) from None
        if dry_run:
            self.stdout.write(f"{waiting} rows wait for key {first_key_id()}.")
        else:
            self.stdout.write(
                f"Everything is sealed with key {first_key_id()}. The other keys are needed for "
                "older backups alone."
            )
