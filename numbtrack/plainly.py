"""What an operator reads where a command cannot be carried out: a sentence, and no traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, DataError, IntegrityError, InterfaceError


@contextmanager
def said_plainly() -> Iterator[None]:
    """Say why the database or a file cannot be used, and leave with 1.

    Other faults are ours, and shown whole; ``--traceback`` shows these as well.
    """
    try:
        yield
    except (DatabaseError, InterfaceError, OSError) as error:
        if "--traceback" in sys.argv or isinstance(error, DataError | IntegrityError):
            raise
        print(_sentence(error), file=sys.stderr)
        sys.exit(1)


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return f"A file cannot be read or written: {error.strerror or error}{where}."
    said = str(error).strip().partition("\n")[0].rstrip(".")
    if "does not exist" in said or "no such table" in said or "no such column" in said:
        return f"The database is not as this numbtrack needs it: {said}. Run manage.py migrate."
    return f"The database cannot be used now: {said}."
