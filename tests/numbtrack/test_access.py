"""Every page is in one table that says who may open it, and nobody opens another's records."""

import re

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from numbtrack.access import ACCESS, Who
from sharing.actions import Frozen, share
from tests.conftest import sign_in_on_an_own_device
from tests.factories import MONDAY, NOW
from tests.records import everything, patterns, snapshot

pytestmark = pytest.mark.django_db
UNKNOWN = "00000000-0000-4000-8000-000000000000"
CANARY = "canary-5ca1ab1e0123"


PAGES = dict(patterns())


def converters_of(resolver=None, prefix=""):
    """Yield (name, part of the address -> what turns it into a value) for every page."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            space = f"{prefix}{each.namespace}:" if each.namespace else prefix
            yield from converters_of(each, space)
        else:
            yield f"{prefix}{each.name}", each.pattern.converters


@pytest.fixture
def bobs(bob):
    """Bob's record of every kind: the keys that stand in addresses."""
    return everything(bob, words=CANARY)


def test_every_page_is_in_the_table_and_every_line_of_the_table_is_a_page():
    assert set(PAGES) == set(ACCESS)


def test_every_page_that_takes_a_key_is_tried_with_one_of_bobs(bobs):
    assert {name for name, parts in PAGES.items() if parts} == set(bobs)


def test_keys_in_addresses_are_never_consecutive_numbers():
    kinds = {
        (name, type(converter).__name__)
        for name, converters in converters_of()
        for converter in converters.values()
    }

    allowed = {"UUIDConverter", "DayConverter", "SlugConverter", "StringConverter"}
    numbers = {name for name, kind in kinds if kind not in allowed}
    assert numbers == {"learn:article"}  # the place of a page that everybody reads
    assert {name for name, kind in kinds if kind == "StringConverter"} <= {"summary:published"}


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


@pytest.mark.parametrize(
    "name",
    [name for name, parts in PAGES.items() if parts == ("key",) and ACCESS[name] is Who.PERSON],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_record_and_someone_elses_look_the_same(as_alice, bobs, name, method):
    known = getattr(as_alice, method)(reverse(name, args=bobs[name]))
    unknown = getattr(as_alice, method)(reverse(name, args=[UNKNOWN]))

    assert known.status_code == unknown.status_code in {404, 405}
    assert known.content == unknown.content


SENT = {
    "/medications/changes/new/": {
        "kind": "dose_increased", "day": str(MONDAY), "amount": "1", "unit": "mg",
    },
    "/medications/plans/new/": {"amount_1": "1", "unit_1": "mg", "day_1": str(MONDAY)},
    "/medications/switches/new/": {"day": str(MONDAY), "name": "another", "amount": "1"},
    "/medications/cross-tapers/new/": {"day": str(MONDAY), "name": "another", "amount": "1"},
    "/care/visits/new/": {"day": str(MONDAY), "carer": ""},
}  # fmt: skip


@pytest.mark.parametrize("address", SENT)
def test_no_medicine_of_someone_else_is_taken_in_any_field(as_alice, alice, bob, bobs, address):
    before, theirs = snapshot(bob), str(bob.medications.first().pk)
    page = as_alice.get(address).content.decode()
    assert theirs not in page

    for field in set(re.findall(r'name="([a-z_0-9-]+)"', page)) - {"csrfmiddlewaretoken"}:
        as_alice.post(address, SENT[address] | {"submission": UNKNOWN, field: theirs})

    assert snapshot(bob) == before
    assert not alice.medication_events.filter(medication__owner=bob).exists()
    assert not alice.plan_steps.filter(medication__owner=bob).exists()


# --- nothing is written but by a form of ours


@pytest.mark.parametrize("name", [name for name in ACCESS if name != "policy-report"])
def test_no_page_takes_a_form_without_a_word_of_its_own(alice, name):
    keys = everything(alice, words="a few words")
    client = Client(enforce_csrf_checks=True)
    sign_in_on_an_own_device(client, alice)
    before = snapshot(alice)

    answer = client.post(reverse(name, args=keys.get(name, [])), {"day": str(MONDAY)})

    assert answer.status_code in {403, 405}
    assert snapshot(alice) == before


@pytest.mark.parametrize("name", [name for name, who in ACCESS.items() if who is Who.PERSON])
def test_looking_at_a_page_changes_nothing(as_alice, alice, name):
    keys = everything(alice, words="a few words")
    before = snapshot(alice)

    as_alice.get(reverse(name, args=keys.get(name, [])))

    assert snapshot(alice) == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_opened_a_shared_page_reaches_nothing_else_with_it(bob, bobs, method):
    frozen = Frozen("", "", "frozen", b"%PDF")
    shared = share(owner=bob, frozen=frozen, days=7, submission=UNKNOWN, now=NOW)
    stranger = Client()
    stranger.post(f"/shared/{shared.link}/", {"code": shared.code})
    assert b"frozen" in stranger.get(f"/shared/{shared.link}/page/").content
    before = snapshot(bob)

    for name, who in ACCESS.items():
        if who is Who.PERSON:
            answer = getattr(stranger, method)(reverse(name, args=bobs.get(name, [])))
            assert answer.status_code == 302, name
            assert answer.url.startswith("/accounts/login/"), name
    for forbidden in ("post", "put", "patch", "delete"):
        assert getattr(stranger, forbidden)(f"/shared/{shared.link}/page/").status_code == 405

    assert snapshot(bob) == before


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
