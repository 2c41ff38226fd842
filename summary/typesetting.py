"""Turns a page into a tagged PDF with typst. Page 1 always holds on one sheet."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from domain import svg, svg_lanes
from summary.page import BLOCKS, Page, Part, top_of_scale
from summary.words import breakable, few_lines, printable

TEMPLATE = Path(__file__).parent / "typst" / "page.typ"
POINTS_PER_MM = 72 / 25.4
NAMES_MM = 42.0
SIDES_MM = 26.0
PAPER_MM = {"a4": 210.0, "us-letter": 215.9}
SCALE_POINTS = 14.0
LANE_POINTS = 14.0
ROW_POINTS = 10.0


@dataclass(frozen=True)
class Sheet:
    """One way to set the page.

    size: points of the text. panel: millimetres of a panel. fine: points of the small print.
    most: how many medicines, changes, lanes and letters of the chart stand on page 1; what is
    over stands in the appendix. around: whether what is told of changes stands on page 1. own:
    whether the person's own words do.
    """

    size: float
    panel: float
    fine: float
    most: int
    around: bool = True
    own: bool = True


@dataclass(frozen=True)
class Printed:
    """A finished PDF.

    tagged_for_access: whether every character could be set, as PDF/UA-1 asks; where it is
    False some signs are printed as empty boxes. moved: what page 1 had no room for. inputs: what
    it was set from.
    """

    pdf: bytes
    tagged_for_access: bool
    moved: str
    inputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def picture_address(self) -> str:
        """The picture of page 1 as an address that holds it: nothing else is fetched."""
        return f"data:image/png;base64,{base64.b64encode(self.picture()).decode()}"

    def picture(self) -> bytes:
        """Return page 1 as a picture (PNG), for a preview that is the page itself."""
        alone = _inputs(json.loads(self.inputs["data"]) | NO_APPENDIX)
        pages = typst.compile(str(TEMPLATE), format="png", ppi=PREVIEW_PPI, **setting(alone))
        return bytes(pages[0] if isinstance(pages, list) else pages)


SIZES = (
    (9.0, 15.0, 8.0),
    (9.0, 13.0, 7.6),
    (9.0, 12.0, 7.0),
    (8.5, 11.5, 6.8),
    (8.0, 11.0, 6.8),
    (8.0, 10.0, 6.8),
)
"""Points of the text, millimetres of a panel, points of the small print; the roomiest first."""

PREVIEW_PPI = 110
NO_APPENDIX: dict[str, Any] = {
    "rest-now": [],
    "rest-changes": [],
    "rest-key": [],
    "rest-around": [],
    "rest-statement": "",
    "rest-days": "",
    "appendix": [],
}
FEWER_LINES = (10, 7, 5, 3, 2, 1)
LONGEST_LIST = 14
"""A list longer than this never fits beside the rest: the first ways are not even tried."""


def sheets(longest: int) -> Iterator[Sheet]:
    """Yield the ways to set a page whose longest list has so many lines, the roomiest first.

    Written order of precedence: smaller panels, then smaller type, then what is told around
    changes moves to the appendix, then the ends of lists: the oldest changes, the last medicines,
    the lanes and letters of the chart. Ratings, the four panels, questions, the safety line and
    disclaimers always stay, and own words unless they alone would fill the page.
    """
    if longest <= LONGEST_LIST:
        for size, panel, fine in SIZES:
            yield Sheet(size, panel, fine, longest)
        yield Sheet(8.5, 11.5, 6.8, longest, around=False)
        yield Sheet(8.0, 10.0, 6.8, longest, around=False)
    for most in FEWER_LINES:
        if most < longest:
            yield Sheet(8.0, 10.0, 6.8, most, around=False)
    yield Sheet(8.0, 8.0, 6.8, 0, around=False)
    yield Sheet(8.0, 8.0, 6.8, 0, around=False, own=False)


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
    """Return the page as a PDF, on as few sheets as its words need."""
    chart = page.chart
    longest = max(len(page.now), len(page.changes), len(chart.lanes), len(chart.markers))
    for sheet in sheets(longest):
        data = _data(page, sheet)
        if not sheet.own or fits(data):
            break
    inputs = _inputs(data)
    try:
        pdf, fine = _compile(inputs, accessible=True), True
    except typst.TypstError:
        pdf, fine = _compile(inputs, accessible=False), False
    return Printed(_unsigned(pdf), fine, str(data["moved"]), inputs)


def _unsigned(pdf: bytes) -> bytes:
    """Return a PDF that does not say by which version of what it was made, at the same length."""
    return re.sub(rb"Typst \d+\.\d+\.\d+", lambda made: b"numbtrack".ljust(len(made[0])), pdf)


def _inputs(data: dict[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False)}


def fits(data: dict[str, Any]) -> bool:
    """Tell whether page 1 is one page; the appendix, which may be long, is left out of it."""
    alone = data | NO_APPENDIX
    return _last_page_of_page_one(_inputs(alone)) == 1


def _compile(inputs: dict[str, str], *, accessible: bool) -> bytes:
    return bytes(
        typst.compile(
            str(TEMPLATE), pdf_standards=["ua-1"] if accessible else [], **setting(inputs)
        )
    )


def setting(inputs: Mapping[str, str]) -> dict[str, Any]:
    """Return where the typesetter may look: at the template and our fonts, nowhere else."""
    return {
        "root": _root(),
        "font_paths": _fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": dict(inputs),
        "package_path": _root(),
        "package_cache_path": _root(),
    }


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
    chart = replace(chart, lanes=chart.lanes[max(0, len(chart.lanes) - sheet.most) :])
    lanes = len(chart.lanes) * LANE_POINTS
    return {
        "panels": [
            {
                "name": panel.dimension.label,
                "clinical": panel.dimension.clinical,
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
            svg.paper(svg_lanes.lanes_svg(chart, frame, LANE_POINTS), width, lanes, SCALE_POINTS)
            if lanes
            else ""
        ),
        "lanes-alt": " ".join(lane.sentence for lane in chart.lanes),
    }


def _data(page: Page, sheet: Sheet) -> dict[str, Any]:
    now, changes = [*map(breakable, page.now)], [*map(breakable, page.changes)]
    key = [(letter, breakable(words)) for letter, words in page.key]
    shown = changes[max(0, len(changes) - sheet.most) :]
    rest_changes = changes[: len(changes) - len(shown)]
    rest_key = key[sheet.most :]
    around = [[breakable(each) for each in card.sentences] for card in page.around]
    around = around if page.has("around") else []
    plain: dict[str, Any] = {
        **_frame(page, sheet),
        "ratings": [vars(row) for row in page.ratings],
        "chart": _pictures(page, sheet)
        | {
            "title": page.chart_title,
            "legend": page.legend + _not_drawn(len(page.chart.lanes) - sheet.most),
            "key": _keyed(key[: sheet.most]),
        },
        "now": now[: sheet.most],
        "changes": shown,
        "around": around if sheet.around else [],
        "rest-around": [] if sheet.around else around,
        "rest-now": now[sheet.most :],
        "rest-changes": rest_changes,
        "rest-key": _keyed(rest_key),
        "moved": _moved(
            sheet, bool(around), len(now[sheet.most :]), len(rest_changes), len(rest_key)
        ),
        "questions": [breakable(each) for each in page.choices.questions],
        "appendix": [_part(part) for part in page.appendix],
    }
    cleaned: dict[str, Any] = _printable(plain)
    return cleaned | _own_words(page, sheet)


def _frame(page: Page, sheet: Sheet) -> dict[str, Any]:
    """Return what stands on every page, and how it is set."""
    return {
        "title": page.title,
        "size": sheet.size,
        "fine": sheet.fine,
        "names": NAMES_MM,
        "paper": page.choices.paper,
        "blocks": [block for block in BLOCKS if page.has(block)],
        "audience": page.for_whom,
        "who": page.choices.who,
        "period": page.period,
        "printed": page.printed,
        "self-reported": page.self_reported,
        "scale-line": page.scale_line,
        "around-title": page.around_title,
        "cannot-show-why": page.cannot_show_why,
        "talk-first": page.talk_first,
        "companions": page.companions,
        "safety": page.safety,
        "method": page.method,
        "disclaimer": page.disclaimer,
        "long-disclaimer": page.long_disclaimer,
        "crisis": page.crisis,
    }


def _own_words(page: Page, sheet: Sheet) -> dict[str, str]:
    """Return the person's own words with their lines, where they stand."""
    words = {"statement": page.choices.statement, "days": page.choices.days}
    found = {name: breakable(few_lines(printable(text))) for name, text in words.items()}
    if not page.has("days"):
        found["days"] = ""
    here = found if sheet.own else dict.fromkeys(found, "")
    rest = dict.fromkeys(found, "") if sheet.own else found
    return here | {f"rest-{name}": text for name, text in rest.items()}


def _part(part: Part) -> dict[str, Any]:
    return {
        "title": part.title,
        "paragraphs": [
            {"head": breakable(head), "lines": breakable(text).split("\n")}
            for head, text in part.paragraphs
        ],
        "heads": list(part.table.heads) if part.table else [],
        "rows": [list(row) for row in part.table.rows] if part.table else [],
    }


def _not_drawn(medicines: int) -> str:
    if medicines <= 0:
        return ""
    more = "1 more medicine was" if medicines == 1 else f"{medicines} more medicines were"
    return f" {more} taken in this time and not drawn here."


def _keyed(key: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"letter": letter, "words": words} for letter, words in key]


def _moved(sheet: Sheet, around: bool, medicines: int, changes: int, letters: int) -> str:
    """Say what page 1 had no room for, empty where it held everything."""
    counted = (
        (medicines, "medicine"),
        (changes, "earlier change"),
        (letters, "letter of the chart"),
    )
    parts = [] if sheet.own else ["Own words"]
    parts += ["Around medication changes"] if around and not sheet.around else []
    parts += [f"{n} {words}" if n == 1 else f"{n} {_plural(words)}" for n, words in counted if n]
    if not parts:
        return ""
    told = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{told} on the next page."


def _plural(words: str) -> str:
    first, of, rest = words.partition(" of ")
    return f"{first}s{of}{rest}"


def _printable(value: Any) -> Any:
    """Return nested values with every text printable and on one line."""
    if isinstance(value, str):
        return " ".join(printable(value).split())
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value
