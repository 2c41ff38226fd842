"""What a chart shows, as plain values: the page, its table, Plotly and the PDF draw the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from domain.answers import AnswerKind, Companion
from domain.dates import long_day, short_day
from domain.diary import Diary
from domain.dimensions import DIMENSIONS, Dimension
from domain.intervals import Interval
from domain.lanes import Lane, Marker, lanes, markers, settling_spans
from domain.numbers import counted as counted_words
from domain.numbers import one_decimal
from domain.regimen import Story
from domain.rhythm import Rhythm
from domain.trends import (
    TYPICAL_DAYS,
    Typical,
    UsualRange,
    Week,
    grouped_median,
    rolling_median,
    typical,
    usual_range,
    weeks,
)

FIRST_WEEKS = "your first four weeks"
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
    weeks: what is drawn in place of points in a long interval, empty otherwise. course: what
    the interval shows, in words.
    """

    dimension: Dimension
    points: tuple[Point, ...]
    runs: tuple[tuple[tuple[date, float], ...], ...]
    weeks: tuple[Week, ...]
    recent: Typical
    earlier: Typical
    first_weeks: UsualRange | None
    cant_tell: int
    rhythm: Rhythm = Rhythm.DAILY
    course: str = ""
    usual_words: str = FIRST_WEEKS

    @property
    def rated_days(self) -> str:
        """Say on how many of the latest days it is rated, for a table: "19 of 28", or "19"."""
        return self.rhythm.rated(self.recent.rated, self.recent.days).partition(" day")[0]

    @property
    def said(self) -> str:
        """Say the panel's numbers in one sentence, for someone who reads its name above."""
        rated = f"rated {self.rhythm.rated(self.recent.rated, self.recent.days)}"
        if self.recent.value is None:
            few = ": too few for a typical value" if self.rhythm.counts_blanks else ""
            return f"In the last {self.recent.days} days {rated}{few}."
        text = (
            f"Typical in the last {self.recent.days} days {one_decimal(self.recent.value)}, {rated}"
        )
        if self.first_weeks is not None:
            text += f"; in {self.usual_words} {one_decimal(self.first_weeks.median)}"
        return f"{text}."

    @property
    def sentence(self) -> str:
        """Say what the panel shows, for someone who cannot see it."""
        return f"{self.dimension.label}. {self.course}{self.said}{self._most_days}"

    @property
    def _most_days(self) -> str:
        """Say what the band behind the points is: the 10th to the 90th percentile."""
        if self.first_weeks is None:
            return ""
        low, high = one_decimal(self.first_weeks.p10), one_decimal(self.first_weeks.p90)
        return f" Most days of {self.usual_words}: {low} to {high}."


@dataclass(frozen=True, slots=True)
class Noted:
    """One answered day of a companion. level: its place on the axis."""

    day: date
    level: float
    late: bool


@dataclass(frozen=True, slots=True)
class CompanionPanel:
    """One companion over the interval, on an axis of its own.

    points: answered days, none in a long interval where the line stands for them. runs: as
    in Panel; a choice has no line. weeks: what stands for the days of a long interval.
    ticks: (level, words) beside the axis. extent: between which values it lay, in words;
    a choice has none.
    """

    companion: Companion
    points: tuple[Noted, ...]
    runs: tuple[tuple[tuple[date, float], ...], ...]
    ceiling: float
    ticks: tuple[tuple[float, str], ...]
    said: str
    weeks: tuple[Week, ...] = ()
    extent: str = ""

    @property
    def sentence(self) -> str:
        told = [self.companion.label, self.extent, self.said]
        return ". ".join(part for part in told if part)


@dataclass(frozen=True, slots=True)
class Chart:
    """Four panels, the medicines below them, and what else happened when.

    others: lanes of things that happened and of results, drawn below the medicines. usual:
    whether the range of the first four weeks is drawn behind the points.
    """

    interval: Interval
    panels: tuple[Panel, ...]
    markers: tuple[Marker, ...]
    settling: tuple[Interval, ...]
    lanes: tuple[Lane, ...]
    rated: int
    weekly: bool
    rhythm: Rhythm = Rhythm.DAILY
    others: tuple[Lane, ...] = ()
    usual: bool = False
    usual_words: str = FIRST_WEEKS

    @property
    def shows_usual(self) -> bool:
        """Tell whether any panel draws the range of the first four weeks."""
        return self.usual and any(panel.first_weeks for panel in self.panels)

    @property
    def all_lanes(self) -> tuple[Lane, ...]:
        return (*self.lanes, *self.others)

    @property
    def crosses_a_year(self) -> bool:
        return self.interval.start.year != self.interval.latest_day.year

    @property
    def rated_words(self) -> str:
        """Say how many days are rated: "12 of 84 days", or "12 days"."""
        return self.rhythm.rated(self.rated, len(self.interval))


def chart(
    diary: Diary,
    stories: Sequence[Story],
    interval: Interval,
    today: date,
    rhythm: Rhythm = Rhythm.DAILY,
    others: Sequence[Lane] = (),
    *,
    usual: bool = False,
    usual_from: date | None = None,
) -> Chart:
    """Return what to draw for an interval of a diary.

    diary: the whole diary, since medians and first weeks look back before the interval.
    usual_from: the first day of the four weeks to compare with, the diary's own if None.
    """
    weekly = len(interval) > WEEKLY_BEYOND_DAYS
    compared = (
        usual_from,
        f"your four weeks from {long_day(usual_from)}" if usual_from else FIRST_WEEKS,
    )
    return Chart(
        interval=interval,
        panels=tuple(
            _panel(diary, each, interval, today, weekly, rhythm, compared)
            for each in DIMENSIONS.values()
        ),
        markers=markers(stories, interval),
        settling=settling_spans(stories, interval),
        lanes=lanes(stories, interval, today),
        rated=diary.during(interval).rated_days(),
        weekly=weekly,
        rhythm=rhythm,
        others=tuple(others),
        usual=usual,
        usual_words=compared[1],
    )


def _panel(
    diary: Diary,
    dimension: Dimension,
    interval: Interval,
    today: date,
    weekly: bool,
    rhythm: Rhythm,
    compared: tuple[date | None, str],
) -> Panel:
    counted = diary.counted(dimension)
    began = diary.began or today
    recent = Interval.latest(TYPICAL_DAYS, today)
    by_week = tuple(weeks(counted, interval)) if weekly else ()
    shown = {} if weekly else diary.during(interval).shown(dimension)
    line = _weekly_line(by_week) if weekly else _daily_line(counted, interval, began)
    return Panel(
        dimension=dimension,
        points=tuple(Point(day, rating, late) for day, (rating, late) in shown.items()),
        runs=tuple(_unbroken(line, timedelta(days=7 if weekly else 1))),
        weeks=by_week,
        recent=typical(counted, recent),
        earlier=typical(counted, recent.before()),
        first_weeks=usual_range(counted, compared[0] or began),
        cant_tell=diary.during(recent).cant_tell(dimension),
        rhythm=rhythm,
        course=_course(counted, interval, rhythm),
        usual_words=compared[1],
    )


def _extent(levels: Mapping[date, float], interval: Interval, rhythm: Rhythm) -> str:
    """Say on how many days of an interval there is a value, and between which two."""
    inside = [level for day, level in levels.items() if day in interval]
    if not inside:
        return ""
    return (
        f"{long_day(interval.start)} to {long_day(interval.latest_day)}: "
        f"rated {rhythm.rated(len(inside), len(interval))}, "
        f"from {_level(min(inside))} to {_level(max(inside))}"
    )


def _course(counted: Mapping[date, int], interval: Interval, rhythm: Rhythm) -> str:
    """Say where the ratings of an interval lay, and where at its beginning and its end."""
    told = _extent(counted, interval, rhythm)
    first = typical(counted, Interval.first(TYPICAL_DAYS, interval.start)).value
    last = typical(counted, Interval.latest(TYPICAL_DAYS, interval.latest_day)).value
    if not told or len(interval) < 2 * TYPICAL_DAYS or first is None or last is None:
        return f"{told}. " if told else ""
    return (
        f"{told}; typical {one_decimal(first)} in the first {TYPICAL_DAYS} days, "
        f"{one_decimal(last)} in the last. "
    )


def _level(value: float) -> str:
    return one_decimal(value) if value % 1 else str(int(value))


def companion_panel(
    diary: Diary,
    companion: Companion,
    interval: Interval,
    today: date,
    rhythm: Rhythm = Rhythm.DAILY,
) -> CompanionPanel:
    """Return what to draw for a companion, with its median where it is a quantity."""
    weekly = len(interval) > WEEKLY_BEYOND_DAYS
    shown = diary.during(interval).levels(companion)
    counted = diary.counted_levels(companion)
    recent = Interval.latest(TYPICAL_DAYS, today)
    has_line = companion.kind is not AnswerKind.CHOICE
    as_line = weekly and has_line
    by_week = tuple(weeks(counted, interval)) if as_line else ()
    line = _weekly_line(by_week)
    if has_line and not weekly:
        line = _daily_line(counted, interval, diary.began or today)
    ceiling = companion.ceiling(level for level, _ in shown.values())
    said = _said_of(companion, counted, recent, rhythm)
    unsure = diary.during(recent).cant_tell(companion)
    if unsure:
        said += f" “I can’t tell” on {counted_words(unsure, 'day', 'days')}."
    return CompanionPanel(
        companion=companion,
        points=tuple(Noted(day, at, late) for day, (at, late) in shown.items() if not as_line),
        runs=tuple(_unbroken(line, timedelta(days=7 if weekly else 1))),
        ceiling=ceiling,
        ticks=tuple(companion.ticks(ceiling)),
        said=said,
        weeks=by_week,
        extent=_extent(counted, interval, rhythm) if has_line else "",
    )


def _weekly_line(by_week: Iterable[Week]) -> list[tuple[date, float]]:
    return [(week.interval.start + timedelta(days=3), week.median) for week in by_week]


def _daily_line(
    counted: Mapping[date, float], interval: Interval, began: date
) -> list[tuple[date, float]]:
    return sorted(rolling_median(counted, interval, began).items())


def companion_typical(
    diary: Diary, companion: Companion, today: date, rhythm: Rhythm = Rhythm.DAILY
) -> str:
    """Say a companion's latest numbers in a few words: "6.1 (23 of 28 days)"."""
    recent = Interval.latest(TYPICAL_DAYS, today)
    counted = diary.counted_levels(companion)
    inside = [level for day, level in counted.items() if day in recent]
    days = rhythm.rated(len(inside), len(recent))
    if companion.kind is AnswerKind.TICKS:
        noted = sum(companion.key in each.companions for each in diary.during(recent).days)
        return f"noted on {rhythm.rated(noted, len(recent))}"
    if companion.kind is AnswerKind.CHOICE and inside:
        named = enumerate(companion.options.values())
        return f"{', '.join(f'{word.lower()} {inside.count(n)}' for n, word in named)} ({days})"
    middle = _middle(companion, inside, recent)
    return f"{middle} ({days})" if middle else f"too few days ({days})"


def _middle(companion: Companion, inside: Sequence[float], recent: Interval) -> str:
    """Return the middle of a companion's latest levels in words, nothing with too few days."""
    if companion.kind is AnswerKind.CHOICE or 2 * len(inside) < len(recent):
        return ""
    if companion.amount is not None:
        return one_decimal(median(inside))
    return one_decimal(grouped_median([int(level) for level in inside]))


def _said_of(
    companion: Companion, counted: Mapping[date, float], recent: Interval, rhythm: Rhythm
) -> str:
    """Say a companion's latest numbers; a middle needs half of the days, as everywhere."""
    inside = [level for day, level in counted.items() if day in recent]
    answered = f"answered on {rhythm.rated(len(inside), len(recent))}"
    asked = f"In the last {len(recent)} days {answered}"
    if companion.kind is AnswerKind.CHOICE and inside:
        named = enumerate(companion.options.values())
        return f"{asked}: {', '.join(f'{word.lower()} {inside.count(n)}' for n, word in named)}."
    middle = _middle(companion, inside, recent)
    if not middle:
        return f"{asked}: too few for a middle." if rhythm.counts_blanks else f"{asked}."
    unit = f" {companion.amount.unit}" if companion.amount else ""
    return f"Typical in the last {len(recent)} days {middle}{unit}, {answered}."


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
