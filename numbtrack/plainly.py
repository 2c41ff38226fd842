"""What an operator reads where a command cannot be carried out: a sentence, and no traceback."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DataError, Error, IntegrityError, ProgrammingError

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO})
"""What a file fails with where nothing can be written."""


@contextmanager
def said_plainly() -> Iterator[None]:
    """Say why the database or a file cannot be used, and leave with 1.

    Other faults are ours, and shown whole; ``--traceback`` shows these as well.
    """
    try:
        yield
    except (Error, OSError) as error:
        said = _sentence(error)
        if not said or "--traceback" in sys.argv:
            raise
        print(said, file=sys.stderr)
        sys.exit(1)


def _sentence(error: Exception) -> str:
    """Return what is told of an error; nothing of one that is a fault of ours."""
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        is_of_a_file = where or error.errno in NO_ROOM
        return f"A file cannot be read or written: {error.strerror}{where}." if is_of_a_file else ""
    said = str(error).strip().partition("\n")[0].rstrip(".")
    if any(each in said for each in ("does not exist", "no such table", "no such column")):
        return f"The database is not as this numbtrack needs it: {said}. Run manage.py migrate."
    is_ours = isinstance(error, DataError | IntegrityError | ProgrammingError)
    return "" if is_ours else f"The database cannot be used now: {said}."
