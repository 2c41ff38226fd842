"""The printed page as a picture: the same as it was, without a colour, and right in every script."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import typst
from PIL import Image, ImageChops, ImageStat

from domain import svg
from domain.acts import acts
from domain.comparing import Comparing
from domain.dimensions import DIMENSIONS
from domain.intervals import Interval
from domain.regimen import Kind
from domain.wording import QUESTIONS_FOR_CLINICIAN
from summary.page import Choices, Part, Sources, Table, summary_page
from summary.typesetting import TEMPLATE, print_page, setting
from tests.factories import MONDAY, a_diary, a_story, change

GOLDEN = Path(__file__).parents[1] / "golden"
LEAST_ALIKE = 1.5
"""Of 255, the mean over a page: another line moved by a hair, not another page."""


def a_page(**told):
    diary = a_diary({MONDAY - timedelta(n): ((n * 7) % 5 + 3, n % 2) for n in range(84)})
    stories = [
        a_story(
            change(Kind.STARTED, MONDAY - timedelta(200), 50),
            change(Kind.DOSE_INCREASED, MONDAY - timedelta(45), 100),
        )
    ]
    comparing = Comparing("x", lambda _, compute: compute(), diary, stories, (), MONDAY)
    around = [each.key for each in acts(stories)[:1]]
    chosen = {"around": around, "questions": QUESTIONS_FOR_CLINICIAN[:2]} | told
    sources = Sources(diary, stories, MONDAY, comparing=comparing)
    return summary_page(sources, Choices(Interval.latest(84, MONDAY), **chosen))


def picture_of(page):
    return Image.open(io.BytesIO(print_page(page).picture())).convert("RGB")


def assert_looks_like(picture, file, request):
    if request.config.getoption("--golden"):
        picture.save(file, optimize=True)

    golden = Image.open(file).convert("L")

    assert picture.size == golden.size
    assert ImageStat.Stat(ImageChops.difference(picture, golden)).mean[0] < LEAST_ALIKE


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_the_page_looks_as_it_did(request, paper):
    page = a_page(
        paper=paper, statement="It is all behind glass.", days="I call nobody.", who="A. B."
    )

    assert_looks_like(picture_of(page).convert("L"), GOLDEN / f"page-{paper}.png", request)


def test_the_pages_after_it_look_as_they_did(request):
    days = [MONDAY - timedelta(n) for n in range(130)]
    rows = [
        (f"{day:%d.%m.%Y}", "4", "3", "" if n % 3 else "2 days later") for n, day in enumerate(days)
    ]
    parts = [
        Part(
            "Every day of the period",
            [("", "Days are as they were entered.")],
            Table(("day", "detachment", "empathy", "entered"), rows),
        ),
        Part(
            "What I tried in the period",
            [("Walk outside", "on 3 days"), ("Call a friend", "on 1 day")],
        ),
    ]
    printed = print_page(replace(a_page(), appendix=parts))
    pages = typst.compile(str(TEMPLATE), format="png", ppi=60, **setting(printed.inputs))

    assert len(pages) == 3
    for n, page in enumerate(pages[1:], start=2):
        picture = Image.open(io.BytesIO(bytes(page))).convert("L")
        assert_looks_like(picture, GOLDEN / f"page-{n}-after.png", request)


def test_the_page_has_no_colour_that_a_grey_printer_could_lose():
    red, green, blue = picture_of(a_page()).split()

    assert ImageChops.difference(red, green).getbbox() is None
    assert ImageChops.difference(green, blue).getbbox() is None


def test_in_grey_the_four_series_still_differ():
    marks = []
    for each in DIMENSIONS.values():
        source = f'#set page(width: 8pt, height: 8pt, margin: 0pt)\n#image(bytes("{_quoted(each)}"), format: "svg")'
        made = typst.compile(source.encode(), format="png", ppi=576, ignore_system_fonts=True)
        marks.append(Image.open(io.BytesIO(bytes(made))).convert("L"))

    for n, one in enumerate(marks):
        for two in marks[n + 1 :]:
            assert ImageStat.Stat(ImageChops.difference(one, two)).mean[0] > 1


def _quoted(dimension):
    return svg.mark_svg(dimension.symbol, 8.0).replace("\\", "\\\\").replace('"', '\\"')


SCRIPTS = {
    "Chinese": "我感到很遥远",
    "Japanese": "遠くに感じます",
    "Korean": "멀게 느껴져요",
    "Arabic": "أشعر بالبعد",
    "Hebrew": "אני מרגיש רחוק",
    "Cyrillic": "Я чувствую себя далеко",
    "Devanagari": "मुझे दूर महसूस होता है",
    "Greek": "Νιώθω μακριά",
    "Thai": "รู้สึกห่างไกล",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_is_set_with_letters_and_no_boxes(script):
    printed = print_page(a_page(statement=SCRIPTS[script]))

    assert printed.tagged_for_access


def test_what_cannot_be_set_is_printed_all_the_same_and_said():
    printed = print_page(a_page(statement="An old word: \U00012000"))

    assert printed.pdf.startswith(b"%PDF")
    assert not printed.tagged_for_access
