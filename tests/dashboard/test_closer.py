"""Links and a lasting change are told calmly, and only where days can carry them."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from accounts.actions import choose_companions
from tests.factories import MONDAY, a_check_in, days_of_check_ins

pytestmark = pytest.mark.django_db
ORACLE = json.loads((Path(__file__).parents[1] / "domain" / "analysis_oracle.json").read_text())


@pytest.fixture
def linked_days(alice):
    """The days of the separately computed case, the last one today."""
    case = ORACLE["associations"]
    days = len(case["detachment"])
    for n, rating in enumerate(case["detachment"]):
        told = {
            key: case[name][n]
            for key, name in (("sleep_hours", "sleep_hours"), ("stress", "stress"))
            if case[name][n] is not None
        }
        if rating is not None:
            a_check_in(
                alice,
                MONDAY - timedelta(days - 1 - n),
                ratings={"detachment": rating},
                companions=told,
            )


def test_a_link_is_told_with_its_range_its_days_and_how_many_were_looked_at(as_alice, linked_days):
    page = as_alice.get("/trends/").content.decode()

    assert "On days with more hours slept, your distance ratings tended to be lower on the" in page
    assert "(rank correlation -0.91, likely range " in page
    assert "We looked at 4 pairs and allowed for that." in page
    assert "Every pair we looked at (4)" in page


def test_the_rating_that_is_looked_at_can_be_another(as_alice, linked_days):
    page = as_alice.get("/trends/", {"closer": "3"}).content.decode()

    assert "at least 30 days with both a muted response to others rating" in page


def test_where_nothing_goes_together_it_is_said(as_alice, alice):
    for n in range(60):
        a_check_in(
            alice,
            MONDAY - timedelta(n),
            ratings={"detachment": (n * 7) % 5 + 2},
            companions={"stress": (n * n) % 7},
        )

    page = as_alice.get("/trends/").content.decode()

    assert "No steady link showed up in the 2 pairs we looked at." in page


def test_feeling_worth_little_is_never_held_against_a_rating(as_alice, alice):
    choose_companions(owner=alice, keys=["worthlessness"])
    for n in range(40):
        a_check_in(
            alice,
            MONDAY - timedelta(n),
            ratings={"detachment": n % 6},
            companions={"worthlessness": n % 6},
        )

    links = as_alice.get("/trends/").context["links"]

    assert (links.said, links.looked) == ([], [])


def test_a_lasting_change_is_told_once_and_calmly(as_alice, alice):
    for n in range(84):
        rating = 3 + n % 2 if n < 42 else 7 + n % 2
        a_check_in(alice, MONDAY - timedelta(83 - n), ratings={"detachment": rating})

    page = as_alice.get("/trends/").content.decode()

    sentence = "your distance ratings have been at least two points higher than in your first four"
    assert page.count(sentence) == 1
    assert "It may have started around 3 February 2026." in page


def test_without_a_lasting_change_nothing_is_said_of_one(as_alice, alice):
    days_of_check_ins(alice, 84)

    assert as_alice.get("/trends/").context["lasting"] == []
