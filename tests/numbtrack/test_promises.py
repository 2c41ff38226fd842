"""What the requirements promise over every page, letter and status at once."""

import json
import logging
import re
import subprocess
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import ActivityKind
from accounts.sessions import IDLE
from journal.pictures import make_anew
from numbtrack.access import ACCESS, Who
from summary.archive.pack import HARM, SENSITIVE, pack
from summary.archive.reading import read
from summary.archive.unpack import unpack
from tests.conftest import sign_in_on_an_own_device
from tests.factories import MONDAY, PASSWORD, a_check_in
from tests.numbtrack.test_wire import handler_line
from tests.records import a_photo, everything, snapshot
from tools import audit

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
UNKNOWN = "00000000-0000-4000-8000-000000000000"
CANARY = "canary-0ddba11ca5e5"
TELLS = r"numb(?!er|track)|harm|suicid|crisis|depress|mental|anhedon|detach|blunt|sertralin|canary"
NOT_PAGES = {"healthz", "readyz", "policy-report", "help-worker"}


@pytest.fixture
def silent(client):
    client.raise_request_exception = False
    return client


# --- titles and faults, on every page


@pytest.mark.parametrize("name", [each for each in ACCESS if each not in NOT_PAGES])
def test_no_title_tells_what_the_page_is_about_or_what_is_on_it(as_alice, alice, name):
    keys = everything(alice, words=CANARY)
    for client in (as_alice, Client()):
        page = b"".join(client.get(reverse(name, args=keys.get(name, [])))).decode("latin-1")
        for title in re.findall(r"<title>(.*?)</title>", page):
            assert not re.search(TELLS, title, re.IGNORECASE), (name, title)


def views():
    """Yield (name, pattern) of every page."""
    waiting = list(get_resolver().url_patterns)
    while waiting:
        each = waiting.pop()
        if hasattr(each, "url_patterns"):
            waiting += each.url_patterns
        else:
            yield each


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_fault_in_any_view_tells_no_word_in_its_page_or_in_the_log(
    as_alice, alice, monkeypatch, caplog, method
):
    keys = everything(alice, words="a few words")
    caplog.set_level("DEBUG")
    as_alice.raise_request_exception = False
    broken = 0
    for pattern in list(views()):
        name = next(n for n in ACCESS if n == pattern.name or n.endswith(f":{pattern.name}"))
        view = pattern.callback

        def fail(request, *args, _view=view, **kwargs):
            raise RuntimeError(f"{CANARY} {request.POST} {args} {kwargs}")

        fail.__dict__.update(view.__dict__)
        monkeypatch.setattr(pattern, "callback", fail)
        address = reverse(name, args=keys.get(name, []))
        sign_in_on_an_own_device(as_alice, alice)
        answer = getattr(as_alice, method)(address, {"text": CANARY, "inside": f"{CANARY}-x"})
        monkeypatch.setattr(pattern, "callback", view)
        broken += answer.status_code == 500
        typed_back = answer.content.decode().count(CANARY)
        assert typed_back == 0 or method == "post"
        assert "RuntimeError" not in answer.content.decode()

    lines = [handler_line(record) for record in caplog.records]
    assert broken > 100
    assert [line for line in lines if CANARY in line] == []


# --- each status, signed in and not


STATUSES = {
    400: ("get", "/", {"HTTP_HOST": "evil.example"}),
    404: ("get", "/nowhere/", {}),
    405: ("post", "/privacy/", {}),
    413: ("post", "/journal/", {"CONTENT_LENGTH": str(10**9)}),
}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("signed_in", [True, False])
def test_each_refusal_is_a_calm_page_with_help_on_it(silent, alice, status, signed_in):
    if signed_in:
        sign_in_on_an_own_device(silent, alice)
    method, address, told = STATUSES[status]

    answer = getattr(silent, method)(address, HTTP_ACCEPT_LANGUAGE="de-DE", **told)

    page = answer.content.decode()
    assert answer.status_code == status
    assert "If you are in danger or need someone now" in page
    assert 'href="tel:' in page
    assert "It does not diagnose" in page
    assert "Traceback" not in page


def test_a_fault_of_ours_offers_the_lines_of_the_country_one_lives_in(silent, alice, monkeypatch):
    sign_in_on_an_own_device(silent, alice)
    monkeypatch.setattr("journal.views.entries.RangeForm", lambda *_: 1 / 0)

    page = silent.get("/journal/", HTTP_ACCEPT_LANGUAGE="de-DE").content.decode()

    assert 'href="tel:999"' in page


@pytest.mark.parametrize("answer", ["yes", "yes_unsafe"])
def test_a_day_that_tells_of_self_harm_has_the_numbers_on_it_and_tells_nobody(
    as_alice, alice, answer
):
    alice.asks_about_harm = True
    alice.save()
    told = {"day": str(MONDAY), "zone": "Europe/London", "harm": answer}
    as_alice.post("/check-ins/new/", told)
    assert alice.check_ins.count() == 1

    page = as_alice.get(f"/days/{MONDAY}/").content.decode()

    assert 'href="tel:999"' in page
    assert mail.outbox == []


# --- logs


def test_a_picture_leaves_nothing_of_its_camera_in_the_log_at_debug(caplog):
    pictures = logging.getLogger("PIL")
    as_shipped = settings.LOGGING["loggers"]["PIL"]["level"]
    told = {}
    for level in ("DEBUG", as_shipped):
        caplog.clear()
        caplog.set_level("DEBUG")
        caplog.set_level(level, "PIL")
        make_anew(a_photo())
        told[level] = "canary-camera" in caplog.text

    assert told == {"DEBUG": True, as_shipped: False}
    assert pictures.isEnabledFor(logging.WARNING)


def test_every_kind_of_event_is_written_by_something():
    code = "".join(
        file.read_text()
        for room in ("accounts", "sharing", "summary", "numbtrack")
        for file in (ROOT / room).rglob("*.py")
        if file.name != "models.py" and "migrations" not in file.parts
    )

    assert [kind.name for kind in ActivityKind if f"ActivityKind.{kind.name}" not in code] == []


# --- what is agreed


def test_somebody_without_an_agreement_is_led_to_it_and_can_enter_nothing(alice, clock):
    alice.consents.all().delete()
    client = Client()
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})

    assert client.get("/check-ins/new/").url == "/accounts/agreement/"
    assert client.post("/check-ins/new/", {"detachment": "3"}).url == "/accounts/agreement/"
    assert not alice.check_ins.exists()
    client.post("/accounts/agreement/", {"agree": "again"})

    assert client.get("/check-ins/new/").status_code == 200


def test_the_version_of_the_agreement_goes_with_its_words(client):
    """Who changes the words gives them another version, here and in accounts/models.py."""
    from accounts.forms import SignUpForm
    from accounts.models import CONSENT_VERSION

    agreements = {
        "2026-11": "I agree that this server keeps the health data I enter.",
    }
    assert SignUpForm.base_fields["consent"].label == agreements[CONSENT_VERSION]


# --- sessions


def test_an_idle_session_has_ended_before_its_cookie_says_so(alice, clock):
    client = Client()
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    session = client.session
    session.set_expiry(10**6)
    session.save()
    clock.shift(IDLE + timedelta(minutes=1))

    assert client.get("/check-ins/new/").url.startswith("/accounts/login/")


# --- whose it is


@pytest.mark.parametrize("name", [name for name, who in ACCESS.items() if who is Who.PERSON])
def test_what_is_written_comes_back_as_words_and_never_as_markup(as_alice, alice, name):
    keys = everything(alice, words="<b>bold</b> & “quoted”")
    a_check_in(alice, MONDAY, note="<i>x</i>")

    page = b"".join(as_alice.get(reverse(name, args=keys.get(name, [])))).decode("utf-8", "replace")

    assert "<b>bold</b>" not in page
    assert "<i>x</i>" not in page


# --- limits, at and one beyond


def limits():
    """Yield (address, field, most characters, what else is sent) of text fields of forms."""
    for address, form in FORMS.items():
        for field, most in form["fields"].items():
            yield address, field, most, form["told"]


FORMS = {
    "/journal/": {"told": {"day": str(MONDAY)}, "fields": {"text": 20_000}},
    "/check-ins/new/": {
        "told": {"day": str(MONDAY), "zone": "Europe/London", "detachment": "3"},
        "fields": {"note": 2_000},
    },
    "/help-now/plan/edit/": {
        "told": {}, "fields": {"people": 4_000, "places": 4_000, "helps": 4_000},
    },
    "/medications/changes/new/": {
        "told": {"kind": "started", "medicine": "another", "name": "x", "day": str(MONDAY),
                 "amount": "1", "unit": "mg", "frequency": "once_daily"},
        "fields": {"note": 2_000},
    },
}  # fmt: skip


@pytest.mark.parametrize(("address", "field", "most", "told"), list(limits()))
def test_words_are_taken_up_to_their_limit_and_kept_on_the_page_beyond_it(
    as_alice, address, field, most, told
):
    sent = told | {"submission": UNKNOWN}

    beyond = as_alice.post(address, sent | {field: "x" * (most + 1)})
    assert beyond.status_code == 422
    assert "x" * (most + 1) in beyond.content.decode()

    assert as_alice.post(address, sent | {field: "y" * most}).status_code == 302


def test_a_day_and_a_journal_hold_so_many_entries(as_alice, alice, monkeypatch):
    monkeypatch.setattr("journal.actions.MOST_OF_A_DAY", 2)
    for n in range(2):
        told = {"day": str(MONDAY), "text": f"words {n}", "submission": str(uuid4())}
        assert as_alice.post("/journal/", told).status_code == 302

    full = as_alice.post(
        "/journal/", {"day": str(MONDAY), "text": "one more", "submission": str(uuid4())}
    )

    assert full.status_code == 422
    assert "one more" in full.content.decode()
    assert "no room for this" in " ".join(full.content.decode().split())
    assert alice.journal_entries.count() == 2


# --- once, and the same answer


ONCE = {
    "/journal/": {"day": str(MONDAY), "text": "a few words"},
    "/medications/changes/new/": {
        "kind": "started", "medicine": "another", "name": "x", "day": str(MONDAY), "amount": "1",
        "unit": "mg", "frequency": "once_daily",
    },
    "/journal/events/new/": {"kind": "relapse", "day": str(MONDAY)},
    "/care/visits/new/": {"day": str(MONDAY), "seen_by": "x"},
    "/care/tests/new/": {"kind": "b12"},
    "/care/team/new/": {"role": "gp", "name": "x"},
    "/check-ins/new/": {"day": str(MONDAY), "zone": "Europe/London", "detachment": "3"},
}  # fmt: skip


@pytest.mark.parametrize("address", ONCE)
def test_a_form_that_is_sent_again_is_kept_once_and_answers_as_the_first_time(
    as_alice, alice, address
):
    everything(alice, words="a few words")
    told = ONCE[address] | {"submission": str(uuid4())}
    before = snapshot(alice)

    first, kept = as_alice.post(address, told), snapshot(alice)
    second = as_alice.post(address, told)

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert snapshot(alice) == kept != before


# --- the page for a visit, computed again from the file


def test_the_page_for_a_visit_is_the_same_from_the_file_of_the_account(alice, bob, clock):
    everything(alice, words="a few words")
    for n in range(4, 80):
        if n % 5:
            a_check_in(alice, MONDAY - timedelta(n), rating=(n * 7) % 11, lag=n % 2)
    file = pack(alice, [HARM, SENSITIVE])

    unpack(bob, read(file), MONDAY)

    pages = []
    for person in (alice, bob):
        client = sign_in_on_an_own_device(Client(), person)
        pages.append(client.get("/summary/").context["page"])
    for part in ("ratings", "now", "period"):
        assert getattr(pages[0], part) == getattr(pages[1], part), part
    assert pages[0].chart.rated == pages[1].chart.rated > 50
    assert [each.points for each in pages[0].chart.panels] == [
        each.points for each in pages[1].chart.panels
    ]


# --- what is asked of packages


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([{"name": "a", "vulns": []}], 0),
        ([{"name": "a", "vulns": [{"id": "X-1"}]}], 1),
        ([{"name": "a", "skip_reason": "could not be audited"}], 1),
    ],
)
def test_a_package_that_could_not_be_asked_for_is_a_failure(monkeypatch, capsys, told, expected):
    answer = subprocess.CompletedProcess([], 0, json.dumps({"dependencies": told}), "")
    monkeypatch.setattr("tools.audit.subprocess.run", lambda *_, **__: answer)
    monkeypatch.setattr("sys.argv", ["audit", "requirements.txt"])

    assert audit.main() == expected
    assert "1 packages" in capsys.readouterr().out
