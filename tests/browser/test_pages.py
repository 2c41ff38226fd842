"""Every page, as different people meet it: small screens, dark rooms, screen readers."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import expect

from accounts.actions import change_settings, choose_companions
from domain.regimen import Kind
from domain.safety import HarmAnswer
from numbtrack.access import ACCESS, Who
from tests.factories import a_change, a_check_in, a_practice, an_entry, today_here
from tests.records import everything

ELSEWHERE = {"healthz", "invitation", "readyz", "policy-report", "still-here", "stay", "end-device", "remove-passkey", "mfa_index", "mfa_login_webauthn", "carried", "summary:fhir", "summary:published", "journal:picture", "account_inactive", "account_reauthenticate", "summary:pdf",
             "account_confirm_email", "account_reset_password_from_key", "draft", "forget-draft", "help-worker", "ask-about-harm"}  # fmt: skip
"""No page of its own, a file, or reached by a letter alone: each is looked at in other tests."""


UNSEEN = re.compile(
    r"bring-back|open-step-again|usual-range|sharing:(end|end-reminder|feed|page|pdf|fhir)|summary:(share|confirm-bring-in|undo-bring-in)|delete-(practice|event|picture|plan|side-effect|question|visit|test|carer)"
)
"""Answers to a button alone."""

NOTED = {"fatigue": 3, "sleep_hours": 7.5, "calm": "no", "appetite": "less", "numb_areas": 2,
         "signs": ["guilt", "fog"], "worthlessness": 4, "activity_minutes": 30}  # fmt: skip

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def full(person):
    """A diary with a bit of everything."""
    today = today_here()
    person.keys = everything(person, today, "a few words")
    for n in range(4, 40):
        if n % 6:
            a_check_in(person, today - timedelta(n), rating=(n * 7) % 11, lag=n % 2)
    a_check_in(person, today - timedelta(4), ratings={}, not_rated={"empathy": "cant_tell"})
    a_change(person, day=today - timedelta(70), taken_for="mood", note="With food.")
    a_change(person, kind=Kind.DOSE_INCREASED, day=today - timedelta(20), dose=100)
    a_change(person, "baclofen", day=today - timedelta(50), about=True)
    an_entry(person, "First line.\n\nSecond one.", today - timedelta(1))
    a_practice(person, "move", today - timedelta(1), note="To the bridge.", minutes=30)
    a_check_in(person, today - timedelta(1), rating=4)
    a_check_in(
        person, today - timedelta(5), note="A note.", harm=HarmAnswer.YES_UNSAFE, companions=NOTED
    )
    choose_companions(owner=person, keys=NOTED)
    change_settings(owner=person, asks_about_harm=True)
    return person


def addresses(who, person=None):
    """Return every page of the table that is for these, by name; new pages come by themselves."""
    found = {"not found": "/nowhere/"}
    keys = {"learn:article": [1], "sharing:door": [uuid4()]}
    if person is not None:
        found |= {
            "trends, all": "/trends/?range=all",
            "trends, hours": "/trends/?beside=17",
            "trends, signs": "/trends/?beside=24",
            "a day with everything": f"/days/{today_here() - timedelta(5)}/",
            "saved, not safe": f"/check-ins/{today_here() - timedelta(5)}/saved/",
            "one number": "/check-ins/new/?only=2",
            "a ready-made choice": "/check-ins/companions/?set=5",
            "too late": reverse("checkins:edit", args=[today_here() - timedelta(30)]),
            "blank": reverse("checkins:edit", args=[today_here() - timedelta(6)]),
            "correct a link": "/medications/changes/new/?medicine=another",
            "trends since a visit": "/trends/?range=since-visit",
            "more tests": "/care/tests/new/?more=1",
        }
        keys |= person.keys | {
            name: [today_here() - timedelta(1)]
            for name in ("checkins:saved", "checkins:edit", "checkins:delete", "dashboard:day")
        }
    for name, allowed in ACCESS.items():
        if name in ELSEWHERE or UNSEEN.search(name) or (who is None and allowed is Who.PERSON):
            continue
        try:
            found[name] = reverse(name)
        except NoReverseMatch:
            found[name] = reverse(name, args=keys[name])
    return found


def errors_of(page):
    """Open the pages that only a fault or a lost race shows."""
    for address in (
        "/check-ins/new/", "/journal/", "/medications/changes/new/", "/summary/", "/medications/plans/new/",
        "/medications/switches/new/", "/medications/cross-tapers/new/", "/journal/events/new/", "/care/",
        "/care/visits/new/", "/care/tests/new/",
    ):  # fmt: skip
        page.goto(address)
        page.evaluate(
            "document.querySelectorAll('[required]').forEach((each) => { each.required = false })"
        )
        if "summary" in address:
            page.get_by_role("radio", name="Own days").check()
        page.evaluate(
            "document.querySelectorAll('details').forEach((each) => { each.open = true })"
        )
        page.locator("main form[method=post] .btn--primary").first.click()
        page.wait_for_load_state()
        yield f"{address} with a fault"


def faults_of(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_page(signed_in, open_page, full, theme, width):
    told = {
        "viewport": {"width": width, "height": 16000},
        "color_scheme": theme,
        "timezone_id": "Europe/London",
    }
    found = {}
    page = open_page(**told)
    for name, address in addresses(None).items():
        page.goto(address)
        found[name] = faults_of(page)
    page = signed_in(**told)
    for name, address in addresses(Who.PERSON, full).items():
        page.goto(address)
        if address.partition("?")[0] == "/trends/":
            expect(page.locator("[data-drawn]")).to_be_visible()
        page.evaluate(
            "document.querySelectorAll('details').forEach((each) => { each.open = true })"
        )
        if address == "/check-ins/new/":
            page.get_by_label("Yes, and I am not sure I can stay safe").check()
        found[f"{name}, signed in"] = faults_of(page)
    for name in errors_of(page):
        found[name] = faults_of(page)

    assert len(found) > 40
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(signed_in, open_page, full, width):
    told = {"viewport": {"width": width, "height": 800}, "timezone_id": "Europe/London"}
    wide = []
    pages = ((open_page(**told), addresses(None)), (signed_in(**told), addresses(Who.PERSON, full)))
    for page, found in pages:
        for address in found.values():
            page.goto(address)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(address)

    assert wide == []


@pytest.mark.parametrize("size", ["large", "largest"])
def test_larger_text_fits_the_smallest_phone(signed_in, full, size):
    full.text_size = size
    full.save()
    page = signed_in(viewport={"width": 320, "height": 800}, timezone_id="Europe/London")
    wide = []
    for address in addresses(Who.PERSON, full).values():
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(address)

    assert wide == []


def test_nothing_is_kept_in_the_browser_but_the_page_for_help(signed_in, full):
    page = signed_in(timezone_id="Europe/London")
    for address in addresses(Who.PERSON, full).values():
        page.goto(address)
        kept = page.evaluate(
            "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]"
        )
        assert kept == [0, 0, 0], address

    page.goto("/help-now/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    copies = page.evaluate(
        "async () => { const found = []; for (const name of await caches.keys())"
        " for (const each of await (await caches.open(name)).keys())"
        " found.push([new URL(each.url).pathname, await (await caches.match(each)).text()]);"
        " return found }"
    )
    assert [
        path for path, _ in copies if path != "/help-now/" and not path.startswith("/static/")
    ] == []
    assert [path for path, text in copies if full.email in text or "plan of your own" in text] == []


# --- the chart


def test_plotly_takes_the_place_of_the_picture_and_moves_nothing(signed_in, full):
    page = signed_in(viewport={"width": 1280, "height": 900}, timezone_id="Europe/London")
    page.goto("/trends/", wait_until="commit")
    picture = page.locator("[data-panel]").first
    expect(picture).to_be_visible()
    before = picture.bounding_box()

    expect(page.locator("[data-drawn=plotly]")).to_be_visible()

    assert picture.bounding_box() == before
    assert page.locator(".chart-plotly .scatterlayer .trace").count() >= 8
    drawn = page.locator(".chart-plotly .xy .nsewdrag").first.bounding_box()
    assert abs(drawn["x"] - before["x"]) < 2


def test_no_button_of_the_chart_shares_or_sends_anything(signed_in, full):
    page = signed_in(timezone_id="Europe/London")
    page.goto("/trends/")
    expect(page.locator("[data-drawn=plotly]")).to_be_visible()
    page.locator("[data-chart]").hover()

    words = page.locator(".chart-plotly").inner_html()
    assert page.locator(".chart-plotly .modebar-btn").count() == 0
    assert page.locator(".chart-plotly a").count() == 0
    assert not re.search(r"share|cloud|plot\.ly|chart-studio|toImage", words, re.IGNORECASE)


def test_a_day_says_its_rating_when_it_is_pointed_at(signed_in, full):
    page = signed_in(viewport={"width": 1280, "height": 1600}, timezone_id="Europe/London")
    page.goto("/trends/")
    expect(page.locator("[data-drawn=plotly]")).to_be_visible()
    point = page.locator(".chart-plotly .points path").first.bounding_box()
    page.mouse.move(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)

    expect(page.locator(".chart-plotly .hoverlayer")).to_contain_text("Distance")


def test_the_chart_is_there_without_script(signed_in, full):
    page = signed_in(java_script_enabled=False, timezone_id="Europe/London")
    page.goto("/trends/")

    expect(page.locator("[data-panel]").first).to_be_visible()
    assert page.locator("[data-panel]").count() == 5
    page.get_by_text("The same numbers as a table").click()
    expect(page.get_by_role("table").first).to_be_visible()


def test_the_chart_is_there_where_plotly_does_not_load(signed_in, full):
    page = signed_in(timezone_id="Europe/London")
    page.route("**/plotly.min.js", lambda route: route.abort())
    page.goto("/trends/")
    page.wait_for_timeout(500)

    expect(page.locator("[data-panel]").first).to_be_visible()
    assert (
        page.locator("[data-panel]").first.evaluate("each => getComputedStyle(each).opacity") == "1"
    )


def test_trends_print_their_charts_on_one_page_and_what_is_said_of_them_on_another(signed_in, full):
    page = signed_in(viewport={"width": 1280, "height": 900}, timezone_id="Europe/London")
    page.goto("/trends/")
    expect(page.locator("[data-drawn=plotly]")).to_be_visible()

    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))

    first, second = (each.extract_text() for each in printed.pages)
    assert "Dulled body" in first
    assert "Around medication changes" in first + second
    page.emulate_media(media="print")
    assert page.locator(".chart-plotly").is_hidden()
    assert (
        page.locator("[data-panel] .pt").first.evaluate("e => getComputedStyle(e).opacity") == "1"
    )
