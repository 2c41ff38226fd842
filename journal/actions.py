"""How an entry is written, changed, deleted and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Length

from accounts.keeping import TooManyRows, bring_back, change_row, keep_once, wait_for_turn
from accounts.models import User
from domain.dates import Precision
from journal.models import KIND_PADDED_TO, DatedEvent, Entry, EntryPicture, PracticeNote
from journal.pictures import Picture

MOST_OF_A_DAY = 100
MOST_OF_AN_ENTRY = 10
LARGEST_PICTURES = 50_000_000
"""Bytes of all pictures of a person: with the words, a file that can be brought in again."""


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
    in_summary: bool = False,
) -> Entry:
    """Keep an entry. The same form sent twice is kept once and answers as the first time.

    Raises TooManyRows, for a day or for a diary.
    """
    wait_for_turn(owner)
    of_the_day = owner.journal_entries.standing().filter(day=day)
    is_new = not owner.journal_entries.filter(submission=submission).exists()
    if is_new and of_the_day.count() >= MOST_OF_A_DAY:
        raise TooManyRows
    entry: Entry = keep_once(
        owner.journal_entries,
        owner=owner,
        submission=submission,
        day=day,
        text=text,
        tags_text="\n".join(tags),
        in_summary=in_summary,
        timezone=timezone,
        written_at=now,
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
    in_summary: bool = False,
    seen_version: int | None = None,
) -> Entry:
    """Replace an entry's day, words, tags and mark; unchanged words leave it untouched.

    seen_version: the version that the form showed. Raises ChangedElsewhere where it is no
    longer the one that stands, and TooManyRows.
    """
    told = {
        "day": day,
        "text": text,
        "tags_text": "\n".join(tags),
        "in_summary": in_summary,
    }
    wait_for_turn(entry.owner)
    entry.refresh_from_db(fields=["version", *told])
    if all(getattr(entry, name) == value for name, value in told.items()):
        return entry
    change_row(entry, seen_version=seen_version, changed_at=now, **told)
    return entry


@transaction.atomic
def add_picture(
    *, entry: Entry, picture: Picture, words: str, submission: UUID, now: datetime
) -> EntryPicture:
    """Keep a picture with an entry. Sent twice, kept once. Raises TooManyRows."""
    owner = entry.owner
    wait_for_turn(owner)
    if not owner.entry_pictures.filter(submission=submission).exists():
        if entry.pictures.standing().count() >= MOST_OF_AN_ENTRY:
            raise TooManyRows
        _need_bytes(owner.entry_pictures.standing(), len(picture.data))
    kept: EntryPicture = keep_once(
        owner.entry_pictures,
        owner=owner,
        submission=submission,
        entry=entry,
        data=picture.data,
        encoding=picture.encoding,
        width=picture.width,
        height=picture.height,
        words=words,
        written_at=now,
    )
    return kept


def _need_bytes(pictures: QuerySet[EntryPicture], more: int) -> None:
    """Raise TooManyRows where pictures and so many bytes more are beyond what a diary holds."""
    held = pictures.aggregate(held=Sum(Length("data")))["held"] or 0
    if held + more > LARGEST_PICTURES:
        raise TooManyRows


@transaction.atomic
def bring_back_picture(*, picture: EntryPicture) -> None:
    """Undo the deletion of a picture. Raises TooManyRows where others have taken its place."""
    wait_for_turn(picture.owner)
    then = picture.owner.entry_pictures.filter(Q(deleted_at=None) | Q(pk=picture.pk))
    if then.filter(entry=picture.entry_id).count() > MOST_OF_AN_ENTRY:
        raise TooManyRows
    _need_bytes(then, 0)
    bring_back(picture)


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
    """Keep that a practice was tried. Sent twice, kept once. Raises TooManyRows."""
    kept: PracticeNote = keep_once(
        owner.practice_notes,
        owner=owner,
        submission=submission,
        day=day,
        practice=practice,
        done=done,
        minutes=minutes,
        after=after,
        note=note,
        timezone=timezone,
        written_at=now,
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


def note_event(*, owner: User, facts: EventFacts, submission: UUID, now: datetime) -> DatedEvent:
    """Keep something that happened. The same form sent twice is kept once. Raises TooManyRows."""
    told = {"written_at": now} | facts.columns()
    event: DatedEvent = keep_once(owner.dated_events, owner=owner, submission=submission, **told)
    return event


def change_event(*, event: DatedEvent, facts: EventFacts, seen_version: int | None) -> None:
    """Replace what is told of something that happened. Raises ChangedElsewhere."""
    change_row(event, seen_version=seen_version, **facts.columns())
