"""The page for a visit, from putting it together to ending what was shared of it."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_pages import RULES
from tests.factories import a_change, a_check_in, today_here

TODAY = today_here()
PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def diary(person):
    a_change(person, day=TODAY - timedelta(45))
    for n in range(84):
        a_check_in(
            person, TODAY - timedelta(n), rating=7 if n > 42 else 4, companions={"fatigue": 6}
        )
    return person


def read(download):
    with open(download.path(), "rb") as file:
        pages = pypdf.PdfReader(io.BytesIO(file.read())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_preview_follows_what_is_chosen(signed_in, desktop, diary):
    page = signed_in(**desktop)
    page.goto("/summary/")
    picture = page.locator(".preview-picture")
    before = picture.get_attribute("src")

    page.get_by_label("What I most want to talk about").fill("It is all behind glass.")
    page.get_by_text("The same page as text").click()

    expect(page.locator(".sheet")).to_contain_text("It is all behind glass.")
    assert picture.get_attribute("src") != before
    page.get_by_text("What stands on the page").click()
    page.get_by_label("Chart of the period").uncheck()
    expect(page.locator(".sheet .panel")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_own_words_go_along_to_another_clinician(signed_in, diary, script):
    page = signed_in(**PHONE, java_script_enabled=script)
    page.goto("/summary/")
    words = page.get_by_label("What I most want to talk about")
    words.fill("It is all behind glass.")

    page.get_by_role("button", name="Neurology").click()

    expect(page.locator(".segmented [aria-current]")).to_have_text("Neurology")
    expect(words).to_have_value("It is all behind glass.")


@pytest.mark.parametrize("script", [True, False])
def test_a_page_is_shared_opened_and_ended(signed_in, open_page, desktop, diary, script):
    page = signed_in(**desktop, java_script_enabled=script)
    page.goto("/summary/?for_whom=psychiatry")
    page.get_by_label("What I most want to talk about").fill("It is all behind glass.")
    page.get_by_text("Name and paper").click()
    page.get_by_label("Name or initials").fill("A. B.")
    page.get_by_text("Share by link").click()
    page.get_by_role("button", name="Share this page").click()
    address = page.locator(".secret").first.inner_text()
    code = page.locator(".secret--code").inner_text()
    if script:
        assert Axe().run(page, options=RULES).response["violations"] == []

    clinician = open_page(**PHONE, java_script_enabled=script)
    clinician.goto(address)
    clinician.get_by_label("Code").fill("AAAA-AAAA-AAAA")
    clinician.get_by_role("button", name="Open the page").click()
    expect(clinician.locator("#id_code_error")).to_be_visible()
    clinician.get_by_label("Code").fill(code.lower())
    clinician.get_by_role("button", name="Open the page").click()
    expect(clinician.get_by_role("heading", name="Summary shared by A. B.")).to_be_visible()
    expect(clinician.get_by_text("It is all behind glass.")).to_be_visible()
    if script:
        assert clinician.evaluate("document.documentElement.scrollWidth") <= 360
        assert Axe().run(clinician, options=RULES).response["violations"] == []
    with clinician.expect_download() as download:
        clinician.get_by_role("link", name="PDF").click()
    assert "It is all behind glass." in read(download.value)

    page.goto("/shares/")
    expect(page.get_by_text(re.compile(r"Opened .*, Chrome on"))).to_be_visible()
    expect(page.get_by_text("A wrong code was tried 1 time.")).to_be_visible()
    page.get_by_role("button", name="End it now").click()
    expect(page.get_by_text("Ended. The link opens nothing from now on.")).to_be_visible()

    clinician.reload()
    expect(clinician.get_by_role("heading", name="no longer shared")).to_be_visible()
    clinician.goto(address)
    clinician.get_by_label("Code").fill(code)
    clinician.get_by_role("button", name="Open the page").click()
    expect(clinician.get_by_role("heading", name="no longer shared")).to_be_visible()


def test_what_was_just_shared_prints_both_secrets_on_sheets_of_their_own(signed_in, desktop, diary):
    page = signed_in(**desktop)
    page.goto("/summary/")
    page.get_by_text("Share by link").click()
    page.get_by_role("button", name="Share this page").click()
    code = page.locator(".secret--code").inner_text()

    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))

    texts = [each.extract_text() for each in printed.pages]
    assert [code in each for each in texts] == [False, True]
    assert ["/shared/" in "".join(each.split()) for each in texts] == [True, False]
