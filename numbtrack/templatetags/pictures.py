"""Puts charts and plain numbers into templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from domain import svg, svg_lanes
from domain.before_after import Windows
from domain.charts import Chart, CompanionPanel, Panel
from domain.intervals import Interval
from domain.lanes import Lane
from domain.numbers import one_decimal, two_decimals

register = template.Library()
LANE_ON_ITS_OWN = 44


def _safe(picture: str) -> SafeString:
    """Mark a picture of the SVG writer, which escapes every word it is given."""
    return SafeString(picture)


@register.simple_tag
def chart_defs() -> SafeString:
    return _safe(svg.DEFS)


@register.simple_tag
def panel_svg(chart: Chart, panel: Panel) -> SafeString:
    return _safe(svg.panel_svg(chart, panel, svg.Frame(chart.interval)))


@register.simple_tag
def windows_svg(compared: Windows, seen: Any) -> SafeString:
    symbol = seen.dimension.symbol
    return _safe(svg.windows_svg(compared, seen.ratings, seen.typical, symbol))


@register.simple_tag
def scale_svg(chart: Chart) -> SafeString:
    return _safe(svg.scale_svg(svg.Frame(chart.interval)))


@register.simple_tag
def companion_svg(chart: Chart, panel: CompanionPanel) -> SafeString:
    return _safe(svg.companion_svg(chart, panel, svg.Frame(chart.interval)))


@register.simple_tag
def companion_scale_svg(chart: Chart, panel: CompanionPanel) -> SafeString:
    return _safe(svg.companion_scale_svg(panel, svg.Frame(chart.interval)))


@register.simple_tag
def letters_svg(chart: Chart) -> SafeString:
    return _safe(svg.letters_svg(chart, svg.Frame(chart.interval)))


@register.simple_tag
def axis_svg(interval: Interval) -> SafeString:
    return _safe(svg.axis_svg(interval, svg.Frame(interval)))


@register.simple_tag
def lanes_svg(chart: Chart) -> SafeString:
    return _safe(svg_lanes.lanes_svg(chart, svg.Frame(chart.interval)))


@register.simple_tag
def lanes_height(chart: Chart) -> int:
    return max(1, len(chart.all_lanes)) * svg_lanes.LANE_HEIGHT + 6


@register.simple_tag
def chart_lane_svg(chart: Chart, lane: Lane, row: int) -> SafeString:
    frame, height = svg.Frame(chart.interval), svg_lanes.LANE_HEIGHT
    lines = svg_lanes.changes_svg(chart, frame, height)
    return _safe(lines + svg_lanes.lane_svg(lane, frame, 0, height, row, named=True))


@register.simple_tag
def lane_svg(lane: Lane, interval: Interval, row: int) -> SafeString:
    return _safe(svg_lanes.lane_svg(lane, svg.Frame(interval), 0, LANE_ON_ITS_OWN, row))


register.filter("one_decimal", one_decimal)
register.filter("two_decimals", two_decimals)


@register.filter
def get(mapping: Any, key: str) -> Any:
    """Return a mapping's value, None where the key is absent."""
    return mapping.get(key)
