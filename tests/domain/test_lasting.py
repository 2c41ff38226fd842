"""A lasting change is looked at once a week and told with the day it may have begun."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from domain.intervals import Interval
from domain.lasting import began_around, lasting_change, look
from tests.factories import MONDAY

CASE = json.loads(Path(__file__).with_name("analysis_oracle.json").read_text())["lasting_change"]
SERIES = CASE["baseline"] + CASE["later"]
RATINGS = {MONDAY + timedelta(n): each for n, each in enumerate(SERIES) if each is not None}


def day(n):
    return MONDAY + timedelta(28 + n)


@pytest.mark.parametrize("case", CASE["looks"], ids=lambda case: case["last_day_index"])
def test_each_look_is_the_expected_one(case):
    seen = look(RATINGS, MONDAY, day(case["last_day_index"]))

    assert seen.rated == case["n"]
    assert seen.difference == pytest.approx(case["difference"], abs=1e-9)
    assert seen.share == pytest.approx(case["more_numb_share"], abs=1e-9)
    assert (seen.flag or None) == case["flag"]


def test_it_began_around_the_expected_day():
    found = began_around(RATINGS, Interval.first(len(SERIES), MONDAY))

    assert (found - MONDAY).days == CASE["pettitt"]["first_day_index_of_second_part"]


@pytest.mark.parametrize(
    ("today", "direction"),
    [(26, None), (27, None), (33, None), (34, "higher"), (40, "higher"), (41, "higher")],
)
def test_between_two_weekly_looks_nothing_new_is_said(today, direction):
    found = lasting_change(RATINGS, MONDAY, day(today))

    assert (found.direction if found else None) == direction


def test_first_weeks_that_carry_over_strongly_allow_no_look():
    slow = [0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 5, 5, 9, 9, 9, 9, 9, 9, 9, 4, 4, 4, 4, 4, 4, 0, 0, 0]
    ratings = {MONDAY + timedelta(n): each for n, each in enumerate(slow)}
    ratings |= {MONDAY + timedelta(n): 10 for n in range(28, 80)}

    assert lasting_change(ratings, MONDAY, MONDAY + timedelta(79)) is None


def test_a_lower_level_is_told_as_lower():
    ratings = {MONDAY + timedelta(n): 8 - (n % 3 == 0) for n in range(28)}
    ratings |= {MONDAY + timedelta(n): 4 + (n % 3 == 0) for n in range(28, 70)}

    found = lasting_change(ratings, MONDAY, MONDAY + timedelta(69))

    assert (found.direction, found.around) == ("lower", MONDAY + timedelta(28))
