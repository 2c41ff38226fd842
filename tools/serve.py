"""Serves numbtrack for one person on this machine: what ``make run`` calls."""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path

from numbtrack.environment import is_loopback


def main() -> None:
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    chosen = parser.parse_args()
    if not is_loopback(chosen.host):
        print(
            f"`make run` serves this machine alone, and {chosen.host} can be reached from others. "
            "Use HOST=127.0.0.1, or production settings behind TLS (see README.md)."
        )
        sys.exit(2)
    os.environ["NUMBTRACK_ENV"] = "development"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "numbtrack.settings")
    os.chdir(Path(__file__).resolve().parent.parent)
    import django  # noqa: PLC0415  # settings are chosen above
    from django.core.management import (  # noqa: PLC0415  # settings are chosen above
        CommandError,
        call_command,
    )

    django.setup()
    call_command("migrate", verbosity=0)
    try:
        call_command("check_keys", verbosity=0, stdout=io.StringIO())
    except CommandError as error:
        print(f"numbtrack does not start: {error}. Put the key back that it was sealed with.")
        sys.exit(1)
    print(f"numbtrack is at http://{chosen.host}:{chosen.port}/  (stop it with Ctrl+C)", flush=True)
    os.execv(  # noqa: S606  # the same interpreter, a fixed program
        sys.executable,
        [
            sys.executable, "-m", "gunicorn", "numbtrack.wsgi",
            "--bind", f"{chosen.host}:{chosen.port}",
            "--workers", "1",
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
