"""Draws a chart as SVG: one writer for the first paint of a page, for print and for the PDF.

On screen positions are per cent and colours come from the stylesheet, so that a picture
scales without script. On paper they are points and the colours travel in the picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from domain.before_after import Windows
from domain.charts import Chart, CompanionPanel, Panel, ticks
from domain.intervals import Interval

Runs = Sequence[Sequence[tuple[date, float]]]

TOP, BOTTOM = 6.0, 94.0
"""Per cent of a panel's height at which ratings of 10 and 0 stand."""

SHAPES = {
    "circle": '<circle id="m-circle" r="2.7"/>',
    "square": '<rect id="m-square" x="-2.5" y="-2.5" width="5" height="5"/>',
    "triangle": '<path id="m-triangle" d="M0-3.3 3.1 2.3H-3.1Z"/>',
    "diamond": '<path id="m-diamond" d="M0-3.6 3.3 0 0 3.6-3.3 0Z"/>',
}
DENSE_BEYOND_DAYS = 183
"""Longer charts use smaller marks, or the line would vanish behind them."""

SMALL_SHAPES = {
    "circle": '<circle id="s-circle" r="1.6"/>',
    "square": '<rect id="s-square" x="-1.5" y="-1.5" width="3" height="3"/>',
    "triangle": '<path id="s-triangle" d="M0-2 1.9 1.4H-1.9Z"/>',
    "diamond": '<path id="s-diamond" d="M0-2.2 2 0 0 2.2-2 0Z"/>',
}
HATCH = (
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="settle-hatch" d="M0 0V6"/></pattern>'
)
DEFS = f"<defs>{''.join(SHAPES.values())}{''.join(SMALL_SHAPES.values())}{HATCH}</defs>"
"""Shapes that the pictures of one page share; a page holds them once."""

_PAPER_STYLE = (
    "<style>.gridline{stroke:#c9c9c9;stroke-width:.5}.pt{fill:#000;stroke:#000;"
    "stroke-width:.7}.pt--late{fill:#fff}.trend{fill:none;stroke:#000;stroke-width:1}"
    ".band{fill:#e8e8e8}.event{stroke:#000;stroke-width:.8;stroke-dasharray:3 2}"
    ".soft{fill:#e8e8e8}.settle{fill:#f2f2f2}.settle-hatch{stroke:#c9c9c9;stroke-width:.7}"
    ".bar{fill:#c9c9c9;stroke:#000;stroke-width:.5}.bar--b{fill:#e8e8e8}"
    ".planned{fill:none;stroke:#000;stroke-width:.7;stroke-dasharray:.8 1.6}.noted,.dot{fill:#000}"
    ".bar--soft{stroke-dasharray:2 2}.overlap{stroke:#000;stroke-width:.7;stroke-dasharray:1.5 2}"
    'text{font-family:"Noto Sans","DejaVu Sans","Libertinus Serif";font-size:6.5px;fill:#000}'
    ".ev,.dose{font-weight:bold}.y{text-anchor:end;dominant-baseline:central}"
    ".x{text-anchor:middle}</style>"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a picture is drawn: in per cent on screen, in points of this size on paper."""

    interval: Interval
    width: float | None = None
    height: float | None = None

    @property
    def paper(self) -> bool:
        return self.width is not None

    def across(self, day: date, shift: float = 0.0) -> float:
        """Return the day's place as per cent of the width."""
        return ((day - self.interval.start).days + shift) / len(self.interval) * 100

    def x(self, per_cent: float) -> str:
        if self.width is None:
            return f"{per_cent:.2f}%"
        return f"{per_cent / 100 * self.width:.2f}"

    def y(self, per_cent: float) -> str:
        if self.height is None:
            return f"{per_cent:.1f}%"
        return f"{per_cent / 100 * self.height:.2f}"


def rating_height(rating: float, ceiling: float = 10.0) -> float:
    """Return the per cent from the top at which a value of 0..ceiling stands."""
    return BOTTOM - (BOTTOM - TOP) * rating / ceiling


def panel_svg(chart: Chart, panel: Panel, frame: Frame) -> str:
    """Return the inside of one panel's picture: grid, settling days, events, line, points."""
    parts = [_gridline(frame, value) for value in (0, 5, 10)]
    parts.append(_usual(chart, panel, frame))
    parts += _backdrop(chart, frame)
    parts.append(_band(panel, frame))
    size = "s" if len(chart.interval) > DENSE_BEYOND_DAYS else "m"
    parts += [
        f'<use href="#{size}-{panel.dimension.symbol}" class="{_point_class(point.late)}" '
        f'x="{frame.x(frame.across(point.day, 0.5))}" '
        f'y="{frame.y(rating_height(point.rating))}"/>'
        for point in panel.points
    ]
    parts.append(_trend(panel.runs, frame))
    return "".join(parts)


def windows_svg(
    windows: Windows, slots: Mapping[date, int], typical: Sequence[float | None], symbol: str
) -> str:
    """Return the days before and after a change, those that settle left blank between them.

    slots: day -> rating, of any days. typical: of the days before and after, None where too few.
    """
    frame = Frame(windows.interval)
    parts = [_gridline(frame, value) for value in (0, 5, 10)]
    left, right = frame.across(windows.settling.start), frame.across(windows.settling.end)
    parts.append(
        f'<rect class="settle" x="{frame.x(left)}" width="{frame.x(right - left)}" y="0" '
        f'height="{frame.y(100)}"/>'
    )
    for window, level in zip((windows.before, windows.after), typical, strict=True):
        parts += [
            f'<use href="#m-{symbol}" class="pt" x="{frame.x(frame.across(day, 0.5))}" '
            f'y="{frame.y(rating_height(slots[day]))}"/>'
            for day in window.days()
            if day in slots
        ]
        if level is not None:
            at = frame.y(rating_height(level))
            parts.append(
                f'<line class="typical" x1="{frame.x(frame.across(window.start))}" '
                f'x2="{frame.x(frame.across(window.end))}" y1="{at}" y2="{at}"/>'
            )
    return "".join(parts)


def companion_svg(chart: Chart, panel: CompanionPanel, frame: Frame) -> str:
    """Return the inside of a companion's picture, drawn like the four with its own axis."""
    top = panel.ceiling
    size = "s" if len(chart.interval) > DENSE_BEYOND_DAYS else "m"
    parts = [_gridline(frame, level, top) for level, _ in panel.ticks]
    parts += _backdrop(chart, frame)
    parts += [
        f'<use href="#{size}-circle" class="{_point_class(point.late)}" '
        f'x="{frame.x(frame.across(point.day, 0.5))}" '
        f'y="{frame.y(rating_height(point.level, top))}"/>'
        for point in panel.points
    ]
    parts.append(_trend(panel.runs, frame, top))
    return "".join(parts)


def companion_scale_svg(panel: CompanionPanel, frame: Frame) -> str:
    """Return what stands left of a companion's picture."""
    return "".join(
        f'<text class="y" x="{frame.x(100)}" '
        f'y="{frame.y(rating_height(level, panel.ceiling))}">{escape(_short(words))}</text>'
        for level, words in panel.ticks
    )


def _short(words: str) -> str:
    """Return a word that fits beside an axis: "About the same" is "Same" there."""
    return words.rpartition(" ")[2].capitalize()


def _point_class(late: bool) -> str:
    return "pt pt--late" if late else "pt"


def _gridline(frame: Frame, value: float, ceiling: float = 10.0) -> str:
    at = frame.y(rating_height(value, ceiling))
    return f'<line class="gridline" x1="0" x2="{frame.x(100)}" y1="{at}" y2="{at}"/>'


def _backdrop(chart: Chart, frame: Frame) -> list[str]:
    """Draw what stands behind every row: settling days and the days of a change."""
    parts = []
    for span in chart.settling:
        left = frame.across(span.start)
        place = (
            f'x="{frame.x(left)}" width="{frame.x(frame.across(span.end) - left)}" '
            f'y="0" height="{frame.y(100)}"'
        )
        parts.append(
            f'<rect class="settle" {place}/><rect class="hatched" fill="url(#hatch)" {place}/>'
        )
    for marker in chart.markers:
        left = frame.across(marker.day)
        if marker.soft is not None:
            left = max(0.0, frame.across(marker.soft.start))
            right = min(100.0, frame.across(marker.soft.end))
            parts.append(
                f'<rect class="soft" x="{frame.x(left)}" width="{frame.x(right - left)}" '
                f'y="0" height="{frame.y(100)}"/>'
            )
            continue
        parts.append(
            f'<line class="event" x1="{frame.x(left)}" x2="{frame.x(left)}" '
            f'y1="0" y2="{frame.y(100)}"/>'
        )
    return parts


def _trend(pieces: Runs, frame: Frame, ceiling: float = 10.0) -> str:
    runs = [
        [(frame.across(day, 0.5), rating_height(value, ceiling)) for day, value in run]
        for run in pieces
    ]
    if not runs:
        return ""
    if not frame.paper:
        path = "".join("M" + " ".join(f"{x:.2f} {y:.1f}" for x, y in run) for run in runs)
        return _stretched(f'<path class="trend" d="{path}"/>')
    path = "".join("M" + " ".join(f"{frame.x(x)} {frame.y(y)}" for x, y in run) for run in runs)
    return f'<path class="trend" d="{path}"/>'


def _usual(chart: Chart, panel: Panel, frame: Frame) -> str:
    """Draw where most of the first four weeks lay, quietly and over the whole width."""
    if not chart.usual or panel.first_weeks is None:
        return ""
    top = rating_height(panel.first_weeks.p90 + 0.15)
    bottom = rating_height(panel.first_weeks.p10 - 0.15)
    return (
        f'<rect class="usual" x="0" width="{frame.x(100)}" y="{frame.y(top)}" '
        f'height="{frame.y(bottom - top)}"/>'
    )


def _band(panel: Panel, frame: Frame) -> str:
    """Draw the 10-90 % band of a long interval, a rectangle for each rated week."""
    parts = []
    for week in panel.weeks:
        left = max(0.0, frame.across(week.interval.start))
        right = min(100.0, frame.across(week.interval.end))
        top, bottom = rating_height(week.p90 + 0.15), rating_height(week.p10 - 0.15)
        parts.append(
            f'<rect class="band" x="{frame.x(left)}" width="{frame.x(right - left)}" '
            f'y="{frame.y(top)}" height="{frame.y(bottom - top)}"/>'
        )
    return "".join(parts)


def _stretched(inside: str) -> str:
    return (
        '<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">'
        f"{inside}</svg>"
    )


def letters_svg(chart: Chart, frame: Frame) -> str:
    """Return the row of letters above the panels; letters that would collide are thinned."""
    parts = []
    latest = -10.0
    for marker in chart.markers:
        at = frame.across(marker.day)
        if at - latest >= 2.2 * len(marker.letter):
            parts.append(
                f'<text class="x ev" x="{frame.x(at)}" y="{frame.y(80)}">{marker.letter}</text>'
            )
            latest = at
    return "".join(parts)


def axis_svg(interval: Interval, frame: Frame) -> str:
    """Return the row of dates below the panels; every other one hides on a narrow screen."""
    parts = []
    for n, (day, label) in enumerate(ticks(interval)):
        at = frame.across(day)
        if at > 94:  # half of its label would stand outside
            continue
        anchor = ' text-anchor="start"' if at < 3 else ""
        names = " ".join(
            name for name, on in (("x", at >= 3), ("wide", n % 2 and not frame.paper)) if on
        )
        parts.append(
            f'<text class="{names}"{anchor} x="{frame.x(at)}" y="{frame.y(80)}">{label}</text>'
        )
    return "".join(parts)


def scale_svg(frame: Frame) -> str:
    """Return the 0, 5 and 10 left of a panel."""
    return "".join(
        f'<text class="y" x="{frame.x(100)}" y="{frame.y(rating_height(value))}">{value}</text>'
        for value in (0, 5, 10)
    )


def mark_svg(symbol: str, size: float) -> str:
    """Return one dimension's marker as a picture of its own, for paper."""
    half = size / 2
    place = f'x="{half:g}" y="{half:g}"'
    return paper(f'<use href="#m-{symbol}" class="pt" {place}/>', size, size)


def paper(inside: Iterable[str] | str, width: float, height: float, left: float = 0.0) -> str:
    """Return a whole SVG document in black and grey, ``left`` points kept free for a scale."""
    body = inside if isinstance(inside, str) else "".join(inside)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-left:g} 0 {width + left:g} '
        f'{height:g}" width="{width + left:g}pt" height="{height:g}pt">'
        f"{_PAPER_STYLE}{_paper_defs()}{body}</svg>"
    )


def _paper_defs() -> str:
    shapes: Sequence[str] = [
        shape.replace("/>", ' transform="scale(.62)"/>')
        for shape in (*SHAPES.values(), *SMALL_SHAPES.values())
    ]
    return f"<defs>{''.join(shapes)}{HATCH}</defs>"
