"""Someone in whom nothing changed is hardly ever told that something did."""

import pytest

from bench.honesty import measure

LIMITS = {"told_difference": 0.07, "told_link": 0.07, "told_lasting": 0.04}
RUNS = 150


@pytest.fixture(scope="module")
def measured():
    return list(measure(RUNS, carry_overs=(0.0, 0.3, 0.5)))


@pytest.mark.parametrize("name", LIMITS)
def test_over_all_settings_up_to_a_carry_over_of_one_half_the_share_told_stays_below_its_limit(
    measured, name
):
    shares = [getattr(each, name) for each in measured]

    assert sum(shares) / len(shares) <= LIMITS[name]


def test_a_true_drop_of_two_points_is_mostly_found_where_days_are_quiet(measured):
    quiet = next(each for each in measured if (each.carry_over, each.spread) == (0.0, 1.0))

    assert quiet.found_drop >= 0.8


def test_the_same_runs_give_the_same_shares():
    assert list(measure(5, carry_overs=(0.3,))) == list(measure(5, carry_overs=(0.3,)))
