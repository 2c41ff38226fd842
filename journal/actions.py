"""How an entry is written, changed, deleted and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actions import ChangedElsewhere, change_row, wait_for_turn
from accounts.models import User
from domain.dates import Precision
from journal.models import KIND_PADDED_TO, DatedEvent, Entry, PracticeNote

MOST_EVENTS = 3_000


class TooManyEvents(Exception):
    """The person has as many dated events as a diary holds."""


@transaction.atomic
def write_entry(
    *,
    owner: User,
    day: date,
    text: str,
    timezone: str,
    submission: UUID,
    now: datetime,
    tags: Sequence[str] = (),
) -> Entry:
    """Keep an entry. The same form sent twice is kept once and answers as the first time."""
    wait_for_turn(owner)
    entry, _ = owner.journal_entries.get_or_create(
        submission=submission,
        defaults={
            "day": day,
            "text": text,
            "tags_text": "\n".join(tags),
            "timezone": timezone,
            "written_at": now,
        },
    )
    return entry


@transaction.atomic
def change_entry(
    *,
    entry: Entry,
    day: date,
    text: str,
    now: datetime,
    tags: Sequence[str] = (),
    seen_version: int | None = None,
) -> Entry:
    """Replace an entry's day, words and tags; unchanged words leave it untouched.

    seen_version: the version that the form showed. Raises ChangedElsewhere where it is no
    longer the one that stands.
    """
    wait_for_turn(entry.owner)
    entry.refresh_from_db(fields=["day", "text", "tags_text", "version"])
    if (entry.day, entry.text, entry.tags) == (day, text, list(tags)):
        return entry
    if seen_version is not None and seen_version != entry.version:
        raise ChangedElsewhere(entry)
    entry.day, entry.text, entry.changed_at = day, text, now
    entry.tags_text = "\n".join(tags)
    entry.version += 1
    entry.save(update_fields=["day", "text", "tags_text", "changed_at", "version"])
    return entry


@transaction.atomic
def note_practice(
    *,
    owner: User,
    day: date,
    practice: str,
    done: bool,
    minutes: int | None,
    after: str,
    note: str,
    timezone: str,
    submission: UUID,
    now: datetime,
) -> PracticeNote:
    """Keep that a practice was tried. The same form sent twice is kept once."""
    wait_for_turn(owner)
    kept, _ = owner.practice_notes.get_or_create(
        submission=submission,
        defaults={
            "day": day,
            "practice": practice,
            "done": done,
            "minutes": minutes,
            "after": after,
            "note": note,
            "timezone": timezone,
            "written_at": now,
        },
    )
    return kept


@dataclass(frozen=True)
class EventFacts:
    """What is told of something that happened."""

    kind: str
    day: date
    end_day: date | None = None
    precision: Precision = Precision.DAY
    about: bool = False
    reaction: int | None = None
    therapy: str = ""
    fits: str = ""
    helped: str = ""
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the facts by the names of their columns."""
        told = asdict(self)
        return {"kind_text": told.pop("kind").ljust(KIND_PADDED_TO)} | told


@transaction.atomic
def note_event(*, owner: User, facts: EventFacts, submission: UUID, now: datetime) -> DatedEvent:
    """Keep something that happened. The same form sent twice is kept once. Raises TooManyEvents."""
    wait_for_turn(owner)
    found = owner.dated_events.filter(submission=submission).first()
    if found is not None:
        return found
    if owner.dated_events.count() >= MOST_EVENTS:
        raise TooManyEvents
    return owner.dated_events.create(submission=submission, written_at=now, **facts.columns())


def change_event(*, event: DatedEvent, facts: EventFacts, seen_version: int | None) -> None:
    """Replace what is told of something that happened. Raises ChangedElsewhere."""
    change_row(event, seen_version=seen_version, **facts.columns())
