"""Files for a spreadsheet program: one tidy row each, and no cell that could run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from checkins.models import CheckIn
from domain.dimensions import DIMENSIONS, NotRated
from domain.lanes import described
from domain.regimen import FREQUENCIES
from medications.models import MedicationEvent

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
"""A cell that begins with one of these is a formula to some program, or was guarded by us."""

REASON_WORDS = {NotRated.CANT_TELL: "can't tell", NotRated.NOT_APPLICABLE: "not applicable"}


def guarded(cell: str) -> str:
    """Return a cell that no program runs: an apostrophe stands before a dangerous start."""
    return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell


def unguarded(cell: str) -> str:
    """Return what ``guarded`` was given."""
    return cell.removeprefix("'")


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return CSV text (RFC 4180), every text cell guarded."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return file.getvalue()


def check_ins_csv(check_ins: Iterable[CheckIn]) -> str:
    """Return a row for each day, both words for each thing in the headings."""
    headings = ["day", "entered", "lag in days", "time zone", "entered at (UTC)", "changed later"]
    for dimension in DIMENSIONS.values():
        headings += [dimension.heading, f"{dimension.label}: no number because"]
    return as_csv(headings, (_check_in_row(each) for each in check_ins))


def _check_in_row(check_in: CheckIn) -> list[object]:
    row: list[object] = [
        check_in.day.isoformat(),
        check_in.recall.value,
        check_in.lag_days,
        check_in.timezone,
        check_in.entered_at.isoformat(timespec="seconds"),
        "yes" if check_in.changed_later else "no",
    ]
    for key in DIMENSIONS:
        reason = check_in.not_rated.get(key)
        row += [check_in.ratings.get(key), REASON_WORDS[NotRated(reason)] if reason else ""]
    return row


MEDICATION_HEADINGS = (
    "day", "until", "date precision", "about", "medicine", "class", "ATC", "what happened",
    "in words", "dose", "unit", "frequency", "reasons", "part of switch", "note",
    "recorded at (UTC)",
)  # fmt: skip


def medication_events_csv(events: Iterable[MedicationEvent]) -> str:
    """Return a row for each medication event that stands."""
    return as_csv(MEDICATION_HEADINGS, (_event_row(each) for each in events))


def _event_row(event: MedicationEvent) -> list[object]:
    change = event.change()
    frequency = FREQUENCIES.get(event.frequency)
    return [
        event.day.isoformat(),
        event.end_day.isoformat() if event.end_day else "",
        event.precision,
        "yes" if event.about else "no",
        event.medication.name,
        event.drug_class,
        event.atc,
        event.kind,
        described(change, event.medication.name),
        f"{event.dose.normalize():f}" if event.dose is not None else None,
        event.unit,
        frequency.words if frequency else "",
        "; ".join(event.reason_words()),
        str(event.switch_group or ""),
        event.note,
        event.recorded_at.isoformat(timespec="seconds"),
    ]
