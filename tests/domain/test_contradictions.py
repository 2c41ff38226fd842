"""What does not fit is found, what fits is not doubted, and nothing is ever forbidden."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.contradictions import contradictions
from domain.regimen import Kind
from tests.factories import MONDAY, a_dose, a_story, change

FIRST = MONDAY - timedelta(30)


def found(story, kind, ago, dose=None):
    return [each.about for each in contradictions(story, kind, MONDAY - timedelta(ago), dose)]


@pytest.mark.parametrize(
    ("kind", "ago", "dose", "about"),
    [
        (Kind.STARTED, 2, a_dose(50), ["day"]),
        (Kind.STARTED, 40, a_dose(50), ["day"]),
        (Kind.STOPPED, 2, None, []),
        (Kind.STOPPED, 40, None, ["day"]),
        (Kind.PAUSED, 40, None, ["day"]),
        (Kind.DOSE_INCREASED, 2, a_dose(75), []),
        (Kind.DOSE_INCREASED, 2, a_dose(50), ["dose"]),
        (Kind.DOSE_DECREASED, 2, a_dose(25), []),
        (Kind.DOSE_DECREASED, 2, a_dose(25, frequency="twice_daily"), ["dose"]),
        (Kind.DOSE_DECREASED, 2, a_dose(1, "tablet"), ["unit"]),
        (Kind.DOSE_DECREASED, 2, a_dose(25, frequency="weekly"), []),
        (Kind.ROUTE_OR_FORM_CHANGED, 2, a_dose(5, "mL"), []),
        (Kind.COURSE, 2, a_dose(1, "g"), []),
        (Kind.MISSED_DOSES, 2, None, []),
    ],
)
def test_each_kind_is_held_against_what_was_taken_before_its_day(kind, ago, dose, about):
    story = a_story(change(Kind.STARTED, FIRST, 50))

    assert found(story, kind, ago, dose) == about


def test_a_start_after_a_stop_is_no_contradiction():
    story = a_story(
        change(Kind.STARTED, FIRST, 50), change(Kind.STOPPED, MONDAY - timedelta(20), None)
    )

    assert found(story, Kind.STARTED, 5, a_dose(50)) == []


@given(st.sampled_from(Kind), st.integers(0, 60), st.integers(1, 200))
def test_a_medicine_of_which_nothing_is_known_is_never_doubted(kind, ago, amount):
    assert found(a_story(), kind, ago, a_dose(amount)) == []


@pytest.mark.parametrize("kind", [Kind.STOPPED, Kind.PAUSED])
def test_an_end_before_a_recorded_change_of_dose_is_asked_about(kind):
    story = a_story(
        change(Kind.STARTED, FIRST, 50), change(Kind.DOSE_DECREASED, MONDAY - timedelta(5), 25)
    )

    assert found(story, kind, 10, None) == ["day"]
    assert found(story, kind, 2, None) == []


def test_a_change_of_dose_after_a_stop_is_asked_about():
    story = a_story(
        change(Kind.STARTED, FIRST, 50), change(Kind.STOPPED, MONDAY - timedelta(10), None)
    )

    assert found(story, Kind.DOSE_DECREASED, 2, a_dose(25)) == ["day"]
