"""Which calendar day an entry belongs to, and how long after it the entry was made."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY_STARTS_AT = 4
"""Hour of the wall clock at which a new day begins: for people who are up at night."""

LATEST_START = 12
"""The latest hour at which a day may be chosen to begin, for those who work at night."""

BACKFILL_DAYS = 7
"""How many days back a check-in can still be filled in."""

COUNTED_LAG = 2
"""Check-ins entered up to this many days later enter statistics; later ones are only shown."""

CHANGED_LATER_AFTER = timedelta(hours=48)
"""Answers changed after this long are treated like answers filled in days later."""

BRING_BACK_FOR = timedelta(days=7)
"""How long what was deleted can be brought back before it is gone for good."""

EARLIEST_DAY = date(1900, 1, 1)
LATEST_DAY = date(2199, 12, 31)


class Recall(StrEnum):
    """How long after the day its check-in was entered."""

    SAME_DAY = "same_day"
    RECALLED = "recalled"
    RECALLED_LATER = "recalled_later"

    @property
    def counts(self) -> bool:
        """Tell whether statistics may use the answers."""
        return self is not Recall.RECALLED_LATER

    @property
    def late(self) -> bool:
        """Tell whether charts draw the answers hollow, as "filled in later"."""
        return self is not Recall.SAME_DAY


def local_date(moment: datetime, zone: ZoneInfo, starts_at: int = DAY_STARTS_AT) -> date:
    """Return the calendar day that an entry made at ``moment`` belongs to.

    moment: an aware datetime. starts_at: hour of the wall clock at which a day begins.
    Source: docs/methods.md, "The day of an entry".
    """
    wall = moment.astimezone(zone)
    return wall.date() - timedelta(days=1) if wall.hour < starts_at else wall.date()


def recall_of(lag_days: int) -> Recall:
    """Return the label of a lag: 0 is the same day, 1-2 recalled, 3 and more recalled later."""
    if lag_days == 0:
        return Recall.SAME_DAY
    return Recall.RECALLED if lag_days <= COUNTED_LAG else Recall.RECALLED_LATER


def may_be_filled_in(day: date, today: date) -> bool:
    """Tell whether a new check-in for ``day`` is still accepted on ``today``."""
    return timedelta(0) <= today - day <= timedelta(days=BACKFILL_DAYS)
