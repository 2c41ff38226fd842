"""A background is told in a person's own words, sealed, and concludes nothing."""

import pytest
from django.db import connection

from accounts.actions import find_background
from domain.background import CONDITIONS, Standing

pytestmark = pytest.mark.django_db
ADDRESS = "/accounts/background/"


def test_a_background_is_kept_and_opens_again_as_it_was_told(as_alice, alice):
    as_alice.post(
        ADDRESS, {"ms": "told", "trauma": "wonder", "own_word": "glass", "since": "2019?"}
    )

    told = find_background(owner=alice)
    form = as_alice.get(ADDRESS).context["form"]
    assert told.standings() == {"trauma": Standing.WONDER, "ms": Standing.TOLD}
    assert (form["ms"].value(), form["own_word"].value(), form["family"].value()) == (
        "told",
        "glass",
        "",
    )


def test_every_part_may_stay_empty_and_be_emptied_again(as_alice, alice):
    as_alice.post(ADDRESS, {"ms": "told", "own_word": "glass"})
    as_alice.post(ADDRESS, {})

    told = find_background(owner=alice)
    assert (told.standings(), told.own_word) == ({}, "")


def test_of_two_tabs_the_second_is_shown_both_and_may_save_over_the_first(as_alice, alice):
    seen = as_alice.get(ADDRESS).context["form"]["seen"].value()
    as_alice.post(ADDRESS, {"own_word": "glass", "ms": "told", "seen": seen})

    late = as_alice.post(ADDRESS, {"own_word": "fog", "seen": seen})

    page = late.content.decode()
    assert late.status_code == 409
    assert "glass" in page
    assert late.context["form"]["own_word"].value() == "fog"
    assert ("My own word for it", "glass") in late.context["standing"]
    assert find_background(owner=alice).own_word == "glass"
    again = as_alice.post(
        ADDRESS, {"own_word": "fog", "seen": late.context["form"]["seen"].value()}
    )
    assert again.status_code == 302
    assert find_background(owner=alice).own_word == "fog"


def test_the_same_background_sent_twice_is_no_conflict(as_alice):
    told = {"own_word": "glass", "seen": "0"}

    assert [as_alice.post(ADDRESS, told).status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize("key", CONDITIONS)
def test_each_condition_offers_told_wonder_and_not_relevant(as_alice, key):
    page = as_alice.get(ADDRESS).content.decode()

    for value in ("", "told", "wonder"):
        assert f'name="{key}" value="{value}"' in page


def test_every_word_of_it_is_sealed(as_alice):
    words = {"own_word": "canary-1", "since": "canary-2", "after": "canary-3", "family": "canary-4"}
    as_alice.post(ADDRESS, words | {"ms": "told"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT conditions, own_word, since, after, family FROM accounts_background")
        row = [bytes(part) for part in cursor.fetchone()]
    assert all(row)
    assert [part for part in row if b"canary" in part or b"told" in part] == []


def test_what_is_not_offered_is_refused(as_alice, alice):
    response = as_alice.post(ADDRESS, {"ms": "certain"})

    assert response.status_code == 422
    assert find_background(owner=alice) is None


def test_it_is_on_no_other_page(as_alice):
    as_alice.post(ADDRESS, {"own_word": "canary-glass", "ms": "told"})

    for address in (
        "/trends/",
        "/summary/",
        "/check-ins/new/",
        "/accounts/settings/",
        "/help-now/",
    ):
        assert "canary-glass" not in as_alice.get(address).content.decode()


def test_words_that_are_too_long_are_met_with_a_sentence(as_alice):
    page = as_alice.post(ADDRESS, {"family": "x" * 501}).content.decode()

    assert "This part holds up to 500 characters; this has 501." in page
