"""The chart as a Plotly figure, written as plain values.

Plotly's own classes check every value as it is set: a year with eight changes took them a
second. The tests let them check these figures instead. See docs/adr/0008-plain-figures.md.
Colours travel as the names of tokens; the page's script reads what they are.
"""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from typing import Any

from domain.charts import Chart, Panel, ticks
from domain.dates import short_day
from domain.lanes import Lane
from domain.svg import DENSE_BEYOND_DAYS
from domain.svg_lanes import LANE_HEIGHT

SYMBOLS = {
    "circle": "circle",
    "square": "square",
    "triangle": "triangle-up",
    "diamond": "diamond",
}
PANEL_HEIGHT = 120
WEEK_IN_MS = 7 * 24 * 3600 * 1000

Trace = dict[str, Any]


def figure(chart: Chart) -> dict[str, Any]:
    """Return the figure as JSON takes it: a row for each dimension, and the medicines below.

    Whatever a person typed is escaped: Plotly reads a little HTML in text. The heights of the
    rows are only a first guess, since the page lays each row over the picture it replaces.
    """
    rows = len(chart.panels) + 1
    dense = len(chart.interval) > DENSE_BEYOND_DAYS
    traces: list[Trace] = []
    for row, panel in enumerate(chart.panels, start=1):
        traces += _bands(panel, row) if panel.weeks else _points(panel, row, dense=dense)
        traces.append(_line(panel, row))
    traces.append(_dots(chart, rows))
    layout: dict[str, Any] = {
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "autosize": True,
        "height": PANEL_HEIGHT * rows,
        "margin": {"l": 32, "r": 8, "t": 24, "b": 28},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 13, "color": "--ink-2", "family": "--sans"},
        "hoverlabel": {"bgcolor": "--ink", "font": {"color": "--paper", "size": 14}},
        "bargap": 0,
        "shapes": [*_behind(chart, rows), *_bars(chart, rows)],
        "annotations": [*_letters(chart), *_names(chart, rows)],
    }
    for row in range(1, rows + 1):
        layout[f"xaxis{_nth(row)}"] = _across(chart, row, rows)
        layout[f"yaxis{_nth(row)}"] = _upright(chart, row, rows)
    return {"data": traces, "layout": layout}


def _nth(row: int) -> str:
    return "" if row == 1 else str(row)


def _on(row: int) -> Trace:
    return {"xaxis": f"x{_nth(row)}", "yaxis": f"y{_nth(row)}"}


def _across(chart: Chart, row: int, rows: int) -> dict[str, Any]:
    marks = ticks(chart.interval)
    axis: dict[str, Any] = {
        "type": "date",
        "anchor": f"y{_nth(row)}",
        "range": [chart.interval.start.isoformat(), chart.interval.end.isoformat()],
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "showticklabels": row == rows,
        "tickvals": [day.isoformat() for day, _ in marks],
        "ticktext": [label for _, label in marks],
    }
    return axis if row == 1 else axis | {"matches": "x"}


def _upright(chart: Chart, row: int, rows: int) -> dict[str, Any]:
    top, bottom = 1 - (row - 1) / rows, 1 - row / rows
    axis: dict[str, Any] = {
        "anchor": f"x{_nth(row)}",
        "domain": [bottom, top],
        "zeroline": False,
        "fixedrange": True,
        "showticklabels": False,
    }
    if row == rows:
        return axis | {"range": [max(1, len(chart.all_lanes)), 0], "showgrid": False}
    return axis | {"range": [-0.6, 10.6], "tickvals": [0, 5, 10], "gridcolor": "--grid"}


def _noon(day: date) -> str:
    return f"{day.isoformat()} 12:00"


def _points(panel: Panel, row: int, *, dense: bool) -> list[Trace]:
    colour = f"--{panel.dimension.css}"
    symbol = SYMBOLS[panel.dimension.symbol]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "name": panel.dimension.label,
        "cliponaxis": False,
        "x": [_noon(point.day) for point in panel.points],
        "y": [point.rating for point in panel.points],
        "marker": {
            "symbol": [f"{symbol}-open" if point.late else symbol for point in panel.points],
            "size": 4 if dense else 7,
            "color": colour,
            "opacity": 1,
            "line": {"width": 1 if dense else 1.5, "color": colour},
        },
        "text": [_hover(panel, point.day, point.rating, point.late) for point in panel.points],
        "hovertemplate": "%{text}<extra></extra>",
    }
    return [_on(row) | trace]


def _hover(panel: Panel, day: date, rating: int, late: bool) -> str:
    words = panel.dimension.anchors.get(rating)
    lines = [
        f"{day:%a} {short_day(day)}",
        f"{panel.dimension.label} {rating}" + (f", {words}" if words else ""),
    ]
    return "<br>".join([*lines, "filled in later"] if late else lines)


def _dots(chart: Chart, rows: int) -> Trace:
    """Return the days that are marked without a bar; an empty trace keeps the row there."""
    if not any(lane.dots for lane in chart.all_lanes):
        return _on(rows) | {"type": "scatter", "x": [], "y": [], "hoverinfo": "skip"}
    marked = [(n, day) for n, lane in enumerate(chart.all_lanes) for day in lane.dots]
    return _on(rows) | {
        "type": "scatter",
        "mode": "markers",
        "x": [_noon(day) for _, day in marked],
        "y": [n + 0.72 for n, _ in marked],
        "marker": {"symbol": "circle", "size": 7, "color": "--ink"},
        "text": [f"{chart.all_lanes[n].name}<br>{day:%a} {short_day(day)}" for n, day in marked],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _bands(panel: Panel, row: int) -> list[Trace]:
    trace = {
        "type": "bar",
        "x": [_noon(week.interval.start + timedelta(days=3)) for week in panel.weeks],
        "base": [week.p10 - 0.15 for week in panel.weeks],
        "y": [week.p90 - week.p10 + 0.3 for week in panel.weeks],
        "width": WEEK_IN_MS,
        "marker": {"color": "--leg-b", "line": {"width": 0}},
        "text": [
            f"Week from {short_day(week.interval.start)} {week.interval.start:%Y}<br>"
            f"{panel.dimension.label}: median {week.median:g}, "
            f"most days {week.p10:.1f} to {week.p90:.1f}<br>"
            f"rated {week.rated} of 7 days"
            for week in panel.weeks
        ],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }
    return [_on(row) | trace]


def _line(panel: Panel, row: int) -> Trace:
    days: list[str | None] = []
    values: list[float | None] = []
    for run in panel.runs:
        days += [_noon(day) for day, _ in run] + [None]
        values += [value for _, value in run] + [None]
    return _on(row) | {
        "type": "scatter",
        "mode": "lines",
        "x": days,
        "y": values,
        "connectgaps": False,
        "hoverinfo": "skip",
        "line": {"width": 2.25, "color": f"--{panel.dimension.css}", "shape": "linear"},
    }


def _behind(chart: Chart, rows: int) -> list[dict[str, Any]]:
    """Return settling days and changes, behind each row."""
    spans = [(span.start, span.end) for span in chart.settling]
    spans += [(mark.soft.start, mark.soft.end) for mark in chart.markers if mark.soft is not None]
    shapes: list[dict[str, Any]] = []
    for row in range(1, rows + 1):
        place = {"xref": "x", "yref": f"y{_nth(row)} domain", "y0": 0, "y1": 1}
        shapes += [
            place
            | {
                "type": "rect",
                "x0": start.isoformat(),
                "x1": end.isoformat(),
                "fillcolor": "--settle",
                "line": {"width": 0},
                "layer": "below",
            }
            for start, end in spans
        ]
        shapes += [
            place
            | {
                "type": "line",
                "x0": mark.day.isoformat(),
                "x1": mark.day.isoformat(),
                "line": {"color": "--event", "width": 1.25, "dash": "4px,3px"},
            }
            for mark in chart.markers
            if mark.soft is None
        ]
    return shapes


def _bars(chart: Chart, rows: int) -> list[dict[str, Any]]:
    tallest = 18 / LANE_HEIGHT
    return [
        {
            "type": "rect",
            "xref": f"x{_nth(rows)}",
            "yref": f"y{_nth(rows)}",
            "x0": bar.start.isoformat(),
            "x1": bar.end.isoformat(),
            "y0": n + 0.5 + tallest / 2,
            "y1": n + 0.5 + tallest / 2 - max(0.12, tallest * bar.share),
            "fillcolor": "--leg-b" if n % 2 else "--leg-a",
            "line": {"width": 1, "color": "--ink-2", "dash": "dot" if bar.soft else "solid"},
            "layer": "below",
        }
        for n, lane in enumerate(chart.all_lanes)
        for bar in lane.bars
    ] + [
        {
            "type": "rect",
            "xref": f"x{_nth(rows)}",
            "yref": f"y{_nth(rows)}",
            "x0": bar.start.isoformat(),
            "x1": bar.end.isoformat(),
            "y0": n + 0.5 + tallest / 2,
            "y1": n + 0.5 + tallest / 2 - max(0.12, tallest * bar.share),
            "line": {"width": 1.25, "color": "--ink", "dash": "1px,3px"},
            "layer": "below",
        }
        for n, lane in enumerate(chart.all_lanes)
        for bar in lane.planned
    ]


def _letters(chart: Chart) -> list[dict[str, Any]]:
    return [
        {
            "xref": "x",
            "yref": "paper",
            "x": mark.day.isoformat(),
            "y": 1,
            "yanchor": "bottom",
            "text": mark.letter,
            "showarrow": False,
            "font": {"color": "--ink", "size": 13, "weight": 600},
        }
        for mark in chart.markers
    ]


def _names(chart: Chart, rows: int) -> list[dict[str, Any]]:
    return [_name(chart, lane, n, rows) for n, lane in enumerate(chart.all_lanes)]


def _name(chart: Chart, lane: Lane, n: int, rows: int) -> dict[str, Any]:
    """Write name and dose in the widest bar, or left of it where there is more room."""
    if lane.thin:
        return _thin_name(chart, lane, n, rows)
    days = len(chart.interval)
    widest = max(
        lane.bars or lane.planned, key=lambda each: (each.share > 0.8, each.end - each.start)
    )
    narrow = (widest.end - widest.start).days < 0.25 * days
    to_left = narrow and (widest.start - chart.interval.start).days > 0.3 * days
    return {
        "xref": f"x{_nth(rows)}",
        "yref": f"y{_nth(rows)}",
        "x": widest.start.isoformat(),
        "y": n + 0.5,
        "xanchor": "right" if to_left else "left",
        "xshift": -4 if to_left else 6,
        "text": escape(f"{lane.name} {widest.label}"),
        "showarrow": False,
        "font": {"color": "--ink", "size": 13, "weight": 600},
        "bgcolor": "rgba(0,0,0,0)" if not narrow else "--surface",
        "borderpad": 0,
    }


def _thin_name(chart: Chart, lane: Lane, n: int, rows: int) -> dict[str, Any]:
    """Write a name above marks that have no dose."""
    return {
        "xref": f"x{_nth(rows)}",
        "yref": f"y{_nth(rows)}",
        "x": chart.interval.start.isoformat(),
        "y": n + 0.3,
        "xanchor": "left",
        "xshift": 6,
        "text": escape(lane.name),
        "showarrow": False,
        "font": {"color": "--ink", "size": 13, "weight": 600},
        "borderpad": 0,
    }
