"""What a chart shows, as plain values: the page, its table, Plotly and the PDF draw the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from domain.diary import Diary
from domain.dimensions import DIMENSIONS, Dimension
from domain.intervals import Interval
from domain.numbers import one_decimal
from domain.regimen import (
    ABOUT_DAYS,
    ENDS_A_DOSE,
    Change,
    Dose,
    Kind,
    Period,
    Precision,
    Story,
    settling,
)
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
class Marker:
    """A day with a medication change. soft: the days it may have been, None where it is exact."""

    letter: str
    day: date
    words: str
    soft: Interval | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One dose in a medicine's lane. share: of that medicine's own highest dose, 0..1."""

    start: date
    end: date
    share: float
    label: str
    soft: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One medicine in the interval. overlaps: days in which a cross-taper takes both."""

    name: str
    state: str
    bars: tuple[Bar, ...]
    overlaps: tuple[Interval, ...]
    sentence: str


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


def short_day(day: date) -> str:
    """Return "28 Sep"."""
    return f"{day.day} {day:%b}"


def long_day(day: date) -> str:
    """Return "28 September 2026"."""
    return f"{day.day} {day:%B %Y}"


def told_day(change: Change) -> str:
    """Return a change's date as exactly as it is known: "about June 2025"."""
    words = {
        Precision.DAY: long_day(change.day),
        Precision.MONTH: f"{change.day:%B %Y}",
        Precision.YEAR: f"{change.day:%Y}",
    }[change.precision]
    return f"about {words}" if change.about else words


def letter(index: int) -> str:
    """Return A, B … Z, AA, AB … for 0, 1 …"""
    letters = ""
    index += 1
    while index:
        index, place = divmod(index - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def chart(diary: Diary, stories: Sequence[Story], interval: Interval, today: date) -> Chart:
    """Return what to draw for an interval of a diary.

    diary: the whole diary, since medians and first weeks look back before the interval.
    """
    weekly = len(interval) > WEEKLY_BEYOND_DAYS
    return Chart(
        interval=interval,
        panels=tuple(_panel(diary, each, interval, today, weekly) for each in DIMENSIONS.values()),
        markers=markers(stories, interval),
        settling=_settling(stories, interval),
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


def _verb(change: Change) -> str:
    to = f" to {change.dose.quantity}" if change.dose else ""
    return {
        Kind.STARTED: f"started{f', {change.dose}' if change.dose else ''}",
        Kind.RESUMED: "resumed",
        Kind.STOPPED: "stopped",
        Kind.PAUSED: "paused",
        Kind.DOSE_INCREASED: f"increased{to}",
        Kind.DOSE_DECREASED: f"decreased{to}",
        Kind.COURSE: "course",
        Kind.MISSED_DOSES: "missed doses",
        Kind.SWITCHED: f"switched{to}",
        Kind.CROSS_TAPER: f"cross-taper{to}",
        Kind.ROUTE_OR_FORM_CHANGED: "route or form changed",
    }[change.kind]


def described(change: Change, name: str) -> str:
    """Return "sertraline increased to 100 mg"."""
    return f"{name} {_verb(change)}"


def markers(stories: Sequence[Story], interval: Interval) -> tuple[Marker, ...]:
    """Return one marker a day with changes inside the interval, lettered by date.

    The steps of one cross-taper get two markers: where it began and its last step.
    """
    words: dict[date, list[str]] = {}
    soft: dict[date, Interval | None] = {}
    groups: dict[object, list[Change]] = {}
    for story in stories:
        for change in story.changes:
            if change.switch_group is not None:
                groups.setdefault(change.switch_group, []).append(change)
            else:
                words.setdefault(change.day, []).append(described(change, story.name))
                soft[change.day] = _soft(change)
    for steps in groups.values():
        first, latest = min(step.day for step in steps), max(step.day for step in steps)
        if first == latest:
            words.setdefault(first, []).append("switch")
        else:
            words.setdefault(first, []).append("cross-taper began")
            words.setdefault(latest, []).append("last step")
    days = sorted(day for day in words if day in interval)
    return tuple(
        Marker(letter(n), day, ", ".join(words[day]), soft.get(day)) for n, day in enumerate(days)
    )


def _soft(change: Change) -> Interval | None:
    """Return the days on which a change may have been, None where its day is exact."""
    if change.precision is Precision.YEAR:
        return Interval(change.day, date(change.day.year + 1, 1, 1))
    if change.precision is Precision.MONTH:
        return Interval(change.day, (change.day + timedelta(days=32)).replace(day=1))
    if not change.about:
        return None
    unsure = timedelta(days=ABOUT_DAYS)
    return Interval(change.day - unsure, change.day + unsure + timedelta(days=1))


def _settling(stories: Sequence[Story], interval: Interval) -> tuple[Interval, ...]:
    """Return the settling days inside the interval, touching ones joined.

    A cross-taper settles from its first step until the settling days after its last.
    """
    spans: list[Interval] = []
    groups: dict[object, list[Interval]] = {}
    for story in stories:
        for change in story.changes:
            span = settling(change, story.name)
            if span is None:
                continue
            if change.switch_group is None:
                spans.append(span)
            else:
                groups.setdefault(change.switch_group, []).append(span)
    spans += [
        Interval(min(span.start for span in steps), max(span.end for span in steps))
        for steps in groups.values()
    ]
    joined: list[Interval] = []
    for span in sorted(spans, key=lambda each: each.start):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Interval(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(inside for span in joined if (inside := span.overlap(interval)) is not None)


def lanes(stories: Sequence[Story], interval: Interval, today: date) -> tuple[Lane, ...]:
    """Return a lane for each medicine taken in the interval, by first day."""
    switch_days: dict[object, list[date]] = {}
    for story in stories:
        for change in story.changes:
            if change.switch_group is not None:
                switch_days.setdefault(change.switch_group, []).append(change.day)
    found: list[tuple[date, Lane]] = []
    for story in stories:
        taken = story.periods()
        bars = tuple(_bars(taken, interval))
        if not bars:
            continue
        windows = {
            change.switch_group: Interval(
                min(switch_days[change.switch_group]), max(switch_days[change.switch_group])
            )
            for change in story.changes
            if change.switch_group is not None
        }
        overlaps = tuple(
            inside for each in windows.values() if (inside := each.overlap(interval)) is not None
        )
        lane = Lane(story.name, _state(story, today), bars, overlaps, _told(story, taken))
        found.append((taken[0].start, lane))
    return tuple(lane for _, lane in sorted(found, key=lambda each: each[0]))


def _bars(taken: Sequence[Period], interval: Interval) -> Iterable[Bar]:
    sizes = [_size(period) for period in taken]
    known = [size for size in sizes if size]
    highest = max(known, default=1.0)
    for period, size in zip(taken, sizes, strict=True):
        end = interval.end if period.end is None else period.end
        inside = (
            Interval(period.start, max(end, period.start)).overlap(interval)
            if period.start < interval.end
            else None
        )
        if inside is None:
            continue
        if period.course:
            whole = (end - period.start).days
            label = "1 day" if whole == 1 else f"{whole} days"
        else:
            label = _bar_label(period.dose)
        share = size / highest if size is not None else 1.0
        yield Bar(inside.start, inside.end, share, label, period.change.soft)


def _bar_label(dose: Dose | None) -> str:
    """Return "100 mg" for one dose a day, and the rhythm with it for any other."""
    if dose is None:
        return "dose not noted"
    return dose.quantity if dose.a_day == dose.amount else str(dose)


def _size(period: Period) -> float | None:
    if period.dose is None:
        return None
    total = period.dose.a_day
    return float(total if total is not None else period.dose.amount)


def _state(story: Story, today: date) -> str:
    latest = max(story.periods(), key=lambda each: each.start)
    if latest.course:
        last = (latest.end or latest.start) - timedelta(days=1)
        return f"course, {short_day(latest.start)} to {short_day(last)}"
    current = story.now(today)
    if current is None or current.end is not None:
        ends = [change for change in story.changes if change.kind in ENDS_A_DOSE]
        return f"{ends[-1].kind} {told_day(ends[-1])}" if ends else "not taken now"
    dose = f"{current.dose}, " if current.dose else ""
    return f"{dose}since {told_day(current.change)}"


def _told(story: Story, taken: Sequence[Period]) -> str:
    """Say a lane in words, for someone who cannot see it."""
    steps = []
    for period in taken:
        dose = str(period.dose) if period.dose else "dose not noted"
        start = told_day(period.change)
        if period.end is None:
            steps.append(f"{dose} from {start}, still taken")
        else:
            steps.append(f"{dose} from {start} to {long_day(period.end - timedelta(days=1))}")
    return f"{story.title}: {'; '.join(steps)}."


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
