"""Colours, movement and order, read out of the styles and pages that ship."""

import itertools
import re
from pathlib import Path

import pytest
from django.urls import reverse

from domain.dimensions import DIMENSIONS
from tests.learn.reading import blocks_of, grade
from tests.numbtrack.test_wire import PLAIN_PAGES

ROOT = Path(__file__).resolve().parents[2]
TOKENS = (ROOT / "static/css/tokens.css").read_text()
STYLES = "".join(file.read_text() for file in (ROOT / "static/css").glob("*.css"))
DIMS = ("--dim-detachment", "--dim-anhedonia", "--dim-empathy", "--dim-physical")


def colours(theme):
    """Return token -> colour of a theme; the dark one names only what differs."""
    light = TOKENS.partition("@media screen and (prefers-color-scheme: dark)")[0]
    dark = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', TOKENS, re.DOTALL)[1]
    found = dict(re.findall(r"(--[a-z0-9-]+): (#[0-9a-f]{6})\b", light))
    return found | (
        dict(re.findall(r"(--[a-z0-9-]+): (#[0-9a-f]{6})\b", dark)) if theme == "dark" else {}
    )


def luminance(colour):
    """Return the relative luminance of WCAG 2.2 of a colour such as #1f5c5e."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_edges_and_lines_stand_out_from_what_they_lie_on(theme):
    told = colours(theme)
    for ground in ("--paper", "--surface", "--sunk"):
        assert contrast(told["--ink"], told[ground]) >= 7
        assert contrast(told["--ink-2"], told[ground]) >= 4.5
        assert contrast(told["--line-strong"], told[ground]) >= 3
    assert contrast(told["--on-accent"], told["--accent"]) >= 4.5
    for line in DIMS:
        assert contrast(told[line], told["--surface"]) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_four_differ_in_grey_and_each_has_a_shape_of_its_own(theme):
    told = colours(theme)
    greys = [luminance(told[line]) for line in DIMS]

    assert min(abs(a - b) for a, b in itertools.combinations(greys, 2)) > 0.01
    assert len({each.symbol for each in DIMENSIONS.values()}) == len(DIMENSIONS)


def test_nothing_moves_for_those_who_asked_for_that_and_nothing_plays():
    """Every movement takes its time from one token, which is nothing where less is asked for."""
    times = re.findall(r"(?:transition|animation)(?:-duration)?:\s*([^;}]+)", STYLES)
    templates = "".join(file.read_text() for file in (ROOT / "templates").rglob("*.html"))
    scripts = "".join(file.read_text() for file in (ROOT / "static/js").glob("*.js"))

    assert times
    assert [each for each in times if "var(--fade)" not in each and each.strip() != "none"] == []
    assert re.search(r"prefers-reduced-motion: reduce\) \{\s*:root \{ --fade: 0s; \}", TOKENS)
    assert "scroll-behavior: smooth" not in STYLES
    assert not re.search(r"<(?:video|audio|marquee|blink)|autoplay|http-equiv=\"refresh", templates)
    assert '"smooth"' not in scripts


def pages_of(client):
    """Yield (name, its HTML) of every page that has no key in its address."""
    for name in PLAIN_PAGES:
        answer = client.get(reverse(name))
        if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
            yield name, answer.content.decode()


@pytest.mark.django_db
def test_help_and_leaving_stand_in_the_same_place_on_every_page(as_alice, alice):
    looked_at = 0
    for name, page in pages_of(as_alice):
        skip, to_help, leave = re.findall(r"<a [^>]*>", page.partition("<body>")[2])[:3]
        assert "skip-link" in skip, name
        assert "strip-help" in to_help, name
        assert "data-leave" in leave, name
        looked_at += 1
    assert looked_at > 30


@pytest.mark.django_db
def test_every_page_is_in_words_that_many_can_read(as_alice, alice):
    looked_at = 0
    for name, page in pages_of(as_alice):
        main = page.partition("<main")[2].partition("</main>")[0]
        paragraphs = "".join(re.findall(r"<p[^>]*>.*?</p>", main, re.DOTALL))
        prose = blocks_of(f"<article>{paragraphs}</article>")
        if sum(len(block.split()) for block in prose) > 60:
            assert grade(prose) <= 8, name
            looked_at += 1
    assert looked_at > 5
