"""Five weeks of days as a page shows them, and the months that can be opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min

from checkins.models import CheckIn, CheckInQuerySet
from domain.companions import COMPANIONS
from domain.days import EARLIEST_DAY, may_be_filled_in
from domain.intervals import Interval
from domain.rhythm import Rhythm

WEEKS = 5


@dataclass(frozen=True)
class CalendarDay:
    """One cell. state: how it looks and what its name says."""

    day: date
    state: str
    check_in: CheckIn | None
    is_today: bool
    opens: bool
    counts_blanks: bool = True

    @property
    def is_blank(self) -> bool:
        """Tell whether the cell is drawn as a blank."""
        return self.counts_blanks and self.state in {"blank", "open"}

    @property
    def words(self) -> str:
        """Say the cell's state; where blanks are not spoken of, a day without answers has none."""
        if not self.counts_blanks and self.state in {"blank", "open"}:
            return "today" if self.is_today else ""
        return {
            "rated": "rated the same day",
            "late": "filled in later",
            "changed": "changed later",
            "unsure": "can’t tell",
            "noted": "something noted, no rating",
            "blank": "blank",
            "open": "today, not filled in yet" if self.is_today else "blank, can be filled in",
            "future": "not yet",
        }[self.state]


@dataclass(frozen=True)
class Month:
    """A month that can be opened. until: its last day. shown: whether it is on the page now."""

    name: str
    until: date
    shown: bool


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
    months: list[tuple[int, list[Month]]]
    can_be_filled_in: bool
    rhythm: Rhythm

    @property
    def has_days(self) -> bool:
        return any(each.check_in is not None for each in self.table)

    @property
    def red_flags(self) -> str:
        """The note beside numb areas of skin, where any day on the page tells of them."""
        key = "numb_areas"
        told = [each.check_in for each in self.table if each.check_in is not None]
        there = any(key in each.companions or key in each.not_rated for each in told)
        return COMPANIONS[key].note if there else ""

    @property
    def rated_words(self) -> str:
        return self.rhythm.rated(self.rated, self.passed)

    @property
    def late(self) -> int:
        """How many of the rated days were filled in on a later day."""
        return self.rated - self.on_the_day


def month_of_weeks(
    until: date, today: date, check_ins: CheckInQuerySet, rhythm: Rhythm
) -> CalendarPage:
    """Return the five weeks that end with the week of ``until``, in two queries."""
    first, latest = _ends(check_ins, today)
    until = max(min(until, latest), EARLIEST_DAY + timedelta(weeks=WEEKS))
    sunday = until + timedelta(days=6 - until.weekday())
    interval = Interval.latest(7 * WEEKS, sunday)
    found = {each.day: each for each in check_ins.during(interval)}
    days = [_cell(day, found.get(day), today, rhythm) for day in interval.days()]
    began = max(interval.start, first)
    passed = [each for each in days if began <= each.day <= latest]
    rated = [each for each in passed if each.check_in is not None and each.check_in.ratings]
    unsure = [each for each in passed if each.check_in is not None and each.check_in.is_unsure]
    later = sunday + timedelta(weeks=WEEKS)
    return CalendarPage(
        interval=interval,
        weeks=[days[n : n + 7] for n in range(0, len(days), 7)],
        table=[each for each in reversed(days) if _in_table(each, began, today, rhythm)],
        rated=len(rated),
        on_the_day=sum(each.check_in.lag_days == 0 for each in rated if each.check_in),
        unsure=len(unsure),
        passed=len(passed),
        earlier=interval.start - timedelta(days=1) if first < interval.start else None,
        later=min(later, latest) if sunday < latest else None,
        months=_months(first, latest, until),
        can_be_filled_in=any(each.state == "open" for each in days),
        rhythm=rhythm,
    )


def _ends(check_ins: CheckInQuerySet, today: date) -> tuple[date, date]:
    """Return the first day there is something on, and the last: today, or a check-in after it.

    A check-in can be ahead of today after a journey, or after the start of the day was changed.
    """
    ends = check_ins.aggregate(first=Min("day"), latest=Max("day"))
    return ends["first"] or today, max(ends["latest"] or today, today)


def _in_table(cell: CalendarDay, began: date, today: date, rhythm: Rhythm) -> bool:
    if cell.check_in is not None:
        return True
    return rhythm.counts_blanks and began <= cell.day <= today


def _months(first: date, latest: date, shown: date) -> list[tuple[int, list[Month]]]:
    """Return (year, its months) from the first day of the diary on, latest first."""
    years: dict[int, list[Month]] = {}
    end = latest
    while (end.year, end.month) >= (first.year, first.month):
        same = (end.year, end.month) == (shown.year, shown.month)
        years.setdefault(end.year, []).append(Month(f"{end:%B %Y}", end, same))
        end = end.replace(day=1) - timedelta(days=1)
    return list(years.items())


def _cell(day: date, check_in: CheckIn | None, today: date, rhythm: Rhythm) -> CalendarDay:
    blanks = rhythm.counts_blanks
    if day > today and check_in is None:
        return CalendarDay(day, "future", None, False, False, blanks)
    fillable = may_be_filled_in(day, today)
    if check_in is None:
        state = "open" if fillable else "blank"
        return CalendarDay(day, state, None, day == today, True, blanks)
    state = _state(check_in)
    return CalendarDay(day, state, check_in, day == today, True, blanks)


def _state(check_in: CheckIn) -> str:
    if not check_in.ratings:
        return "unsure" if check_in.is_unsure else "noted"
    if check_in.changed_later:
        return "changed"
    return "late" if check_in.recall.late else "rated"
