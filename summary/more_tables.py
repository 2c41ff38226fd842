"""More tables for other programs: a row an answer, the journal, laboratory tests, practices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from accounts.models import Activity
from care.models import LabTest
from checkins.models import CheckIn
from domain.answers import Companion
from domain.dimensions import DIMENSIONS
from journal.models import Entry, PracticeNote
from summary.tables import FILE_NOTE, NOTHING_MORE, Ticked, as_csv, plain, reason_for

TIDY_HEADINGS = (
    "day", "entered", "lag in days", "what", "key", "unit", "value", "words", "no value because",
    FILE_NOTE,
)  # fmt: skip
JOURNAL_HEADINGS = ("day", "written at (UTC)", "time zone", "tags", "words", "pictures", FILE_NOTE)
LAB_HEADINGS = (
    "test", "asked on", "ordered on", "result on", "value", "unit", "range of the laboratory",
    "note", FILE_NOTE,
)  # fmt: skip
ACTIVITY_HEADINGS = ("at (UTC)", "what", "detail", "browser", "by", FILE_NOTE)
PRACTICE_HEADINGS = ("day", "practice", "done", "minutes", "after it", "note", FILE_NOTE)


def tidy_csv(check_ins: Iterable[CheckIn], ticked: Ticked = NOTHING_MORE) -> str:
    """Return a row for each answer of each day: nothing has to be taken apart again."""
    rows = (row for each in check_ins for row in _answers(each, ticked))
    return as_csv(TIDY_HEADINGS, rows)


def _answers(check_in: CheckIn, ticked: Ticked) -> Iterator[list[object]]:
    day = [check_in.day.isoformat(), check_in.recall.value, check_in.lag_days]
    for key, dimension in DIMENSIONS.items():
        if key in check_in.ratings or key in check_in.not_rated:
            told = [dimension.heading, key, "0-10", check_in.ratings.get(key, ""), ""]
            yield [*day, *told, reason_for(check_in, key), ""]
    for companion in ticked.companions():
        if companion.key in check_in.companions or companion.key in check_in.not_rated:
            value = check_in.companions.get(companion.key)
            told = [companion.label, companion.key, companion.unit, *_split(companion, value)]
            yield [*day, *told, reason_for(check_in, companion.key), ""]


def _split(companion: Companion, value: Any) -> tuple[object, object]:
    """Return (number, words) of an answer: one of the two is empty."""
    told = plain(companion, value)
    return ("", told) if isinstance(told, str) else (told, "")


def journal_csv(entries: Iterable[Entry]) -> str:
    """Return a row for each entry; meant for entries fetched with their pictures counted."""
    rows = (
        [
            each.day.isoformat(),
            each.written_at.isoformat(timespec="seconds"),
            each.timezone,
            "; ".join(each.tags),
            each.text,
            getattr(each, "picture_count", ""),
            "",
        ]
        for each in entries
    )
    return as_csv(JOURNAL_HEADINGS, rows)


def lab_tests_csv(tests: Iterable[LabTest]) -> str:
    """Return a row for each test, its result as the laboratory wrote it."""
    rows = (
        [
            each.name,
            *(day.isoformat() if day else "" for day in (each.asked_on, each.ordered_on)),
            each.result_on.isoformat() if each.result_on else "",
            each.value,
            each.unit,
            each.lab_range,
            each.note,
            "",
        ]
        for each in tests
    )
    return as_csv(LAB_HEADINGS, rows)


def activity_csv(lines: Iterable[Activity]) -> str:
    """Return a row for each line of the account's own log."""
    rows = (
        [
            each.at.isoformat(timespec="seconds"),
            each.get_kind_display(),
            each.detail,
            each.client,
            each.by,
            "",
        ]
        for each in lines
    )
    return as_csv(ACTIVITY_HEADINGS, rows)


def practices_csv(notes: Iterable[PracticeNote]) -> str:
    """Return a row for each practice that was tried, or meant and left."""
    rows = (
        [
            each.day.isoformat(),
            each.known.label,
            "yes" if each.done else "no",
            each.minutes,
            each.after,
            each.note,
            "",
        ]
        for each in notes
    )
    return as_csv(PRACTICE_HEADINGS, rows)
