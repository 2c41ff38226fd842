"""Help works for everyone, signed out, without script, and while the database is down."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from domain.crisis import help_for

HELP = "/help-now/"


def test_the_start_page_says_what_it_is_to_a_stranger(client, db):
    page = client.get("/").content.decode()

    assert "When feelings are turned down, it helps to have a record." in page
    assert 'href="/accounts/signup/"' in page


def test_the_start_page_is_todays_questions_for_whoever_is_signed_in(as_alice):
    assert as_alice.get("/").url == reverse("checkins:new")


def test_the_start_page_offers_no_sign_up_where_it_is_closed(client, db, settings):
    settings.SIGN_UP_OPEN = False

    assert "/accounts/signup/" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("asked", "number"), [("GB", "tel:999"), ("DE", "tel:112"), ("US", "sms:988")]
)
def test_help_is_shown_for_the_country_that_is_asked_for(client, db, asked, number):
    assert f'href="{number}"' in client.get(HELP, {"country": asked}).content.decode()


def test_help_is_shown_for_the_persons_country(as_alice):
    assert as_alice.get(HELP).context["country"] == "GB"


def test_help_follows_the_language_of_the_browser_as_a_default(client, db):
    assert client.get(HELP, HTTP_ACCEPT_LANGUAGE="de-AT").context["country"] == "AT"


@pytest.mark.parametrize("asked", ["XX", "\x00", "<script>", "gb"])
def test_an_unknown_country_still_gets_help(client, db, asked):
    response = client.get(HELP, {"country": asked})

    assert response.status_code == 200
    assert "findahelpline.com" in response.content.decode()


def test_low_confidence_lines_are_nowhere_and_medium_ones_stand_apart(client, db):
    for country in ("PE", "AU", "JP"):
        page = client.get(HELP, {"country": country}).content.decode()
        shown = help_for(country)
        for line in shown.unchecked:
            assert page.index("Not checked recently by us") < page.index(line.link)


def test_help_works_signed_out_while_nothing_may_ask_the_database(client):
    page = client.get(HELP, {"country": "GB"}).content.decode()

    assert 'href="tel:116123"' in page


SESSIONS = "django.contrib.sessions.backends.db.SessionStore._get_session_from_db"


def down(*args, **facts):
    raise OperationalError("database is locked")


@pytest.mark.django_db
@pytest.mark.parametrize("address", [HELP, "/privacy/", "/learn/", "/learn/5/", "/nowhere/"])
def test_pages_for_anyone_work_for_someone_signed_in_while_the_database_is_down(
    as_alice, monkeypatch, address
):
    monkeypatch.setattr(SESSIONS, down)

    response = as_alice.get(address, {"country": "GB"})

    assert response.status_code == (404 if address == "/nowhere/" else 200)
    assert 'href="/help-now/"' in response.content.decode()


@pytest.mark.django_db
def test_the_start_page_takes_nobody_for_a_stranger_while_the_database_is_down(
    as_alice, monkeypatch
):
    monkeypatch.setattr(SESSIONS, down)
    as_alice.raise_request_exception = False

    response = as_alice.get("/")

    assert response.status_code == 503
    assert 'href="/help-now/"' in response.content.decode()
    assert "What you saved before is safe." in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    ["journal.views.entries.write_entry", SESSIONS],
    ids=["when it is stored", "when it is asked who is there"],
)
def test_words_that_cannot_be_stored_come_back_on_a_calm_page(
    as_alice, monkeypatch, caplog, broken
):
    monkeypatch.setattr(broken, down)
    as_alice.raise_request_exception = False
    form = {"day": "2026-03-16", "text": "words that took effort",
            "submission": "00000000-0000-4000-8000-000000000001"}  # fmt: skip

    response = as_alice.post("/journal/", form)

    page = response.content.decode()
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "words that took effort" in page
    assert "00000000-0000" not in page
    assert "Get help now" in page
    assert [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["a\x00b", "x" * 5000, "../etc", "é", "A" * 32])
def test_a_cookie_that_is_no_sessions_is_no_cookie(client, cookie):
    client.cookies["numbtrack-session"] = cookie

    assert client.get(HELP).status_code == 200
    assert client.get("/trends/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("signed_in", [True, False])
def test_pages_that_do_not_exist_offer_help_near_you(client, alice, signed_in):
    if signed_in:
        client.force_login(alice)

    response = client.get("/nowhere/", HTTP_ACCEPT_LANGUAGE="de-DE")

    page = response.content.decode()
    assert response.status_code == 404
    assert "Your entries are not affected." in page
    assert f'href="tel:{"999" if signed_in else "112"}"' in page


def test_the_health_page_tells_one_word(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
