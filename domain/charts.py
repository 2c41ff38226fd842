"""What a chart shows, as plain values: the page, its table, Plotly and the PDF draw the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from domain.diary import Diary
from domain.dimensions import DIMENSIONS, Dimension
from domain.intervals import Interval
from domain.lanes import Lane, Marker, lanes, markers, settling_spans, short_day
from domain.numbers import one_decimal
from domain.regimen import Story
from domain.trends import (
    TYPICAL_DAYS,
    Typical,
    UsualRange,
    Week,
    rolling_median,
    typical,
    usual_range,
    weeks,
)

WEEKLY_BEYOND_DAYS = 400
"""Longer intervals are drawn as weekly medians: daily points would be a grey carpet."""


@dataclass(frozen=True, slots=True)
class Point:
    """One rated day. late: filled in on a later day, drawn hollow."""

    day: date
    rating: int
    late: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """One dimension over the interval.

    runs: unbroken pieces of the seven-day (or weekly) median, each (day, value) in order.
    weeks: what is drawn in place of points in a long interval, empty otherwise.
    """

    dimension: Dimension
    points: tuple[Point, ...]
    runs: tuple[tuple[tuple[date, float], ...], ...]
    weeks: tuple[Week, ...]
    recent: Typical
    earlier: Typical
    first_weeks: UsualRange | None
    cant_tell: int

    @property
    def said(self) -> str:
        """Say the panel's numbers in one sentence, for someone who reads its name above."""
        rated = f"rated {self.recent.rated} of {self.recent.days} days"
        if self.recent.value is None:
            return f"In the last {self.recent.days} days {rated}: too few for a typical value."
        text = (
            f"Typical in the last {self.recent.days} days {one_decimal(self.recent.value)}, {rated}"
        )
        if self.first_weeks is not None:
            text += f"; in your first four weeks {one_decimal(self.first_weeks.median)}"
        return f"{text}."

    @property
    def sentence(self) -> str:
        """Say the panel's numbers with its name, for someone who cannot see it."""
        return f"{self.dimension.label}. {self.said}"


@dataclass(frozen=True, slots=True)
class Chart:
    """Four panels, the medicines below them, and what happened when."""

    interval: Interval
    panels: tuple[Panel, ...]
    markers: tuple[Marker, ...]
    settling: tuple[Interval, ...]
    lanes: tuple[Lane, ...]
    rated: int
    weekly: bool

    @property
    def crosses_a_year(self) -> bool:
        return self.interval.start.year != self.interval.latest_day.year


def chart(diary: Diary, stories: Sequence[Story], interval: Interval, today: date) -> Chart:
    """Return what to draw for an interval of a diary.

    diary: the whole diary, since medians and first weeks look back before the interval.
    """
    weekly = len(interval) > WEEKLY_BEYOND_DAYS
    return Chart(
        interval=interval,
        panels=tuple(_panel(diary, each, interval, today, weekly) for each in DIMENSIONS.values()),
        markers=markers(stories, interval),
        settling=settling_spans(stories, interval),
        lanes=lanes(stories, interval, today),
        rated=diary.during(interval).rated_days(),
        weekly=weekly,
    )


def _panel(
    diary: Diary, dimension: Dimension, interval: Interval, today: date, weekly: bool
) -> Panel:
    counted = diary.counted(dimension)
    began = diary.began or today
    recent = Interval.latest(TYPICAL_DAYS, today)
    by_week = tuple(weeks(counted, interval)) if weekly else ()
    shown = {} if weekly else diary.during(interval).shown(dimension)
    if weekly:
        line = [(week.interval.start + timedelta(days=3), week.median) for week in by_week]
    else:
        line = sorted(rolling_median(counted, interval, began).items())
    return Panel(
        dimension=dimension,
        points=tuple(Point(day, rating, late) for day, (rating, late) in shown.items()),
        runs=tuple(_unbroken(line, timedelta(days=7 if weekly else 1))),
        weeks=by_week,
        recent=typical(counted, recent),
        earlier=typical(counted, recent.before()),
        first_weeks=usual_range(counted, began),
        cant_tell=diary.during(recent).cant_tell(dimension),
    )


def _unbroken(
    line: Sequence[tuple[date, float]], step: timedelta
) -> Iterable[tuple[tuple[date, float], ...]]:
    """Yield the pieces of a line in which each value follows the one before by one step."""
    if not line:
        return
    piece = [line[0]]
    for before, after in pairwise(line):
        if after[0] - before[0] > step:
            yield tuple(piece)
            piece = []
        piece.append(after)
    yield tuple(piece)


def ticks(interval: Interval) -> list[tuple[date, str]]:
    """Return the dates written under a chart: about six, on even steps or on months."""
    days = len(interval)
    if days <= 2 * WEEKLY_BEYOND_DAYS // 4:
        step = 7 if days <= 35 else 14 if days <= 100 else 28
        start = interval.start
        return [
            (day, short_day(day))
            for n in range(0, days, step)
            if (day := start + timedelta(days=n)) < interval.end - timedelta(days=step // 3)
        ]
    months = max(1, round(days / 30.4 / 7))
    step_months = next((size for size in (1, 2, 3, 6, 12, 24) if size >= months), 24)
    found = []
    year, month = interval.start.year, interval.start.month
    while (day := date(year, month, 1)) < interval.end:
        counted = year * 12 + month - 1
        if day >= interval.start and counted % step_months == 0:
            label = f"{day:%Y}" if step_months >= 12 else f"{day:%b %Y}"
            found.append((day, label))
        year, month = divmod(counted + 1, 12)
        month += 1
    return found
