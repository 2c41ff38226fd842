"""The check-in of someone with no energy, of someone who is not safe, and of someone who was
interrupted; with and without script."""

import io
import re
from datetime import date, timedelta

import pypdf
import pytest
from playwright.sync_api import expect

from accounts.actions import choose_companions
from domain.companions import SETS
from domain.wording import AFTER_SAVING
from support.actions import keep_plan
from tests.factories import NOW, PASSWORD, a_check_in, today_here

HERE = {"locale": "en-GB", "timezone_id": "Europe/London"}
PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True} | HERE
DESKTOP = {"viewport": {"width": 1280, "height": 900}} | HERE
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


def kept(page):
    """Wait until the server has what was typed."""
    return page.expect_response(lambda answer: "/drafts/" in answer.url and answer.status == 204)


@SCRIPT
def test_someone_with_no_energy_gives_one_number_and_is_done(signed_in, person, script):
    page = signed_in(**PHONE, java_script_enabled=script)

    page.get_by_role("link", name="Only one number").tap()
    expect(page.locator("fieldset.rating")).to_have_count(1)
    page.locator('label.rating-cell:has(input[name="detachment"][value="6"])').tap()
    page.get_by_role("button", name="Save").tap()

    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()
    said = page.locator("main").inner_text()
    assert sum(line in said for line in AFTER_SAVING) == 1
    assert not re.search(r"streak|in a row|\bdays? (so far|done)|well done|great|!", said)
    assert person.check_ins.get().ratings == {"detachment": 6}


def test_what_was_chosen_survives_a_reload_and_a_closed_tab_and_is_gone_after_sign_out(
    signed_in, person
):
    page = signed_in(**PHONE)
    with kept(page):
        page.locator('label.rating-cell:has(input[name="empathy"][value="4"])').tap()
    with kept(page):
        page.get_by_label("Note").fill("half a thought")

    page.reload()
    expect(page.get_by_label("Note")).to_have_value("half a thought")
    again = page.context.new_page()
    again.goto("/check-ins/new/")
    expect(again.locator('input[name="empathy"][value="4"]')).to_be_checked()
    expect(again.get_by_text("It is not saved yet.")).to_be_visible()

    again.goto("/accounts/logout/")
    again.get_by_role("button", name="Sign out").click()
    again.goto("/accounts/login/")
    again.get_by_label("E-mail").fill(person.email)
    again.get_by_label("Password").fill(PASSWORD)
    again.get_by_role("button", name="Sign in").click()
    expect(again.get_by_role("heading", name="Today")).to_be_visible()
    assert again.locator("main input:checked").count() == 0
    expect(again.get_by_label("Note")).to_have_value("")


def test_typed_words_are_there_after_the_session_ran_out(signed_in, person):
    page = signed_in(**DESKTOP)
    with kept(page):
        page.get_by_label("Note").fill("words that took effort")
    page.context.clear_cookies(name=re.compile("session"))

    page.get_by_role("button", name="Save").click()
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("words that took effort")).to_be_visible()
    page.goto("/check-ins/new/")

    expect(page.get_by_label("Note")).to_have_value("words that took effort")


def test_a_half_written_entry_is_there_after_the_tab_was_closed(signed_in):
    page = signed_in(**DESKTOP)
    page.goto("/journal/")
    with kept(page):
        page.get_by_label("Words", exact=True).fill("the sea, and")
    again = page.context.new_page()
    page.close()

    again.goto("/journal/")

    expect(again.get_by_label("Words", exact=True)).to_have_value("the sea, and")


def test_starting_empty_is_empty_also_right_after_typing(signed_in):
    page = signed_in(**DESKTOP)
    with kept(page):
        page.get_by_label("Note").fill("first")
    page.reload()
    page.get_by_label("Note").fill("second")

    page.get_by_role("button", name="Start empty").click()

    expect(page.get_by_label("Note")).to_have_value("")
    page.reload()
    expect(page.get_by_label("Note")).to_have_value("")


def test_a_save_ends_the_draft_though_an_answer_is_still_on_its_way(signed_in, person):
    page = signed_in(**DESKTOP)
    page.get_by_label("Note").fill("kept")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()
    page.wait_for_timeout(1000)

    assert person.drafts.count() == 0
    assert person.check_ins.get().note == "kept"


def test_going_to_one_number_and_back_loses_nothing(signed_in, person):
    page = signed_in(**DESKTOP)
    with kept(page):
        page.get_by_label("Note").fill("half a thought")

    page.get_by_role("link", name="Only one number").click()
    with kept(page):
        page.get_by_role("group", name="Distance").get_by_role("radio", name="3").check()
    page.get_by_role("link", name="All questions").click()

    expect(page.get_by_label("Note")).to_have_value("half a thought")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()
    saved = person.check_ins.get()
    assert (saved.ratings, saved.note) == ({"detachment": 3}, "half a thought")


def test_quantities_are_typed_as_they_are_said(signed_in, person):
    choose_companions(owner=person, keys=["sleep_hours", "activity_minutes", "fatigue"])
    page = signed_in(**DESKTOP)

    page.get_by_label("Hours slept").press_sequentially("7.5")
    page.get_by_label("Minutes of physical activity").press_sequentially("30")
    page.get_by_role("group", name="Tiredness").get_by_role("radio", name="0").first.focus()
    page.keyboard.press("8")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()
    assert person.check_ins.get().companions == {
        "sleep_hours": 7.5,
        "activity_minutes": 30,
        "fatigue": 8,
    }


# --- choosing what else to note


@SCRIPT
def test_a_ready_made_choice_is_changed_and_then_asked(signed_in, person, script):
    page = signed_in(**PHONE, java_script_enabled=script)

    page.get_by_role("link", name="Choose what else to note").click()
    page.get_by_role("link", name="MS", exact=True).click()
    page.get_by_label("Pain").uncheck()
    page.get_by_label("At ease, not numb").check()
    page.get_by_role("button", name="Save this choice").click()

    expect(page.get_by_text("The next check-in asks for it.")).to_be_visible()
    person.refresh_from_db()
    assert set(person.companion_keys) == {*SETS["ms"].keys, "calm"} - {"pain"}
    page.goto("/check-ins/new/")
    expect(page.get_by_role("heading", name="Also today")).to_be_visible()
    expect(page.get_by_text("call emergency services now", exact=False)).to_be_visible()
    group = page.get_by_role("group", name="At ease, not numb")
    group.get_by_label("Yes").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Also noted")).to_be_visible()


# --- not safe


@pytest.fixture
def asked(person):
    person.asks_about_harm = True
    person.save()
    return person


@SCRIPT
def test_someone_who_is_not_safe_sees_help_at_once_in_place_and_again_after_saving(
    signed_in, asked, script
):
    page = signed_in(**PHONE, java_script_enabled=script)
    panel = page.locator(".support")
    expect(panel).to_be_hidden()

    page.get_by_label("Yes, and I am not sure I can stay safe").check()

    expect(panel).to_be_visible()
    calls = panel.get_by_role("link")
    expect(calls.first).to_have_attribute("href", "tel:999")
    expect(calls.nth(1)).to_have_attribute("href", "tel:116123")
    expect(panel.locator('[href="sms:85258?body=SHOUT"]')).to_be_visible()
    expect(panel.get_by_text("Be with someone if you can")).to_be_visible()
    question = page.get_by_text("did thoughts of hurting yourself")
    assert panel.bounding_box()["y"] < question.bounding_box()["y"]

    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()
    first = page.locator(".support")
    expect(first).to_be_visible()
    assert (
        first.bounding_box()["y"] < page.get_by_role("heading", name="Saved.").bounding_box()["y"]
    )
    assert asked.check_ins.get().harm_answer == "yes_unsafe"


@SCRIPT
def test_each_answer_opens_what_it_should_and_another_closes_it(signed_in, asked, script):
    page = signed_in(**DESKTOP, java_script_enabled=script)
    panel, quiet = page.locator(".support"), page.locator(".quiet-line")

    page.get_by_label("Yes", exact=True).check()
    expect(panel).to_be_visible()
    expect(panel.get_by_text("Be with someone if you can")).to_be_hidden()
    page.get_by_label("I would rather not say").check()
    expect(panel).to_be_hidden()
    expect(quiet).to_be_visible()
    page.get_by_label("No", exact=True).check()
    expect(panel).to_be_hidden()
    expect(quiet).to_be_hidden()
    page.locator('label.choice:has-text("Leave empty") input').check()
    assert page.locator('input[name="harm"][value="no"]').is_checked() is False


def test_the_panel_comes_into_view_on_a_small_phone(signed_in, asked):
    page = signed_in(**PHONE)

    page.get_by_label("Yes, and I am not sure I can stay safe").check()
    page.wait_for_timeout(300)

    box = page.locator(".support").bounding_box()
    assert box["y"] < 640
    assert box["y"] + box["height"] > 0
    expect(page.locator(".support a").first).to_be_in_viewport()


# --- help without a connection, and on paper


def test_help_opens_without_a_connection_and_holds_nothing_of_the_person(signed_in, person):
    keep_plan(owner=person, people="canary-anna", places="", helps="", seen_version=0, now=NOW)
    page = signed_in(**DESKTOP)
    page.goto("/help-now/")
    expect(page.get_by_text("canary-anna")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(
        "async () => { for (const name of await caches.keys()) {"
        " if (await (await caches.open(name)).match('/help-now/')) return true } return false }"
    )

    page.context.set_offline(True)
    page.goto("/help-now/")

    expect(page.locator('a[href="tel:999"]')).to_be_visible()
    expect(page.locator('a[href="tel:116123"]')).to_be_visible()
    assert "canary" not in page.content()
    assert person.email not in page.content()
    page.context.set_offline(False)


@pytest.mark.parametrize("address", ["/help-now/", "/help-now/plan/"])
def test_numbers_are_on_the_printed_page(signed_in, person, address):
    keep_plan(
        owner=person, people="Anna 07700 900123", places="The library", helps="Cold water",
        seen_version=0, now=NOW,
    )  # fmt: skip
    page = signed_in(**DESKTOP)
    page.goto(address)

    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(" ".join(each.extract_text() for each in printed.pages).split())

    for words in ("07700 900123", "The library", "Cold water", "999", "116 123"):
        assert words in text, words


# --- the calendar from the keyboard


def test_the_calendar_is_walked_with_arrow_keys_through_its_pages(signed_in, person):
    today = today_here()
    a_check_in(person, today - timedelta(200))
    page = signed_in(**DESKTOP)
    page.goto("/check-ins/")
    here = page.locator('.cal [aria-current="date"]')
    here.focus()

    page.keyboard.press("ArrowUp")
    week_before = today - timedelta(7)
    expect(page.locator(".cal a:focus")).to_contain_text(f"{week_before.day} {week_before:%B}")

    page.keyboard.press("PageUp")
    page.wait_for_url("**until=*")
    expect(page.locator(".cal a:focus")).to_be_visible()
    page.keyboard.press("PageUp")
    page.wait_for_timeout(500)
    expect(page.locator(".cal a:focus")).to_be_visible()
    assert page.locator('.cal a[tabindex="0"]').count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/days/**")


def test_a_month_years_ago_is_one_choice_away_without_script(signed_in, person):
    a_check_in(person, date(2019, 5, 3))
    page = signed_in(**DESKTOP, java_script_enabled=False)
    page.goto("/check-ins/")

    page.get_by_label("Go to a month").select_option(label="May 2019")
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_role("link", name="3 May: rated the same day")).to_be_visible()


@SCRIPT
def test_a_practice_is_noted_in_two_taps_from_its_page(signed_in, person, script):
    page = signed_in(**PHONE, java_script_enabled=script)
    page.goto("/learn/6/")

    page.get_by_role("link", name=re.compile("Note it.*Notice your senses")).tap()
    page.get_by_role("button", name="Save").tap()

    expect(page.get_by_text("Practice noted.")).to_be_visible()
    assert person.practice_notes.get().practice == "presence"
