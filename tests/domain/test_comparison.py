"""The comparison describes; it never tells which of the two a person has."""

from datetime import timedelta

from domain import comparison
from domain.days import Recall
from domain.diary import Diary, DiaryDay
from tests.factories import MONDAY


def a_diary(days, recall=Recall.SAME_DAY, **companions):
    return Diary.of(
        DiaryDay(MONDAY - timedelta(n), {"anhedonia": 6}, {}, recall, companions)
        for n in range(days)
    )


def own(diary):
    return {row.topic.name: row.own for row in comparison.rows(diary, MONDAY)}


def test_a_persons_own_numbers_are_typical_values_of_the_last_28_days():
    numbers = own(a_diary(20, sadness=3, fatigue=8))

    assert numbers["Enjoyment"] == ("6.0 (20 days)",)
    assert numbers["Sadness"] == ("3.0 (20 days)",)
    assert numbers["Body: tiredness, sleep, appetite"] == ("Tiredness: 8.0 (20 days)",)


def test_what_is_not_tracked_says_so():
    assert own(a_diary(20))["Drive"] == ("not tracked",)


def test_under_14_days_there_is_no_number():
    assert own(a_diary(13))["Enjoyment"] == ("13 days of the 14 it needs",)


def test_days_filled_in_much_later_are_not_counted():
    assert own(a_diary(20, recall=Recall.RECALLED_LATER))["Enjoyment"] == ("not tracked",)


def test_the_same_descriptions_stand_there_whatever_the_numbers():
    high = comparison.rows(a_diary(20, sadness=10, worthlessness=10), MONDAY)
    low = comparison.rows(a_diary(20, sadness=0, worthlessness=0), MONDAY)

    assert [row.topic for row in high] == [row.topic for row in low] == [*comparison.TOPICS]


def test_thoughts_of_suicide_are_no_row_and_have_a_line_of_their_own():
    assert not any("suicid" in topic.name.lower() for topic in comparison.TOPICS)
    assert comparison.SAFETY_LINE.startswith("Thoughts of ending your life can come with either")
