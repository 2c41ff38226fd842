"""Checks the operator's corrections of help lines and tells what they change."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone as clock

from accounts.help_lines import corrections_file, read_file
from domain.crisis import LINES, HelpLine, corrected, differences
from domain.numbers import counted


class Command(BaseCommand):
    help = "Check a file of corrected help lines and print what it changes for people."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="the file; without it, crisis_lines.csv in var/"
        )

    def handle(self, *, file: Path | None, **options: Any) -> None:
        path = file or corrections_file()
        try:
            corrections, faults = read_file(path, clock.now().date())
        except FileNotFoundError:
            if file is not None:
                raise CommandError(f"There is no {path}.") from None
            self.stdout.write(f"There is no {path}: the lines that ship are shown.")
            return
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        except (UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"{path} is no table in UTF-8: {error}.") from None
        if faults:
            raise CommandError("\n".join([f"{path} is left aside:", *faults]))
        changes = differences(LINES, corrected(LINES, corrections))
        for old, new in changes:
            self.stdout.write(_told(old, new))
        lines = counted(len(changes), "line changes", "lines change")
        told = lines if changes else "nothing changes"
        self.stdout.write(f"{counted(len(corrections), 'row', 'rows')} read, {told}.")


def _told(old: HelpLine | None, new: HelpLine | None) -> str:
    """Return one change in one line: + comes, - goes, ~ is replaced."""
    if old is None:
        return f"+ {_line(new)}"
    if new is None:
        return f"- {_line(old)}"
    return f"~ {_line(old)} -> {_line(new)}"


def _line(line: HelpLine | None) -> str:
    if line is None:
        return ""
    checked = f", checked on {line.verified_on} by {line.verified_by}" if line.verified_on else ""
    reached = f"{line.contact} ({line.link})"
    place = f"{line.country} {line.name} ({line.kind})"
    return f"{place}: {reached}, {line.confidence}{checked}"
