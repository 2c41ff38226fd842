"""What the person told goes to the appendix, each part only where it is ticked for this page."""

import io
from datetime import timedelta
from uuid import uuid4

import pypdf
import pytest

from accounts.actions import tell_background
from care.actions import keep_row, tell_care_plan
from domain.background import Standing
from summary.appendix import PARTS
from summary.page import BLOCKS
from tests.factories import MONDAY, NOW, a_check_in, a_practice, an_entry
from tests.records import an_event

pytestmark = pytest.mark.django_db
CANARIES = {
    "daily": "12 Mar 2026",
    "links": "Not enough days with both to look.",
    "practices": "12 minutes",
    "background": "glass bell",
    "working-on": "calling my sister",
    "team": "Dr Example",
    "happened": "Good news",
    "results": "41 nmol/L",
    "entries": "Slept through.",
}


@pytest.fixture
def told(alice):
    words = {"own_word": "glass bell", "since": "2019", "after": "", "family": "canary-family"}
    standings = {"depression": Standing.TOLD, "ms": Standing.WONDER}
    tell_background(owner=alice, standings=standings, words=words, now=NOW)
    plan = {"people": "calling my sister"}
    tell_care_plan(owner=alice, words=plan, seen_version=None, now=NOW)
    keep_row(
        alice.carers,
        owner=alice,
        submission=uuid4(),
        now=NOW,
        role="neurologist",
        name="Dr Example",
    )
    keep_row(
        alice.lab_tests, owner=alice, submission=uuid4(), now=NOW, kind="vitamin_d", result_on=MONDAY,
        value="41", unit="nmol/L", lab_range="50 to 125",
    )  # fmt: skip
    a_check_in(alice, MONDAY - timedelta(4), lag=4, ratings={"detachment": 9})
    a_practice(alice, day=MONDAY, minutes=12)
    an_event(alice, "good_news", reaction=2)
    an_event(alice, "numb_spell")
    an_entry(alice, "canary-unmarked")
    marked = an_entry(alice, "Slept through.\n\nCoffee smelled.")
    marked.in_summary = True
    marked.save()
    return alice


def choices(*parts):
    return {"period": "12", "paper": "a4", "blocks": list(BLOCKS), "parts": list(parts)}


def text_of(response):
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    return len(reader.pages), " ".join(
        " ".join(page.extract_text() for page in reader.pages).split()
    )


def test_nothing_of_it_is_there_unless_it_is_ticked(as_alice, told):
    pages, text = text_of(as_alice.post("/summary/page.pdf", choices()))

    assert pages == 1
    assert [words for words in CANARIES.values() if words in text] == []


@pytest.mark.parametrize("part", PARTS)
def test_each_part_comes_alone_on_a_page_after_the_first(as_alice, told, part):
    pages, text = text_of(as_alice.post("/summary/page.pdf", choices(part)))
    shown = as_alice.post("/summary/", choices(part)).content.decode()

    assert pages == 2
    assert [key for key, words in CANARIES.items() if words in text] == [part]
    assert CANARIES[part] in shown


def test_all_parts_together_keep_what_is_private_and_unmarked_out(as_alice, told):
    _, text = text_of(as_alice.post("/summary/page.pdf", choices(*PARTS)))

    assert "canary" not in text
    assert [words for words in CANARIES.values() if words not in text] == []


def test_the_background_says_that_it_is_self_reported_and_counts_spells(as_alice, told):
    _, text = text_of(as_alice.post("/summary/page.pdf", choices("background")))

    assert "Self-reported background" in text
    assert "Depression: told by a clinician" in text
    assert "Multiple sclerosis: I wonder" in text
    assert "Spells of numbness noted: 16 March 2026" in text


def test_a_result_stands_with_the_laboratorys_own_range(as_alice, told):
    _, text = text_of(as_alice.post("/summary/page.pdf", choices("results")))

    assert "41 nmol/L (their range 50 to 125)" in text


def test_a_part_that_holds_nothing_leaves_no_empty_page(as_alice, alice):
    pages, _ = text_of(as_alice.post("/summary/page.pdf", choices(*PARTS)))

    assert pages == 1


def test_an_entry_is_marked_where_it_is_written(as_alice, alice):
    as_alice.post(
        "/journal/",
        {"day": str(MONDAY), "text": "x", "in_summary": "on", "submission": str(uuid4())},
    )
    as_alice.post("/journal/", {"day": str(MONDAY), "text": "y", "submission": str(uuid4())})

    assert (
        list(
            alice.journal_entries.order_by("written_at", "pk").values_list("in_summary", flat=True)
        ).count(True)
        == 1
    )
