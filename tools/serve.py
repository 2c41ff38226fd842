"""Serves numbtrack: what ``make run`` calls for one person, and ``make serve`` in production."""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path

from numbtrack.environment import is_loopback

THREADS = 8


def main() -> None:
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--production", action="store_true", help="with the production settings")
    parser.add_argument("--workers", type=int, default=0, help="processes; 0 for the usual")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "numbtrack.settings")
    os.chdir(Path(__file__).resolve().parent.parent)
    if chosen.production:
        os.environ.pop("NUMBTRACK_ENV", None)
        _get_ready_for_many()
    else:
        if not is_loopback(chosen.host):
            print(
                f"`make run` serves this machine alone, and {chosen.host} can be reached from "
                "others. Use HOST=127.0.0.1, or `make serve` behind TLS (see docs/operations.md)."
            )
            sys.exit(2)
        os.environ["NUMBTRACK_ENV"] = "development"
        _get_ready_for_one()
        print(f"numbtrack is at http://{chosen.host}:{chosen.port}/  (stop it with Ctrl+C)")
    sys.stdout.flush()
    workers = chosen.workers or (2 if chosen.production else 1)
    os.execv(  # noqa: S606  # the same interpreter, a fixed program
        sys.executable,
        [
            sys.executable, "-m", "gunicorn", "numbtrack.wsgi",
            "--bind", f"{chosen.host}:{chosen.port}",
            "--worker-class", "gthread",
            "--workers", str(workers),
            "--threads", str(THREADS),
            "--timeout", "60",
            "--graceful-timeout", "30",
            "--log-level", "warning",
        ],
    )  # fmt: skip


def _get_ready_for_one() -> None:
    """Make the database fit, and do what a timer does elsewhere."""
    _set_up()
    from django.core.management import call_command  # noqa: PLC0415  # settings are chosen above

    _back_up_before_migrating()
    call_command("migrate", verbosity=0)
    _open_the_keys()
    call_command("tidy", stdout=io.StringIO())


def _back_up_before_migrating() -> None:
    """Make a backup where there is something that migrations would change."""
    from django.conf import settings  # noqa: PLC0415  # settings are chosen above
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415
    from django.utils import timezone as clock  # noqa: PLC0415

    from numbtrack.backups import CannotBackUp, back_up  # noqa: PLC0415
    from numbtrack.health import is_migrated  # noqa: PLC0415

    if is_migrated() or not MigrationLoader(connection).applied_migrations:
        return
    try:
        file = back_up(Path(settings.VAR) / "backups", clock.now())
    except CannotBackUp as error:
        print(f"numbtrack does not start: it makes a backup before it migrates, and {error}.")
        sys.exit(1)
    print(f"A backup was made before the database is brought up to date: {file}")


def _get_ready_for_many() -> None:
    """Gather the static files. The database is left alone: an upgrade migrates it on purpose."""
    _set_up()
    from django.core.management import call_command  # noqa: PLC0415  # settings are chosen above

    from numbtrack.durability import faults  # noqa: PLC0415  # settings are chosen above
    from numbtrack.health import is_migrated  # noqa: PLC0415  # settings are chosen above

    call_command("collectstatic", verbosity=0, interactive=False)
    if not is_migrated():
        print(
            "numbtrack does not start: the database waits for migrations. Make a backup "
            "(manage.py backup), then run manage.py migrate."
        )
        sys.exit(1)
    amiss = faults()
    if amiss:
        print("numbtrack does not start: the database could lose what it has acknowledged.")
        print(*(f"  - {each}" for each in amiss), sep="\n")
        sys.exit(1)
    _open_the_keys()


def _set_up() -> None:
    import django  # noqa: PLC0415  # settings are chosen above

    django.setup()


def _open_the_keys() -> None:
    from django.core.management import (  # noqa: PLC0415  # settings are chosen above
        CommandError,
        call_command,
    )

    try:
        call_command("check_keys", verbosity=0, stdout=io.StringIO())
    except CommandError as error:
        print(f"numbtrack does not start: {error}. Put the key back that it was sealed with.")
        sys.exit(1)


if __name__ == "__main__":
    main()
