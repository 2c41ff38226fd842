"""Whatever is sent, the answer is a page: never a fault of ours, never anybody's words in a log."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.forms import BaseForm
from django.urls import reverse

from accounts.forms import BackgroundForm
from care.actions import ask, keep_row
from care.forms import AskForm, CarePlanForm, CarerForm, LabForm, VisitForm
from checkins.forms import CheckInForm, CompanionsForm
from dashboard.forms import AsOfForm, SettlingForm
from domain.companions import COMPANIONS
from domain.regimen import PlannedStep, Story
from journal.forms import EntryForm, EventForm, PictureForm, PracticeForm, RangeForm, SearchForm
from medications.forms.change import ChangeForm
from medications.forms.facts import MedicationForm, SideEffectForm
from medications.forms.plan import MedicinePlanForm, StepForm
from medications.forms.switch import SwitchForm
from numbtrack.access import ACCESS
from summary.forms import FileForm, Offered, SummaryForm
from summary.page import BLOCKS
from support.forms import CountryForm, PlanForm
from tests.factories import MONDAY, NOW, a_change, a_check_in, a_practice, an_entry
from tests.numbtrack.test_wire import handler_line
from tests.records import a_picture, a_plan, a_side_effect, a_switch, an_event, everything, patterns

pytestmark = pytest.mark.django_db
CANARY = "canary-c0ffee123456"
HOSTILE = {
    "nul": "\x00",
    "long": "x" * 200_000,
    "not a number": "NaN",
    "huge number": "1e999",
    "many digits": "9" * 5000,
    "year 10000": "10000-01-01",
    "year 1": "0001-01-01",
    "no such day": "2026-02-30",
    "below zero": "-1",
    "arabic digits": "٣",
    "bidi": "\u202e\u2066abc",
    "emoji": "👩‍⚕️🇩🇪",
    "markup": "<script>{{ 7*7 }}{% debug %}</script>",
    "sql": "' OR 1=1; --",
    "list": "[]",
    "newlines": "\n" * 500,
    "a surrogate in bytes": b"\xed\xa0\x80",
    "not utf-8": b"\xff\xfe",
}
STORY = Story(uuid4(), "sertraline", "", "", ())
PLANNED = PlannedStep(uuid4(), uuid4(), MONDAY, None)
FORMS = (
    CheckInForm(today=MONDAY, companions=COMPANIONS.values(), asks_about_harm=True),
    CompanionsForm(),
    EntryForm(today=MONDAY),
    PracticeForm(today=MONDAY),
    EventForm(today=MONDAY),
    PictureForm(),
    VisitForm(today=MONDAY),
    AskForm(),
    LabForm(today=MONDAY, more=True),
    CarerForm(today=MONDAY),
    CarePlanForm(),
    PlanForm(),
    FileForm(),
    RangeForm(),
    SearchForm(),
    ChangeForm(today=MONDAY, stories=[]),
    SwitchForm(today=MONDAY, stories=[], cross_taper=True),
    MedicinePlanForm(today=MONDAY, stories=[]),
    StepForm(today=MONDAY, step=PLANNED, story=STORY),
    MedicationForm(),
    SideEffectForm(today=MONDAY),
    AsOfForm(),
    SettlingForm(),
    SummaryForm(offered=Offered(today=MONDAY, country="GB")),
    BackgroundForm(background=None),
    CountryForm(),
)
ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "care", "checkins", "dashboard", "journal", "learn", "medications", "numbtrack",
         "sharing", "summary", "support")  # fmt: skip
READ = re.compile(
    r"(?:POST|GET)(?:\.get(?:list)?\(|\[)\s*\"([a-z_]+)\"|\"([a-z_]+)\" in request\.(?:POST|GET)"
)


def all_forms(kind=BaseForm):
    """Yield every form there is that has a page here, ours and the library's alike."""
    for each in kind.__subclasses__():
        yield each
        yield from all_forms(each)


def read_by_views():
    """Yield the names that views read by themselves, out of the code."""
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            for names in READ.findall(file.read_text()):
                yield "".join(names)


FIELDS = sorted(
    {name for form in FORMS for name in form.fields}
    | {
        name
        for form in all_forms()
        if form.__module__.startswith((*ROOMS, "allauth.account", "allauth.mfa"))
        for name in form.base_fields
    }
    | set(read_by_views())
    | {"login", "remember", "next", "csrfmiddlewaretoken"}
)
LONGEST_EACH = 900_000 // len(FIELDS)
"""Characters of each field where all are sent together, so that the form is read and not refused."""


@pytest.fixture
def pages(alice):
    """Every page with a key of Alice's own where it takes one."""
    keys = everything(alice)
    return [reverse(name, args=keys.get(name, [])) for name in ACCESS if name != "account_logout"]


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_value_of_any_field_of_any_page_is_a_fault(as_alice, pages, method, value):
    sent = dict.fromkeys(FIELDS, value[: 2000 if method == "get" else LONGEST_EACH])

    answers = {address: getattr(as_alice, method)(address, sent).status_code for address in pages}

    assert {place: status for place, status in answers.items() if status >= 500} == {}
    assert 413 not in answers.values()


def test_every_name_that_a_page_reads_is_among_those_that_are_tried():
    """The fields are found in the forms and the code: a new one is tried without a line here."""
    for name in ("file", "code", "credential", "your_password", "sign_in", "passkey", "ends_in",
                 "when", "word", "sure", "oldpassword", "password2", "consent", "action_send"):  # fmt: skip
        assert name in FIELDS


@pytest.mark.parametrize(
    "name", ["text", "note", "words", "login", "code", "credential", "file", "statement", "zone"]
)
def test_one_field_as_long_as_a_form_may_be_is_no_fault(as_alice, pages, name):
    sent = {name: "x" * 990_000}

    answers = {address: as_alice.post(address, sent).status_code for address in pages}

    assert {place: status for place, status in answers.items() if status >= 500} == {}
    assert 413 not in answers.values()


def test_so_many_fields_are_no_fault_on_any_page(as_alice, pages):
    body = b"&".join(b"f%d=1" % n for n in range(5000))
    form = "application/x-www-form-urlencoded"

    answers = {
        address: as_alice.generic("POST", address, body, content_type=form).status_code
        for address in pages
    }

    assert {place: status for place, status in answers.items() if status >= 500} == {}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_no_single_field_of_a_good_form_is_a_fault(as_alice, alice, value):
    key = "00000000-0000-4000-8000-00000000000{}"
    good = {
        "/check-ins/new/": {"day": str(MONDAY), "zone": "UTC", "seen": "0", "detachment": "3",
                            "note": "x", "harm": "no", "signs": "fog", "sleep_hours": "7",
                            "appetite": "more", "fatigue": "3"},
        "/journal/": {"day": str(MONDAY), "text": "x", "tags": "y", "submission": key.format(1)},
        "/medications/changes/new/": {
            "kind": "started", "name": "x", "day": str(MONDAY), "amount": "1", "unit": "mg",
            "frequency": "weekly", "how_sure": "day", "note": "", "taken_for": "", "reasons": "forgot",
            "medicine": "another", "submission": key.format(2),
        },
        "/summary/": {"period": "since", "since": str(MONDAY), "blocks": list(BLOCKS), "who": "", "statement": "", "paper": "a4",
                      "questions": "1"},
        "/accounts/settings/": {"timezone": "UTC", "country": "", "theme": "dark", "text_size": "large",
                                "rhythm_key": "weekly", "day_starts_at": "4", "asks_about_harm": "on"},
        "/check-ins/companions/": {"companions": "fatigue"},
        "/journal/search/": {"words": "sea"},
        "/accounts/background/": {"depression": "told", "own_word": "fog", "since": "1999"},
        "/journal/practices/": {"practice": "move", "done": "yes", "after": "same", "minutes": "5",
                                "note": "", "day": str(MONDAY), "submission": key.format(3)},
        "/medications/switches/new/": {
            "leaving_name": "a", "down_day_1": str(MONDAY), "arriving": "b", "up_day_1": str(MONDAY),
            "up_dose_1": "5", "up_unit": "mg", "submission": key.format(4),
        },
        "/medications/cross-tapers/new/": {
            "leaving_name": "a", "down_day_1": str(MONDAY), "down_dose_1": "5", "down_unit": "mg",
            "arriving": "b", "up_day_1": str(MONDAY), "up_dose_1": "5", "up_unit": "mg",
            "down_rows": "2", "up_rows": "2", "submission": key.format(5),
        },
        "/medications/plans/new/": {
            "name": "a", "unit": "mg", "step_day_1": str(MONDAY), "step_dose_1": "5",
            "step_after_2": "2", "step_in_2": "weeks", "step_dose_2": "0", "step_rows": "3",
            "submission": key.format(6),
        },
        "/care/": {"listed": "1", "own": "x", "submission": key.format(8)},
        "/care/visits/new/": {"day": str(MONDAY), "at": "14:30", "seen_by": "x", "decided": "y",
                              "submission": key.format(9)},
        "/care/tests/new/": {
            "kind": "other", "own_name": "x", "asked_on": str(MONDAY), "ordered_on": str(MONDAY),
            "result_on": str(MONDAY), "value": "4", "unit": "x", "lab_range": "3 to 5", "note": "",
            "submission": "00000000-0000-4000-8000-000000000010",
        },
        "/care/team/new/": {"role": "gp", "name": "x", "reach": "1", "note": "y",
                            "submission": "00000000-0000-4000-8000-000000000011"},
        "/care/working-on/": {"working_on": "x", "seen": "0"},
        "/journal/events/new/": {
            "kind": "good_news", "day": str(MONDAY), "end_day": str(MONDAY), "how_sure": "day",
            "reaction": "3", "therapy": "cbt", "fits": "yes", "helped": "x", "note": "y",
            "submission": key.format(7),
        },
        "/help-now/plan/edit/": {"people": "a", "places": "b", "helps": "c", "seen": "0"},
        "/summary/take-along/": {"what": "check-ins-json", "also": "harm"},
        "/accounts/drafts/?page=check-in/2026-03-16": {"detachment": "3", "seen": "0"},
    }  # fmt: skip
    for address, form in good.items():
        for name in form:
            response = as_alice.post(address, form | {name: value})
            assert response.status_code < 500, (address, name)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{"),
        ("text/plain", b"\x00" * 1000),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
        ("multipart/form-data", b""),
        ("application/x-www-form-urlencoded; charset=utf-7", b"a=+AHg-"),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(5000))),
        ("application/x-www-form-urlencoded", b"text=" + b"x" * 1_100_000),
    ],
)
def test_a_body_that_is_no_form_is_refused_with_a_page(as_alice, content_type, body):
    for address in ("/journal/", "/check-ins/new/", "/medications/changes/new/", "/summary/"):
        response = as_alice.generic("POST", address, body, content_type=content_type)
        assert response.status_code < 500, address
        assert b"Get help now" in response.content
        if len(body) > 1_000_000:
            assert response.status_code == 413
            assert "your browser still has what you typed" in response.content.decode()


@pytest.mark.parametrize(
    "part", ["%00", "%ff", "%F0%9F%98%80", "..%2f..", "x" * 3000, "0001-01-01"]
)
def test_no_part_of_an_address_is_a_fault(as_alice, part):
    for room in ("check-ins", "journal", "medications/changes", "summary", "accounts"):
        for end in ("", "edit/", "delete/"):
            response = as_alice.get(f"/{room}/{part}/{end}")
            assert response.status_code in {301, 302, 404}, (room, part, end)


ACTIONS = {
    "checkins.views.record_check_in": (
        "/check-ins/new/",
        {"day": str(MONDAY), "detachment": "3", "zone": CANARY, "note": CANARY, "harm": "yes"},
    ),
    "journal.views.entries.write_entry": (
        "/journal/",
        {"day": str(MONDAY), "text": CANARY, "submission": "00000000-0000-4000-8000-000000000001"},
    ),
    "medications.views.changes.record_change": (
        "/medications/changes/new/",
        {"kind": "started", "name": CANARY, "day": str(MONDAY), "note": CANARY, "taken_for": CANARY,
         "submission": "00000000-0000-4000-8000-000000000001"},
    ),
    "summary.views.print_page": (
        "/summary/page.pdf",
        {"period": "12", "paper": "a4", "blocks": list(BLOCKS), "statement": CANARY, "who": CANARY},
    ),
    "accounts.views.change_settings": (
        "/accounts/settings/",
        {"timezone": "UTC", "country": "", "theme": "dark", "text_size": "large", "note": CANARY,
         "rhythm_key": "daily", "day_starts_at": "4", "decimal_sign": "."},
    ),
    "accounts.views.keep_draft": (
        "/accounts/drafts/?page=check-in/2026-03-16",
        {"note": CANARY},
    ),
    "accounts.views.tell_background": ("/accounts/background/", {"family": CANARY}),
    "checkins.views.choose_companions": ("/check-ins/companions/", {"companions": "fatigue"}),
    "journal.views.practices.note_practice": (
        "/journal/practices/",
        {"practice": "move", "done": "yes", "day": str(MONDAY), "note": CANARY,
         "submission": "00000000-0000-4000-8000-000000000001"},
    ),
    "journal.views.events.note_event": (
        "/journal/events/new/",
        {"kind": "abuse", "day": str(MONDAY), "note": CANARY,
         "submission": "00000000-0000-4000-8000-000000000001"},
    ),
    "medications.views.switches.record_switch": (
        "/medications/switches/new/",
        {"leaving_name": CANARY, "down_day_1": str(MONDAY), "arriving": "b", "up_day_1": str(MONDAY),
         "up_dose_1": "5", "up_unit": "mg", "submission": "00000000-0000-4000-8000-000000000001"},
    ),
    "medications.views.plans.copy_plan": (
        "/medications/plans/new/",
        {"name": CANARY, "unit": "mg", "step_day_1": str(MONDAY), "step_dose_1": "5", "step_rows": "3",
         "submission": "00000000-0000-4000-8000-000000000001"},
    ),
    "care.views.overview.ask": (
        "/care/", {"own": CANARY, "submission": "00000000-0000-4000-8000-000000000001"},
    ),
    "care.views.rows.keep_row": (
        "/care/visits/new/",
        {"day": str(MONDAY), "seen_by": CANARY, "decided": CANARY,
         "submission": "00000000-0000-4000-8000-000000000001"},
    ),
    "care.views.rows.tell_care_plan": ("/care/working-on/", {"mind": CANARY}),
    "support.views.keep_plan": ("/help-now/plan/edit/", {"people": CANARY, "seen": "0"}),
    "summary.files.check_ins_json": ("/summary/take-along/", {"what": "check-ins-json"}),
}  # fmt: skip


INSIDE = "what-the-fault-itself-says"


@pytest.mark.parametrize("action", ACTIONS)
def test_a_fault_in_any_action_is_a_calm_page_and_no_word_in_the_log(
    as_alice, monkeypatch, caplog, action
):
    def fail(*args, **kwargs):
        raise ValueError(f"{args} {kwargs} {CANARY} {INSIDE}")

    address, form = ACTIONS[action]
    monkeypatch.setattr(action, fail)
    caplog.set_level("DEBUG")
    as_alice.raise_request_exception = False

    response = as_alice.post(address, form)

    page = response.content.decode()
    lines = [handler_line(record) for record in caplog.records]
    number = re.search(r'<b class="num">([0-9a-f]{8})</b>', page)[1]
    assert response.status_code == 500
    assert INSIDE not in page
    assert any(f"reference={number}" in line and "ValueError at" in line for line in lines)
    assert [line for line in lines if CANARY in line or INSIDE in line] == []
    typed = str(form.get("text") or form.get("note") or "")
    assert CANARY not in typed or CANARY in page


# --- questions to the database


QUERIES = {
    "checkins:history": 4,
    "checkins:new": 5,
    "checkins:companions": 2,
    "checkins:saved": 3,
    "checkins:edit": 4,
    "checkins:delete": 3,
    "journal:list": 6,
    "journal:practices": 4,
    "journal:edit": 4,
    "journal:pictures": 4,
    "journal:events": 4,
    "care:overview": 8,
    "care:new-visit": 2,
    "care:edit-visit": 4,
    "care:new-test": 2,
    "care:edit-test": 3,
    "care:edit-carer": 3,
    "care:edit-plan": 3,
    "journal:new-event": 2,
    "journal:edit-event": 3,
    "journal:delete": 3,
    "medications:list": 6,
    "medications:new": 3,
    "medications:edit": 5,
    "medications:delete": 3,
    "medications:new-switch": 6,
    "medications:new-cross-taper": 6,
    "medications:switch": 4,
    "medications:delete-switch": 3,
    "medications:new-plan": 6,
    "medications:step": 7,
    "medications:edit-medication": 3,
    "medications:new-side-effect": 3,
    "medications:edit-side-effect": 3,
    "dashboard:medicine": 10,
    "dashboard:trends": 6,
    "dashboard:day": 10,
    "dashboard:around": 5,
    "plan": 3,
    "edit-plan": 4,
    "help-now": 3,
    "learn:article": 3,
    "summary:build": 9,
    "summary:take-along": 2,
    "settings": 2,
    "background": 3,
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", QUERIES)
def test_each_page_asks_so_many_questions_whatever_its_rows(
    as_alice, alice, django_assert_num_queries, name, rows
):
    for n in range(1, rows + 1):
        check_in = a_check_in(alice, MONDAY - timedelta(n))
        event = a_change(alice, f"medicine {n}", day=MONDAY - timedelta(n))
        entry = an_entry(alice, f"entry {n}", check_in.day)
        a_practice(alice, day=check_in.day)
        switch = a_switch(alice, leaving=f"one {n}", arriving=f"two {n}")
        a_plan(alice, f"medicine {n}")
        happened = an_event(alice, day=check_in.day)
        a_picture(entry)
        visit = keep_row(alice.visits, owner=alice, submission=uuid4(), now=NOW, day=check_in.day)
        test = keep_row(
            alice.lab_tests, owner=alice, submission=uuid4(), now=NOW, kind="b12",
            result_on=check_in.day, value="3",
        )  # fmt: skip
        carer = keep_row(alice.carers, owner=alice, submission=uuid4(), now=NOW, role="gp")
        ask(owner=alice, words=[f"question {n}"], submission=uuid4(), now=NOW)
        effect = a_side_effect(event.medication)
    keys = {
        "checkins": check_in.day,
        "dashboard:day": check_in.day,
        "journal:edit-event": happened.pk,
        "care:edit-visit": visit.pk,
        "care:edit-test": test.pk,
        "care:edit-carer": carer.pk,
        "journal": entry.pk,
        "medications:switch": switch,
        "medications:delete-switch": switch,
        "medications:step": alice.plan_steps.first().pk,
        "medications:edit-side-effect": effect.pk,
        "medications:edit-medication": event.medication_id,
        "medications:new-side-effect": event.medication_id,
        "dashboard:medicine": event.medication_id,
        "dashboard:around": switch,
        "medications": event.pk,
        "learn": 5,
    }
    takes_key = dict(patterns())[name]
    key = keys.get(name, keys.get(name.partition(":")[0]))
    address = reverse(name, args=[key] if takes_key else [])

    with django_assert_num_queries(QUERIES[name]):
        assert as_alice.get(address).status_code == 200
