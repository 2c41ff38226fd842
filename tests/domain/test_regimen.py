import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import Precision
from domain.medicines import CATALOGUE
from domain.numbers import plain
from domain.regimen import Interval, Kind, cautions, dose_on, periods, settling
from domain.wording import NOT_SUDDENLY_LINE, STOPPING_LINE
from tests.factories import a_dose, change

MONDAY = date(2026, 3, 16)
kinds = st.sampled_from(
    [
        Kind.STARTED,
        Kind.STOPPED,
        Kind.DOSE_INCREASED,
        Kind.DOSE_DECREASED,
        Kind.PAUSED,
        Kind.RESUMED,
    ]
)


@st.composite
def histories(draw):
    """Random changes of one medication, at most one a day."""
    days = draw(st.lists(st.integers(0, 200), unique=True, max_size=12))
    return [change(draw(kinds), MONDAY + timedelta(day), draw(st.integers(1, 300))) for day in days]


def reference_dose(changes, day):
    """The dose by the plainest reading: walk through the days in order."""
    dose = None
    for each in sorted(changes, key=lambda each: each.day):
        if each.day <= day:
            dose = None if each.kind in {Kind.STOPPED, Kind.PAUSED} else each.dose
    return dose


@given(histories(), st.integers(-5, 210))
def test_the_dose_in_force_is_that_of_the_plain_model(changes, offset):
    day = MONDAY + timedelta(offset)

    assert dose_on(changes, day) == reference_dose(changes, day)


@given(histories(), kinds, st.integers(1, 300), st.integers(0, 205))
def test_a_new_change_leaves_every_earlier_day_unmoved(changes, kind, dose, offset):
    day = MONDAY + timedelta(offset)
    earlier = [MONDAY + timedelta(n) for n in range(-2, offset)]
    before = [dose_on(changes, each) for each in earlier]

    changes_after = [*changes, change(kind, day, dose)]

    assert [dose_on(changes_after, each) for each in earlier] == before


@given(histories())
def test_doses_of_one_medication_never_overlap(changes):
    found = periods(changes)

    assert all(
        one.end is not None and one.end <= two.start for one, two in itertools.pairwise(found)
    )


def test_nothing_is_in_force_before_the_start_or_from_the_stop_on():
    story = [
        change(Kind.STARTED, MONDAY, 50),
        change(Kind.STOPPED, MONDAY + timedelta(10)),
    ]

    assert [dose_on(story, MONDAY + timedelta(n)) for n in (-1, 0, 9, 10)] == [
        None,
        a_dose(50),
        a_dose(50),
        None,
    ]


def test_a_resumed_medication_takes_up_its_earlier_dose():
    story = [
        change(Kind.STARTED, MONDAY, 50),
        change(Kind.PAUSED, MONDAY + timedelta(5)),
        change(Kind.RESUMED, MONDAY + timedelta(9)),
    ]

    assert dose_on(story, MONDAY + timedelta(9)) == a_dose(50)


def test_a_course_stands_beside_the_dose_that_goes_on():
    story = [
        change(Kind.STARTED, MONDAY, 5),
        change(Kind.COURSE, MONDAY + timedelta(3), 1000, end_day=MONDAY + timedelta(5)),
    ]

    doses = [dose_on(story, MONDAY + timedelta(n)) for n in (2, 3, 5, 6)]

    assert doses == [a_dose(5), a_dose(1000), a_dose(1000), a_dose(5)]


def test_missed_doses_change_no_dose():
    story = [change(Kind.STARTED, MONDAY, 5), change(Kind.MISSED_DOSES, MONDAY + timedelta(3))]

    assert dose_on(story, MONDAY + timedelta(4)) == a_dose(5)


@pytest.mark.parametrize(
    ("frequency", "total"), [("once_daily", 10), ("three_daily", 30), ("weekly", None)]
)
def test_a_total_a_day_is_told_for_daily_rhythms_alone(frequency, total):
    assert a_dose(10, frequency=frequency).a_day == total


@pytest.mark.parametrize(
    ("amount", "words"), [("1000", "1,000"), ("0.5000", "0.5"), ("50.0", "50"), ("100", "100")]
)
def test_amounts_are_written_without_needless_zeros(amount, words):
    assert plain(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("kind", "name", "days"),
    [
        (Kind.STARTED, "sertraline", 14),
        (Kind.STOPPED, "sertraline", 14),
        (Kind.STARTED, "fluoxetine", 14),
        (Kind.STOPPED, "Fluoxetine", 35),
        (Kind.DOSE_DECREASED, "fluoxetine", 35),
    ],
)
def test_a_change_settles_for_two_weeks_and_fluoxetine_leaves_slowly(kind, name, days):
    assert settling(change(kind, MONDAY, 20), name) == Interval.first(days, MONDAY)


def test_an_about_date_settles_three_days_longer_on_each_side():
    about = change(Kind.STARTED, MONDAY, 20, about=True)

    assert settling(about, "sertraline") == Interval(
        MONDAY - timedelta(3), MONDAY + timedelta(14 + 3)
    )


@pytest.mark.parametrize(
    "not_compared",
    [
        change(Kind.MISSED_DOSES, MONDAY),
        change(Kind.COURSE, MONDAY, 1, end_day=MONDAY + timedelta(2)),
        change(Kind.STARTED, MONDAY, 1, precision=Precision.MONTH),
    ],
    ids=["missed doses", "short course", "only the month"],
)
def test_what_is_not_compared_has_no_settling_days(not_compared):
    assert settling(not_compared, "sertraline") is None


SENSITIVE_CODES = ("N05BA", "N05CD", "N05CF", "N03A", "N02BF", "N02A", "H02A", "C07A")


@pytest.mark.parametrize("medicine", CATALOGUE.values(), ids=lambda each: each.name)
def test_the_extra_line_stands_with_every_medicine_of_the_groups_that_need_it(medicine):
    named = medicine.name in {"baclofen", "clonidine"}
    needed = named or medicine.atc.startswith(SENSITIVE_CODES) or medicine.drug_class == "opioid"

    lines = cautions(Kind.STOPPED, [], medicine.name, medicine.drug_class)

    assert (NOT_SUDDENLY_LINE in lines) == needed


@pytest.mark.parametrize("name", ["Valproate", "sodium valproate", "LAMOTRIGINE"])
def test_the_extra_line_stands_however_the_name_is_written(name):
    assert NOT_SUDDENLY_LINE in cautions(Kind.STOPPED, [], name, "")


def test_stopping_shows_the_settled_line_and_some_classes_one_more():
    assert cautions(Kind.STOPPED, [], "sertraline", "SSRI") == [STOPPING_LINE]
    assert cautions(Kind.STOPPED, [], "diazepam", "benzodiazepine") == [
        STOPPING_LINE,
        NOT_SUDDENLY_LINE,
    ]
    assert cautions(Kind.STOPPED, [], "Baclofen", "MS symptom medicine") == [
        STOPPING_LINE,
        NOT_SUDDENLY_LINE,
    ]
    assert cautions(Kind.DOSE_INCREASED, [], "diazepam", "benzodiazepine") == []
    assert cautions(Kind.DOSE_INCREASED, ["own_decision"], "sertraline", "SSRI") == [STOPPING_LINE]
