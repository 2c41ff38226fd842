"""Every page, as different people meet it: small screens, dark rooms, screen readers."""

import re
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from domain.regimen import Kind
from tests.factories import a_change, a_check_in, an_entry

SIGNED_OUT = ["/", "/help-now/", "/about-the-numbers/", "/privacy/", "/accounts/login/",
              "/accounts/signup/", "/accounts/password/reset/", "/nowhere/"]  # fmt: skip
SIGNED_IN = ["/check-ins/new/", "/check-ins/", "{day}", "{day}edit/", "{day}saved/", "{day}delete/",
             "{old}edit/", "/journal/", "/medications/", "/medications/changes/new/", "/trends/",
             "/trends/?range=all", "/summary/", "/accounts/settings/", "/accounts/password/change/",
             "/accounts/logout/", "/help-now/", "/nowhere/"]  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def full(person):
    """A diary with a bit of everything."""
    today = date.today()
    for n in range(1, 40):
        if n % 6:
            a_check_in(person, today - timedelta(n), rating=(n * 7) % 11, lag=n % 2)
    a_check_in(person, today - timedelta(3), ratings={}, not_rated={"empathy": "cant_tell"})
    a_change(person, day=today - timedelta(70), taken_for="mood", note="With food.")
    a_change(person, kind=Kind.DOSE_INCREASED, day=today - timedelta(20), dose=100)
    a_change(person, "baclofen", day=today - timedelta(50), about=True)
    an_entry(person, "First line.\n\nSecond one.", today - timedelta(1))
    return person


def addresses(paths):
    day = date.today() - timedelta(1)
    old = date.today() - timedelta(30)
    return [path.format(day=f"/check-ins/{day}/", old=f"/check-ins/{old}/") for path in paths]


def faults_of(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_page(signed_in, open_page, full, theme, width):
    told = {
        "viewport": {"width": width, "height": 9000},
        "color_scheme": theme,
        "timezone_id": "Europe/London",
    }
    found = {}
    page = open_page(**told)
    for address in SIGNED_OUT:
        page.goto(address)
        found[address] = faults_of(page)
    page = signed_in(**told)
    for address in addresses(SIGNED_IN):
        page.goto(address)
        if "trends" in address:
            expect(page.locator("[data-drawn]")).to_be_visible()
        for fold in page.locator("details:not([open]) > summary").all():
            fold.click()
        found[address] = faults_of(page)

    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(signed_in, open_page, full, width):
    told = {"viewport": {"width": width, "height": 800}, "timezone_id": "Europe/London"}
    wide = []
    for page, paths in ((open_page(**told), SIGNED_OUT), (signed_in(**told), SIGNED_IN)):
        for address in addresses(paths):
            page.goto(address)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(address)

    assert wide == []


def test_nothing_is_kept_in_the_browser(signed_in, full):
    page = signed_in(timezone_id="Europe/London")
    for address in addresses(SIGNED_IN):
        page.goto(address)
        kept = page.evaluate(
            "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length]"
        )
        assert kept == [0, 0, 0, 0], address


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
    drawn = page.locator(".chart-plotly .xy .gridlayer").first.bounding_box()
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
