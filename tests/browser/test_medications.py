"""A cross-taper, a plan and a picture, as someone records them on a phone or without script."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.factories import a_change, an_entry, today_here
from tests.records import a_photo, a_plan

WAYS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "without script": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
    "phone": {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True},
}


@pytest.fixture(params=WAYS, ids=WAYS)
def page(request, signed_in):
    return signed_in(locale="en-GB", timezone_id="Europe/London", **WAYS[request.param])


def ago(days):
    return (today_here() - timedelta(days)).isoformat()


def test_a_cross_taper_is_recorded_with_a_row_more_and_told_as_one_story(page, person):
    a_change(person, day=today_here() - timedelta(200), dose=100)

    page.goto("/medications/changes/new/")
    page.get_by_role("link", name=re.compile("Cross-taper")).click()
    page.get_by_label("Medicine going down").first.select_option(
        label="Sertraline, 100 mg once a day"
    )
    for place, (days, dose) in enumerate(((21, "50"), (14, "25")), start=1):
        page.get_by_label(f"Step {place} down: from").fill(ago(days))
        page.get_by_label(f"Step {place} down: dose").fill(dose)
    page.get_by_role("button", name="Add a step down").click()
    page.get_by_label("Step 3 down: from").fill(ago(7))
    page.get_by_label("Step 3 down: dose").fill("0")
    page.get_by_label("Medicine going up").fill("vortioxetine")
    page.get_by_label("Step 1 up: from").fill(ago(21))
    page.get_by_label("Step 1 up: dose").fill("5")
    page.get_by_role("button", name="Save the cross-taper").click()

    told = "sertraline 100 → 50 → 25 → 0 mg; vortioxetine 0 → 5 mg"
    expect(page.get_by_role("heading", name="Cross-taper")).to_be_visible()
    expect(page.locator("main")).to_contain_text(told)
    page.goto("/medications/")
    expect(page.get_by_role("table")).to_contain_text(told)
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(3)


def test_enter_in_a_field_of_steps_saves_and_adds_no_row(page, person):
    a_change(person, day=today_here() - timedelta(200), dose=100)
    page.goto("/medications/cross-tapers/new/")

    page.get_by_label("Step 1 down: dose").press("Enter")

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Step 3 down: dose")).to_have_count(0)


def test_a_contradiction_is_explained_and_overruled(page, person):
    a_change(person, day=today_here() - timedelta(200), dose=100)
    page.goto("/medications/changes/new/")
    page.get_by_label("Dose decreased").check()
    page.get_by_label("Which medicine?").select_option(label="Sertraline, 100 mg once a day")
    page.get_by_label("Dose each time").fill("150")
    page.get_by_role("button", name="Save the change").click()

    expect(page.locator("main")).to_contain_text("This is not less than before")
    page.get_by_label("This is how it was. Save it.").check()
    page.get_by_role("button", name="Save the change").click()

    expect(page.get_by_text("Change saved.")).to_be_visible()


def test_a_planned_step_is_told_as_it_went(page, person):
    a_change(person, day=today_here() - timedelta(200), dose=50)
    a_plan(person, today=today_here() - timedelta(3))

    page.goto("/medications/")
    page.get_by_role("link", name=re.compile("Tell how it went")).first.click()
    page.get_by_label("It was different").check()
    page.get_by_label("Changed to this dose each time").fill("30")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("main")).to_contain_text("Changed to 30 mg once a day")
    expect(page.get_by_role("link", name=re.compile("Tell how it went"))).to_have_count(1)


def test_a_picture_is_added_to_an_entry(page, person, tmp_path):
    an_entry(person, "The sea.", today_here())
    photo = tmp_path / "sea.jpg"
    photo.write_bytes(a_photo())

    page.goto("/journal/")
    page.get_by_role("link", name=re.compile("^Pictures")).click()
    page.get_by_label("Picture", exact=True).set_input_files(photo)
    page.get_by_label("What is on it?").fill("Grey water")
    page.get_by_role("button", name="Add the picture").click()

    shown = page.get_by_role("img", name="Grey water")
    expect(shown).to_be_visible()
    assert shown.evaluate("each => each.naturalWidth") == 64


def test_a_question_is_collected_and_ticked_off_at_a_visit(page, person):
    page.goto("/care/")
    page.get_by_label("A question of your own").fill("Could it be my sleep?")
    page.get_by_role("button", name="Keep for my visit").click()
    page.get_by_role("link", name="Add a visit").click()
    page.get_by_label("Which day?").fill(ago(1))
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name=re.compile("^Open")).click()
    page.get_by_label("Could it be my sleep?").check()
    page.get_by_label("What was decided?").fill("Wait four weeks.")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("main")).to_contain_text("Wait four weeks.")
    expect(page.get_by_text("None wait.")).to_be_visible()
