"""What WCAG asks beyond axe: spaced text, the keyboard alone, and pages that only a fault shows."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import OperationalError
from playwright.sync_api import expect

from numbtrack.access import Who
from tests.browser.test_pages import RULES, addresses, faults_of, full  # noqa: F401  # a fixture
from tests.factories import PASSWORD, a_check_in, today_here

SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
CUT = """
() => [...document.querySelectorAll("main *, .strip *, .footer *")].filter((each) => {
  const style = getComputedStyle(each);
  const hides = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
  const isText = [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const is_small = each.clientWidth <= 1 || each.closest(".visually-hidden");
  return hides && isText && !is_small && each.scrollWidth > each.clientWidth + 1;
}).map((each) => each.outerHTML.slice(0, 120))
"""


def test_nothing_is_cut_where_letters_and_lines_are_spaced(signed_in, full):  # noqa: F811
    page = signed_in(
        viewport={"width": 320, "height": 800}, timezone_id="Europe/London", bypass_csp=True
    )
    amiss = []
    for name, address in addresses(Who.PERSON, full).items():
        page.goto(address)
        page.add_style_tag(content=SPACED)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            amiss.append((name, "sideways"))
        amiss += [(name, each) for each in page.evaluate(CUT)]

    assert amiss == []


def test_a_file_is_taken_along_and_a_chart_is_read_by_the_keyboard_alone(
    signed_in, desktop, person
):
    for n in range(20):
        a_check_in(person, today_here() - timedelta(n + 1), rating=n % 11)
    page = signed_in(**desktop)
    page.goto("/summary/take-along/")
    tab_to(page, "[value='check-ins-csv']")
    tab_to(page, "button[type=submit].btn--primary")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "check-ins.csv"

    page.goto("/trends/")
    numbers = page.locator("details", has_text="The same numbers as a table").last
    numbers.evaluate("each => { each.firstElementChild.dataset.here = '' }")
    tab_to(page, "[data-here]")
    page.keyboard.press("Enter")
    expect(numbers.locator("table").first).to_be_visible()


SEEN = """
() => {
  const each = document.activeElement;
  const box = each.getBoundingClientRect();
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const label = each.closest("label");
  return over && (each.contains(over) || over.contains(each) || label?.contains(over));
}
"""


def tab_to(page, selector):
    """Press Tab until something is focused, and see that nothing lies over it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate(SEEN), "the focus is covered"
            return
    raise AssertionError(f"{selector} is not reached by Tab")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_pages_of_refusals_and_faults_have_no_fault_of_their_own(
    signed_in, person, monkeypatch, theme, forced
):
    page = signed_in(
        viewport={"width": 360, "height": 4000}, color_scheme=theme, forced_colors=forced
    )
    rules = {"rules": {"color-contrast": {"enabled": forced == "none"}}}
    looked_at = set()

    def look(status, answer):
        assert answer.status == status
        found = Axe().run(page, options=RULES | rules).response["violations"]
        assert [(each["id"], each["nodes"][0]["target"]) for each in found] == [], status
        looked_at.add(status)

    look(404, page.goto("/nowhere/"))
    look(405, page.goto("/accounts/leaving/stay/"))
    monkeypatch.setattr("journal.views.entries.RangeForm", lambda *_: 1 / 0)
    look(500, page.goto("/journal/"))
    monkeypatch.setattr("journal.views.entries.RangeForm", _hangs)
    look(503, page.goto("/journal/"))
    monkeypatch.undo()
    page.goto("/summary/take-along/")  # a form that is larger than any of ours
    page.evaluate(
        "() => { const more = document.createElement('textarea'); more.name = 'more';"
        " more.value = 'x'.repeat(1100000); document.querySelector('main form').append(more) }"
    )
    with page.expect_navigation() as navigation:
        page.evaluate("document.querySelector('main form').submit()")
    look(413, navigation.value)
    page.context.clear_cookies()
    for n in range(11):
        page.goto("/accounts/login/")
        page.get_by_label("E-mail").fill(person.email)
        page.get_by_label("Password").fill(f"{PASSWORD} {n}")
        with page.expect_navigation() as navigation:
            page.get_by_role("button", name="Sign in", exact=True).click()
    look(429, navigation.value)

    assert looked_at == {404, 405, 413, 429, 500, 503}


def _hangs(*_):
    raise OperationalError("canceling statement")


def test_a_page_in_the_colours_of_the_system_has_no_fault(signed_in, person):
    page = signed_in(viewport={"width": 360, "height": 6000}, forced_colors="active")
    for address in ("/check-ins/new/", "/trends/", "/journal/", "/medications/", "/summary/"):
        page.goto(address)
        found = [each for each in faults_of(page) if each[0] != "color-contrast"]
        assert found == [], address  # contrast is the system's here
