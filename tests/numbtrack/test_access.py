"""Every page is in one table that says who may open it, and nobody opens another's records."""

import pytest
from django.urls import reverse

from numbtrack.access import ACCESS, Who
from tests.factories import MONDAY
from tests.records import everything, patterns, snapshot

pytestmark = pytest.mark.django_db
CANARY = "canary-5ca1ab1e0123"


PAGES = dict(patterns())


@pytest.fixture
def bobs(bob):
    """Bob's record of every kind: the keys that stand in addresses."""
    return everything(bob, words=CANARY)


def test_every_page_is_in_the_table_and_every_line_of_the_table_is_a_page():
    assert set(PAGES) == set(ACCESS)


def test_every_page_that_takes_a_key_is_tried_with_one_of_bobs(bobs):
    assert {name for name, parts in PAGES.items() if parts} == set(bobs)


def test_keys_in_addresses_are_never_consecutive_numbers():
    parts = {part for each in PAGES.values() for part in each}

    assert parts == {"day", "key", "link", "name", "place", "uidb36"}


@pytest.mark.parametrize("name", [name for name, who in ACCESS.items() if who is Who.PERSON])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_is_sent_to_the_door_by_every_page_of_a_person(client, bobs, name, method):
    response = getattr(client, method)(reverse(name, args=bobs.get(name, [])))

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


@pytest.mark.parametrize("name", [name for name, who in ACCESS.items() if who is Who.ANYONE])
def test_pages_for_anyone_open_signed_out(client, bobs, name):
    response = client.get(reverse(name, args=bobs.get(name, [])))

    assert response.status_code in {200, 302} or name == "policy-report"
    assert "/accounts/login/" not in getattr(response, "url", "").partition("?")[0] or (
        name in {"account_logout", "invitation", "mfa_authenticate", "mfa_login_webauthn"}
    )


@pytest.mark.parametrize(
    "name", [name for name, parts in PAGES.items() if "day" in parts or "key" in parts]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_record_of_someone_else_is_not_found_and_stays_as_it_was(
    as_alice, bob, bobs, name, method
):
    if ACCESS[name] is Who.ANYONE:
        return
    before = snapshot(bob)

    response = getattr(as_alice, method)(reverse(name, args=bobs[name]))

    of_her_own_day = {"checkins:edit": {200, 422}, "dashboard:day": {200, 405}}
    expected = of_her_own_day.get(name, {405, 404})
    assert response.status_code in expected
    assert CANARY not in response.content.decode()
    assert "checked>" not in response.content.decode()
    assert snapshot(bob) == before


@pytest.mark.parametrize("name", [name for name, who in ACCESS.items() if who is Who.PERSON])
def test_no_page_of_alice_shows_a_word_or_a_number_of_bob(as_alice, bobs, name):
    if bobs.get(name):
        return

    response = as_alice.get(reverse(name))

    assert CANARY not in b"".join(response).decode("latin-1")


def test_an_unknown_record_and_someone_elses_look_the_same(as_alice, bobs):
    known = as_alice.get(reverse("journal:edit", args=bobs["journal:edit"]))
    unknown = as_alice.get(reverse("journal:edit", args=["00000000-0000-4000-8000-000000000000"]))

    assert known.content == unknown.content


def test_a_medication_of_someone_else_cannot_be_chosen_in_a_form(as_alice, alice, bob, bobs):
    theirs = bob.medications.first()
    before = bob.medication_events.count()

    response = as_alice.post(
        "/medications/changes/new/",
        {
            "kind": "dose_increased",
            "medicine": str(theirs.pk),
            "day": MONDAY.isoformat(),
            "amount": "1",
            "unit": "mg",
            "submission": "00000000-0000-4000-8000-000000000001",
        },
    )

    assert response.status_code == 422
    assert (alice.medication_events.count(), bob.medication_events.count()) == (0, before)
