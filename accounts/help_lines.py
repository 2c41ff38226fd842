"""The help lines that this installation shows: those that ship, with the operator's corrections."""

from __future__ import annotations

import csv
import logging
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone as clock

from accounts import countries
from accounts.requests import find_person
from domain.crisis import (
    LINES,
    Correction,
    CountryHelp,
    HelpLine,
    corrected,
    help_for,
    read_corrections,
)

logger = logging.getLogger(__name__)


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


def read_file(file: Path, today: date) -> tuple[list[Correction], list[str]]:
    """Return the corrections of a file and a sentence for each fault.

    Raises OSError, UnicodeDecodeError or csv.Error where it is no table at all.
    """
    text = file.read_text(encoding="utf-8-sig")
    return read_corrections(csv.DictReader(text.splitlines()), set(countries.NAMES), today)


@lru_cache(maxsize=2)
def _read(file: str, changed_ns: int, size: int) -> tuple[HelpLine, ...]:
    """Return the corrected lines; the arguments besides the file make a changed one read anew.

    Whatever is wrong with the file, help is shown.
    """
    try:
        corrections, faults = read_file(Path(file), clock.now().date())
    except (OSError, ValueError, csv.Error):
        logger.exception("The corrections of help lines cannot be read; those that ship are shown.")
        return LINES
    if faults:
        logger.error("The corrections of help lines have faults; those that ship are shown.")
        return LINES
    return corrected(LINES, corrections)


def country_of(request: HttpRequest) -> str:
    """Return the country of whoever is signed in, else the one the browser's language names."""
    person = find_person(request)
    language = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    return (person.country if person else "") or countries.guess(language)
