"""The help lines that this installation shows: those that ship, with the operator's corrections."""

from __future__ import annotations

import csv
import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from accounts import countries
from domain.crisis import LINES, CountryHelp, HelpLine, corrected, help_for, read_corrections

log = logging.getLogger(__name__)


def corrections_file() -> Path:
    """Return where the operator's corrections are kept; the file need not exist."""
    return Path(settings.VAR) / "crisis_lines.csv"


def help_near(country: str) -> CountryHelp:
    """Return what may be shown for a country. A faulty file of corrections is left aside."""
    return help_for(country, lines())


def lines() -> tuple[HelpLine, ...]:
    file = corrections_file()
    try:
        stamp = file.stat()
    except OSError:
        return LINES
    return _read(str(file), stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=2)
def _read(file: str, changed_ns: int, size: int) -> tuple[HelpLine, ...]:
    """Return the corrected lines; the arguments besides the file make a changed one read anew."""
    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        log.exception("The corrections of help lines cannot be read; those that ship are shown.")
        return LINES
    corrections, faults = read_corrections(csv.DictReader(text.splitlines()), set(countries.NAMES))
    if faults:
        log.error("The corrections of help lines have faults; those that ship are shown.")
        return LINES
    return tuple(corrected(LINES, corrections))
