"""Restores a backup into an empty installation."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone as clock

from accounts.leaving import erase_again, free_space, take_erased_from
from accounts.models import User
from numbtrack.backups import CannotBackUp, CannotRestore, restore


class Command(BaseCommand):
    help = "Put a backup in the place of an empty database; nothing is touched if it cannot be."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument(
            "--however-old",
            action="store_true",
            help="also one of more than 35 days, in which people may be who were erased since",
        )

    def handle(self, *, file: str, however_old: bool, **options: Any) -> None:
        try:
            told = restore(Path(file), clock.now(), however_old=however_old)
        except (CannotRestore, CannotBackUp) as error:
            raise CommandError(f"Nothing was restored: {error}.") from None
        # Without a backup: whoever is erased again below must not lie in a new one.
        call_command("migrate", verbosity=0, no_backup=True)
        call_command("check_keys", verbosity=0, stdout=self.stdout)
        take_erased_from(Path(file).parent)
        erased = erase_again(now=clock.now())
        free_space()
        self.stdout.write(
            f"Restored what stood at {told['made_at']}: {User.objects.count()} accounts; "
            f"{erased} that had been erased since were erased again."
        )
