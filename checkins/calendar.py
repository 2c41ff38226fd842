"""Five weeks of days as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from checkins.models import CheckIn, CheckInQuerySet
from domain.days import EARLIEST_DAY, may_be_filled_in
from domain.intervals import Interval

WEEKS = 5


@dataclass(frozen=True)
class CalendarDay:
    """One cell. state: how it looks and what its name says."""

    day: date
    state: str
    check_in: CheckIn | None
    is_today: bool
    opens: bool

    @property
    def words(self) -> str:
        return {
            "rated": "rated the same day",
            "late": "filled in later",
            "unsure": "can’t tell",
            "blank": "blank",
            "open": "today, not filled in yet" if self.is_today else "blank, can be filled in",
            "future": "not yet",
        }[self.state]


@dataclass(frozen=True)
class CalendarPage:
    interval: Interval
    weeks: list[list[CalendarDay]]
    table: list[CalendarDay]
    rated: int
    on_the_day: int
    unsure: int
    passed: int
    earlier: date | None
    later: date | None

    @property
    def late(self) -> int:
        """How many of the rated days were filled in on a later day."""
        return self.rated - self.on_the_day


def month_of_weeks(until: date, today: date, check_ins: CheckInQuerySet) -> CalendarPage:
    """Return the five weeks that end with the week of ``until``, in two queries."""
    until = max(until, EARLIEST_DAY + timedelta(weeks=WEEKS))
    sunday = until + timedelta(days=6 - until.weekday())
    interval = Interval.latest(7 * WEEKS, sunday)
    found = {each.day: each for each in check_ins.during(interval)}
    first = check_ins.order_by("day").values_list("day", flat=True).first()
    days = [_cell(day, found.get(day), today) for day in interval.days()]
    began = max(interval.start, first or today)
    passed = [each for each in days if began <= each.day <= today]
    rated = [each for each in passed if each.check_in is not None and each.check_in.ratings]
    unsure = [each for each in passed if each.check_in is not None and not each.check_in.ratings]
    later = sunday + timedelta(weeks=WEEKS)
    return CalendarPage(
        interval=interval,
        weeks=[days[n : n + 7] for n in range(0, len(days), 7)],
        table=[each for each in reversed(days) if began <= each.day <= today],
        rated=len(rated),
        on_the_day=sum(not each.check_in.recall.late for each in rated if each.check_in),
        unsure=len(unsure),
        passed=len(passed),
        earlier=interval.start - timedelta(days=1) if first and first < interval.start else None,
        later=min(later, today) if sunday < today else None,
    )


def _cell(day: date, check_in: CheckIn | None, today: date) -> CalendarDay:
    if day > today:
        return CalendarDay(day, "future", None, False, False)
    fillable = may_be_filled_in(day, today)
    if check_in is None:
        return CalendarDay(day, "open" if fillable else "blank", None, day == today, True)
    state = "unsure" if not check_in.ratings else "late" if check_in.recall.late else "rated"
    return CalendarDay(day, state, check_in, day == today, True)
