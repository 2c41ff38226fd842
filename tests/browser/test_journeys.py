"""The main job, as someone does it who has never seen it."""

import io
from datetime import timedelta

import pypdf
import pytest
from playwright.sync_api import expect

from domain.dimensions import DIMENSIONS
from tests.factories import a_change, today_here

PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
WAYS = {
    "desktop": DESKTOP,
    "without script": DESKTOP | {"java_script_enabled": False},
    "phone": PHONE,
}


@pytest.fixture(params=WAYS, ids=WAYS)
def way(request):
    return {"locale": "en-GB", "timezone_id": "Europe/London", **WAYS[request.param]}


def sign_up(page, way):
    page.goto("/")
    page.get_by_role("link", name="Start a diary").click()
    page.get_by_label("E-mail").fill("new@example.org")
    page.get_by_label("Password").fill("seventeen grey pebbles")
    if way.get("java_script_enabled", True):
        expect(page.get_by_label("Time zone")).to_have_value("Europe/London")
        expect(page.get_by_label("Country")).to_have_value("GB")
    else:
        page.get_by_label("Time zone").select_option("Europe/London")
    page.get_by_label("I am 18 or older.").check()
    page.get_by_label("nobody monitors my entries").check()
    page.get_by_label("keeps the health data").check()
    page.get_by_role("button", name="Start a diary").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "zone", "country"),
    [
        ("en-US", "Europe/Berlin", "DE"),
        ("en-US", "Asia/Calcutta", "IN"),
        ("de-AT", "UTC", "AT"),
        ("en-GB", "America/Chicago", "US"),
    ],
)
def test_the_country_is_where_one_lives_before_it_is_whose_language_one_reads(
    open_page, locale, zone, country
):
    page = open_page(locale=locale, timezone_id=zone)
    page.goto("/accounts/signup/")
    expect(page.get_by_label("Time zone")).to_have_value(zone)
    expect(page.get_by_label("Country")).to_have_value(country)

    page.get_by_label("Time zone").select_option("Europe/Vienna")
    expect(page.get_by_label("Country")).to_have_value("AT")
    page.get_by_label("Country").select_option("CH")
    page.get_by_label("Time zone").select_option("Europe/London")
    expect(page.get_by_label("Country")).to_have_value("CH")


def check_in_by_keyboard(page, digits):
    """Tab to each question; type its number, or with no script walk there with the arrows."""
    for key, value in zip(DIMENSIONS, "4675", strict=True):
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.locator(f'input[name="{key}"]:focus').count():
                break
        if digits:
            page.keyboard.press(value)
        else:
            page.keyboard.press("Space")
            for _ in range(int(value)):
                page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")


def check_in_by_finger(page, digits):
    for label, value in zip([each.label for each in DIMENSIONS.values()], "4675", strict=True):
        page.get_by_role("group", name=label).get_by_role("radio", name=value).first.check()
    page.get_by_role("button", name="Save").click()


def record(page, kind, dose, day, name=None, chosen=None):
    page.goto("/medications/")
    page.get_by_role("link", name="Record").first.click()
    page.get_by_role("radio", name=kind).check()
    if chosen:
        select = page.get_by_label("Which medicine?")
        words = [each for each in select.locator("option").all_inner_texts() if chosen in each]
        select.select_option(label=words[0])
    if name:
        page.get_by_label("Name of the medicine").fill(name)
    page.get_by_label("From which day?").fill(day.isoformat())
    page.get_by_label("Dose each time").fill(dose)
    page.get_by_label("Unit").select_option("mg")
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("Change saved.")).to_be_visible()


def test_a_newcomer_checks_in_records_a_dose_change_reads_the_trend_and_leaves_with_the_page(
    open_page, way
):
    page = open_page(**way)
    today = today_here()

    sign_up(page, way)
    check_in = check_in_by_finger if way.get("is_mobile") else check_in_by_keyboard
    check_in(page, digits=way.get("java_script_enabled", True))
    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()
    record(page, "Started", "50", today - timedelta(60), name="sertraline")
    record(page, "Dose increased", "100", today - timedelta(20), chosen="Sertraline")

    page.goto("/trends/")
    expect(page.get_by_text("You rated 1 of 84 days.")).to_be_visible()
    expect(page.get_by_text("sertraline increased to 100 mg").first).to_be_visible()

    page.goto("/summary/")
    page.get_by_label("What I most want to talk about").fill("It is all behind glass.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download PDF").click()
    text = " ".join(read(download.value).split())
    assert "It is all behind glass." in text
    assert "Sertraline 100 mg once a day" in text
    assert "sertraline 50 → 100 mg" in text
    assert "1 of 28" in text
    assert "rated 1 of 84 days" in text
    assert "This is not a diagnosis, not medical advice" in text


def read(download):
    with open(download.path(), "rb") as file:
        reader = pypdf.PdfReader(io.BytesIO(file.read()))
    assert len(reader.pages) == 1
    return reader.pages[0].extract_text()


def test_a_check_in_is_made_from_the_keyboard_alone(signed_in, person):
    page = signed_in(**DESKTOP, locale="en-GB", timezone_id="Europe/London")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")

    answers = {"detachment": "7", "anhedonia": "10", "empathy": "1", "physical_sensation": "0"}
    for key, value in answers.items():
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == key:
                break
        for digit in value:
            page.keyboard.press(digit)
        if value == "1":
            page.wait_for_timeout(700)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()
    assert person.check_ins.get().ratings == {key: int(value) for key, value in answers.items()}


def test_five_presses_complete_a_check_in(signed_in, person):
    page = signed_in(**PHONE, locale="en-GB", timezone_id="Europe/London")
    presses = 0
    for key in DIMENSIONS:
        page.locator(f'label.rating-cell:has(input[name="{key}"][value="3"])').tap()
        presses += 1
    page.get_by_role("button", name="Save").tap()
    presses += 1

    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()
    assert presses == 5
    assert set(person.check_ins.get().ratings.values()) == {3}


def test_on_a_small_phone_the_first_question_and_its_digits_are_on_the_first_screen(signed_in):
    page = signed_in(**PHONE, locale="en-GB", timezone_id="Europe/London")

    bars = page.locator(".tabbar").bounding_box()["y"]
    ten = page.locator('label.rating-cell:has(input[name="detachment"][value="10"])').bounding_box()
    assert ten["y"] + ten["height"] <= bars


def test_an_answer_can_be_left_empty_again(signed_in, person):
    page = signed_in(**DESKTOP, locale="en-GB", timezone_id="Europe/London")
    question = page.get_by_role("group", name="Distance")
    empty = question.get_by_role("radio", name="Leave empty")
    expect(empty).to_be_hidden()
    question.get_by_role("radio", name="4").check()
    empty.check()
    page.get_by_role("group", name="Dulled body").get_by_role("radio", name="2").check()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()
    assert person.check_ins.get().ratings == {"physical_sensation": 2}


def test_a_traveller_finds_the_day_of_the_place_they_are_in(signed_in):
    page = signed_in(**DESKTOP, locale="en-GB", timezone_id="Pacific/Kiritimati")

    page.wait_for_url("**zone=Pacific*")

    here = page.evaluate(
        "new Date(Date.now() - 4 * 3600e3).toLocaleDateString('en-GB', {day: 'numeric', month: 'long'})"
    )
    expect(page.locator(".page-head b")).to_contain_text(here)


def test_someone_who_pressed_save_too_early_is_told_and_led_there(signed_in):
    page = signed_in(**DESKTOP, locale="en-GB", timezone_id="Europe/London")
    page.get_by_role("button", name="Save").click()

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Nothing is chosen yet.")
    expect(summary).to_be_focused()


def test_an_error_leads_to_its_field_and_keeps_what_was_typed(signed_in):
    page = signed_in(**DESKTOP, locale="en-GB", timezone_id="Europe/London")
    page.goto("/medications/changes/new/")
    page.get_by_role("radio", name="Started").check()
    page.get_by_label("Dose each time").fill("a lot")
    page.get_by_label("Note").fill("words that took effort")
    page.get_by_role("button", name="Save the change").click()

    page.get_by_role("alert").get_by_role("link", name="Dose each time").click()
    expect(page.get_by_label("Dose each time")).to_be_focused()
    expect(page.get_by_label("Dose each time")).to_have_value("a lot")
    expect(page.get_by_label("Note")).to_have_value("words that took effort")


def test_only_the_fields_of_a_kind_of_change_are_shown(signed_in):
    page = signed_in(
        **DESKTOP, locale="en-GB", timezone_id="Europe/London", java_script_enabled=False
    )
    page.goto("/medications/changes/new/")

    page.get_by_role("radio", name="Stopped").check()
    expect(page.get_by_label("Dose each time")).to_be_hidden()
    expect(page.get_by_text("Stopping suddenly can be risky")).to_be_visible()
    page.get_by_role("radio", name="Started").check()
    expect(page.get_by_label("Dose each time")).to_be_visible()
    expect(page.get_by_label("Until which day?")).to_be_hidden()
    expect(page.get_by_text("Stopping suddenly can be risky")).to_be_hidden()
    page.get_by_role("radio", name="Course").check()
    expect(page.get_by_label("Until which day?")).to_be_visible()
    expect(page.get_by_label("How many doses?")).to_be_hidden()
    page.get_by_role("radio", name="Missed doses").check()
    expect(page.get_by_label("Until which day?")).to_be_visible()
    expect(page.get_by_label("How many doses?")).to_be_visible()
    expect(page.get_by_label("Dose each time")).to_be_hidden()
    page.get_by_role("radio", name="Paused").check()
    expect(page.get_by_label("Dose each time")).to_be_hidden()
    expect(page.get_by_label("Until which day?")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False])
def test_someone_who_takes_one_medicine_can_record_the_start_of_another(signed_in, person, script):
    a_change(person, "baclofen", day=today_here() - timedelta(9))
    page = signed_in(
        **DESKTOP, locale="en-GB", timezone_id="Europe/London", java_script_enabled=script
    )

    record(page, "Started", "50", today_here() - timedelta(2), name="sertraline")

    assert sorted(each.name for each in person.medications.all()) == ["baclofen", "sertraline"]


def test_signing_in_says_nothing_of_machines(signed_in):
    page = signed_in(**DESKTOP, locale="en-GB", timezone_id="Europe/London")

    assert page.locator(".message").count() == 0


def test_a_deleted_day_comes_back_with_one_press(signed_in, person):
    page = signed_in(
        **DESKTOP, locale="en-GB", timezone_id="Europe/London", java_script_enabled=False
    )
    page.get_by_role("group", name="Distance").get_by_role("radio", name="4").check()
    page.get_by_role("button", name="Save").click()
    page.goto(f"/days/{person.check_ins.get().day}/")
    page.get_by_role("link", name="Delete this day").click()
    page.get_by_role("button", name="Delete this day").click()
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("The day is back as it was.")).to_be_visible()
