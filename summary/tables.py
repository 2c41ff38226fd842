"""Files for a spreadsheet program: one tidy row each, and no cell that could run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from checkins.models import CheckIn
from domain.answers import AnswerKind, Companion
from domain.companions import COMPANIONS
from domain.dimensions import DIMENSIONS, NotRated
from domain.doses import FREQUENCIES, ROUTES
from domain.lanes import described
from domain.safety import QUESTION
from domain.wording import SELF_REPORTED
from medications.models import MedicationEvent

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
"""A cell that begins with one of these is a formula to some program, or was guarded by us."""

FILE_NOTE = SELF_REPORTED
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


@dataclass(frozen=True)
class Ticked:
    """What goes into one file beside the rest, each ticked by the person for this file."""

    notes: bool = False
    sensitive: bool = False
    harm: bool = False

    def companions(self) -> list[Companion]:
        return [each for each in COMPANIONS.values() if self.sensitive or not each.sensitive]

    def leaves(self, check_in: CheckIn) -> bool:
        """Tell whether anything of a day goes in: an empty row would hint at the rest."""
        kept = {*DIMENSIONS, *(each.key for each in self.companions())}
        told = {*check_in.ratings, *check_in.not_rated, *check_in.companions}
        return bool(
            kept & told or (self.notes and check_in.note) or (self.harm and check_in.harm_answer)
        )


NOTHING_MORE = Ticked()


def check_ins_csv(check_ins: Iterable[CheckIn], ticked: Ticked = NOTHING_MORE) -> str:
    """Return a row for each day, both words for each thing in the headings.

    The last heading says what the file is; its column is empty, so that every row stays tidy.
    """
    headings = ["day", "entered", "lag in days", "time zone", "entered at (UTC)", "changed later"]
    for dimension in DIMENSIONS.values():
        headings += [dimension.heading, f"{dimension.label}: no number because"]
    for companion in ticked.companions():
        headings += [companion.heading]
        headings += [f"{companion.label}: no answer because"] if companion.unsure else []
    headings += ["note"] if ticked.notes else []
    headings += [QUESTION] if ticked.harm else []
    rows = (_check_in_row(each, ticked) for each in check_ins if ticked.leaves(each))
    return as_csv([*headings, FILE_NOTE], rows)


def _check_in_row(check_in: CheckIn, ticked: Ticked) -> list[object]:
    row: list[object] = [
        check_in.day.isoformat(),
        check_in.recall.value,
        check_in.lag_days,
        check_in.timezone,
        check_in.entered_at.isoformat(timespec="seconds"),
        "yes" if check_in.changed_later else "no",
    ]
    for key in DIMENSIONS:
        row += [check_in.ratings.get(key), reason_for(check_in, key)]
    for companion in ticked.companions():
        row += [plain(companion, check_in.companions.get(companion.key))]
        row += [reason_for(check_in, companion.key)] if companion.unsure else []
    row += [check_in.note] if ticked.notes else []
    if ticked.harm:
        row += [check_in.harm_answer.words if check_in.harm_answer else ""]
    return [*row, ""]


def reason_for(check_in: CheckIn, key: str) -> str:
    """Return why there is no number, in words; empty where there is one."""
    reason = check_in.not_rated.get(key)
    return REASON_WORDS[NotRated(reason)] if reason else ""


def plain(companion: Companion, value: Any) -> object:
    """Return a number as a number, words as words; ticks are parted by semicolons."""
    if value is None:
        return ""
    if companion.kind is AnswerKind.TICKS:
        return "; ".join(companion.options[key] for key in value)
    return companion.options[value] if companion.kind is AnswerKind.CHOICE else value


def check_ins_json(check_ins: Iterable[CheckIn], ticked: Ticked = NOTHING_MORE) -> str:
    """Return the days as JSON, with the words of every item beside the keys that stand for it."""
    file: dict[str, Any] = {
        "format": "numbtrack check-ins",
        "version": 1,
        "about": FILE_NOTE,
        "dimensions": {
            key: {"label": each.label, "clinical": each.clinical, "anchors": dict(each.anchors)}
            for key, each in DIMENSIONS.items()
        },
        "companions": {
            each.key: {
                "label": each.label,
                "unit": each.unit,
                "options": dict(each.options),
                "note": each.note,
            }
            for each in ticked.companions()
        },
        "check_ins": [_check_in_object(each, ticked) for each in check_ins if ticked.leaves(each)],
    }
    return json.dumps(file, ensure_ascii=False, indent=1)


def _check_in_object(check_in: CheckIn, ticked: Ticked) -> dict[str, object]:
    kept = {each.key for each in ticked.companions()}
    held = {
        "day": check_in.day.isoformat(),
        "time_zone": check_in.timezone,
        "entered_at": check_in.entered_at.isoformat(timespec="seconds"),
        "lag_days": check_in.lag_days,
        "entered": check_in.recall.value,
        "changed_later": check_in.changed_later,
        "ratings": check_in.ratings,
        "not_rated": {
            key: reason
            for key, reason in check_in.not_rated.items()
            if key in kept or key in DIMENSIONS
        },
        "companions": {key: value for key, value in check_in.companions.items() if key in kept},
    }
    if ticked.notes:
        held["note"] = check_in.note
    if ticked.harm:
        held["self_harm"] = check_in.harm_answer.value if check_in.harm_answer else None
    return held


MEDICATION_HEADINGS = (
    "day", "until", "date precision", "about", "medicine", "class", "ATC", "what happened",
    "in words", "dose", "unit", "frequency", "route", "missed doses", "reasons", "part of switch",
    "taken for", "prescribed by", "discussed with", "discussed on", "note", "recorded at (UTC)",
    FILE_NOTE,
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
        event.frequency_words or (frequency.words if frequency else ""),
        ROUTES.get(event.route, ""),
        event.missed,
        "; ".join(event.reason_words()),
        str(event.switch_group or ""),
        event.medication.taken_for,
        event.medication.prescriber,
        event.discussed_with,
        event.discussed_on.isoformat() if event.discussed_on else "",
        event.note,
        event.recorded_at.isoformat(timespec="seconds"),
        "",
    ]
