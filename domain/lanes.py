"""Medicines beside a chart: what changed when, which days settle, and a lane for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domain.dates import long_day, possible_days, short_day, told_brief, told_date
from domain.doses import ROUTES, Dose
from domain.intervals import Interval
from domain.plans import plans, stretches
from domain.regimen import (
    ENDS_A_DOSE,
    Change,
    Kind,
    Outcome,
    Period,
    PlannedStep,
    SideEffect,
    Story,
    settling,
)
from domain.switching import Switch, switches


@dataclass(frozen=True, slots=True)
class Marker:
    """A day with a medication change, in words under ``when``.

    soft: the days it may have been, None where it is exact.
    """

    letter: str
    day: date
    when: str
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
    """One medicine in the interval.

    overlaps: days in which a cross-taper takes both. planned: doses as a plan gives them, drawn
    apart from what was taken. effects: days on which something was noted with it. dots: days
    that are marked without a bar.
    """

    name: str
    state: str
    bars: tuple[Bar, ...]
    overlaps: tuple[Interval, ...]
    sentence: str
    planned: tuple[Bar, ...] = ()
    effects: tuple[Interval, ...] = ()
    dots: tuple[date, ...] = ()
    key: UUID | None = None

    @property
    def thin(self) -> bool:
        """Tell whether it holds marks without doses: its name stands above them."""
        return bool(self.dots) or not (self.planned or any(bar.label for bar in self.bars))

    @property
    def widest(self) -> Bar:
        """The bar that a label tells of: the longest of the tall ones."""
        bars = self.bars or self.planned
        return max(bars, key=lambda each: (each.share > 0.8, each.end - each.start))

    @property
    def label(self) -> str:
        """Name and dose, where they stand above the bars."""
        return self.name if self.thin else f"{self.name} {self.widest.label}"


def told_day(change: Change) -> str:
    """Return a change's date as exactly as it is known: "about June 2025"."""
    return told_date(change.day, change.precision, about=change.about)


def told_days(switch: Switch) -> str:
    """Return a switch's days as exactly as they are known: "28 Sep – 11 October 2026"."""
    first, latest = (
        min((step for leg in switch.legs for step in leg.steps), key=lambda step: step.day),
        max((step for leg in switch.legs for step in leg.steps), key=lambda step: step.day),
    )
    if first.day == latest.day:
        return told_day(first)
    if first.soft or latest.soft or first.day.year != latest.day.year:
        return f"{told_day(first)} – {told_day(latest)}"
    return f"{short_day(first.day)} – {told_day(latest)}"


def letter(index: int) -> str:
    """Return A, B … Z, AA, AB … for 0, 1 …"""
    letters = ""
    index += 1
    while index:
        index, place = divmod(index - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


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
        Kind.ROUTE_OR_FORM_CHANGED: (
            f"changed to {ROUTES[change.route]}" if change.route else "route or form changed"
        ),
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
    told: dict[date, str] = {}
    acts = {each.group: each for each in switches(stories)}
    for story in stories:
        for change in story.changes:
            soft[change.day] = possible_days(change.day, change.precision, about=change.about)
            told[change.day] = told_brief(change.day, change.precision, about=change.about)
            if change.switch_group not in acts:
                words.setdefault(change.day, []).append(described(change, story.name))
    for each in acts.values():
        act = "cross-taper" if each.cross_taper else "switch"
        if each.first == each.latest:
            words.setdefault(each.first, []).append(act)
        else:
            words.setdefault(each.first, []).append(f"{act} began")
            words.setdefault(each.latest, []).append("last step")
    days = sorted(day for day in words if day in interval)
    return tuple(
        Marker(letter(n), day, told[day], ", ".join(words[day]), soft.get(day))
        for n, day in enumerate(days)
    )


def settling_spans(stories: Sequence[Story], interval: Interval) -> tuple[Interval, ...]:
    """Return the settling days inside the interval, touching ones joined.

    A cross-taper settles from its first step until the settling days after its last.
    """
    acts = {each.group: each for each in switches(stories)}
    spans = [
        span
        for story in stories
        for change in story.changes
        if change.switch_group not in acts and (span := settling(change, story.name)) is not None
    ]
    for each in acts.values():
        told = [settling(step, leg.story.name) for leg in each.legs for step in leg.steps]
        known = [span for span in told if span is not None]
        if known:
            start, end = min(span.start for span in known), max(span.end for span in known)
            spans.append(Interval(start, end))
    joined: list[Interval] = []
    for span in sorted(spans, key=lambda each: each.start):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Interval(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(inside for span in joined if (inside := span.overlap(interval)) is not None)


def lanes(stories: Sequence[Story], interval: Interval, today: date) -> tuple[Lane, ...]:
    """Return a lane for each medicine taken in the interval, by first day."""
    shared = _overlaps(stories, interval)
    found: list[tuple[date, Lane]] = []
    for story in stories:
        taken = story.periods()
        intended = [each for plan in plans(story.planned) for each in stretches(plan, interval.end)]
        highest = max([*map(_size, taken), *(_amount(step.dose) for _, step in intended), 0.0])
        bars = tuple(_bars(taken, interval, today, highest))
        planned = tuple(_planned(intended, interval, highest))
        if not bars and not planned:
            continue
        lane = Lane(
            name=story.name,
            state=_state(story, today),
            bars=bars,
            overlaps=tuple(shared.get(story.key, [])),
            sentence=_told(story, taken),
            planned=planned,
            effects=tuple(_effects(story, interval, today)),
            key=story.key,
        )
        found.append((taken[0].start if taken else intended[0][0].start, lane))
    places = _places(stories, {lane.key: start for start, lane in found})
    return tuple(lane for _, lane in sorted(found, key=lambda each: places[each[1].key]))


def _places(
    stories: Sequence[Story], starts: Mapping[UUID | None, date]
) -> dict[UUID | None, tuple[date, int]]:
    """Return where each lane stands: by first day, what came in a switch below what left."""
    places = {key: (start, 0) for key, start in starts.items()}
    for each in switches(stories):
        shown = [leg.story.key for leg in each.legs if leg.story.key in places]
        for place, key in enumerate(shown[1:], start=1):
            start, above = places[shown[0]]
            places[key] = (start, above + place)
    return places


def _overlaps(stories: Sequence[Story], interval: Interval) -> dict[UUID, list[Interval]]:
    """Return medicine -> the days inside the interval on which a cross-taper took both."""
    found: dict[UUID, list[Interval]] = {}
    for each in switches(stories):
        inside = each.overlap.overlap(interval) if each.overlap else None
        if inside is not None:
            for leg in each.legs:
                found.setdefault(leg.story.key, []).append(inside)
    return found


def _bars(
    taken: Sequence[Period], interval: Interval, today: date, highest: float
) -> Iterable[Bar]:
    tomorrow = today + timedelta(days=1)
    for period in taken:
        end = max(period.start, tomorrow) if period.end is None else period.end
        inside = Interval(period.start, max(end, period.start)).overlap(interval)
        if inside is None:
            continue
        if period.course:
            whole = (end - period.start).days
            label = "1 day" if whole == 1 else f"{whole} days"
        else:
            label = _bar_label(period.dose)
        share = _size(period) / highest if period.dose and highest else 1.0
        yield Bar(inside.start, inside.end, share, label, period.change.soft)


def _planned(
    intended: Sequence[tuple[Interval, PlannedStep]], interval: Interval, highest: float
) -> Iterable[Bar]:
    for days, step in intended:
        inside = days.overlap(interval)
        if inside is not None:
            share = _amount(step.dose) / highest if highest else 1.0
            yield Bar(inside.start, inside.end, share, _bar_label(step.dose), soft=False)


def _effects(story: Story, interval: Interval, today: date) -> Iterable[Interval]:
    for each in story.effects:
        ended = max(each.ended_on or today, each.began_on)
        inside = Interval(each.began_on, ended + timedelta(days=1)).overlap(interval)
        if inside is not None:
            yield inside


def _bar_label(dose: Dose | None) -> str:
    """Return "100 mg" for one dose a day, and the rhythm with it for any other."""
    if dose is None:
        return "dose not noted"
    return dose.quantity if dose.a_day == dose.amount else str(dose)


def _size(period: Period) -> float:
    return _amount(period.dose)


def _amount(dose: Dose | None) -> float:
    """Return a dose as a height: a day's total where there is one, 0 for none."""
    if dose is None:
        return 0.0
    return float(dose.a_day if dose.a_day is not None else dose.amount)


def _state(story: Story, today: date) -> str:
    latest = max(story.periods(), key=lambda each: each.start, default=None)
    if latest is None:
        return "planned"
    if latest.course:
        last = (latest.end or latest.start) - timedelta(days=1)
        return f"course, {short_day(latest.start)} to {short_day(last)}"
    current = story.now(today)
    if current is not None and current.course and current.end is not None:
        last = current.end - timedelta(days=1)
        return f"course, {short_day(current.start)} to {short_day(last)}"
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
    steps += [
        f"planned from {long_day(step.day)}: {step.words}"
        for step in story.planned
        if step.outcome is Outcome.OPEN
    ]
    steps += [f"noted: {told_effect(each)}" for each in story.effects]
    return f"{story.title}: {'; '.join(steps)}."


def told_effect(effect: SideEffect) -> str:
    """Return "nausea, 3 May – 20 May 2026"."""
    if effect.ended_on is None:
        return f"{effect.words}, since {long_day(effect.began_on)}"
    if effect.ended_on == effect.began_on:
        return f"{effect.words}, {long_day(effect.began_on)}"
    return f"{effect.words}, {short_day(effect.began_on)} – {long_day(effect.ended_on)}"
