"""Someone in whom nothing changed is hardly ever told that something did."""

import math
import re
from pathlib import Path

import pytest

from bench.honesty import CARRY_OVERS, SPREADS, measure

LIMITS = {"told_difference": 0.07, "told_link": 0.07, "told_lasting": 0.04}
RUNS = 150
METHODS = (Path(__file__).parents[2] / "docs" / "methods.md").read_text()


@pytest.fixture(scope="module")
def measured():
    return list(measure(RUNS, carry_overs=(0.0, 0.3, 0.5)))


@pytest.mark.parametrize("name", LIMITS)
def test_over_all_settings_up_to_a_carry_over_of_one_half_the_share_told_stays_below_its_limit(
    measured, name
):
    shares = [getattr(each, name) for each in measured]

    assert sum(shares) / len(shares) <= LIMITS[name]


@pytest.mark.parametrize("name", LIMITS)
def test_in_no_setting_is_it_above_its_limit_by_more_than_so_few_runs_allow(measured, name):
    limit = LIMITS[name]
    chance = 2 * math.sqrt(limit * (1 - limit) / RUNS)

    assert max(getattr(each, name) for each in measured) <= limit + chance


def test_a_true_drop_of_two_points_is_mostly_found_where_days_are_quiet(measured):
    quiet = next(each for each in measured if (each.carry_over, each.spread) == (0.0, 1.0))

    assert quiet.found_drop >= 0.8


def test_the_same_runs_give_the_same_shares():
    assert list(measure(5, carry_overs=(0.3,))) == list(measure(5, carry_overs=(0.3,)))


# --- the table that is printed


ROWS = re.findall(
    r"\| (0\.\d) \| (\d\.\d) \| ([\d.]+) % \| ([\d.]+) % \| ([\d.]+) % \| ([\d.]+) % \|", METHODS
)


def test_the_table_in_the_methods_has_every_setting():
    assert [(float(row[0]), float(row[1])) for row in ROWS] == [
        (carry_over, spread) for carry_over in CARRY_OVERS for spread in SPREADS
    ]


def test_the_table_in_the_methods_keeps_the_limits_up_to_a_carry_over_of_one_half():
    told = [[float(each) for each in row] for row in ROWS if float(row[0]) <= 0.5]

    for place, limit in enumerate(LIMITS.values(), start=2):
        assert max(row[place] for row in told) <= 100 * limit


def test_the_smaller_run_agrees_with_the_table(measured):
    for each, row in zip(measured, ROWS, strict=False):
        for name, printed in zip(LIMITS, row[2:5], strict=True):
            share = float(printed) / 100
            chance = 3.5 * math.sqrt(max(share, 0.01) * (1 - share) / RUNS)
            assert abs(getattr(each, name) - share) <= chance
