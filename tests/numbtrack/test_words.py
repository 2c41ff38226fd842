"""What numbtrack says: no cheer, no blame, no verdict, and no word of missing days to those
who chose not to hear of them."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse

from domain.regimen import Kind
from domain.wording import DISCLAIMER_LONG
from numbtrack.access import ACCESS
from tests.factories import MONDAY, a_change, a_check_in, an_entry
from tests.numbtrack.test_wire import TEMPLATES

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "checkins", "dashboard", "domain", "journal", "learn", "medications",
         "numbtrack", "summary", "support")  # fmt: skip

CHEER = re.compile(
    r"great job|well done|good job|congrat|keep it up|awesome|amazing|hooray|proud of|you did it|"
    r"nice work|way to go|successfully|achievement|badge|reward|\bgoals? reached|level up|"
    r"you missed|you forgot|you failed|days in a row|don.t break|come back tomorrow|reminder: |"
    r"[\U0001F600-\U0001F64F\U0001F389\U0001F38A\U0001F3C6\u2B50\u2705\u274C☺☹🙂🙁]",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(
    r"\b(caused|because|due to|effects?|side effects?|worked|helped|improved?|improvement|"
    r"worsened|worse|relapse|remission|severe|abnormal|significant(ly)?)\b",
    re.IGNORECASE,
)
COMPUTED = ("domain/charts.py", "domain/lanes.py", "domain/rhythm.py", "domain/svg.py",
            "domain/numbers.py", "dashboard/figures.py", "dashboard/tables.py", "summary/page.py",
            "summary/words.py", "checkins/calendar.py", "domain/comparison.py", "domain/contradictions.py",
            "numbtrack/templatetags/words.py")  # fmt: skip
"""Where sentences are made of a person's own numbers."""


def visible(template):
    """Return a template's text without its tags, comments and attributes that are not read."""
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", template.read_text(), flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)
    labels = re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', text)
    return " ".join([re.sub(r"<[^>]*>", " ", text), *labels])


def strings_of(path):
    """Return each text of a module that is no docstring, with its line."""
    tree = ast.parse(path.read_text())
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]


MODULES = sorted(
    path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts
)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_cheers_blames_or_makes_a_face(template):
    text = visible(template)

    assert CHEER.findall(text) == []
    assert "!" not in text


@pytest.mark.parametrize("module", MODULES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_sentence_in_the_code_cheers_blames_or_makes_a_face(module):
    assert [
        (line, CHEER.findall(text)) for line, text in strings_of(module) if CHEER.search(text)
    ] == []


@pytest.mark.parametrize("name", COMPUTED)
def test_no_computed_sentence_has_a_forbidden_word(name):
    found = strings_of(ROOT / name)

    assert found
    assert [(line, text) for line, text in found if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize(
    ("words", "caught"),
    [
        ("The change caused it", True),
        ("Your ratings improved", True),
        ("a side effect", True),
        ("median of the 7 days up to each day", False),
    ],
)
def test_the_word_check_catches_what_it_is_for(words, caught):
    assert bool(FORBIDDEN.search(words)) == caught


@pytest.mark.parametrize(
    "words", ["Great job", "You missed 3 days", "12 days in a row", "🎉", "🙂"]
)
def test_the_cheer_check_catches_what_it_is_for(words):
    assert CHEER.search(words)


# --- rhythm


BLANKS = re.compile(
    r"\bblank|missing days?|of the 14|fewer than|too few|needs 14|miss(ed|ing)? (a )?days?|not filled in|\d of \d+(?! entr)|"
    r"Welcome back|fill in another|skipped",
    re.IGNORECASE,
)


def pages_of_a_person():
    keys = {
        "dashboard:day": MONDAY - timedelta(2),
        "checkins:edit": MONDAY - timedelta(30),
        "checkins:saved": MONDAY,
        "checkins:delete": MONDAY,
        "learn:article": 9,
    }
    found = {
        "trends, all": "/trends/?range=all",
        "trends, tiredness": "/trends/?beside=10",
        "comparison": "/learn/5/",
        "a day long ago": "/days/2026-01-01/",
        "no such page": "/nowhere/",
    }
    for name in ACCESS:
        try:
            found[name] = reverse(name, args=[keys[name]] if name in keys else [])
        except NoReverseMatch:
            continue
    return {name: each for name, each in found.items() if name not in {"account_logout", "home"}}


def words_of(client, address):
    response = client.get(address)
    if "text/html" not in response.headers.get("Content-Type", ""):
        return ""
    text = re.sub(
        r"<(script|style).*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.DOTALL
    )
    return text.replace(DISCLAIMER_LONG, "")


@pytest.fixture
def a_sparse_diary(alice):
    for n in (0, 9, 23, 40):
        a_check_in(alice, MONDAY - timedelta(n), companions={"fatigue": 4})
    a_change(alice, day=MONDAY - timedelta(20))
    a_change(alice, kind=Kind.DOSE_INCREASED, dose=100, day=MONDAY - timedelta(5))
    an_entry(alice)
    return alice


@pytest.mark.django_db
@pytest.mark.parametrize("rhythm_key", ["weekly", "paused"])
def test_no_page_speaks_of_missing_days_under_another_rhythm_than_daily(
    as_alice, a_sparse_diary, rhythm_key
):
    a_sparse_diary.rhythm_key = rhythm_key
    a_sparse_diary.save()

    found = {
        name: [found.group() for found in BLANKS.finditer(words_of(as_alice, each))]
        for name, each in pages_of_a_person().items()
    }

    assert len(found) > 25
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.django_db
def test_under_a_daily_rhythm_each_number_says_out_of_how_many_days(as_alice, a_sparse_diary):
    found = {
        name
        for name, each in pages_of_a_person().items()
        if BLANKS.search(words_of(as_alice, each))
    }

    assert {
        "checkins:history",
        "checkins:new",
        "dashboard:day",
        "dashboard:trends",
        "summary:build",
    } <= found


@pytest.mark.django_db
@pytest.mark.parametrize("rhythm_key", ["weekly", "paused"])
def test_the_printed_page_counts_days_without_those_that_are_not_there(
    as_alice, a_sparse_diary, rhythm_key
):
    a_sparse_diary.rhythm_key = rhythm_key
    a_sparse_diary.save()

    page = as_alice.get("/summary/").context["page"]

    assert "rated 4 days" in page.period
    assert [row.rated for row in page.ratings] == ["3"] * 4


@pytest.mark.django_db
def test_someone_on_a_pause_is_told_that_nothing_is_expected_and_can_check_in(as_alice, alice):
    alice.rhythm_key = "paused"
    alice.save()

    assert "Nothing is expected here." in as_alice.get("/check-ins/new/").content.decode()
    as_alice.post("/check-ins/new/", {"day": str(MONDAY), "detachment": "3"})
    assert alice.check_ins.count() == 1
