"""A calendar with one event that comes back: it reminds of a check-in and says of what nowhere.

RFC 5545. The time is one of the wall clock, wherever the person is.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from domain.rhythm import Rhythm

TITLE = "A moment for yourself"
MINUTES = 5
OCTETS = 75
EVERY = {Rhythm.DAILY: "FREQ=DAILY", Rhythm.WEEKLY: "FREQ=WEEKLY"}


def calendar(key: UUID, since: date, at: time, rhythm: Rhythm, stamped: datetime) -> str:
    """Return the calendar of a person's reminder, without an event while they pause.

    key: names the event, the same each time. since: the first day of it.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//numbtrack//reminder//EN"]
    if rhythm in EVERY:
        lines += _event(key, datetime.combine(since, at), EVERY[rhythm], stamped)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(key: UUID, starts: datetime, every: str, stamped: datetime) -> list[str]:
    ends = starts + timedelta(minutes=MINUTES)
    return [
        "BEGIN:VEVENT",
        f"UID:{key}",
        f"DTSTAMP:{stamped:%Y%m%dT%H%M%SZ}",
        f"DTSTART:{starts:%Y%m%dT%H%M%S}",
        f"DTEND:{ends:%Y%m%dT%H%M%S}",
        f"RRULE:{every}",
        f"SUMMARY:{TITLE}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{TITLE}",
        "TRIGGER:PT0M",
        "END:VALARM",
        "END:VEVENT",
    ]


def folded(line: str) -> str:
    """Return a line in pieces of 75 octets at most, as the format asks."""
    pieces, piece = [], ""
    for sign in line:
        if len((piece + sign).encode()) > OCTETS:
            pieces.append(piece)
            piece = " "
        piece += sign
    return "\r\n".join([*pieces, piece])
