"""Serves numbtrack: what ``make run`` calls for one person, and ``make serve`` in production."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
from pathlib import Path

import django

from numbtrack.environment import is_loopback
from numbtrack.plainly import said_plainly


def main() -> None:
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--production", action="store_true", help="with the production settings")
    parser.add_argument("--workers", type=int, default=0, help="processes; 0 for the usual")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "numbtrack.settings")
    os.chdir(Path(__file__).resolve().parent.parent)
    if not chosen.production and not is_loopback(chosen.host):
        print(
            f"`make run` serves this machine alone, and {chosen.host} can be reached from others. "
            "Use HOST=127.0.0.1, or `make serve` behind TLS (see docs/operations.md)."
        )
        sys.exit(2)
    if is_in_use(chosen.host, chosen.port):
        print(f"Port {chosen.port} is in use here. Try another: PORT={chosen.port + 1}.")
        sys.exit(2)
    os.environ["NUMBTRACK_ENV"] = "production" if chosen.production else "development"
    django.setup()
    from tools import starting  # noqa: PLC0415  # what it imports needs the settings chosen above

    with said_plainly():
        starting.ready_for_many() if chosen.production else starting.ready_for_one()
    if not chosen.production:
        place = "localhost" if chosen.host == "127.0.0.1" else chosen.host  # passkeys need a name
        print(f"numbtrack is at http://{place}:{chosen.port}/  (stop it with Ctrl+C)")
    sys.stdout.flush()
    workers = chosen.workers or (2 if chosen.production else 1)
    os.execv(  # noqa: S606  # the same interpreter, a fixed program
        sys.executable,
        [
            sys.executable, "-m", "gunicorn", "numbtrack.wsgi",
            "--bind", f"{chosen.host}:{chosen.port}",
            "--workers", str(workers),
        ],
    )  # fmt: skip


def is_in_use(host: str, port: int) -> bool:
    """Tell whether another program listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as asking:
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asking.bind((host.strip("[]"), port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


if __name__ == "__main__":
    main()
