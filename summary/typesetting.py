"""Turns a page into a tagged PDF with typst. Page 1 always holds on one sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from domain import svg
from summary.page import Page, top_of_scale
from summary.words import printable

TEMPLATE = Path(__file__).parent / "typst" / "page.typ"
POINTS_PER_MM = 72 / 25.4
NAMES_MM = 36.0
SIDES_MM = 26.0
PAPER_MM = {"a4": 210.0, "us-letter": 215.9}
SCALE_POINTS = 14.0
LANE_POINTS = 14.0
ROW_POINTS = 10.0


@dataclass(frozen=True)
class Sheet:
    """One way to set the page. now, changes: how many lines of each stand on page 1."""

    size: float
    panel: float
    now: int
    changes: int


@dataclass(frozen=True)
class Printed:
    """A finished PDF.

    tagged_for_access: whether every character could be set, as PDF/UA-1 asks; where it is
    False some signs are printed as empty boxes. moved: what page 1 had no room for.
    """

    pdf: bytes
    tagged_for_access: bool
    moved: str


class DoesNotFit(Exception):
    """No sheet holds page 1: a fault of ours, since the last one is made for anything."""


def sheets(now: int, changes: int) -> Iterator[Sheet]:
    """Yield the ways to set a page, the roomiest first; then lines move to the appendix.

    Written order of precedence: smaller panels, smaller type, then the oldest changes move,
    then the end of the list of medicines. Own words, ratings and chart always stay.
    """
    for size, panel in ((9.0, 15.0), (9.0, 12.0), (8.5, 11.5), (8.0, 11.0), (8.0, 10.0)):
        yield Sheet(size, panel, now, changes)
    for most in (12, 8, 6, 4, 3, 2, 1):
        if most < max(now, changes):
            yield Sheet(8.0, 10.0, min(now, most), min(changes, most))
    yield Sheet(8.0, 8.0, 0, 0)


@cache
def _fonts() -> list[str]:
    folders = [str(settings.FONTS)]
    try:
        from noto_cjk_sans_otc import FONT_PATH  # noqa: PLC0415  # optional

        folders.append(str(Path(str(FONT_PATH)).parent))
    except ImportError:  # the page can be set without it, Chinese and Japanese text cannot
        pass
    return folders


@cache
def _root() -> str:
    return str(TEMPLATE.parent)


def print_page(page: Page) -> Printed:
    """Return the page as a PDF, on as few sheets as its words need.

    Raises DoesNotFit.
    """
    for sheet in sheets(len(page.now), len(page.changes)):
        data = _data(page, sheet)
        inputs = {"data": json.dumps(data, ensure_ascii=False)}
        if _last_page_of_page_one(inputs) > 1:
            continue
        try:
            pdf, fine = _compile(inputs, accessible=True), True
        except typst.TypstError:
            pdf, fine = _compile(inputs, accessible=False), False
        return Printed(pdf, fine, str(data["moved"]))
    raise DoesNotFit


def _compile(inputs: dict[str, str], *, accessible: bool) -> bytes:
    return bytes(
        typst.compile(
            str(TEMPLATE),
            root=_root(),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=["ua-1"] if accessible else [],
            package_path=_root(),
            package_cache_path=_root(),
        )
    )


def _last_page_of_page_one(inputs: dict[str, str]) -> int:
    found = typst.query(
        str(TEMPLATE),
        "<end-of-page-one>",
        field="value",
        one=True,
        root=_root(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    return int(json.loads(found))


def _pictures(page: Page, sheet: Sheet) -> dict[str, Any]:
    """Return the chart's pictures at the very size in which they are printed."""
    chart = page.chart
    width = (PAPER_MM[page.choices.paper] - SIDES_MM - NAMES_MM) * POINTS_PER_MM - SCALE_POINTS
    height = sheet.panel * POINTS_PER_MM
    frame = svg.Frame(chart.interval, width, height)
    scale = svg.Frame(chart.interval, -4.0, height)
    row = svg.Frame(chart.interval, width, ROW_POINTS)
    lanes = len(chart.lanes) * LANE_POINTS
    return {
        "panels": [
            {
                "name": panel.dimension.heading,
                "ten": ten,
                "alt": panel.sentence,
                "mark": svg.mark_svg(panel.dimension.symbol, 8.0),
                "svg": svg.paper(
                    svg.scale_svg(scale) + svg.panel_svg(chart, panel, frame),
                    width,
                    height,
                    SCALE_POINTS,
                ),
            }
            for panel, ten in zip(chart.panels, top_of_scale(page), strict=True)
        ],
        "letters": svg.paper(svg.letters_svg(chart, row), width, ROW_POINTS, SCALE_POINTS),
        "axis": svg.paper(svg.axis_svg(chart.interval, row), width, ROW_POINTS, SCALE_POINTS),
        "lanes": (
            svg.paper(svg.lanes_svg(chart, frame, LANE_POINTS), width, lanes, SCALE_POINTS)
            if lanes
            else ""
        ),
        "lanes-alt": " ".join(lane.sentence for lane in chart.lanes),
    }


def _data(page: Page, sheet: Sheet) -> dict[str, Any]:
    now, changes = list(page.now), list(page.changes)
    shown_changes = changes[max(0, len(changes) - sheet.changes) :] if sheet.changes else []
    rest_now = now[sheet.now :]
    rest_changes = changes[: len(changes) - len(shown_changes)]
    moved = _moved(len(rest_now), len(rest_changes))
    plain: dict[str, Any] = {
        "title": page.title,
        "size": sheet.size,
        "names": NAMES_MM,
        "paper": page.choices.paper,
        "who": page.choices.who,
        "period": page.period,
        "printed": page.printed,
        "self-reported": page.self_reported,
        "statement": page.choices.statement,
        "scale-line": page.scale_line,
        "ratings": [vars(row) for row in page.ratings],
        "chart": _pictures(page, sheet)
        | {
            "title": page.chart_title,
            "legend": page.legend,
            "key": [{"letter": letter, "words": words} for letter, words in page.key],
        },
        "now": now[: sheet.now],
        "changes": shown_changes,
        "rest-now": rest_now,
        "rest-changes": rest_changes,
        "moved": moved,
        "questions": list(page.choices.questions),
        "method": page.method,
        "disclaimer": page.disclaimer,
        "long-disclaimer": page.long_disclaimer,
        "crisis": page.crisis,
    }
    cleaned: dict[str, Any] = _printable(plain)
    return cleaned


def _moved(medicines: int, changes: int) -> str:
    parts = []
    if medicines:
        parts.append("1 medicine" if medicines == 1 else f"{medicines} medicines")
    if changes:
        parts.append("1 earlier change" if changes == 1 else f"{changes} earlier changes")
    return f"{' and '.join(parts)} on the next page.".capitalize() if parts else ""


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value
