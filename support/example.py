"""The invented diary on the landing page, labelled as an example."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from uuid import UUID

from domain.charts import Chart, chart
from domain.days import recall_of
from domain.diary import Diary, DiaryDay
from domain.doses import Dose
from domain.intervals import Interval
from domain.regimen import Change, Kind, Story

TODAY = date(2026, 11, 22)
_DIGITS = (
    "78767 8978777-76 7877867 7-7877 888787 8778 66667 76 5665 5546 655 5456 5545 44 5545 4454 4"
)


@cache
def example_chart() -> Chart:
    """Return twelve weeks of one dimension with one medication change."""
    interval = Interval.latest(84, TODAY)
    days = []
    for n, sign in enumerate(_DIGITS.ljust(84)[:84]):
        if sign.isdigit():
            day = interval.start + timedelta(days=n)
            late = recall_of(1 if n % 9 == 3 else 0)
            days.append(DiaryDay(day, {"detachment": int(sign)}, {}, late))
    change = Change(
        UUID(int=1), Kind.DOSE_DECREASED, date(2026, 9, 28), Dose(Decimal(50), "mg", "once_daily")
    )
    story = Story(UUID(int=2), "a medicine", "", "", (change,))
    return chart(Diary(tuple(days)), [story], interval, TODAY)
