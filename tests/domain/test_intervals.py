from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.intervals import Interval

MONDAY = date(2026, 3, 16)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400), st.integers(0, 400))
def test_a_cut_interval_loses_no_day(start, first, second):
    cut = start + timedelta(first)
    whole = Interval(start, cut + timedelta(second))

    assert [*Interval(start, cut).days(), *Interval(cut, whole.end).days()] == [*whole.days()]


def test_the_latest_days_end_with_today():
    week = Interval.latest(7, MONDAY)

    assert (week.start, week.latest_day, len(week)) == (MONDAY - timedelta(6), MONDAY, 7)


def test_neighbours_share_no_day():
    week = Interval.latest(7, MONDAY)

    assert week.overlap(week.before()) is None


def test_an_interval_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="cannot end"):
        Interval(MONDAY, MONDAY - timedelta(1))
