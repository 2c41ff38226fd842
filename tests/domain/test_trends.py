from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.intervals import Interval
from domain.trends import (
    grouped_median,
    quantile,
    rolling_median,
    typical,
    usual_range,
    weeks,
)

FIRST = date(2026, 3, 2)
MARCH = Interval.first(28, FIRST)
ratings_around_march = st.dictionaries(
    st.dates(FIRST - timedelta(20), FIRST + timedelta(60)), st.integers(0, 10)
)


def daily(values, start=FIRST):
    return {start + timedelta(n): value for n, value in enumerate(values)}


@pytest.mark.parametrize(("rated", "expected"), [(13, None), (14, 6.0)])
def test_a_typical_value_needs_half_of_the_days(rated, expected):
    found = typical(daily([6] * rated), MARCH)

    assert (found.value, found.rated, found.days) == (expected, rated, 28)


@given(ratings_around_march)
def test_a_typical_value_hears_nothing_outside_its_interval(ratings):
    inside = {day: rating for day, rating in ratings.items() if day in MARCH}

    assert typical(ratings, MARCH) == typical(inside, MARCH)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=60))
def test_a_typical_value_lies_within_half_a_point_of_the_ratings(ratings):
    assert min(ratings) - 0.5 <= grouped_median(ratings) <= max(ratings) + 0.5


@given(ratings_around_march)
def test_the_line_never_bridges_a_day_with_too_few_rated_days_behind_it(ratings):
    line = rolling_median(ratings, MARCH, began=FIRST - timedelta(20))

    for day in MARCH.days():
        behind = [day - timedelta(n) in ratings for n in range(7)]
        assert (day in line) == (sum(behind) >= 4)


@given(ratings_around_march, st.integers(0, 27), st.integers(0, 10))
def test_a_later_rating_never_changes_the_line_before_it(ratings, offset, rating):
    day = FIRST + timedelta(offset)
    before = Interval(FIRST, day)

    line = rolling_median(ratings, before, began=FIRST - timedelta(20))

    assert line == rolling_median(ratings | {day: rating}, before, began=FIRST - timedelta(20))


def test_the_line_starts_on_the_seventh_day_of_a_diary():
    line = rolling_median(daily([5] * 10), MARCH, began=FIRST)

    assert min(line) == FIRST + timedelta(6)


def test_a_diary_of_six_days_has_no_line():
    assert rolling_median(daily([5] * 6), Interval.first(6, FIRST), began=FIRST) == {}


@pytest.mark.parametrize(("rated", "known"), [(13, False), (14, True)])
def test_the_usual_range_needs_fourteen_rated_days(rated, known):
    assert (usual_range(daily([4] * rated), FIRST) is not None) == known


def test_the_usual_range_hears_nothing_after_the_first_four_weeks():
    first = daily([4] * 28)

    assert usual_range(first | daily([9] * 40, FIRST + timedelta(28)), FIRST) == usual_range(
        first, FIRST
    )


def test_a_quantile_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        quantile([], 0.5)


@pytest.mark.parametrize(("rated", "drawn"), [(3, 0), (4, 1)])
def test_a_week_is_drawn_from_four_rated_days_on(rated, drawn):
    assert len(weeks(daily([6] * rated), MARCH)) == drawn


def test_a_week_shows_where_most_of_its_days_lie():
    (week,) = weeks(daily([2, 4, 4, 5, 5, 6, 9]), Interval.first(7, FIRST))

    assert (week.median, week.rated) == (5.0, 7)
    assert (week.p10, week.p90) == pytest.approx((3.2, 7.2))
