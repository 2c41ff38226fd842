"""A day's own page gathers what is kept of it, from every keeper."""

from datetime import timedelta

import pytest
from django.urls import reverse

from domain.dates import Precision
from domain.regimen import Kind
from journal.models import DatedEvent
from tests.factories import MONDAY, a_change, a_check_in, a_practice, an_entry
from tests.records import a_switch, an_event

pytestmark = pytest.mark.django_db


def page_of(client, day=MONDAY):
    return client.get(reverse("dashboard:day", args=[day])).content.decode()


def test_check_in_changes_journal_and_practices_of_a_day_stand_together(as_alice, alice):
    a_check_in(alice, rating=6, note="A grey day.")
    a_change(alice, "sertraline", day=MONDAY, dose=50, note="With food.")
    an_entry(alice, "The sea.", MONDAY)
    a_practice(alice, "presence")

    page = page_of(as_alice)

    for words in ("<dt>Distance</dt><dd>6</dd>", "A grey day.", "Sertraline started", "50 mg once a day",
                  "With food.", "The sea.", "Notice your senses"):  # fmt: skip
        assert words in page, words


def test_nothing_of_another_day_is_on_it(as_alice, alice):
    other = MONDAY - timedelta(1)
    a_check_in(alice, other, note="A grey day.")
    a_change(alice, "sertraline", day=other)
    an_entry(alice, "The sea.", other)
    a_practice(alice, day=other)

    page = page_of(as_alice)

    for words in ("A grey day.", "ertraline", "The sea.", "Notice your senses"):
        assert words not in page


@pytest.mark.parametrize(
    ("first", "facts"),
    [
        (0, {}),
        (-900, {"end_day": MONDAY}),
        (-30, {"precision": Precision.YEAR}),
        (-40, {"end_day": MONDAY - timedelta(30), "precision": Precision.YEAR}),
        (10, {"precision": Precision.MONTH}),
        (200, {"precision": Precision.YEAR}),
        (3, {"about": True}),
    ],
)
def test_what_may_have_happened_on_a_day_is_on_it(as_alice, alice, first, facts):
    an_event(alice, "relapse", MONDAY + timedelta(first), note="It was back.", **facts)

    assert "It was back." in page_of(as_alice)


def test_what_happened_in_other_years_is_not_opened_for_it(as_alice, alice, monkeypatch):
    for n in range(3):
        an_event(alice, "relapse", MONDAY - timedelta(800 + n), note="Long ago.")
    opened = []
    monkeypatch.setattr(DatedEvent, "happening", opened.append)

    assert "Long ago." not in page_of(as_alice)
    assert opened == []


def test_a_change_of_which_only_the_month_is_known_is_on_no_single_day(as_alice, alice):
    a_change(alice, "baclofen", day=MONDAY.replace(day=1), precision=Precision.MONTH)

    assert "aclofen" not in page_of(as_alice, MONDAY.replace(day=1))


def test_what_was_deleted_is_not_on_it(as_alice, alice):
    entry = an_entry(alice, "The sea.")
    event = a_change(alice, "sertraline", Kind.STARTED)
    as_alice.post(reverse("journal:delete", args=[entry.pk]))
    as_alice.post(reverse("medications:delete", args=[event.pk]))

    page = page_of(as_alice)

    assert "The sea." not in page.partition('class="messages"')[2]
    assert "Sertraline started" not in page


@pytest.mark.parametrize(
    ("ago", "said", "can_fill"),
    [(0, "Not filled in yet.", True), (7, "Left blank.", True), (8, "Left blank.", False)],
)
def test_a_day_without_a_check_in_opens_too(as_alice, ago, said, can_fill):
    page = page_of(as_alice, MONDAY - timedelta(ago))

    assert said in page
    assert ("Check in for this day" in page) == can_fill


def test_a_day_that_has_not_come_is_not_found(as_alice):
    assert as_alice.get(reverse("dashboard:day", args=[MONDAY + timedelta(1)])).status_code == 404


def test_a_day_leads_to_its_neighbours(as_alice):
    today, before = page_of(as_alice), page_of(as_alice, MONDAY - timedelta(1))

    assert 'rel="prev" href="/days/2026-03-15/"' in today
    assert 'rel="next"' not in today
    assert 'rel="next" href="/days/2026-03-16/"' in before


def test_one_can_write_about_a_day_from_its_page(as_alice):
    link = "/journal/?day=2026-03-10"

    assert f'href="{link}"' in page_of(as_alice, MONDAY - timedelta(6))
    assert as_alice.get(link).context["form"]["day"].value() == MONDAY - timedelta(6)


def test_a_changed_day_says_so_and_keeps_what_it_replaced(as_alice, alice, clock):
    a_check_in(alice, rating=3)
    clock.shift(timedelta(days=3))

    as_alice.post(
        reverse("checkins:edit", args=[MONDAY]),
        {"day": str(MONDAY), "seen": "1", "detachment": "8"},
    )

    page = page_of(as_alice)
    assert "Entered the same day at 20:00, changed later (shown, but not counted" in page
    assert "Earlier answers of this day" in page
    assert "Saved 16 March 2026, 20:00, replaced 19 March 2026, 20:30" in page


def test_a_step_of_a_cross_taper_tells_the_whole_story(as_alice, alice):
    a_change(alice, day=MONDAY - timedelta(200), dose=100)
    key = a_switch(alice)

    page = as_alice.get(f"/days/{MONDAY - timedelta(14)}/").content.decode()

    assert page.count(f'href="/medications/switches/{key}/"') == 2
    assert "sertraline 100 → 25 → 0 mg; vortioxetine 0 → 5 mg" in page
