"""The chart as a Plotly figure, written as plain values.

Plotly draws the points, their lines and what is told of a day; grid, settling days, changes and
lanes stay in the pictures under it, so that nothing is drawn by two writers. Plotly's own classes
check every value as it is set, which took a year a second: the tests let them check these figures
instead. See docs/adr/0008-plain-figures.md. Colours travel as the names of tokens; the page's
script reads what they are. Whatever a person typed is escaped: Plotly reads a little HTML in text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Any

from domain.charts import Chart, CompanionPanel, Panel
from domain.happenings import Happening
from domain.numbers import one_decimal, plain
from domain.regimen import Story
from domain.svg import DENSE_BEYOND_DAYS

SYMBOLS = {
    "circle": "circle",
    "square": "square",
    "triangle": "triangle-up",
    "diamond": "diamond",
}
PANEL_HEIGHT = 120
WEEK_IN_MS = 7 * 24 * 3600 * 1000
DAY_TITLE, WEEK_TITLE = "%a %-d %b %Y", "Week from %-d %b %Y"
LATE = ", filled in later"

Trace = dict[str, Any]


def figure(
    chart: Chart,
    beside: CompanionPanel | None = None,
    stories: Sequence[Story] = (),
    happenings: Sequence[Happening] = (),
    results: Iterable[date] = (),
) -> dict[str, Any]:
    """Return the figure as JSON takes it: a row for each dimension, one beside them, the lanes.

    All rows share one time axis, so that a day is told of in all of them at once. The page lays
    each row over the picture that it replaces. stories, happenings, results: told of with a day.
    """
    dense = len(chart.interval) > DENSE_BEYOND_DAYS
    traces: list[Trace] = []
    for row, panel in enumerate(chart.panels, start=1):
        traces.append(_bands(panel, row) if panel.weeks else _points(panel, row, dense=dense))
        traces.append(_line(panel.runs, row, f"--{panel.dimension.css}"))
    rows = len(chart.panels)
    if beside is not None:
        rows += 1
        traces += _beside(beside, rows, dense=dense)
    rows += 1
    traces.append(_told(chart, rows, stories, happenings, results))
    ceilings = [10.0] * len(chart.panels) + ([beside.ceiling] if beside else [])
    layout: dict[str, Any] = {
        "showlegend": False,
        "hovermode": "x unified",
        "hoversubplots": "axis",
        "hoverdistance": 40,
        "dragmode": "zoom",
        "autosize": True,
        "height": PANEL_HEIGHT * rows,
        "margin": {"l": 32, "r": 8, "t": 24, "b": 28},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 13, "color": "--ink-2", "family": "--sans"},
        "hoverlabel": {
            "bgcolor": "--ink",
            "bordercolor": "--ink",
            "font": {"color": "--paper", "size": 14},
            "namelength": 0,
        },
        "bargap": 0,
        "xaxis": _across(chart, rows),
        "shapes": _usual(chart),
    }
    for row in range(1, rows + 1):
        layout[f"yaxis{_nth(row)}"] = _upright(row, rows, ceilings)
    return {"data": traces, "layout": layout}


def _nth(row: int) -> str:
    return "" if row == 1 else str(row)


def _on(row: int) -> Trace:
    return {"xaxis": "x", "yaxis": f"y{_nth(row)}"}


def _across(chart: Chart, rows: int) -> dict[str, Any]:
    return {
        "type": "date",
        "anchor": f"y{_nth(rows)}",
        "range": [chart.interval.start.isoformat(), chart.interval.end.isoformat()],
        "hoverformat": WEEK_TITLE if chart.weekly else DAY_TITLE,
        "showgrid": False,
        "zeroline": False,
        "showticklabels": False,
        "showspikes": True,
        "spikemode": "across",
        "spikesnap": "hovered data",
        "spikethickness": 1,
        "spikedash": "solid",
        "spikecolor": "--ink-2",
    }


def _upright(row: int, rows: int, ceilings: Sequence[float]) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "anchor": "x",
        "domain": [1 - row / rows, 1 - (row - 1) / rows],
        "zeroline": False,
        "showgrid": False,
        "fixedrange": True,
        "showticklabels": False,
        "showspikes": False,
    }
    if row == rows:
        return axis | {"range": [0, 1]}
    ceiling = ceilings[row - 1]
    return axis | {"range": [-0.06 * ceiling, 1.06 * ceiling]}


def _noon(day: date) -> str:
    return f"{day.isoformat()} 12:00"


def _points(panel: Panel, row: int, *, dense: bool) -> Trace:
    return _on(row) | _marks(
        f"--{panel.dimension.css}",
        SYMBOLS[panel.dimension.symbol],
        [(point.day, float(point.rating), point.late) for point in panel.points],
        [_said(panel, point.rating, point.late) for point in panel.points],
        dense=dense,
    )


def _marks(
    colour: str,
    symbol: str,
    points: Sequence[tuple[date, float, bool]],
    told: Sequence[str],
    *,
    dense: bool,
) -> Trace:
    """Return a trace of days. points: (day, height, filled in later)."""
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "x": [_noon(day) for day, _, _ in points],
        "y": [height for _, height, _ in points],
        "marker": {
            "symbol": [f"{symbol}-open" if late else symbol for _, _, late in points],
            "size": 4 if dense else 7,
            "color": colour,
            "opacity": 1,
            "line": {"width": 1 if dense else 1.5, "color": colour},
        },
        "text": list(told),
        "hovertemplate": "%{text}<extra></extra>",
    }


def _said(panel: Panel, rating: int, late: bool) -> str:
    words = panel.dimension.anchors.get(rating)
    told = f"{panel.dimension.label} {rating}{f', {words}' if words else ''}"
    return told + LATE if late else told


def _bands(panel: Panel, row: int) -> Trace:
    return _on(row) | {
        "type": "bar",
        "x": [week.interval.start.isoformat() for week in panel.weeks],
        "base": [week.p10 - 0.15 for week in panel.weeks],
        "y": [week.p90 - week.p10 + 0.3 for week in panel.weeks],
        "offset": 0,
        "width": WEEK_IN_MS,
        "marker": {"color": "--leg-b", "line": {"width": 0.25, "color": "--ink-2"}},
        "text": [
            f"{panel.dimension.label} {plain(week.median)}, most days {one_decimal(week.p10)} to "
            f"{one_decimal(week.p90)}, rated {week.rated} of 7"
            for week in panel.weeks
        ],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _line(runs: Sequence[Sequence[tuple[date, float]]], row: int, colour: str) -> Trace:
    days: list[str | None] = []
    values: list[float | None] = []
    for run in runs:
        days += [_noon(day) for day, _ in run] + [None]
        values += [value for _, value in run] + [None]
    return _on(row) | {
        "type": "scatter",
        "mode": "lines",
        "x": days,
        "y": values,
        "connectgaps": False,
        "hoverinfo": "skip",
        "line": {"width": 2.25, "color": colour, "shape": "linear"},
    }


def _beside(panel: CompanionPanel, row: int, *, dense: bool) -> list[Trace]:
    companion = panel.companion
    levels = dict(panel.ticks) if companion.options else {}
    told = [
        f"{companion.name} {(levels.get(point.level) or plain(point.level)).lower()}"
        f"{LATE if point.late else ''}"
        for point in panel.points
    ]
    points = [(point.day, point.level, point.late) for point in panel.points]
    return [
        _on(row) | _marks("--ink", "circle", points, told, dense=dense),
        _line(panel.runs, row, "--ink"),
    ]


def _usual(chart: Chart) -> list[dict[str, Any]]:
    """Return where most of the first four weeks lay, behind each row."""
    if not chart.usual:
        return []
    return [
        {
            "type": "rect",
            "xref": "paper",
            "yref": f"y{_nth(row)}",
            "x0": 0,
            "x1": 1,
            "y0": panel.first_weeks.p10 - 0.15,
            "y1": panel.first_weeks.p90 + 0.15,
            "fillcolor": "--usual",
            "line": {"width": 0},
            "layer": "below",
        }
        for row, panel in enumerate(chart.panels, start=1)
        if panel.first_weeks is not None
    ]


def _told(
    chart: Chart,
    row: int,
    stories: Sequence[Story],
    happenings: Sequence[Happening],
    results: Iterable[date],
) -> Trace:
    """Return what was taken and what happened on each day, as points that are not seen."""
    days = _days(chart)
    found: dict[date, list[str]] = {day: [] for day, _ in days}
    shown = [
        (period.start, period.end, f"{story.name}{f' {period.dose}' if period.dose else ''}")
        for story in stories
        for period in story.periods()
        if period.end is None or period.end > chart.interval.start
    ]
    shown += [(each.days.start, each.days.end, each.label) for each in happenings]
    marked = set(results)
    for day, last in days:
        for start, end, words in shown:
            if start <= last and (end is None or day < end):
                found[day].append(escape(words))
        if any(day <= each <= last for each in marked):
            found[day].append("Laboratory result")
    told = [(day, "<br>".join(words)) for day, words in found.items() if words]
    place = "" if chart.weekly else " 12:00"
    return _on(row) | {
        "type": "scatter",
        "mode": "markers",
        "x": [f"{day.isoformat()}{place}" for day, _ in told],
        "y": [0.5] * len(told),
        "marker": {"size": 1, "opacity": 0, "color": "--ink"},
        "text": [words for _, words in told],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _days(chart: Chart) -> list[tuple[date, date]]:
    """Return (first, last) day of each place on the axis that is told of."""
    if chart.weekly:
        weeks = {week.interval for panel in chart.panels for week in panel.weeks}
        return sorted((week.start, week.latest_day) for week in weeks)
    return [(day, day) for day in chart.interval.days()]
