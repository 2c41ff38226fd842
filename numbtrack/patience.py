"""How long a request waits for PostgreSQL: a database that hangs must not hang the person."""

from __future__ import annotations

import select
from typing import Any

import psycopg2  # type: ignore[import-untyped]
from psycopg2 import extensions


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
                raise psycopg2.OperationalError(f"no answer within {seconds:g} seconds")

    extensions.set_wait_callback(wait)
