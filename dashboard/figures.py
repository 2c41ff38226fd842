"""The chart as a Plotly figure. Colours travel as token names; the page's script reads them."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from typing import Any

from plotly import graph_objects as go
from plotly.subplots import make_subplots

from domain.charts import Chart, Lane, Panel, short_day, ticks
from domain.svg import LANE_HEIGHT

SYMBOLS = {
    "circle": "circle",
    "square": "square",
    "triangle": "triangle-up",
    "diamond": "diamond",
}
TOKENS = (
    "--dim-detachment",
    "--dim-anhedonia",
    "--dim-empathy",
    "--dim-physical",
    "--event",
    "--grid",
    "--ink",
    "--ink-2",
    "--leg-a",
    "--leg-b",
    "--paper",
    "--settle",
)
STAND_INS = {token: f"#0000{place:02x}" for place, token in enumerate(TOKENS, start=1)}
"""Plotly checks colours and knows no token names: each has a stand-in until the JSON is made."""
NAMES = {stand_in: token for token, stand_in in STAND_INS.items()}
PANEL_HEIGHT = 120


def figure(chart: Chart) -> dict[str, Any]:
    """Return the figure's JSON: a row for each dimension, and the medicines below.

    Whatever a person typed is escaped: Plotly reads a little HTML in text.
    """
    lane_rows = max(1, len(chart.lanes))
    lanes_height = lane_rows * LANE_HEIGHT + 12
    total = PANEL_HEIGHT * len(chart.panels) + lanes_height
    heights = [PANEL_HEIGHT / total] * len(chart.panels) + [lanes_height / total]
    fig = make_subplots(
        rows=len(chart.panels) + 1,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.03,
        row_heights=heights,
    )
    for row, panel in enumerate(chart.panels, start=1):
        _draw(fig, chart, panel, row)
    _draw_lanes(fig, chart, len(chart.panels) + 1)
    _mark_events(fig, chart)
    fig.update_layout(
        template=None,
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        autosize=True,
        height=total + 90,
        margin={"l": 32, "r": 8, "t": 24, "b": 28},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"size": 13, "color": STAND_INS["--ink-2"], "family": "--sans"},
        hoverlabel={
            "bgcolor": STAND_INS["--ink"],
            "font": {"color": STAND_INS["--paper"], "size": 14},
        },
        bargap=0,
    )
    fig.update_yaxes(
        range=[-0.6, 10.6],
        tickvals=[0, 5, 10],
        gridcolor=STAND_INS["--grid"],
        zeroline=False,
        fixedrange=True,
        showline=False,
        showticklabels=False,
    )
    fig.update_yaxes(
        range=[lane_rows, 0], showticklabels=False, showgrid=False, row=len(chart.panels) + 1, col=1
    )
    marks = ticks(chart.interval)
    fig.update_xaxes(
        type="date",
        range=[chart.interval.start.isoformat(), chart.interval.end.isoformat()],
        tickvals=[day.isoformat() for day, _ in marks],
        ticktext=[label for _, label in marks],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    plain: dict[str, Any] = fig.to_plotly_json()
    return {"data": [_plain(trace) for trace in plain["data"]], "layout": _plain(plain["layout"])}


def _plain(value: Any) -> Any:
    """Return nested values as JSON knows them, with token names in place of stand-ins."""
    if isinstance(value, str):
        return NAMES.get(value, value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _noon(day: date) -> str:
    return f"{day.isoformat()} 12:00"


def _draw(fig: go.Figure, chart: Chart, panel: Panel, row: int) -> None:
    colour = STAND_INS[f"--{panel.dimension.css}"]
    symbol = SYMBOLS[panel.dimension.symbol]
    if panel.weeks:
        _draw_band(fig, panel, row, colour)
    else:
        fig.add_trace(
            go.Scatter(
                x=[_noon(point.day) for point in panel.points],
                y=[point.rating for point in panel.points],
                mode="markers",
                name=panel.dimension.label,
                marker={
                    "symbol": [f"{symbol}-open" if p.late else symbol for p in panel.points],
                    "size": 7,
                    "color": colour,
                    "opacity": 1,
                    "line": {"width": 1.5, "color": colour},
                },
                text=[_hover(panel, point.day, point.rating, point.late) for point in panel.points],
                hovertemplate="%{text}<extra></extra>",
            ),
            row=row,
            col=1,
        )
    days: list[str | None] = []
    values: list[float | None] = []
    for run in panel.runs:
        days += [_noon(day) for day, _ in run] + [None]
        values += [value for _, value in run] + [None]
    fig.add_trace(
        go.Scatter(
            x=days,
            y=values,
            mode="lines",
            connectgaps=False,
            hoverinfo="skip",
            line={"width": 2.25, "color": colour, "shape": "linear"},
        ),
        row=row,
        col=1,
    )


def _hover(panel: Panel, day: date, rating: int, late: bool) -> str:
    words = panel.dimension.anchors.get(rating)
    lines = [
        f"{day:%a} {short_day(day)}",
        f"{panel.dimension.label} {rating}" + (f", {words}" if words else ""),
    ]
    if late:
        lines.append("filled in later")
    return "<br>".join(lines)


def _draw_band(fig: go.Figure, panel: Panel, row: int, colour: str) -> None:
    middle = [_noon(week.interval.start + timedelta(days=3)) for week in panel.weeks]
    fig.add_trace(
        go.Bar(
            x=middle,
            base=[week.p10 - 0.15 for week in panel.weeks],
            y=[week.p90 - week.p10 + 0.3 for week in panel.weeks],
            width=7 * 24 * 3600 * 1000,
            marker={"color": STAND_INS["--settle"], "line": {"width": 0}},
            text=[
                f"Week from {short_day(week.interval.start)} {week.interval.start:%Y}<br>"
                f"{panel.dimension.label}: median {week.median:g}, "
                f"most days {week.p10:.1f} to {week.p90:.1f}<br>"
                f"rated {week.rated} of 7 days"
                for week in panel.weeks
            ],
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
        ),
        row=row,
        col=1,
    )


def _draw_lanes(fig: go.Figure, chart: Chart, row: int) -> None:
    axis = f"{row}"
    for n, lane in enumerate(chart.lanes):
        for bar in lane.bars:
            tall = max(0.12, 0.7 * bar.share)
            fig.add_shape(
                type="rect",
                xref=f"x{axis}",
                yref=f"y{axis}",
                x0=bar.start.isoformat(),
                x1=bar.end.isoformat(),
                y0=n + 0.85,
                y1=n + 0.85 - tall,
                fillcolor=STAND_INS["--leg-b" if n % 2 else "--leg-a"],
                line={
                    "width": 1,
                    "color": STAND_INS["--ink-2"],
                    "dash": "dot" if bar.soft else "solid",
                },
                layer="below",
            )
        _write_lane(fig, chart, lane, n, axis)
    fig.add_trace(go.Scatter(x=[], y=[], hoverinfo="skip"), row=row, col=1)


def _write_lane(fig: go.Figure, chart: Chart, lane: Lane, n: int, axis: str) -> None:
    """Write name and dose in the widest bar, or left of it where there is more room."""
    widest = max(lane.bars, key=lambda each: (each.share > 0.8, each.end - each.start))
    narrow = (widest.end - widest.start).days < 0.25 * len(chart.interval)
    to_left = narrow and (widest.start - chart.interval.start).days > 0.3 * len(chart.interval)
    fig.add_annotation(
        xref=f"x{axis}",
        yref=f"y{axis}",
        x=widest.start.isoformat(),
        y=n + 0.5,
        xanchor="right" if to_left else "left",
        xshift=-4 if to_left else 6,
        text=escape(f"{lane.name} {widest.label}"),
        showarrow=False,
        font={"color": STAND_INS["--ink"], "size": 13, "weight": 600},
    )


def _mark_events(fig: go.Figure, chart: Chart) -> None:
    """Draw settling days and changes behind each row, and the letters above the first."""
    rows = [f"y{n} domain" if n > 1 else "y domain" for n in range(1, len(chart.panels) + 2)]
    spans = [(span.start, span.end) for span in chart.settling]
    spans += [(mark.day, mark.until) for mark in chart.markers if mark.until is not None]
    for row in rows:
        for start, end in spans:
            fig.add_shape(
                type="rect",
                **_across(row, start, end),
                fillcolor=STAND_INS["--settle"],
                line={"width": 0},
                layer="below",
            )
        for mark in chart.markers:
            fig.add_shape(
                type="line",
                **_across(row, mark.day, mark.day),
                line={"color": STAND_INS["--event"], "width": 1.25, "dash": "4px,3px"},
            )
    for mark in chart.markers:
        fig.add_annotation(
            x=mark.day.isoformat(),
            xref="x",
            y=1,
            yref="paper",
            yanchor="bottom",
            text=mark.letter,
            showarrow=False,
            font={"color": STAND_INS["--ink"], "size": 13, "weight": 600},
        )


def _across(row: str, start: date, end: date) -> dict[str, Any]:
    return {
        "xref": "x",
        "yref": row,
        "x0": start.isoformat(),
        "x1": end.isoformat(),
        "y0": 0,
        "y1": 1,
    }
