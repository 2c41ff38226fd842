"""What has to hold before numbtrack serves anybody. Imported once Django knows its settings."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone as clock

from accounts.leaving import erase_again
from accounts.models import User
from numbtrack.backups import CannotBackUp, back_up, last_backup
from numbtrack.durability import faults, spills
from numbtrack.health import is_migrated


def ready_for_one() -> None:
    """Make the database fit, and do what a timer does elsewhere."""
    try:
        call_command("migrate", verbosity=0)
    except CommandError as error:
        _refuse(str(error))
    _open_the_keys()
    _tidy()
    _back_up_once_a_day()


def ready_for_many() -> None:
    """Gather the static files. The database is left alone: an upgrade migrates it on purpose."""
    call_command("collectstatic", verbosity=0, interactive=False)
    if not is_migrated():
        _refuse(
            "the database waits for migrations. Stop every server, then run manage.py migrate: it "
            "makes a backup first."
        )
    _refuse_where(faults(), "the database could lose what it has acknowledged.")
    _refuse_where(spills(), "what people write would stand in the log of PostgreSQL.")
    _open_the_keys()
    erase_again(now=clock.now())


def _refuse(why: str) -> None:
    print(f"numbtrack does not start: {why}")
    sys.exit(1)


def _refuse_where(amiss: Sequence[str], why: str) -> None:
    if amiss:
        _refuse(why + "".join(f"\n  - {each}" for each in amiss))


def _back_up_once_a_day() -> None:
    """Make a backup where there is somebody to lose something, and the latest is a day old."""
    now, made = clock.now(), last_backup()
    if not User.objects.exists() or (made is not None and now - made < timedelta(days=1)):
        return
    try:
        file = back_up(Path(settings.VAR) / "backups", now)
    except CannotBackUp as error:
        print(f"No backup could be made: {error}. The latest was made {made or 'never'}.")
    else:
        print(f"A backup was made, as once a day: {file}. Keep a copy elsewhere.")


def _tidy() -> None:
    try:
        call_command("tidy", stdout=io.StringIO())
    except CommandError as error:
        print(error)


def _open_the_keys() -> None:
    try:
        call_command("check_keys", verbosity=0, stdout=io.StringIO())
    except CommandError as error:
        _refuse(f"{error}. Put the key back that it was sealed with.")
