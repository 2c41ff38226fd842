"""Prints what bringing in a whole account costs, and how long others have to wait for it meanwhile.

The ratio is of what is done while nobody else can write to SQLite, to saving the bare rows with
nothing sealed, checked or noted. It exits with 1 where ten years keep others waiting beyond what
SQLite is waited for.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bench.__main__ import prepare

if TYPE_CHECKING:
    from accounts.models import User

DIARIES = {"ten years": (3650, 1000, 4000, 1000, 3650), "forty": (15000, 10000, 10000, 3000, 10000)}
"""Name -> days, answers that others replaced, entries, events, practices."""
LONGEST_SECONDS = 5.0
WORDS = "I noticed the sea today and it was grey. " * 5


def fill(owner: User, sizes: tuple[int, ...]) -> None:
    from checkins.models import CheckIn, EarlierAnswers
    from domain.practices import PRACTICES
    from journal.models import KIND_PADDED_TO, DatedEvent, Entry, PracticeNote

    days, earlier, entries, events, practices = sizes
    now = datetime.now(UTC)

    def day(n: int) -> Any:
        return (now - timedelta(days=n + 1)).date()

    kept = CheckIn.objects.bulk_create(
        CheckIn(
            owner=owner, day=day(n), timezone="UTC", lag_days=0, entered_at=now - timedelta(days=n),
            ratings={"detachment": n % 11, "empathy": n % 7}, companions={"fatigue": n % 11},
            note=WORDS, version=2, changed_at=now,
        )
        for n in range(days)
    )  # fmt: skip
    EarlierAnswers.objects.bulk_create(
        EarlierAnswers(
            check_in=kept[n % days], version=1 + n // days, ratings={"detachment": 3}, note=WORDS,
            saved_at=now, replaced_at=now,
        )
        for n in range(earlier)
    )  # fmt: skip
    Entry.objects.bulk_create(
        Entry(owner=owner, day=day(n // 3), text=WORDS * 5, timezone="UTC", written_at=now)
        for n in range(entries)
    )
    DatedEvent.objects.bulk_create(
        DatedEvent(
            owner=owner, kind_text="relapse".ljust(KIND_PADDED_TO), day=day(n), note=WORDS,
            written_at=now,
        )
        for n in range(events)
    )  # fmt: skip
    PracticeNote.objects.bulk_create(
        PracticeNote(
            owner=owner, day=day(n // 3), practice=next(iter(PRACTICES)), note=WORDS,
            timezone="UTC", written_at=now,
        )
        for n in range(practices)
    )  # fmt: skip


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    given = call()
    return time.perf_counter() - began, given


def bare(rows: int) -> float:
    """Return the seconds of saving so many rows of the same width with nothing done to them."""
    from django.db import connection, transaction

    content = b"x" * (len(WORDS) * 2)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id text PRIMARY KEY, owner text, content blob)")
        began = time.perf_counter()
        with transaction.atomic():
            for first in range(0, rows, 300):
                keys = range(first, min(first + 300, rows))
                part = [each for n in keys for each in (str(n), "owner", content)]
                marks = ", ".join(["(%s, %s, %s)"] * len(keys))
                cursor.execute(f"INSERT INTO bare VALUES {marks}", part)
        took = time.perf_counter() - began
        cursor.execute("DROP TABLE bare")
    return took


def main() -> int:
    prepare()
    from accounts.actions import create_person
    from summary.archive import arrivals
    from summary.archive.pack import pack

    slow = False
    held: list[float] = []
    take_in = arrivals._take_in

    def watched(*told: Any) -> bool:
        seconds, given = timed(lambda: take_in(*told))
        held.append(seconds)
        return bool(given)

    arrivals._take_in = watched
    for name, sizes in DIARIES.items():
        now = datetime.now(UTC)
        one, other = (
            create_person(
                email=f"{name[:3]}-{n}@example.org", password="bench bench bench", timezone="UTC",
                country="", now=now,
            )
            for n in (1, 2)
        )  # fmt: skip
        fill(one, sizes)
        packed_in, packed = timed(lambda one=one: pack(one))
        arrivals.look_at(owner=other, content=packed, now=now)
        whole, _ = timed(lambda other=other, now=now: arrivals.bring_in(owner=other, now=now))
        alone = bare(sum(sizes))
        print(
            f"{name:10} {sum(sizes):6} rows: made in {packed_in:4.1f} s, brought in in "
            f"{whole:4.1f} s; others wait {held[-1]:4.2f} s, {held[-1] / alone:4.1f} × bare rows"
        )
        slow = slow or (name == "ten years" and held[-1] > LONGEST_SECONDS)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
