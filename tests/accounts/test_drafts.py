"""What was typed and not saved comes back on the same device, and is gone at sign-out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from accounts.actions import choose_companions
from accounts.drafts import KEEP_DRAFTS_FOR, MOST_DRAFTS, PADDED_TO, find_draft, keep_draft
from support.actions import keep_plan
from tests.factories import MONDAY, NOW, a_check_in, an_entry

pytestmark = pytest.mark.django_db
NEW = "/check-ins/new/"
PAGE = "check-in/2026-03-16"
DRAFT = f"/accounts/drafts/?page={PAGE}"
CHOSEN = {"detachment": "7", "empathy": "cant_tell", "note": "half a thou", "seen": "0"}


def opened(client):
    return client.get(NEW).context["form"]


def test_what_was_chosen_is_there_again_after_a_reload_and_said_to_be_unsaved(as_alice, alice):
    assert as_alice.post(DRAFT, CHOSEN).status_code == 204

    page = as_alice.get(NEW)

    form = page.context["form"]
    assert [form[name].value() for name in ("detachment", "empathy", "note")] == [
        "7",
        "cant_tell",
        "half a thou",
    ]
    assert "It is not saved yet." in page.content.decode()
    assert alice.check_ins.count() == 0


def test_ticks_and_half_typed_numbers_come_back_as_they_were(as_alice, alice):
    choose_companions(owner=alice, keys=["signs", "sleep_hours"])

    as_alice.post(DRAFT, {"signs": ["fog", "robotic"], "sleep_hours": "six and", "seen": "0"})

    form = opened(as_alice)
    assert form["signs"].value() == ["fog", "robotic"]
    assert form["sleep_hours"].value() == "six and"


def test_a_later_draft_takes_the_place_of_an_earlier_one(as_alice, alice):
    for value in "123":
        as_alice.post(DRAFT, {"detachment": value, "seen": "0"})

    assert alice.drafts.count() == 1
    assert opened(as_alice)["detachment"].value() == "3"


def test_another_device_shows_nothing_of_it(as_alice, alice):
    as_alice.post(DRAFT, CHOSEN)
    other = Client()
    other.force_login(alice)

    assert opened(other)["detachment"].value() is None


def test_what_was_typed_is_there_after_a_session_ran_out_and_after_a_new_password(as_alice, alice):
    as_alice.post(DRAFT, CHOSEN)
    as_alice.session.flush()
    as_alice.cookies.pop("numbtrack-session", None)

    as_alice.force_login(alice)

    assert opened(as_alice)["note"].value() == "half a thou"


def test_another_person_on_the_same_machine_shows_nothing_of_it(as_alice, bob):
    as_alice.post(DRAFT, CHOSEN)
    as_alice.force_login(bob)

    assert opened(as_alice)["detachment"].value() is None


def test_signing_out_forgets_it(as_alice, alice):
    as_alice.post(DRAFT, CHOSEN)

    as_alice.post("/accounts/logout/")

    assert alice.drafts.count() == 0


def test_signing_out_on_one_device_leaves_the_drafts_of_another(as_alice, alice):
    other = Client()
    other.force_login(alice)
    other.post(DRAFT, CHOSEN)
    as_alice.post(DRAFT, CHOSEN)

    as_alice.post("/accounts/logout/")

    assert opened(other)["detachment"].value() == "7"


def test_saving_forgets_it(as_alice, alice):
    as_alice.post(DRAFT, CHOSEN)

    as_alice.post(NEW, CHOSEN | {"day": str(MONDAY)})

    assert alice.drafts.count() == 0


def test_a_draft_that_arrives_after_the_day_was_saved_changes_nothing(as_alice, alice):
    as_alice.post(NEW, CHOSEN | {"day": str(MONDAY)})

    as_alice.post(DRAFT, CHOSEN | {"detachment": "1"})

    assert opened(as_alice)["detachment"].value() == "7"


def test_a_saved_day_can_be_half_changed_too(as_alice, alice):
    a_check_in(alice, rating=2)

    as_alice.post(DRAFT, {"detachment": "9", "seen": "1"})

    form = as_alice.get(reverse("checkins:edit", args=[MONDAY])).context["form"]
    assert form["detachment"].value() == "9"
    assert alice.check_ins.get().ratings["detachment"] == 2


def test_one_can_start_empty_instead(as_alice, alice):
    as_alice.post(DRAFT, CHOSEN)

    response = as_alice.post(f"/accounts/drafts/forget/?page={PAGE}", {"back": NEW})

    assert (response.status_code, response.url) == (302, NEW)
    assert alice.drafts.count() == 0


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "",
     "evil", "\x00"],
)  # fmt: skip
def test_the_way_back_never_leads_elsewhere(as_alice, back):
    response = as_alice.post(f"/accounts/drafts/forget/?page={PAGE}", {"back": back})

    assert response.url == "/"


def test_a_draft_is_sealed_and_without_the_forms_own_keys(as_alice):
    as_alice.post(DRAFT, CHOSEN | {"submission": "x", "csrfmiddlewaretoken": "y"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT words, device FROM accounts_draft")
        words, device = cursor.fetchone()
    assert b"half" not in bytes(words)
    assert device != as_alice.session.session_key
    assert len(device) == 64


def test_old_drafts_are_forgotten_when_a_new_one_is_kept(as_alice, alice, clock):
    as_alice.post(DRAFT, CHOSEN)
    clock.shift(KEEP_DRAFTS_FOR + timedelta(minutes=1))

    as_alice.post("/accounts/drafts/?page=check-in/2026-03-17", CHOSEN)

    assert [each.page for each in alice.drafts.all()] == ["check-in/2026-03-17"]


def test_a_person_cannot_fill_the_server_with_drafts(alice):
    for n in range(MOST_DRAFTS + 5):
        page = f"check-in/{MONDAY - timedelta(n)}"
        keep_draft(owner=alice, device="x", page=page, words=QueryDict("a=1"), now=NOW)

    assert alice.drafts.count() == MOST_DRAFTS
    newest = find_draft(owner=alice, device="x", page=page, now=NOW)
    assert newest is not None


@pytest.mark.parametrize(
    "page", ["", "../x", "check-in/x", "x" * 300, "CHECK-IN/2026-03-16", "\x00"]
)
def test_a_page_that_is_none_is_refused(as_alice, alice, page):
    assert as_alice.post("/accounts/drafts/", QUERY_STRING=f"page={page}").status_code == 422
    assert alice.drafts.count() == 0


def test_words_longer_than_any_form_are_refused(as_alice, alice):
    assert as_alice.post(DRAFT, {"note": "x" * 200_000}).status_code == 422
    assert alice.drafts.count() == 0


def test_a_draft_in_which_nothing_is_chosen_is_none(as_alice, alice):
    as_alice.post(DRAFT, CHOSEN)

    as_alice.post(DRAFT, {"seen": "0", "zone": "UTC", "note": "", "detachment": ""})

    assert alice.drafts.count() == 0


def test_a_draft_that_is_too_old_is_not_offered(as_alice, clock):
    as_alice.post(DRAFT, CHOSEN)
    clock.shift(KEEP_DRAFTS_FOR + timedelta(minutes=1))

    page = as_alice.get(reverse("checkins:edit", args=[MONDAY]))

    assert page.context["form"]["detachment"].value() is None


def test_deleting_a_day_forgets_what_was_half_typed_about_it_everywhere(as_alice, alice):
    a_check_in(alice, rating=2)
    as_alice.post(DRAFT, CHOSEN)
    other = Client()
    other.force_login(alice)
    other.post(DRAFT, CHOSEN)

    as_alice.post(reverse("checkins:delete", args=[MONDAY]))

    assert alice.drafts.count() == 0


@pytest.mark.parametrize("harm", ["", "no", "yes", "yes_unsafe", "rather_not_say"])
def test_the_length_of_a_draft_does_not_tell_an_answer(as_alice, alice, harm):
    as_alice.post(DRAFT, CHOSEN | {"harm": harm})

    assert len(alice.drafts.get().words) == PADDED_TO


def test_a_draft_that_does_not_open_is_not_in_the_way(as_alice, alice):
    as_alice.post(DRAFT, CHOSEN)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_draft SET device = device, words = %s", [b"\x01\x02broken"])

    assert opened(as_alice)["detachment"].value() is None


def test_only_one_number_carries_what_was_chosen_before(as_alice, alice):
    as_alice.post(DRAFT, {"anhedonia": "7", "note": "half a thou", "seen": "0"})

    page = as_alice.get(NEW, {"only": "1"}).content.decode()

    assert '<input type="hidden" name="anhedonia" value="7">' in page
    assert '<input type="hidden" name="note" value="half a thou">' in page
    assert 'name="detachment" value="3"' in page


def test_a_page_name_that_is_none_forgets_nothing_and_is_no_fault(as_alice, alice):
    as_alice.post(DRAFT, CHOSEN)

    response = as_alice.post("/accounts/drafts/forget/?page=a%00b", {"back": NEW})

    assert (response.status_code, alice.drafts.count()) == (302, 1)


# --- words in the journal and in the plan


@pytest.fixture
def written(as_alice, alice):
    """Each page with words: its address, its name among drafts, and the field of the words."""
    entry = an_entry(alice, "as it was")
    keep_plan(owner=alice, people="", places="", helps="as it was", seen_version=0, now=NOW)
    return {
        "a new entry": ("/journal/", "journal", "text", ""),
        "an entry": (f"/journal/{entry.pk}/edit/", f"journal/{entry.pk}", "text", "1"),
        "the plan": ("/help-now/plan/edit/", "plan", "helps", "1"),
    }


PAGES = pytest.mark.parametrize("name", ["a new entry", "an entry", "the plan"])


@PAGES
def test_half_written_words_come_back_and_are_said_to_be_unsaved(as_alice, written, name):
    address, page, field, seen = written[name]
    as_alice.post(f"/accounts/drafts/?page={page}", {field: "half a thou", "seen": seen})

    opened_again = as_alice.get(address)

    assert opened_again.context["form"][field].value() == "half a thou"
    assert "not saved yet" in opened_again.content.decode()


@PAGES
def test_saved_words_leave_no_draft(as_alice, alice, written, name):
    address, page, field, seen = written[name]
    as_alice.post(f"/accounts/drafts/?page={page}", {field: "half a thou", "seen": seen})

    as_alice.post(address, {field: "whole", "seen": seen, "day": str(MONDAY),
                            "submission": "00000000-0000-4000-8000-000000000009"})  # fmt: skip

    assert alice.drafts.count() == 0


@pytest.mark.parametrize("name", ["an entry", "the plan"])
def test_words_begun_before_another_page_saved_are_not_laid_over_them(as_alice, written, name):
    address, page, field, _ = written[name]
    as_alice.post(f"/accounts/drafts/?page={page}", {field: "old half", "seen": "0"})

    assert as_alice.get(address).context["form"][field].value() == "as it was"
