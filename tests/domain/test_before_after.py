"""Before and after a change: exact where it can be, silent where it must be."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.before_after import (
    Verdict,
    compare,
    enough,
    likely_range,
    slots_of,
    windows,
)
from domain.intervals import Interval
from domain.trends import grouped_median
from tests.factories import MONDAY

ORACLE = json.loads(Path(__file__).with_name("analysis_oracle.json").read_text())
CASES = [name for name in ORACLE if name.startswith("before_after_") and "n_before" in ORACLE[name]]
window = st.lists(st.one_of(st.none(), st.integers(0, 10)), min_size=28, max_size=28)


def both(name):
    case = ORACLE[name]
    return case, case["before_days_-28_to_-1"], case["after_days_14_to_41"]


@pytest.mark.parametrize("name", CASES)
def test_each_case_is_told_as_expected(name):
    case, before, after = both(name)

    found = compare(before, after, "person change")

    assert found.verdict == case["verdict"]
    assert (found.rated_before, found.rated_after) == (case["n_before"], case["n_after"])
    assert found.typical_before == pytest.approx(case["typical_before"], abs=1e-6)
    assert found.typical_after == pytest.approx(case["typical_after"], abs=1e-6)
    assert found.difference == pytest.approx(case["difference"], abs=1e-6)
    assert found.less_numb == pytest.approx(case["less_numb_share_nap"], abs=1e-9)
    assert found.tau_u == pytest.approx(case["tau_u_lower"], abs=1e-9)
    assert found.trend == pytest.approx(case["baseline_kendall_tau_b"], abs=1e-9)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", ["one", "two", "three"])
def test_the_likely_range_is_the_exact_one_within_what_chance_allows(name, seed):
    case, before, after = both(name)

    found = likely_range(before, after, seed)

    assert found == pytest.approx(
        tuple(case["interval_exact"]), abs=case["interval_monte_carlo_tolerance"]
    )


def test_a_reprint_agrees_and_another_change_is_drawn_anew():
    _, before, after = both("before_after_clear")

    assert likely_range(before, after, "x") == likely_range(before, after, "x")
    assert likely_range(before, after, "x") != likely_range(before, after, "y")


def test_too_few_days_are_compared_with_nothing():
    case = ORACLE["before_after_too_few"]

    found = compare(case["before_days_-28_to_-1"], case["after_days_14_to_41"], "x")

    assert (found.verdict, found.rated_before, found.likely) == (Verdict.NOT_ENOUGH_DAYS, 2, None)


@pytest.mark.parametrize(
    ("slots", "whether"),
    [
        ([5] * 14 + [None] * 14, False),
        ([5] * 14 + [None] * 7 + [5] + [None] * 6, True),
        ([5] * 13 + [None] * 15, False),
        ([None, 5] * 14, True),
    ],
)
def test_a_window_needs_half_of_its_days_in_three_of_its_weeks(slots, whether):
    assert enough(slots) == whether


def test_the_days_around_a_change_are_those_of_the_rule():
    found = windows(MONDAY, MONDAY, 14)

    assert found.before == Interval(MONDAY - timedelta(28), MONDAY)
    assert found.settling == Interval(MONDAY, MONDAY + timedelta(14))
    assert found.after == Interval(MONDAY + timedelta(14), MONDAY + timedelta(42))


def test_a_cross_taper_is_looked_at_before_its_first_and_after_its_last_step():
    found = windows(date(2026, 9, 28), date(2026, 10, 11), 14)

    assert found.before.latest_day == date(2026, 9, 27)
    assert found.after == Interval(date(2026, 10, 25), date(2026, 11, 22))


def test_an_about_day_leaves_three_days_more_out_on_each_side():
    found = windows(MONDAY, MONDAY, 14, about=True)

    assert found.settling == Interval(MONDAY - timedelta(3), MONDAY + timedelta(17))
    assert (len(found.before), len(found.after)) == (28, 28)


@settings(max_examples=25)
@given(window, window)
def test_the_typical_value_of_a_resample_is_the_one_of_its_ratings(before, after):
    from domain.before_after import _Resampled

    class Same:
        def choices(self, runs, k):
            return [runs[n * 7] for n in range(k)]

    whole = [value for value in before if value is not None]
    expected = grouped_median(whole) if whole else None
    found = _Resampled(before).typical(Same())
    assert found == (None if expected is None else pytest.approx(expected))


@settings(max_examples=25)
@given(window, window)
def test_swapping_the_windows_mirrors_the_result(before, after):
    one, two = compare(before, after, "x"), compare(after, before, "x")

    if one.difference is not None:
        assert one.difference == pytest.approx(-two.difference)
        assert one.less_numb == pytest.approx(1 - two.less_numb)


@settings(max_examples=25)
@given(window, window, st.integers(0, 400), st.integers(0, 10))
def test_a_day_outside_the_windows_changes_nothing(before, after, offset, rating):
    around = windows(MONDAY, MONDAY, 14)
    ratings = dict(zip(around.before.days(), before, strict=True))
    ratings |= dict(zip(around.after.days(), after, strict=True))
    ratings = {day: value for day, value in ratings.items() if value is not None}
    other = MONDAY + timedelta(offset - 200)
    more = ratings | ({} if other in around.before or other in around.after else {other: rating})

    def compared(told):
        return compare(slots_of(told, around.before), slots_of(told, around.after), "x")

    assert compared(ratings) == compared(more)


@settings(max_examples=25)
@given(window, window, st.randoms())
def test_shuffling_which_days_are_missing_changes_no_value_that_days_alone_make(before, after, rng):
    rated = [value for value in before if value is not None]
    places = sorted(rng.sample(range(len(before)), len(rated)))
    shuffled = [None] * len(before)
    for place, value in zip(places, rated, strict=True):
        shuffled[place] = value

    one, two = compare(before, after, "x"), compare(shuffled, after, "x")

    assume(Verdict.NOT_ENOUGH_DAYS not in {one.verdict, two.verdict})
    assert (one.difference, one.less_numb, one.tau_u) == (two.difference, two.less_numb, two.tau_u)
