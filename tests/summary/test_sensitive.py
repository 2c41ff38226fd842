"""What is sensitive leaves in no format unless it was ticked for that very one."""

import io
import re
import zipfile

import pypdf
import pytest
from django.test import Client

from accounts.actions import change_settings, tell_background
from domain.safety import HarmAnswer
from summary.forms import FileForm
from summary.page import BLOCKS
from tests.factories import MONDAY, NOW, a_check_in, an_entry

pytestmark = pytest.mark.django_db
FILES = [key for key, _ in FileForm.base_fields["what"].choices]
MARKS = {
    "harm": re.compile(r"yes_unsafe|thoughts of hurting|stay safe"),
    "worthlessness": re.compile(r"worthless|worth little", re.IGNORECASE),
    "notes": re.compile("canary-note"),
    "journal": re.compile("canary-journal"),
    "family": re.compile("canary-family"),
}
WHOLE = {"account": {"notes", "journal", "family"}, "journal-csv": {"journal"}}
"""What a file is for: the whole account holds all words, a file of the journal the journal."""


@pytest.fixture
def told(alice):
    change_settings(owner=alice, asks_about_harm=True)
    for ago in range(3):
        a_check_in(
            alice, MONDAY.replace(day=16 - ago), rating=5, companions={"worthlessness": 9, "fatigue": 4},
            note="canary-note", harm=HarmAnswer.YES_UNSAFE,
        )  # fmt: skip
    an_entry(alice, "canary-journal")
    words = {"own_word": "", "since": "", "after": "", "family": "canary-family"}
    tell_background(owner=alice, standings={}, words=words, now=NOW)
    return alice


def text_of(response):
    kind, content = response["Content-Type"], response.content
    if kind == "application/pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return " ".join(file.read(name).decode("latin-1") for name in file.namelist())
    return content.decode()


def found(text):
    return {name for name, mark in MARKS.items() if mark.search(text)}


@pytest.mark.parametrize("what", FILES)
def test_no_file_holds_it_unticked(as_alice, told, what):
    text = text_of(as_alice.post("/summary/take-along/", {"what": what}))

    assert found(text) == WHOLE.get(what, set())


@pytest.mark.parametrize("address", ["/summary/page.pdf", "/summary/page.fhir.json"])
def test_no_page_holds_it_unticked(as_alice, told, address):
    chosen = {"period": "12", "paper": "a4", "blocks": list(BLOCKS)}

    assert found(text_of(as_alice.post(address, chosen))) == set()


def test_no_shared_page_holds_it_unticked(as_alice, told):
    chosen = {"period": "12", "paper": "a4", "blocks": list(BLOCKS), "ends_in": "7",
              "submission": "00000000-0000-4000-8000-000000000001"}  # fmt: skip
    made = as_alice.post("/summary/share/", chosen).content.decode()
    address = re.search(r"/shared/[0-9a-f-]{36}/", made)[0]
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", made)[0]
    stranger = Client()
    page = stranger.post(address, {"code": code}, follow=True)

    texts = [page.content.decode()] + [
        text_of(stranger.get(f"{address}{name}")) for name in ("page.pdf", "page.fhir.json")
    ]

    assert [found(text) for text in texts] == [set()] * 3


@pytest.mark.parametrize(
    ("what", "also", "there"),
    [
        ("check-ins-csv", "harm", "harm"),
        ("check-ins-csv", "sensitive", "worthlessness"),
        ("check-ins-csv", "notes", "notes"),
        ("check-ins-json", "sensitive", "worthlessness"),
        ("tidy-csv", "sensitive", "worthlessness"),
        ("fhir", "sensitive", "worthlessness"),
        ("account", "harm", "harm"),
        ("account", "sensitive", "worthlessness"),
    ],
)
def test_what_was_ticked_is_in_that_file(as_alice, told, what, also, there):
    text = text_of(as_alice.post("/summary/take-along/", {"what": what, "also": [also]}))

    assert there in found(text)
