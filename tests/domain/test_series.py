"""Statistics of daily series agree with published and with separately computed numbers."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.series import (
    carry_over,
    correlation,
    effective_size,
    lower_share,
    midranks,
    pairs_risen,
    rated,
    tau_b,
    tau_u,
    trend_pairs,
)

ORACLE = json.loads(Path(__file__).with_name("analysis_oracle.json").read_text())
CASES = [name for name in ORACLE if name.startswith("before_after_") and "n_before" in ORACLE[name]]
ratings = st.lists(st.integers(0, 10), min_size=1, max_size=30)
slots = st.lists(st.one_of(st.none(), st.integers(0, 10)), min_size=1, max_size=40)


def windows(name):
    case = ORACLE[name]
    return case, case["before_days_-28_to_-1"], case["after_days_14_to_41"]


def test_the_published_share_of_pairs_is_found():
    case = ORACLE["published_nap"]

    assert lower_share(case["a"], case["b"]) == pytest.approx(case["nap_lower"], abs=1e-9)
    assert lower_share(case["b"], case["a"]) == pytest.approx(0.9636, abs=1e-4)


def test_the_published_tau_u_is_found():
    case = ORACLE["published_tau"]

    assert (pairs_risen(case["a"], case["b"]), trend_pairs(case["a"])) == (
        case["s_ab"],
        case["s_aa"],
    )
    assert -tau_u(case["a"], case["b"]) == pytest.approx(case["tau_u_higher"], abs=1e-9)


@pytest.mark.parametrize("name", CASES)
def test_pairs_trend_and_carry_over_are_the_expected_ones(name):
    case, before, after = windows(name)

    assert lower_share(rated(before), rated(after)) == pytest.approx(
        case["less_numb_share_nap"], abs=1e-9
    )
    assert tau_u(rated(before), rated(after)) == pytest.approx(case["tau_u_lower"], abs=1e-9)
    assert tau_b(before) == pytest.approx(case["baseline_kendall_tau_b"], abs=1e-9)
    for side, window in (("before", before), ("after", after)):
        found = carry_over(window)
        assert found.r1 == pytest.approx(case[f"lag1_{side}"], abs=1e-6)
        assert found.pairs == case[f"lag1_pairs_{side}"]
        size = effective_size(len(rated(window)), found.r1)
        assert size == pytest.approx(case[f"n_eff_{side}"], abs=1e-6)


@pytest.mark.parametrize("slots", [[5] * 28, [5, 6] * 5, [5, None] * 14])
def test_carry_over_that_cannot_be_checked_is_none(slots):
    assert carry_over(slots).r1 is None


@given(ratings, ratings)
def test_swapping_the_windows_mirrors_the_share(before, after):
    assert lower_share(before, after) == pytest.approx(1 - lower_share(after, before))


@given(ratings, ratings, st.randoms())
def test_the_share_hears_nothing_of_the_order(before, after, rng):
    shuffled = list(after)
    rng.shuffle(shuffled)

    assert lower_share(before, after) == pytest.approx(lower_share(before, shuffled))


@given(slots)
def test_no_days_count_as_more_than_they_are(slots):
    size = effective_size(len(rated(slots)), carry_over(slots).r1)

    assert 0 <= size <= len(rated(slots))


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=40))
def test_midranks_sum_to_those_of_an_order_without_ties(values):
    assert sum(midranks(values)) == pytest.approx(len(values) * (len(values) + 1) / 2)


def test_ties_share_the_middle_of_their_ranks():
    assert midranks([7, 5, 7, 9]) == [2.5, 1.0, 2.5, 4.0]


@given(st.lists(st.integers(0, 10), min_size=3, max_size=30))
def test_a_series_goes_wholly_with_itself_and_wholly_against_its_mirror(values):
    varies = len(set(values)) > 1

    assert correlation(values, values) == pytest.approx(1.0 if varies else 0.0)
    assert correlation(values, [-value for value in values]) == pytest.approx(
        -1.0 if varies else 0.0
    )


def test_a_rising_series_has_a_whole_trend():
    assert tau_b([1, None, 2, 3, None, 9]) == pytest.approx(1.0)
    assert tau_b(sorted(random.Random(1).sample(range(100), 20), reverse=True)) == pytest.approx(
        -1.0
    )
