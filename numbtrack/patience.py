"""How long a request waits for PostgreSQL: a database that hangs must not hang the person."""

from __future__ import annotations

import select
import time
from collections import deque
from typing import Any

import psycopg2  # type: ignore[import-untyped]
from psycopg2 import extensions

NO_ANSWER = "no answer within"


FAILS_FAST_FOR = 2.0
"""Seconds in which nobody else waits for a database that several have just waited for in vain."""

_in_vain: deque[float] = deque(maxlen=3)
"""When a request of this process last gave up: one alone may only have had bad luck."""


def note_hanging(error: BaseException | None) -> None:
    """Remember that the database was waited for in vain, where a fault says so."""
    said = str(error)
    if "locked" in said or NO_ANSWER in said:
        _in_vain.append(time.monotonic())


def hangs() -> bool:
    """Tell whether it is not worth while to wait now: each who waits keeps a thread from others."""
    now = time.monotonic()
    if len(_in_vain) < 3 or now - _in_vain[-1] > FAILS_FAST_FOR:  # maxlen
        return False
    return now - _in_vain[0] < 2 * FAILS_FAST_FOR


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
