"""How long a request waits for PostgreSQL: a database that hangs must not hang the person."""

from __future__ import annotations

import select
import time
from typing import Any

import psycopg2  # type: ignore[import-untyped]
from psycopg2 import extensions

NO_ANSWER = "no answer within"


FAILS_FAST_FOR = 2.0
"""Seconds in which nobody else waits for a database that has just been waited for in vain."""

_hangs_until = 0.0


def note_hanging(error: BaseException | None) -> None:
    """Remember that the database was waited for in vain, where a fault says so."""
    global _hangs_until  # noqa: PLW0603  # one moment for the whole process
    said = str(error)
    if "locked" in said or NO_ANSWER in said:
        _hangs_until = time.monotonic() + FAILS_FAST_FOR


def hangs() -> bool:
    """Tell whether it is not worth while to wait now: each who waits keeps a thread from others."""
    return time.monotonic() < _hangs_until


def be_patient_for(seconds: float) -> None:
    """Give up on an answer after so many seconds, with an OperationalError.

    The driver then closes the connection, so that nothing half answered is read by the next
    request. A server's own statement_timeout would not do: a server that hangs keeps no time.
    """

    def wait(connection: Any) -> None:
        while True:
            state = connection.poll()
            if state == extensions.POLL_OK:
                return
            reading = [connection.fileno()] if state == extensions.POLL_READ else []
            writing = [connection.fileno()] if state == extensions.POLL_WRITE else []
            if not any(select.select(reading, writing, [], seconds)):
                raise psycopg2.OperationalError(f"{NO_ANSWER} {seconds:g} seconds")

    extensions.set_wait_callback(wait)
