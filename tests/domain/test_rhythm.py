from datetime import timedelta

import pytest

from domain.charts import chart, companion_panel
from domain.companions import COMPANIONS
from domain.days import Recall
from domain.diary import Diary, DiaryDay
from domain.intervals import Interval
from domain.rhythm import Rhythm
from tests.factories import MONDAY, a_diary


@pytest.mark.parametrize(
    ("rhythm", "said"),
    [(Rhythm.DAILY, "3 of 28 days"), (Rhythm.WEEKLY, "3 days"), (Rhythm.PAUSED, "3 days")],
)
def test_days_are_counted_out_of_days_under_a_daily_rhythm_alone(rhythm, said):
    assert rhythm.rated(3, 28) == said


@pytest.mark.parametrize("rhythm", [Rhythm.WEEKLY, Rhythm.PAUSED])
def test_a_chart_says_what_is_there_and_nothing_of_what_is_not(rhythm):
    diary = a_diary({MONDAY - timedelta(7 * n): 5 for n in range(4)})

    shown = chart(diary, [], Interval.latest(28, MONDAY), MONDAY, rhythm)

    assert shown.rated_words == "4 days"
    assert shown.panels[0].said == "In the last 28 days rated 4 days."


def a_companion_diary(key, values, recall=Recall.SAME_DAY):
    days = [
        DiaryDay(MONDAY - timedelta(n), {}, {}, recall, {key: value})
        for n, value in enumerate(values)
    ]
    return Diary.of(days)


def panel(key, values, days=28, recall=Recall.SAME_DAY):
    diary = a_companion_diary(key, values, recall)
    return companion_panel(diary, COMPANIONS[key], Interval.latest(days, MONDAY), MONDAY)


def test_a_quantity_has_points_a_line_and_a_sentence():
    drawn = panel("sleep_hours", [7, 7.5, 8, 6, 6.5, 7, 7, 7])

    assert len(drawn.points) == 8
    assert sum(map(len, drawn.runs)) == 2
    assert drawn.said == "In the last 28 days answered on 8 of 28 days: too few for a middle."


def test_a_choice_has_points_and_no_line_and_says_how_often_each_was_chosen():
    drawn = panel("appetite", ["less", "same", "same", "more", "same", "same", "same", "same"])

    assert [point.level for point in drawn.points] == [1, 1, 1, 1, 2, 1, 1, 0]
    assert drawn.runs == ()
    assert (
        drawn.said
        == "In the last 28 days answered on 8 of 28 days: less 1, about the same 6, more 1."
    )


def test_answers_filled_in_days_later_are_drawn_hollow_and_not_counted():
    drawn = panel("fatigue", [9] * 10, recall=Recall.RECALLED_LATER)

    assert all(point.late for point in drawn.points)
    assert (drawn.runs, drawn.said) == (
        (),
        "In the last 28 days answered on 0 of 28 days: too few for a middle.",
    )


def test_a_long_time_shows_a_line_by_weeks_in_place_of_points():
    drawn = panel("fatigue", [5] * 450, days=450)

    assert drawn.points == ()
    assert drawn.runs


def test_a_middle_needs_half_of_the_days_as_everywhere():
    hours, tired = panel("sleep_hours", [7, 7.5] * 7), panel("fatigue", [5, 6, 6, 7] * 4)

    assert hours.said == "Typical in the last 28 days 7.3 hours, answered on 14 of 28 days."
    assert tired.said == "Typical in the last 28 days 6.0, answered on 16 of 28 days."


def test_a_companion_tells_between_which_values_it_lay():
    days = [
        DiaryDay(MONDAY - timedelta(n), {}, {}, Recall.SAME_DAY, {"sleep_hours": 7.5 - n % 2})
        for n in range(10)
    ]
    drawn = companion_panel(
        Diary.of(days), COMPANIONS["sleep_hours"], Interval.latest(28, MONDAY), MONDAY
    )

    assert (
        "17 February 2026 to 16 March 2026: rated 10 of 28 days, from 6.5 to 7.5. "
        in drawn.sentence
    )


def test_days_of_cant_tell_are_counted_and_said():
    days = [
        DiaryDay(MONDAY - timedelta(n), {}, {"fatigue": "cant_tell"}, Recall.SAME_DAY)
        for n in range(2)
    ]
    drawn = companion_panel(
        Diary.of(days), COMPANIONS["fatigue"], Interval.latest(28, MONDAY), MONDAY
    )

    assert drawn.said.endswith("“I can’t tell” on 2 days.")


@pytest.mark.parametrize("rhythm", [Rhythm.WEEKLY, Rhythm.PAUSED])
def test_a_companion_says_nothing_of_days_that_are_not_there(rhythm):
    drawn = companion_panel(
        a_companion_diary("fatigue", [5]),
        COMPANIONS["fatigue"],
        Interval.latest(28, MONDAY),
        MONDAY,
        rhythm,
    )

    assert drawn.said == "In the last 28 days answered on 1 day."
