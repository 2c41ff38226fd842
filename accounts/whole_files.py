"""Small files beside the database that are there whole, before and after a crash."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_whole(file: Path, text: str) -> None:
    """Put a text in the place of a file's own, or leave the file as it is.

    Its owner alone reads it. Whoever calls this keeps others from writing the same file
    meanwhile. Raises OSError, where there is no room for it.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as made:
            made.write(text)
            made.flush()
            os.fsync(made.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    with suppress(OSError):  # the new name is on the disk too, where the file system can tell
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
