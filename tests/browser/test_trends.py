"""Trends by mouse, by finger, by key and without a script."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.factories import a_change, a_check_in, today_here

TODAY = today_here()
FINGER = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def twelve_weeks(person):
    """Days that go their ways, one filled in later, and a medicine that was increased."""
    a_change(person, day=TODAY - timedelta(60))
    a_change(person, kind="dose_increased", dose=100, day=TODAY - timedelta(30))
    for n in range(84):
        ratings = {
            key: (n * (3 + k)) % 8 + 1
            for k, key in enumerate(("detachment", "anhedonia", "empathy", "physical_sensation"))
        }
        ratings["detachment"] = 5 if n == 3 else ratings["detachment"]
        a_check_in(person, TODAY - timedelta(n), ratings=ratings, lag=1 if n == 3 else 0)
    return person


def drawn(page, address="/trends/"):
    page.goto(address)
    page.wait_for_selector("[data-drawn]")
    return page.locator("[data-panel]").nth(1)


def place_of(page, panel, days_ago, days=84):
    panel.scroll_into_view_if_needed()
    box = panel.bounding_box()
    return box["x"] + box["width"] * (days - days_ago - 0.5) / days, box["y"] + box["height"] / 2


def told(page):
    return page.locator(".hoverlayer").text_content()


def test_a_mouse_over_one_row_tells_of_the_day_in_all(signed_in, desktop, twelve_weeks):
    page = signed_in(**desktop)
    panel = drawn(page)

    page.mouse.move(*place_of(page, panel, 3))
    expect(page.locator(".hoverlayer")).to_contain_text("Distance 5")

    words = told(page)
    day = TODAY - timedelta(3)
    assert f"{day:%a} {day.day} {day:%b %Y}" in words
    assert "Distance 5, like a pane of glass in between, filled in later" in words
    assert "Missing enjoyment" in words
    assert "Dulled body" in words
    assert "sertraline 100 mg once a day" in words


def test_a_finger_on_a_day_tells_of_it(signed_in, twelve_weeks):
    page = signed_in(**FINGER)
    panel = drawn(page)

    page.touchscreen.tap(*place_of(page, panel, 40))

    expect(page.locator(".hoverlayer")).to_contain_text("sertraline 50 mg")
    box = page.locator(".hoverlayer .legend").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


def test_arrow_keys_go_from_day_to_day_and_say_what_they_find(signed_in, desktop, twelve_weeks):
    page = signed_in(**desktop)
    drawn(page)
    status = page.locator(".chart-stage [role=status]")

    page.get_by_role("group", name="Chart.").focus()
    page.keyboard.press("End")
    expect(status).to_contain_text(f"{TODAY:%A}, {TODAY.day} {TODAY:%B %Y}: Distance 1")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")

    expect(status).to_contain_text("Distance 5, like a pane of glass in between, filled in later;")
    expect(page.locator(".hoverlayer")).to_contain_text("Distance 5")
    page.keyboard.press("Escape")
    expect(page.locator(".hoverlayer")).not_to_contain_text("Distance")


def test_a_piece_that_is_drawn_out_becomes_the_days_of_the_page(signed_in, desktop, twelve_weeks):
    page = signed_in(**desktop)
    panel = drawn(page)
    start, end = place_of(page, panel, 50), place_of(page, panel, 20)

    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(end[0] - 30, end[1], steps=5)
    page.mouse.move(*end, steps=5)
    page.mouse.up()
    page.wait_for_url(re.compile(r"from=.*&to="))

    first, last = TODAY - timedelta(50), TODAY - timedelta(20)
    assert f"from={first}&to={last}" in page.url
    expect(page.get_by_role("heading", level=2).first).to_contain_text(f"{first.day} {first:%B}")
    page.reload()
    expect(page.get_by_label("From", exact=True)).to_have_value(first.isoformat())


def test_a_time_that_was_chosen_can_be_gone_back_from(signed_in, desktop, twelve_weeks):
    page = signed_in(**desktop)
    page.goto("/trends/")

    page.get_by_role("link", name="4 weeks").click()
    expect(page.get_by_text("You rated 28 of 28 days.")).to_be_visible()
    page.go_back()

    expect(page.get_by_text("You rated 84 of 84 days.")).to_be_visible()


def test_without_a_script_days_are_chosen_and_everything_is_drawn(signed_in, desktop, twelve_weeks):
    page = signed_in(**desktop, java_script_enabled=False)
    page.goto("/trends/")

    page.get_by_text("Other days").click()
    page.get_by_label("From", exact=True).fill((TODAY - timedelta(29)).isoformat())
    page.get_by_label("To", exact=True).fill(TODAY.isoformat())
    page.get_by_role("button", name="Show these days").click()

    expect(page.get_by_text("You rated 30 of 30 days.")).to_be_visible()
    assert page.locator("[data-panel] .pt").count() == 120
    assert page.locator("[data-panel] .trend").first.is_visible()
    page.get_by_text("The same numbers as a table").click()
    expect(page.get_by_role("cell", name="filled in later")).to_have_count(0)
    expect(page.get_by_text("filled in later", exact=True).first).to_be_visible()


def test_a_page_that_was_left_open_shows_what_was_written_since(signed_in, desktop, twelve_weeks):
    page = signed_in(**desktop)
    drawn(page, "/trends/?range=1-year")
    expect(page.get_by_text("You rated 84 of 365 days.")).to_be_visible()

    a_check_in(twelve_weeks, TODAY - timedelta(100), rating=4)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.get_by_text("You rated 85 of 365 days.")).to_be_visible()
