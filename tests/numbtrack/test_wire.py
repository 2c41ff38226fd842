"""What goes over the wire: headers on every answer, forms from our own pages alone."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, OperationalError
from django.test import Client
from django.urls import reverse

from accounts.rotation import KeysDoNotOpen
from numbtrack.access import ACCESS, Who
from numbtrack.health import CHECKS
from tests.conftest import sign_in_on_an_own_device
from tests.factories import MONDAY, PASSWORD, a_change, a_check_in, an_entry
from tests.records import patterns

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PLAIN_PAGES = [
    name
    for name, parts in patterns()
    if not parts
    and not name.endswith(("bring-back", "delete"))
    and name not in {"journal:search", "draft", "forget-draft", "ask-about-harm"}
]


def grade(response):
    """Return the score of an answer by the modifiers that the HTTP Observatory publishes."""
    told = {name.lower(): value for name, value in response.headers.items()}
    policy = told.get("content-security-policy", "")
    score = 100
    score += 10 if "default-src 'none'" in policy and "unsafe-" not in policy else -25
    score += 5 if "frame-ancestors 'none'" in policy else -20
    score += 5 if told.get("referrer-policy") == "no-referrer" else 0
    score += 10 if told.get("cross-origin-resource-policy") == "same-origin" else 0
    score += 0 if told.get("x-content-type-options") == "nosniff" else -5
    score += 5 if "preload" in told.get("strict-transport-security", "") else -20
    score -= 50 if "access-control-allow-origin" in told else 0
    cookies = response.cookies.values()
    guarded = all(
        each["secure"] and each["httponly"] and each["samesite"] in {"Lax", "Strict"}
        for each in cookies
    )
    return score + (5 if guarded else -40)


def headers_are_whole(response):
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for part in ("object-src", "base-uri", "frame-ancestors"):
        assert f"{part} 'none'" in policy
    assert "form-action 'self'" in policy
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in response.headers["Permissions-Policy"]


@pytest.mark.parametrize("name", PLAIN_PAGES)
def test_every_page_has_its_headers_and_is_kept_nowhere(as_alice, alice, name):
    a_check_in(alice)
    a_change(alice)
    an_entry(alice)

    response = as_alice.get(reverse(name))

    headers_are_whole(response)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", [name for name in PLAIN_PAGES if ACCESS[name] is Who.ANYONE])
def test_pages_for_anyone_have_them_signed_out_too(client, db, name):
    headers_are_whole(client.get(reverse(name)))


@pytest.mark.parametrize(
    ("address", "sent", "status"),
    [
        ("/nowhere/", {}, 404),
        ("/", {"HTTP_HOST": "evil.example"}, 400),
        ("/static/nothing.css", {}, 404),
        ("/static/css/base.css", {}, 200),
        ("/check-ins/new/", {}, 302),
        ("/check-ins/2026-13-45/", {}, 404),
    ],
)
def test_errors_redirects_and_static_files_have_their_headers(client, address, sent, status):
    response = client.get(address, **sent)

    assert response.status_code == status
    headers_are_whole(response)
    response.close()


def test_a_fault_of_ours_has_them_with_a_calm_page_and_a_number(client, monkeypatch):
    monkeypatch.setattr("support.views.help_near", lambda _country: 1 / 0)
    client.raise_request_exception = False

    response = client.get("/help-now/")

    page = response.content.decode()
    assert response.status_code == 500
    headers_are_whole(response)
    assert "Something went wrong on our side." in page
    assert re.search(r'<b class="num">[0-9a-f]{8}</b>', page)
    assert "ZeroDivisionError" not in page
    assert "/help-now/" in page


@pytest.fixture
def as_in_production(settings):
    """The settings of the wire that only production has: tests speak http."""
    settings.SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    return Client(raise_request_exception=False)


ANSWERS = {
    "a page": (200, "get", "/help-now/", {}),
    "a door": (200, "get", "/accounts/login/", {}),
    "the way to the door": (302, "get", "/check-ins/new/", {}),
    "a file of ours": (200, "get", "/static/css/base.css", {}),
    "no file of ours": (404, "get", "/static/nothing.css", {}),
    "no page": (404, "get", "/nowhere/", {}),
    "a foreign host": (400, "get", "/", {"HTTP_HOST": "evil.example"}),
    "not this way": (405, "post", "/privacy/", {}),
    "too large": (413, "post", "/journal/", {"CONTENT_LENGTH": str(10**9)}),
    "leaving quickly": (200, "get", "/learn/", {"HTTP_COOKIE": f"{settings.AWAY_COOKIE_NAME}=1"}),
    "signing out": (302, "post", "/accounts/logout/", {}),
    "whether it lives": (200, "get", "/healthz", {}),
    "whether it is ready": (200, "get", "/readyz", {}),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_the_grade_of_the_headers_is_the_best_there_is(db, as_in_production, what):
    status, method, address, told = ANSWERS[what]

    answer = getattr(as_in_production, method)(address, secure=True, **told)

    assert answer.status_code == status
    assert grade(answer) >= 130
    answer.close()


@pytest.mark.parametrize(
    ("came_from", "shown"), [("same-origin", True), ("cross-site", False), (None, False)]
)
def test_a_form_of_an_earlier_session_gives_its_words_back_and_one_from_elsewhere_none(
    alice, came_from, shown
):
    client = sign_in_on_an_own_device(Client(enforce_csrf_checks=True), alice)
    headers = {"Sec-Fetch-Site": came_from} if came_from else {}

    answer = client.post("/journal/", {"text": "canary words"}, headers=headers)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert ("canary words" in page) is shown
    assert "reload" not in page


def test_the_grade_is_as_good_for_a_form_that_was_forged(db, as_in_production):
    forged = Client(enforce_csrf_checks=True)

    answer = forged.post("/accounts/login/", {}, secure=True)

    assert (answer.status_code, grade(answer) >= 130) == (403, True)


def test_the_grade_is_as_good_for_too_many_tries(as_in_production, alice):
    told = {"login": alice.email, "password": "a guess"}
    answers = [as_in_production.post("/accounts/login/", told, secure=True) for _ in range(11)]

    assert answers[-1].status_code == 429
    assert {grade(each) >= 130 for each in answers} == {True}


def test_the_grade_is_as_good_while_the_database_does_not_answer(as_in_production, monkeypatch):
    def hang(*_, **__):
        raise OperationalError

    monkeypatch.setattr("support.views.help_near", hang)

    answer = as_in_production.get("/help-now/", secure=True)

    assert (answer.status_code, grade(answer) >= 130) == (503, True)


def test_every_cookie_is_guarded_and_taken_away_as_guarded(as_in_production, alice):
    told = {"login": alice.email, "password": PASSWORD}
    answers = [
        as_in_production.post("/accounts/login/", told, secure=True),
        as_in_production.get("/check-ins/new/", secure=True),
        as_in_production.post("/accounts/logout/", secure=True),
    ]

    cookies = [each for answer in answers for each in answer.cookies.values()]
    assert len(cookies) >= 4
    for each in cookies:
        assert each["httponly"] and each["secure"] and each["path"] == "/", each
        assert each["samesite"] in {"Lax", "Strict"}
        assert not each["domain"]


def test_the_grade_is_as_good_for_somebody_signed_in_and_for_a_fault(
    as_in_production, alice, monkeypatch
):
    told = {"login": alice.email, "password": PASSWORD}
    assert grade(as_in_production.post("/accounts/login/", told, secure=True)) >= 130
    assert grade(as_in_production.get("/journal/", secure=True)) >= 130
    monkeypatch.setattr("support.views.help_near", lambda _country: 1 / 0)
    assert grade(as_in_production.get("/help-now/", secure=True)) >= 130


# --- what browsers report


def report(client, **told):
    body = json.dumps({"csp-report": told})
    return client.post("/policy-report/", body, content_type="application/csp-report")


def test_a_broken_policy_is_noted_without_an_address_or_words(client, db, caplog):
    answer = report(
        client,
        **{
            "document-uri": "https://example.org/days/2026-03-16/?q=canary",
            "effective-directive": "script-src-elem",
            "blocked-uri": "https://evil.example/canary.js",
        },
    )

    assert answer.status_code == 204
    (line,) = [
        each.getMessage()
        for each in caplog.records
        if "policy" in each.name or "reports" in each.name
    ]
    assert line == "policy broken rule=script-src-elem blocked=evil.example page=dashboard:day"


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"\xff", b'{"csp-report": 7}', b"[" * 5000, b"x" * 20_000]
)
def test_a_report_that_is_none_is_no_fault(client, db, caplog, body):
    answer = client.post("/policy-report/", body, content_type="application/csp-report")

    assert answer.status_code == 204
    assert "policy broken" not in caplog.text


def test_what_a_report_holds_cannot_forge_a_line_or_fill_the_log(client, db, caplog):
    for _ in range(40):
        report(client, **{"blocked-uri": "a\nINFO forged", "effective-directive": "x\ny"})

    lines = [each.getMessage() for each in caplog.records if "policy broken" in each.getMessage()]
    assert len(lines) == 30
    assert set(lines) == {"policy broken rule=unknown blocked=aINFOforged page=unknown"}


# --- whether it can serve


def test_a_stranger_learns_nothing_but_ready_or_not(client, db, monkeypatch, caplog):
    assert client.get("/readyz").content == b"ready\n"
    monkeypatch.setitem(CHECKS, "disk", lambda: False)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"not ready\n")
    assert "not ready: disk" in caplog.text


@pytest.mark.parametrize("error", [DatabaseError, KeysDoNotOpen])
def test_what_does_not_answer_is_not_ready(client, db, monkeypatch, error):
    def fail():
        raise error("canary")

    monkeypatch.setitem(CHECKS, "database", fail)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"not ready\n")


def test_somebody_who_is_leaving_gets_an_empty_page(as_alice):
    as_alice.cookies[settings.AWAY_COOKIE_NAME] = "1"

    answer = as_alice.get("/journal/")

    assert "Journal" not in answer.content.decode()
    assert answer.cookies[settings.AWAY_COOKIE_NAME]["max-age"] == 0
    headers_are_whole(answer)


def test_a_style_is_allowed_by_a_word_of_this_answer_alone(as_alice, alice):
    a_check_in(alice)

    first, second = (as_alice.get("/trends/") for _ in range(2))

    words = [
        re.search(r"'nonce-([^']+)'", each.headers["Content-Security-Policy"])[1]
        for each in (first, second)
    ]
    assert words[0] != words[1]
    assert f'nonce="{words[0]}"' in first.content.decode()


def test_a_page_without_such_a_style_allows_none(client, db):
    assert "nonce" not in client.get("/").headers["Content-Security-Policy"]


# --- forms


@pytest.mark.parametrize(
    "name", [name for name in PLAIN_PAGES if name not in {"healthz", "policy-report"}]
)
def test_no_form_is_taken_without_its_token(alice, name):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)

    response = strict.post(reverse(name), {"text": "x"})

    assert response.status_code in {403, 405}


def a_form(origin, came_from=None):
    strict = Client(enforce_csrf_checks=True)
    page = strict.get("/accounts/login/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    sent = {"HTTP_ORIGIN": origin}
    if came_from:
        sent["HTTP_SEC_FETCH_SITE"] = came_from
    return strict.post(
        "/accounts/login/",
        {"login": "a@example.org", "password": "x", "csrfmiddlewaretoken": token},
        **sent,
    ).status_code


@pytest.mark.parametrize(
    ("origin", "came_from", "status"),
    [
        ("http://testserver", None, 200),
        ("null", "same-origin", 200),
        ("null", "none", 200),
        ("null", "cross-site", 403),
        ("null", "same-site", 403),
        ("https://evil.example", None, 403),
        ("https://evil.example", "same-origin", 403),
    ],
)
def test_a_form_from_elsewhere_is_refused_though_its_token_fits(
    db, clock, origin, came_from, status
):
    assert a_form(origin, came_from) == status


@pytest.mark.parametrize(
    "name", ["checkins:bring-back", "journal:bring-back", "medications:bring-back"]
)
def test_what_writes_is_not_done_by_a_link(as_alice, name):
    response = as_alice.get(reverse(name, args=["00000000-0000-4000-8000-000000000000"]))

    assert response.status_code == 405


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/journal/00000000-0000-4000-8000-000000000000/bring-back/"),
        ("put", "/check-ins/new/"),
        ("delete", "/medications/"),
        ("post", "/help-now/"),
    ],
)
def test_an_address_that_is_not_opened_like_that_offers_help(as_alice, method, address):
    response = getattr(as_alice, method)(address)

    page = response.content.decode()
    assert response.status_code == 405
    assert response.headers["Allow"]
    headers_are_whole(response)
    assert "Nothing was changed." in page
    assert 'href="tel:999"' in page


def test_fields_are_rendered_by_the_one_template_pack():
    loose = {
        path.name
        for path in TEMPLATES
        if path.parent.name != "numbtrack"
        and re.search(r'<(select|textarea|input(?![^>]*type="hidden"))', path.read_text())
    }

    assert loose == set()


def test_every_form_that_creates_something_has_a_key_of_its_own(as_alice, alice):
    for address in ("/check-ins/new/", "/journal/", "/medications/changes/new/"):
        keys = [
            re.search(
                r'name="submission" value="([0-9a-f-]{36})"', as_alice.get(address).content.decode()
            )[1]
            for _ in range(2)
        ]
        assert keys[0] != keys[1], address


def test_days_that_do_not_exist_are_not_found(as_alice):
    for day in ("2026-02-30", "0001-01-01", "9999-12-31", "2026-3-1"):
        assert as_alice.get(f"/check-ins/{day}/").status_code == 404


# --- templates


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_inline_script_or_style_or_marks_text_safe(template):
    text = template.read_text()

    assert not re.search(r"\son[a-z]+=", text)
    assert "style=" not in text
    assert not re.search(r"\|\s*safe\b|autoescape off", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_no_view_reaches_records_past_their_owner():
    views = [path for path in ROOT.glob("*/views.py") if path.parent.name != "tests"]

    assert views
    assert [path.parent.name for path in views if ".objects" in path.read_text()] == []


def test_titles_say_nothing_about_numbness_or_harm(as_alice, alice):
    a_check_in(alice)
    for name in PLAIN_PAGES:
        page = b"".join(as_alice.get(reverse(name))).decode("latin-1")
        title = re.search(r"<title>(.*?)</title>", page)
        if title:
            assert not re.search(
                r"numb(?!er)|harm|suicid|crisis|depress|mental", title[1], re.IGNORECASE
            )


def test_every_page_has_the_disclaimer_and_the_way_to_help(as_alice, alice):
    a_check_in(alice)
    a_change(alice)
    for name in PLAIN_PAGES:
        response = as_alice.get(reverse(name))
        if "text/html" not in response.headers["Content-Type"] or response.status_code != 200:
            continue
        page = response.content.decode()
        assert "It does not diagnose, and nobody watches your entries." in page, name
        assert page.count('href="/help-now/"') >= 2, name


def test_no_word_of_a_person_is_ever_in_a_log(caplog, as_alice, alice):
    caplog.set_level("DEBUG")
    canary = "canary-feedc0ffee12"
    as_alice.post("/journal/", {"text": canary, "day": "x"})
    as_alice.post("/medications/changes/new/", {"name": canary, "note": canary})
    as_alice.get(f"/{canary}/")
    as_alice.get("/trends/", {"range": canary})

    assert caplog.records
    formatted = [handler_line(record) for record in caplog.records]
    assert [line for line in formatted if canary in line] == []


def handler_line(record):
    import logging

    from numbtrack.logs import NoWords

    NoWords().filter(record)
    return logging.Formatter("%(message)s").format(record)


def test_the_log_of_a_fault_names_the_place_and_not_the_words(as_alice, monkeypatch, caplog):
    canary = "canary-badc0de56789"

    def fail(**facts):
        raise ValueError(facts["text"])

    monkeypatch.setattr("journal.views.entries.write_entry", fail)
    as_alice.raise_request_exception = False

    as_alice.post(
        "/journal/",
        {"text": canary, "day": str(MONDAY), "submission": "00000000-0000-4000-8000-000000000001"},
    )

    lines = [handler_line(record) for record in caplog.records]
    assert any("ValueError at" in line and "journal/views/entries.py" in line for line in lines)
    assert [line for line in lines if canary in line] == []
