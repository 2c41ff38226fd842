"""What a person settles: it counts from now on, and no earlier day moves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories import MONDAY, a_check_in, an_entry

pytestmark = pytest.mark.django_db
SETTINGS, NEW = "/accounts/settings/", "/check-ins/new/"
USUAL = {"timezone": "Europe/London", "country": "GB", "decimal_sign": ".", "theme": "system", "text_size": "usual",
         "rhythm_key": "daily", "day_starts_at": "4"}  # fmt: skip


@pytest.mark.parametrize(
    ("starts_at", "moment", "day"),
    [
        (0, datetime(2026, 3, 17, 0, 30, tzinfo=UTC), date(2026, 3, 17)),
        (4, datetime(2026, 3, 17, 3, 59, tzinfo=UTC), date(2026, 3, 16)),
        (4, datetime(2026, 3, 17, 4, 0, tzinfo=UTC), date(2026, 3, 17)),
        (9, datetime(2026, 3, 17, 8, 59, tzinfo=UTC), date(2026, 3, 16)),
        (12, datetime(2026, 3, 17, 11, 59, tzinfo=UTC), date(2026, 3, 16)),
        (12, datetime(2026, 3, 17, 12, 0, tzinfo=UTC), date(2026, 3, 17)),
    ],
)
def test_a_day_starts_at_the_hour_that_was_chosen(as_alice, clock, starts_at, moment, day):
    as_alice.post(SETTINGS, USUAL | {"day_starts_at": str(starts_at)})
    clock.move_to(moment)

    assert as_alice.get(NEW).context["day"] == day


def test_four_in_the_morning_is_the_start_for_everyone_new(alice):
    assert alice.day_starts_at == 4


@pytest.mark.parametrize("starts_at", ["0", "12"])
def test_a_change_of_the_hour_moves_no_earlier_day(as_alice, alice, clock, starts_at):
    clock.move_to(datetime(2026, 3, 17, 4, 30, tzinfo=UTC))
    as_alice.post(NEW, {"day": "2026-03-17", "detachment": "3"})
    before = alice.check_ins.values("day", "lag_days", "timezone", "entered_at").get()

    as_alice.post(SETTINGS, USUAL | {"day_starts_at": starts_at})

    assert alice.check_ins.values("day", "lag_days", "timezone", "entered_at").get() == before


def test_a_day_that_is_ahead_after_a_change_can_be_seen_changed_and_deleted(as_alice, alice, clock):
    clock.move_to(datetime(2026, 3, 17, 4, 30, tzinfo=UTC))
    as_alice.post(NEW, {"day": "2026-03-17", "detachment": "3"})
    as_alice.post(SETTINGS, USUAL | {"day_starts_at": "12"})
    ahead = date(2026, 3, 17)

    cells = [cell for week in as_alice.get("/check-ins/").context["page"].weeks for cell in week]
    shown = next(cell for cell in cells if cell.day == ahead)
    changed = as_alice.post(
        reverse("checkins:edit", args=[ahead]), {"day": str(ahead), "seen": "1", "detachment": "8"}
    )

    assert shown.opens
    assert as_alice.get(reverse("dashboard:day", args=[ahead])).status_code == 200
    assert changed.url == reverse("checkins:saved", args=[ahead])
    assert alice.check_ins.get().ratings == {"detachment": 8}
    assert as_alice.get(reverse("checkins:delete", args=[ahead])).status_code == 200


@pytest.mark.parametrize("starts_at", ["-1", "13", "x", ""])
def test_an_hour_that_is_not_offered_is_refused(as_alice, alice, starts_at):
    response = as_alice.post(SETTINGS, USUAL | {"day_starts_at": starts_at})

    alice.refresh_from_db()
    assert response.status_code in {200, 422}
    assert alice.day_starts_at == 4


def test_the_database_refuses_a_day_that_starts_after_noon(alice):
    alice.day_starts_at = 13

    with pytest.raises(IntegrityError), transaction.atomic():
        alice.save()


@pytest.mark.parametrize("rhythm_key", ["daily", "weekly", "paused"])
def test_a_rhythm_can_be_chosen(as_alice, alice, rhythm_key):
    as_alice.post(SETTINGS, USUAL | {"rhythm_key": rhythm_key})

    alice.refresh_from_db()
    assert alice.rhythm.value == rhythm_key


def test_the_safety_question_is_turned_on_and_off_here(as_alice, alice):
    as_alice.post(SETTINGS, USUAL | {"asks_about_harm": "on"})
    assert 'name="harm"' in as_alice.get(NEW).content.decode()

    as_alice.post(SETTINGS, USUAL)
    assert 'name="harm"' not in as_alice.get(NEW).content.decode()


def test_settings_lead_to_the_companions_and_name_those_that_are_on(as_alice, alice):
    alice.companion_keys = ["fatigue", "calm"]
    alice.save()

    page = as_alice.get(SETTINGS).content.decode()

    assert "Beside the four questions: Tiredness; At ease, not numb." in page
    assert 'href="/check-ins/companions/"' in page


@pytest.mark.parametrize(("ticked", "asked"), [({}, False), ({"asks_about_harm": "on"}, True)])
def test_the_safety_question_is_offered_once_at_set_up_and_is_off_unless_ticked(
    client, db, ticked, asked
):
    page = client.get("/accounts/signup/").content.decode()
    client.post(
        "/accounts/signup/",
        {"email": "new@example.org", "password1": "seventeen grey pebbles", "timezone": "UTC",
         "country": "GB", "adult": "on", "nobody_monitors": "on", "consent": "on"} | ticked,
    )  # fmt: skip

    assert "Asking does not put such thoughts into anyone’s head." in page
    assert ('name="harm"' in client.get(NEW).content.decode()) == asked


def test_that_nobody_monitors_entries_is_said_in_four_places(as_alice, client, alice):
    alice.asks_about_harm = True
    alice.save()
    check_in = as_alice.get(NEW).content.decode()
    a_check_in(alice, MONDAY - timedelta(1))
    export = as_alice.post("/summary/take-along/", {"what": "check-ins-csv"}).content.decode()
    as_alice.logout()
    sign_up = client.get("/accounts/signup/").content.decode()

    assert "I understand that nobody monitors my entries" in sign_up
    assert "Every answer is optional. Nobody monitors entries." in check_in
    assert "This entry alerts nobody" in check_in
    assert "Entries are not monitored." in export


def test_a_day_ahead_is_reached_from_history_and_from_the_day_before(as_alice, alice, clock):
    clock.move_to(datetime(2026, 3, 15, 23, 0, tzinfo=UTC))
    a_check_in(alice, date(2026, 3, 16))

    history = as_alice.get("/check-ins/")
    before = as_alice.get(reverse("dashboard:day", args=[date(2026, 3, 15)])).content.decode()

    assert 'href="/days/2026-03-16/"' in before
    assert "?until=2026-03-16" in history.content.decode()
    later = as_alice.get("/check-ins/", {"until": "2026-03-16"})
    cells = [cell for week in later.context["page"].weeks for cell in week]
    assert next(cell for cell in cells if cell.day == date(2026, 3, 16)).state == "rated"


def test_an_entry_of_a_day_ahead_can_be_corrected(as_alice, alice, clock):
    entry = an_entry(alice, "teh sea", MONDAY)
    clock.move_to(datetime(2026, 3, 15, 23, 0, tzinfo=UTC))

    as_alice.post(
        reverse("journal:edit", args=[entry.pk]),
        {"day": str(MONDAY), "text": "the sea", "submission": str(entry.pk), "seen": "1"},
    )

    assert alice.journal_entries.get().text == "the sea"
