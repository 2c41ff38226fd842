"""Rules of the house that a linter does not know, held over the code itself."""

import ast
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps

from accounts.activity import KEPT_FOR
from accounts.drafts import KEEP_DRAFTS_FOR
from accounts.guessing import WINDOW
from accounts.leaving import BACKUPS_KEPT_FOR, STAY_WITHIN
from accounts.sessions import IDLE, LONGEST, ON_AN_OWN_DEVICE
from domain.days import BRING_BACK_FOR
from sharing.actions import KEEP_LOG_FOR, MOST_DAYS, USUAL_DAYS
from summary.archive.arrivals import LOOKED_AT_FOR, TAKE_BACK_FOR
from tests.learn.reading import blocks_of, grade

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "care", "checkins", "dashboard", "journal", "learn", "medications", "numbtrack",
         "sharing", "summary", "support")  # fmt: skip
FILES = sorted(
    file for room in ROOMS for file in (ROOT / room).rglob("*.py") if "migrations" not in file.parts
)
OWNED = {
    model.__name__
    for model in apps.get_models()
    if any(field.name == "owner" for field in model._meta.fields)
}
NOT_BY_OWNER = {
    "accounts/drafts.py: Draft": "everybody's old drafts are forgotten",
    "accounts/activity.py: Activity": "everybody's old lines are forgotten",
    "accounts/sessions.py: SignIn": "a session knows its own line",
    "numbtrack/night.py: SharedPage": "what everybody's ended pages held is let go at night",
    "numbtrack/night.py: Arrival": "everybody’s files that were looked at and left are let go at night",
    "sharing/actions.py: SharedPage": "found by the hash of a link, for strangers",
    "sharing/actions.py: CalendarFeed": "found by the hash of a link, for a calendar program",
    "journal/models.py: EntryPicture": "pictures of entries that were found by their owner",
    "medications/models.py: MedicationEvent": "changes of medicines found by their owner",
    "medications/models.py: SideEffectNote": "side effects of medicines found by their owner",
    "medications/models.py: PlanStep": "steps of medicines found by their owner",
    "care/views/overview.py: Question": "questions of visits found by their owner",
    "sharing/management/commands/breach_report.py: Activity": "an operator tells everybody",
}
"""Where rows of people are looked up without their owner, and why."""
SAFE = {
    "numbtrack/templatetags/pictures.py", "sharing/models.py", "summary/pictures.py",
}  # fmt: skip
"""Where HTML is marked as safe: our own SVG, and a page that our own template escaped."""


def of(file):
    return str(file.relative_to(ROOT))


def statements(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]


def smallest(tree, node):
    """Return the innermost statement that holds a node."""
    holding = [
        each
        for each in statements(tree)
        if each.lineno <= node.lineno and node.end_lineno <= each.end_lineno
    ]
    return min(holding, key=lambda each: each.end_lineno - each.lineno)


@pytest.mark.parametrize("file", FILES, ids=of)
def test_rows_of_people_are_reached_through_their_owner(file):
    tree = ast.parse(file.read_text())
    found = {
        f"{of(file)}: {node.value.id}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_base_manager"}
        and isinstance(node.value, ast.Name)
        and node.value.id in OWNED
        and "owner=" not in ast.unparse(smallest(tree, node)).replace(" ", "")
    }

    assert found <= set(NOT_BY_OWNER)


@pytest.mark.parametrize("file", FILES, ids=of)
def test_nothing_is_marked_as_safe_or_exempt_from_the_token_unless_it_is_listed(file):
    names = {
        node.id for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Name)
    }

    assert not names & {"mark_safe", "SafeString"} or of(file) in SAFE
    assert "csrf_exempt" not in names or of(file) == "numbtrack/reports.py"


LOGGED = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
WORDY = ("POST", "GET", "body", "path", "email", "COOKIES", "headers", "text", "words", "note")


@pytest.mark.parametrize("file", FILES, ids=of)
def test_no_line_of_the_log_takes_anything_that_a_person_typed(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if not (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in LOGGED
            and ast.unparse(node.func.value) in {"log", "logger", "logging"}
        ):
            continue
        assert isinstance(node.args[0], ast.Constant), ast.unparse(node)
        told = " ".join(ast.unparse(each) for each in [*node.args[1:], *node.keywords])
        assert not any(word in told for word in WORDY), ast.unparse(node)


# --- the books


BOOKS = ("security.md", "hazards.md")
ROWS = [
    (book, *row)
    for book in BOOKS
    for row in re.findall(
        r"^\| (.+?) \|.*`(tests/[\w/]+\.py)::(\w+)` \|$",
        (ROOT / "docs" / book).read_text(),
        re.MULTILINE,
    )
]


@pytest.mark.parametrize(("book", "what", "path", "name"), ROWS)
def test_each_row_of_the_books_names_a_test_that_is_there(book, what, path, name):
    tree = ast.parse((ROOT / path).read_text())

    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


GROUPS = {
    "AUTH": 13, "AUTHZ": 6, "SHARE": 5, "INP": 8, "HDR": 7, "PRIV": 10, "SAFE": 6, "DUR": 8,
    "BAK": 3, "OPS": 6, "A11Y": 11,
}  # fmt: skip


def test_every_requirement_has_a_row():
    text = (ROOT / "docs/security.md").read_text()
    needed = {f"{group}-{n}" for group, most in GROUPS.items() for n in range(1, most + 1)}

    assert set(re.findall(r"^\| ([A-Z0-9]+-\d+) \|", text, re.MULTILINE)) == needed


def test_each_row_of_the_hazards_has_a_test():
    rows = (ROOT / "docs/hazards.md").read_text().count("\n| ") - 2

    assert rows == sum(book == "hazards.md" for book, *_ in ROWS)


def test_every_column_is_one_that_somebody_decided_to_keep(golden):
    """A new column is looked at by a person: is it needed, and does it tell too much?"""
    told = [
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    ]

    assert not [
        each for each in told if re.search(r"\.(ip|address|user_agent|place|lat|lon)$", each)
    ]
    golden("columns.txt", "\n".join(sorted(told)))


def test_each_time_that_the_privacy_page_tells_is_the_one_in_the_code(client, db):
    page = client.get("/privacy/").content.decode()

    assert "Half an hour without use, and twelve hours at most." in page
    assert (
        timedelta(minutes=30), timedelta(hours=12), timedelta(days=30),
    ) == (IDLE, LONGEST, ON_AN_OWN_DEVICE)  # fmt: skip
    assert "your own, thirty days" in page
    assert "It is kept for a year." in page
    assert timedelta(days=365) == KEPT_FOR
    assert "counted for ten minutes" in page
    assert timedelta(minutes=10) == WINDOW
    assert "encrypted, for up to seven days" in page
    assert timedelta(days=7) == KEEP_DRAFTS_FOR
    assert "kept for 14 days unless you choose otherwise, for 30 at most" in page
    assert (USUAL_DAYS, MOST_DAYS) == (14, 30)
    assert "what kind of browser, is kept for a year" in page
    assert timedelta(days=365) == KEEP_LOG_FOR
    assert "forgotten after an hour, and how to take it back after a day" in page
    assert (timedelta(hours=1), timedelta(days=1)) == (LOOKED_AT_FOR, TAKE_BACK_FOR)
    assert "lives for ten seconds when you leave quickly" in page
    assert "max-age=10;" in (ROOT / "static/js/leave.js").read_text()
    assert "kept for up to 35 days" in page
    assert timedelta(days=35) == BACKUPS_KEPT_FOR
    assert "can be brought back for a week" in page
    assert timedelta(days=7) == BRING_BACK_FOR
    assert "in a week with the way back open" in page
    assert timedelta(days=7) == STAY_WITHIN


def test_no_time_stands_on_the_privacy_page_that_nothing_holds(client, db):
    """Every number and unit of time on it is one of those above: a new one needs its line there."""
    page = client.get("/privacy/").content.decode()
    article = page.partition("<article")[2].partition("</article>")[0]
    unit = r"(?:minutes?|hours?|days?|weeks?|years?|seconds?)"
    number = r"(?:\d+|an?|half an|seven|ten|twelve|thirty)"

    told = Counter(re.findall(rf"\b{number} {unit}\b", article, re.IGNORECASE))

    assert told == {
        "ten minutes": 1, "a year": 2, "Half an hour": 1, "twelve hours": 1, "thirty days": 1,
        "seven days": 1, "a week": 2, "35 days": 1, "ten seconds": 1, "14 days": 1, "an hour": 1,
        "a day": 2, "A day": 1,
    }  # fmt: skip


def test_the_privacy_page_is_in_plain_words(client, db):
    page = client.get("/privacy/").content.decode()
    article = page.partition("<article")[2].partition("</article>")[0]

    assert grade(blocks_of(f"<article{article}</article>")) <= 8


# --- letters


def test_every_letter_that_can_be_sent_is_known_and_says_nothing_of_the_diary():
    letters = sorted((ROOT / "templates").rglob("email/*.txt"))
    known = {each.name for each in letters}
    shipped = ROOT / ".venv" / "lib"
    theirs = {
        each.name
        for each in shipped.glob("python*/site-packages/allauth/templates/*/email/*.txt")
        if each.parts[-3] in {"account", "mfa"}
    }
    codes = {name for name in theirs if "code" in name and "recovery" not in name}

    assert theirs - codes - {"email_confirmation_signup_subject.txt"} <= known
    for each in letters:
        text = each.read_text().lower()
        assert not any(word in text for word in ("numb", "diary", "medicine", "check-in")), each
