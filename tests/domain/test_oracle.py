"""The numbers agree with expected ones that were computed apart from this code."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.days import local_date
from domain.dimensions import DIMENSIONS
from domain.intervals import Interval
from domain.trends import day_average, grouped_median, rolling_median, usual_range

ORACLE = json.loads(Path(__file__).with_name("analysis_oracle.json").read_text())
START = date(2026, 1, 5)


def by_day(ratings):
    return {START + timedelta(n): rating for n, rating in enumerate(ratings) if rating is not None}


def test_the_rolling_median_of_seven_days_is_the_expected_one():
    case = ORACLE["rolling_median_7"]
    whole = Interval.first(len(case["ratings"]), START)

    line = rolling_median(by_day(case["ratings"]), whole, began=START)

    assert [line.get(day) for day in whole.days()] == case["expected"]


def test_the_usual_range_is_the_expected_one():
    case = ORACLE["usual_range"]

    found = usual_range(by_day(case["ratings"]), began=START)

    assert found.rated == case["n_rated"]
    assert (found.median, found.p10, found.p90) == pytest.approx(
        (case["median"], case["p10"], case["p90"]), abs=1e-9
    )


@pytest.mark.parametrize("case", ORACLE["day_average"])
def test_a_day_average_needs_three_answers(case):
    ratings = {key: case[key] for key in DIMENSIONS if case[key] is not None}

    assert day_average(ratings) == case["expected"]


@pytest.mark.parametrize("case", ORACLE["local_date"]["cases"], ids=lambda case: case["tz"])
def test_an_entry_belongs_to_the_expected_day(case):
    moment = datetime.fromisoformat(case["entered_at_utc"])

    day = local_date(moment, ZoneInfo(case["tz"]))

    assert day == date.fromisoformat(case["expected_local_date"])


@pytest.mark.parametrize(
    "name",
    [name for name in ORACLE if name.startswith("before_after_") and "n_before" in ORACLE[name]],
)
def test_the_grouped_median_is_the_expected_one(name):
    case = ORACLE[name]
    before = [rating for rating in case["before_days_-28_to_-1"] if rating is not None]
    after = [rating for rating in case["after_days_14_to_41"] if rating is not None]

    assert grouped_median(before) == pytest.approx(case["typical_before"], abs=1e-6)
    assert grouped_median(after) == pytest.approx(case["typical_after"], abs=1e-6)


def test_the_worked_example_of_the_grouped_median_is_seven():
    assert grouped_median([7, 7, 8, 6, 7]) == 7.0
