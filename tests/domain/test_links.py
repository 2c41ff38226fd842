"""Links allow for carry-over and for how often one looks."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from domain.links import holm, link
from tests.factories import MONDAY

CASE = json.loads(Path(__file__).with_name("analysis_oracle.json").read_text())["associations"]
COMPANIONS = ("sleep_hours", "stress", "activity_minutes")


def by_day(values):
    return {MONDAY + timedelta(n): value for n, value in enumerate(values) if value is not None}


def found():
    ratings = by_day(CASE["detachment"])
    pairs = [link(key, by_day(CASE[key]), ratings, lag) for key in COMPANIONS for lag in (0, 1)]
    return {f"{each.companion}_lag{each.lag}": each for each in holm(pairs)}


@pytest.mark.parametrize("name", CASE["results"])
def test_each_link_is_the_expected_one(name):
    case, each = CASE["results"][name], found()[name]

    assert each.pairs == case["n"]
    assert each.correlation == pytest.approx(case["rho"], abs=1e-6)
    assert each.size == pytest.approx(case["n_eff"], abs=1e-6)
    assert each.likely == pytest.approx(tuple(case["ci90"]), abs=1e-6)
    assert each.p == pytest.approx(case["p"], abs=1e-6)
    assert each.p_of_all == pytest.approx(case["p_holm"], abs=1e-6)
    assert each.mentioned == case["mention"]


@pytest.mark.parametrize(
    ("days", "values", "there"), [(29, 5, False), (30, 5, True), (60, 2, False)]
)
def test_a_link_needs_thirty_pairs_and_three_values_on_each_side(days, values, there):
    levels = {MONDAY + timedelta(n): n % values for n in range(days)}
    ratings = {MONDAY + timedelta(n): (n * 7) % 11 for n in range(days)}

    assert (link("x", levels, ratings, 0) is not None) == there


def test_a_link_that_looks_at_the_next_day_hears_nothing_of_the_same():
    levels = {MONDAY + timedelta(2 * n): n % 5 for n in range(60)}
    same = dict(levels)

    assert link("x", levels, same, 1) is None
    assert link("x", levels, same, 0).correlation == pytest.approx(1.0)
