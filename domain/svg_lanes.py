"""Draws a lane for each medicine and each kind of thing that happened, below a chart or alone."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from domain.charts import Chart
from domain.intervals import Interval
from domain.lanes import Bar, Lane
from domain.svg import Frame

LANE_HEIGHT = 26
BAR_HEIGHT = 18
LOWEST_BAR = 3.0
LONGEST_NAME = 28


def lanes_svg(chart: Chart, frame: Frame, height: float = LANE_HEIGHT) -> str:
    """Return the medicines under the panels, a row each, with the same days behind them."""
    rows = [
        lane_svg(lane, frame, row * height, height, row, named=True)
        for row, lane in enumerate(chart.all_lanes)
    ]
    return changes_svg(chart, frame, len(rows) * height) + "".join(rows)


def changes_svg(chart: Chart, frame: Frame, height: float) -> str:
    """Return a line for each day of a change, as it stands behind the panels."""
    return "".join(
        f'<line class="event" x1="{frame.x(at)}" x2="{frame.x(at)}" y1="0" y2="{height:g}"/>'
        for at in (frame.across(marker.day) for marker in chart.markers if not marker.soft)
    )


def lane_svg(
    lane: Lane, frame: Frame, top: float, height: float, row: int, *, named: bool = False
) -> str:
    """Return one medicine's bars: height is the dose, a dashed edge an "about" date.

    named: write the medicine's name beside its dose, where no name stands left of the lane.
    """
    tallest = height * BAR_HEIGHT / LANE_HEIGHT
    base = top + (height + tallest) / 2
    parts = [_overlap(span, frame, top, height) for span in lane.overlaps]
    parts += [_bar(bar, frame, base, tallest, _tone(bar, row)) for bar in lane.bars]
    parts += [_bar(bar, frame, base, tallest, "planned") for bar in lane.planned]
    parts += [_effect(span, frame, base) for span in lane.effects]
    parts += [
        f'<circle class="dot" cx="{frame.x(frame.across(day, 0.5))}" '
        f'cy="{base - 3:.1f}" r="{2 if frame.paper else 3.5}"/>'
        for day in lane.dots
    ]
    return "".join([*parts, _label(lane, frame, base - tallest / 2, named)])


def _overlap(span: Interval, frame: Frame, top: float, height: float) -> str:
    left, right = frame.across(span.start), frame.across(span.end)
    edges = (
        f'<line class="overlap hatched" x1="{frame.x(at)}" x2="{frame.x(at)}" '
        f'y1="{top:g}" y2="{top + height:g}"/>'
        for at in (left, right)
    )
    return (
        f'<rect class="hatched" fill="url(#hatch)" x="{frame.x(left)}" '
        f'width="{frame.x(right - left)}" y="{top:g}" height="{height:g}"/>{"".join(edges)}'
    )


def _tone(bar: Bar, row: int) -> str:
    return f"bar{' bar--b' if row % 2 else ''}{' bar--soft' if bar.soft else ''}"


def _bar(bar: Bar, frame: Frame, base: float, tallest: float, names: str) -> str:
    left, right = frame.across(bar.start), frame.across(bar.end)
    tall = max(LOWEST_BAR, tallest * bar.share)
    return (
        f'<rect class="{names}" x="{frame.x(left)}" width="{frame.x(max(right - left, 0.3))}" '
        f'y="{base - tall:.1f}" height="{tall:.1f}"/>'
    )


def _effect(span: Interval, frame: Frame, base: float) -> str:
    left, right = frame.across(span.start), frame.across(span.end)
    return (
        f'<rect class="noted" x="{frame.x(left)}" width="{frame.x(max(right - left, 0.6))}" '
        f'y="{base + 1:.1f}" height="2.5"/>'
    )


def _label(lane: Lane, frame: Frame, middle: float, named: bool) -> str:
    """Write the name and dose where there is room: in the widest tall bar, else beside it."""
    if lane.thin:
        return _written(_shortened(lane.name), frame.x(0.8), middle - 5, ["dose--free"])
    widest = lane.widest
    left, right = frame.across(widest.start), frame.across(widest.end)
    text = f"{_shortened(lane.name)} {widest.label}" if named else widest.label
    if right - left > (1.15 if frame.paper else 1.3) * len(escape(text)):
        return _written(text, frame.x(left + 0.8), middle)
    if left > 30:
        return _written(text, frame.x(left - 0.8), middle, ["dose--free"], "end")
    return _written(text, frame.x(right + 0.8), middle, ["dose--free"])


def _written(text: str, x: str, y: float, names: Iterable[str] = (), anchor: str = "start") -> str:
    return (
        f'<text class="{" ".join(["dose", *names])}" x="{x}" y="{y:.1f}" dy=".35em" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
