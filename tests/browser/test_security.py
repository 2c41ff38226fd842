"""Staying, leaving and coming back, in a real browser."""

import re
import time
from datetime import timedelta
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from playwright.sync_api import expect

from accounts.models import SignIn
from tests.browser.test_pages import faults_of
from tests.factories import PASSWORD, an_entry

ELSEWHERE = "https://www.wikipedia.org/"
MINUTE = 60_000


@pytest.fixture
def unwatched(browser, live_server):
    """A page that may go elsewhere; elsewhere is a page of ours, nothing is asked for."""
    context = browser.new_context(base_url=live_server.url, timezone_id="Europe/London")
    context.route(
        f"{ELSEWHERE}**",
        lambda route: route.fulfill(content_type="text/html", body="<title>Elsewhere</title>"),
    )
    page = context.new_page()
    yield page
    context.close()


def sign_in(page, person):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("key", [False, True])
def test_after_leaving_quickly_going_back_finds_no_page_of_the_diary(unwatched, person, key):
    an_entry(person, "canary words")
    page = unwatched
    page.goto("about:blank")
    sign_in(page, person)
    for address in ("/trends/", "/journal/", "/summary/", "/journal/"):
        page.goto(address)

    if key:
        for _ in range(3):
            page.keyboard.press("Escape")
    else:
        page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url(ELSEWHERE)

    seen = []
    for _ in range(6):
        if page.go_back(wait_until="commit") is None and page.url == "about:blank":
            break
        seen.append(page.url)
    assert page.url in {"about:blank", ELSEWHERE}
    assert not any(re.search("journal|trends|summary|check-ins", each) for each in seen)
    assert not [each for each in page.context.cookies() if each["name"] == "away"]


def test_the_end_of_a_session_is_said_in_time_and_can_be_put_off(signed_in, desktop):
    page = signed_in(**desktop)
    page.clock.install()
    page.goto("/journal/")
    note = page.get_by_role("button", name="Stay signed in")
    page.clock.fast_forward(24 * MINUTE)
    expect(note).to_be_hidden()
    page.clock.fast_forward(MINUTE + 1000)
    expect(note).to_be_visible()

    with page.expect_response("**/still-here/") as answer:
        note.click()

    assert answer.value.status == 204
    expect(note).to_be_hidden()


def test_a_session_that_is_over_is_said_to_be_and_help_stays_in_sight(signed_in, desktop):
    page = signed_in(**desktop)
    page.clock.install()
    page.goto("/journal/")
    page.clock.fast_forward(26 * MINUTE)
    page.evaluate("scrollTo(0, 10000)")
    for name in ("Get help now", "Leave quickly"):
        link = page.locator(".strip").get_by_role("link", name=name)
        box = link.bounding_box()
        middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        assert page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y).closest('.strip') !== null", middle
        )

    page.clock.fast_forward(5 * MINUTE)

    expect(page.get_by_text("You are signed out now.")).to_be_visible()
    expect(page.get_by_role("button", name="Stay signed in")).to_be_hidden()


def test_after_twelve_hours_it_is_said_that_it_cannot_go_on(signed_in, desktop, person):
    page = signed_in(**desktop)
    key = SignIn.objects.get(owner=person).session_key
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    session["began_at"] -= 11 * 3600 + 50 * 60
    session.save()
    page.clock.install()
    page.goto("/journal/")

    page.clock.fast_forward(6 * MINUTE)

    expect(page.get_by_text("after twelve hours")).to_be_visible()
    expect(page.get_by_role("button", name="Stay signed in")).to_be_hidden()


def test_a_chosen_number_is_seen_in_the_colours_of_the_system(signed_in, desktop):
    page = signed_in(**desktop, forced_colors="active")
    page.goto("/check-ins/new/")
    colour = "each => getComputedStyle(each).backgroundColor"
    digits = page.locator(".rating-cell .digit")
    assert digits.nth(3).evaluate(colour) == digits.nth(4).evaluate(colour)

    page.locator(".rating-cell input").nth(3).check()

    assert digits.nth(3).evaluate(colour) != digits.nth(4).evaluate(colour)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_that_only_a_journey_reaches_have_no_fault(signed_in, person, theme, width):
    page = signed_in(viewport={"width": width, "height": 6000}, color_scheme=theme)
    looked_at = []

    def look(heading):
        expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        assert faults_of(page) == [], heading
        assert page.evaluate("document.documentElement.scrollWidth") <= width, heading
        looked_at.append(heading)

    page.goto("/accounts/second-step/app/on/")
    look("Codes from an app")
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("The code that the app shows").fill(code_now(secret))
    page.get_by_role("button", name="Turn it on").click()
    look("Recovery codes")
    code = page.locator(".secret--code").first.inner_text()
    page.get_by_role("link", name="Done").click()
    look("Security and privacy")
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    look("The second step")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/check-ins/new/**")
    page.goto("/summary/take-along/?what=account")
    look("Take everything along")
    page.goto("/journal/")
    page.locator("textarea").first.fill("It is all behind glass.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save", exact=False).first.click()
    look("Sign in")
    expect(page.get_by_text("What you typed is kept")).to_be_visible()
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    look("The second step")
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap()
    assert len(codes.get_unused_codes()) == 9
    page.get_by_role("button", name="Start again").click()

    assert len(looked_at) == 7


def code_now(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_on_an_own_device_nothing_is_said(signed_in, desktop, person):
    page = signed_in(**desktop)
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("This is my own device").check()
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/check-ins/new/**")

    assert page.locator("[data-session]").count() == 0


@pytest.mark.parametrize("script", [True, False])
def test_words_sent_after_the_session_ended_are_there_after_signing_in(
    signed_in, desktop, person, script
):
    page = signed_in(**desktop, java_script_enabled=script)
    page.goto("/journal/")
    page.locator("textarea").first.fill("It is all behind glass.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save", exact=False).first.click()

    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Save it now").click()

    expect(page.get_by_text("It is all behind glass.").first).to_be_visible()
    assert str(person.journal_entries.get().text) == "It is all behind glass."


def test_a_passkey_is_added_and_lets_in_alone(signed_in, open_page, desktop, person):
    page = signed_in(**desktop)
    tool = page.context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    told = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
    }  # fmt: skip
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": told})
    page.goto("/accounts/second-step/passkeys/new/")
    page.get_by_label("A name for it").fill("My laptop")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/accounts/security/")
    expect(page.get_by_text("Passkey “My laptop”")).to_be_visible()

    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/check-ins/new/**")

    page.goto("/accounts/security/")
    page.get_by_role("button", name="Remove passkey My laptop").click()
    expect(page.get_by_text("Passkey “My laptop”")).to_have_count(0)


def test_another_browser_is_signed_out_from_here(signed_in, desktop):
    here, there = signed_in(**desktop), signed_in(**desktop)
    here.goto("/accounts/security/")
    here.get_by_role("button", name="Sign out everywhere else").click()
    expect(here.get_by_text("Signed out there.")).to_be_visible()

    there.goto("/journal/")

    expect(there.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_weighty_step_asks_once_more_and_then_happens(signed_in, desktop, person):
    page = signed_in(**desktop)
    long_ago = SignIn.objects.get(owner=person).began_at - timedelta(minutes=11)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    session = store(SignIn.objects.get(owner=person).session_key)
    session["confirmed_at"] = long_ago.timestamp()
    session.save()
    page.goto("/summary/")
    page.get_by_label("What I most want to talk about").fill("Glass.")

    page.get_by_role("button", name="Download PDF").click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file").click()
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_role("heading", name="Visit", level=1)).to_be_visible()

    assert download.value.suggested_filename.endswith(".pdf")
