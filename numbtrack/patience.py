"""How long a request waits for the database: one that hangs must not hang the person."""

from __future__ import annotations

import select
import threading
import time
from collections import deque
from typing import Any

import psycopg2  # type: ignore[import-untyped]
from django.db import connection
from psycopg2 import extensions

NO_ANSWER = "no answer within"
ONCE_MORE = 0.2
"""Seconds that a request waits again that has waited in vain: a page asks for several things."""

FAILS_FAST_FOR = 2.0
"""Seconds in which nobody else waits for a database that several have just waited for in vain."""

_in_vain: deque[float] = deque(maxlen=3)
"""When a request of this process last gave up: one alone may only have had bad luck."""

_here = threading.local()
"""gave_up: whether the request that this thread answers has waited in vain."""


def begin() -> None:
    """Wait for the database anew: another request is answered now."""
    _here.gave_up = False


def note_lock(error: BaseException | None) -> None:
    """Remember that SQLite was waited for in vain, where a fault says so."""
    if "locked" in str(error):
        _in_vain.append(time.monotonic())


def wait_no_longer() -> None:
    """Let SQLite, too, be waited for almost not at all until this request is answered."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(ONCE_MORE * 1000)}")
        connection.close_at = 0  # the next request gets another


def _give_up(seconds: float) -> psycopg2.OperationalError:
    if not getattr(_here, "gave_up", False):
        _in_vain.append(time.monotonic())
    _here.gave_up = True
    return psycopg2.OperationalError(f"{NO_ANSWER} {seconds:g} seconds")


def hangs() -> bool:
    """Tell whether it is not worth while to wait now: each who waits keeps a thread from others."""
    now = time.monotonic()
    if len(_in_vain) < 3 or now - _in_vain[-1] > FAILS_FAST_FOR:  # maxlen
        return False
    return now - _in_vain[0] < 2 * FAILS_FAST_FOR


def be_patient_for(seconds: float) -> None:
    """Give up on an answer after so many seconds, with an OperationalError.

    Whatever else the same request asks for is given up on almost at once. The driver then closes
    the connection, so that nothing half answered is read by the next request. A server's own
    statement_timeout would not do: a server that hangs keeps no time.
    """

    def wait(connection: Any) -> None:
        patience = ONCE_MORE if getattr(_here, "gave_up", False) else seconds
        while True:
            state = connection.poll()
            if state == extensions.POLL_OK:
                return
            reading = [connection.fileno()] if state == extensions.POLL_READ else []
            writing = [connection.fileno()] if state == extensions.POLL_WRITE else []
            if not any(select.select(reading, writing, [], patience)):
                raise _give_up(patience)

    extensions.set_wait_callback(wait)
