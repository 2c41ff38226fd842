from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.days import Recall, local_date, may_be_filled_in, recall_of

MONDAY = date(2026, 3, 16)
zones = st.sampled_from(["Europe/London", "Pacific/Kiritimati", "America/St_Johns", "UTC"])


@pytest.mark.parametrize(("hour", "day"), [(3, MONDAY - timedelta(1)), (4, MONDAY)])
def test_the_small_hours_belong_to_the_day_before(hour, day):
    moment = datetime(2026, 3, 16, hour, 59 if hour == 3 else 0, tzinfo=UTC)

    assert local_date(moment, ZoneInfo("UTC")) == day


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), zones, st.integers(0, 600))
def test_time_passing_never_moves_an_entry_to_an_earlier_day(moment, zone, minutes):
    earlier = moment.replace(tzinfo=UTC)
    later = earlier + timedelta(minutes=minutes)
    day, next_day = (local_date(each, ZoneInfo(zone)) for each in (earlier, later))

    assert next_day >= day or (day - next_day).days == 1  # a clock set back over 04:00


@pytest.mark.parametrize(
    ("lag", "recall"),
    [
        (0, Recall.SAME_DAY),
        (1, Recall.RECALLED),
        (2, Recall.RECALLED),
        (3, Recall.RECALLED_LATER),
        (7, Recall.RECALLED_LATER),
    ],
)
def test_the_lag_names_how_a_day_was_recalled(lag, recall):
    assert recall_of(lag) == recall


@pytest.mark.parametrize(("lag", "counts"), [(0, True), (2, True), (3, False)])
def test_days_recalled_after_more_than_two_days_are_not_counted(lag, counts):
    assert recall_of(lag).counts == counts


@pytest.mark.parametrize(("ago", "accepted"), [(-1, False), (0, True), (7, True), (8, False)])
def test_a_day_can_be_filled_in_for_a_week(ago, accepted):
    assert may_be_filled_in(MONDAY - timedelta(ago), MONDAY) == accepted
