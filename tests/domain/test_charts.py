"""A chart shows each rated day once, breaks where days are missing, and says so in words."""

from datetime import date, timedelta
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import svg, svg_lanes
from domain.before_after import windows
from domain.charts import chart, ticks
from domain.dates import Precision
from domain.diary import Diary
from domain.intervals import Interval
from domain.lanes import described, lanes, letter, markers, told_day
from domain.regimen import Kind
from tests.factories import a_diary, a_story, change

TODAY = date(2026, 3, 16)
WEEKS_12 = Interval.latest(84, TODAY)


def days_back(*ratings):
    """ratings: the latest days' ratings, today last; None is a missing day."""
    first = TODAY - timedelta(len(ratings) - 1)
    return {first + timedelta(n): each for n, each in enumerate(ratings) if each is not None}


def a_chart(diary, *stories, interval=WEEKS_12):
    return chart(diary, stories, interval, TODAY)


def test_each_rated_day_is_a_point_and_days_filled_in_later_are_hollow():
    drawn = a_chart(a_diary(days_back(4, (6, 1), (7, 5))))

    points = [(point.rating, point.late) for point in drawn.panels[0].points]

    assert points == [(4, False), (6, True), (7, True)]


def test_days_filled_in_much_later_are_shown_and_not_counted():
    drawn = a_chart(a_diary(days_back(*[2] * 14, *[(9, 5)] * 14)))

    assert len(drawn.panels[0].points) == 28
    assert (drawn.panels[0].recent.value, drawn.panels[0].recent.rated) == (2.0, 14)


def test_the_line_breaks_where_days_are_missing():
    drawn = a_chart(a_diary(days_back(*[5] * 10, *[None] * 8, *[6] * 10)))

    assert len(drawn.panels[0].runs) == 2


def test_a_panel_says_its_numbers_in_a_sentence():
    drawn = a_chart(a_diary(days_back(*[6] * 30)))

    assert drawn.panels[0].sentence == (
        "Distance. 23 December 2025 to 16 March 2026: rated 30 of 84 days, from 6 to 6. "
        "Typical in the last 28 days 6.0, rated 28 of 28 days; in your first four weeks 6.0. "
        "Most days of your first four weeks: 6.0 to 6.0."
    )


def test_a_panel_that_cannot_be_seen_says_where_it_begins_and_where_it_ends():
    drawn = a_chart(a_diary(days_back(*[2] * 30, *[5] * 20, *[8] * 30)))

    assert drawn.panels[0].course == (
        "23 December 2025 to 16 March 2026: rated 80 of 84 days, from 2 to 8; typical 2.0 in the "
        "first 28 days, 8.0 in the last. "
    )


def test_a_panel_with_few_days_says_that_they_are_too_few():
    drawn = a_chart(a_diary(days_back(6, 6)))

    assert drawn.panels[3].sentence == (
        "Dulled body. 23 December 2025 to 16 March 2026: rated 2 of 84 days, from 6 to 6. "
        "In the last 28 days rated 2 of 28 days: too few for a typical value."
    )


def test_an_empty_diary_can_be_drawn():
    drawn = a_chart(Diary(()))

    assert (drawn.rated, [panel.points for panel in drawn.panels]) == (0, [()] * 4)


@pytest.mark.parametrize(("days", "weekly"), [(400, False), (401, True)])
def test_beyond_400_days_weeks_take_the_place_of_points(days, weekly):
    drawn = a_chart(a_diary(days_back(*[5] * 500)), interval=Interval.latest(days, TODAY))

    panel = drawn.panels[0]
    assert (drawn.weekly, bool(panel.weeks), bool(panel.points)) == (weekly, weekly, not weekly)


# --- medicines


def test_changes_of_one_day_share_a_letter_and_letters_follow_the_days():
    later, earlier = TODAY - timedelta(5), TODAY - timedelta(50)
    stories = [
        a_story(change(Kind.STARTED, earlier, 50), change(Kind.STOPPED, later)),
        a_story(change(Kind.STARTED, later, 10), name="baclofen"),
    ]

    found = [(mark.letter, mark.day, mark.words) for mark in markers(stories, WEEKS_12)]

    assert found == [
        ("A", earlier, "sertraline started, 50 mg once a day"),
        ("B", later, "sertraline stopped, baclofen started, 10 mg once a day"),
    ]


@pytest.mark.parametrize(
    ("facts", "soft"),
    [
        ({}, None),
        ({"about": True}, Interval(TODAY - timedelta(33), TODAY - timedelta(26))),
        ({"precision": Precision.MONTH}, Interval(date(2026, 2, 1), date(2026, 3, 1))),
        ({"precision": Precision.YEAR}, Interval(date(2026, 1, 1), date(2027, 1, 1))),
    ],
)
def test_a_day_that_is_roughly_known_is_drawn_as_a_soft_band_and_no_line(facts, soft):
    story = a_story(change(Kind.STARTED, TODAY - timedelta(30), 50, **facts))
    drawn = a_chart(a_diary({}), story)

    picture = svg.panel_svg(drawn, drawn.panels[0], svg.Frame(WEEKS_12))

    assert drawn.markers[0].soft == soft
    assert ('class="soft"' in picture, 'class="event"' in picture) == (bool(soft), not soft)


def test_a_cross_taper_has_two_letters_and_one_overlap():
    group = uuid4()
    first, last = TODAY - timedelta(40), TODAY - timedelta(26)
    stories = [
        a_story(
            change(Kind.STARTED, TODAY - timedelta(300), 100),
            change(Kind.DOSE_DECREASED, first, 50, switch_group=group),
            change(Kind.STOPPED, last, switch_group=group),
        ),
        a_story(change(Kind.STARTED, first, 5, switch_group=group), name="vortioxetine"),
    ]

    drawn = a_chart(a_diary({}), *stories)

    assert [(mark.day, mark.words) for mark in drawn.markers] == [
        (first, "cross-taper began"),
        (last, "last step"),
    ]
    assert drawn.lanes[0].overlaps == (Interval(first, last),)
    assert svg_lanes.lanes_svg(drawn, svg.Frame(WEEKS_12)).count('class="overlap hatched"') == 4
    assert drawn.settling == (Interval(first, last + timedelta(14)),)


def test_settling_days_that_touch_are_drawn_as_one():
    story = a_story(
        change(Kind.STARTED, TODAY - timedelta(40), 50),
        change(Kind.DOSE_INCREASED, TODAY - timedelta(30), 100),
    )

    drawn = a_chart(a_diary({}), story)

    assert drawn.settling == (Interval(TODAY - timedelta(40), TODAY - timedelta(16)),)


def test_a_bar_is_as_high_as_its_share_of_the_highest_dose():
    story = a_story(
        change(Kind.STARTED, TODAY - timedelta(60), 25),
        change(Kind.DOSE_INCREASED, TODAY - timedelta(30), 100),
    )

    (lane,) = lanes([story], WEEKS_12, TODAY)

    assert [(bar.share, bar.label) for bar in lane.bars] == [(0.25, "25 mg"), (1.0, "100 mg")]
    assert lane.sentence == (
        "Sertraline: 25 mg once a day from 15 January 2026 to 13 February 2026; "
        "100 mg once a day from 14 February 2026, still taken."
    )


def test_a_medicine_that_ended_before_the_interval_has_no_lane():
    story = a_story(
        change(Kind.STARTED, TODAY - timedelta(300), 50),
        change(Kind.STOPPED, TODAY - timedelta(200)),
    )

    assert lanes([story], WEEKS_12, TODAY) == ()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "16 March 2026"),
        ({"about": True}, "about 16 March 2026"),
        ({"precision": Precision.MONTH}, "March 2026"),
        ({"precision": Precision.YEAR, "about": True}, "about 2026"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(facts, words):
    assert told_day(change(Kind.STARTED, TODAY, **facts)) == words


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_change_can_be_told(kind):
    assert described(change(kind, TODAY, 50), "sertraline").startswith("sertraline ")


@pytest.mark.parametrize(
    ("n", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")]
)
def test_letters_go_on_after_z(n, letters):
    assert letter(n) == letters


@given(st.integers(1, 4000))
def test_dates_under_a_chart_are_few_and_inside(days):
    interval = Interval.latest(days, TODAY)

    found = [day for day, _ in ticks(interval)]

    assert len(found) <= 15
    assert all(day in interval for day in found)


# --- the picture


@given(
    st.dictionaries(
        st.dates(TODAY - timedelta(90), TODAY),
        st.tuples(st.integers(0, 10), st.integers(0, 7)),
        max_size=60,
    )
)
def test_the_picture_draws_as_many_points_as_there_are_rated_days(told):
    drawn = a_chart(a_diary(told))
    panel = drawn.panels[0]

    picture = svg.panel_svg(drawn, panel, svg.Frame(WEEKS_12))

    root = ET.fromstring(f"<svg>{picture}</svg>")
    points = list(root.iter("use"))
    assert len(points) == sum(day in WEEKS_12 for day in told)
    assert sum("pt--late" in each.get("class") for each in points) == sum(
        lag > 0 for day, (_, lag) in told.items() if day in WEEKS_12
    )
    assert all(0 <= float(each.get("x").rstrip("%")) <= 100 for each in points)


@pytest.mark.parametrize(("rating", "height"), [(0, 94.0), (5, 50.0), (10, 6.0)])
def test_higher_is_more_numb(rating, height):
    assert svg.rating_height(rating) == height


def test_a_name_with_markup_is_written_as_text():
    story = a_story(change(Kind.STARTED, TODAY - timedelta(80), 50), name="<script>&x")
    drawn = a_chart(a_diary({}), story)

    picture = svg_lanes.lanes_svg(drawn, svg.Frame(WEEKS_12))

    assert "<script" not in picture
    assert "&lt;script&gt;&amp;x 50 mg" in picture


def test_on_paper_the_picture_is_a_whole_document_without_per_cents():
    story = a_story(change(Kind.STARTED, TODAY - timedelta(40), 50, about=True))
    drawn = a_chart(a_diary(days_back(*[5] * 40)), story)
    frame = svg.Frame(WEEKS_12, 400.0, 40.0)

    picture = svg.paper(svg.panel_svg(drawn, drawn.panels[0], frame), 400.0, 40.0, 14.0)

    ET.fromstring(picture)
    assert "%" not in picture
    assert 'viewBox="-14 0 414 40"' in picture


def test_the_picture_of_a_fixed_diary_is_the_golden_one(golden):
    story = a_story(
        change(Kind.STARTED, TODAY - timedelta(200), 50),
        change(Kind.DOSE_INCREASED, TODAY - timedelta(30), 100),
    )
    drawn = a_chart(a_diary(days_back(*[(n * 7) % 5 + 3 for n in range(60)])), story)
    frame = svg.Frame(WEEKS_12)

    golden("panel.svg", svg.panel_svg(drawn, drawn.panels[2], frame).replace("><", ">\n<"))
    golden("lanes.svg", svg_lanes.lanes_svg(drawn, frame).replace("><", ">\n<"))


def test_the_picture_of_two_windows_is_the_golden_one(golden):
    around = windows(TODAY - timedelta(60), TODAY - timedelta(55), 14)
    ratings = {around.interval.start + timedelta(n): (n * 7) % 5 + 3 for n in range(0, 80, 3)}

    picture = svg.windows_svg(around, ratings, (4.9, 5.2), "triangle")

    golden("windows.svg", picture.replace("><", ">\n<"))
    assert picture.count("<use") == sum(
        day in around.before or day in around.after for day in ratings
    )


def test_a_running_course_beside_a_dose_that_goes_on_is_taken_now():
    story = a_story(
        change(Kind.COURSE, TODAY - timedelta(5), 40, end_day=TODAY + timedelta(5)),
        change(Kind.STARTED, TODAY - timedelta(3), 10),
        name="prednisolone",
    )

    (lane,) = lanes([story], WEEKS_12, TODAY)

    assert lane.state == "course, 11 Mar to 21 Mar"


@pytest.mark.parametrize(
    ("precision", "when"), [(Precision.MONTH, "February 2026"), (Precision.YEAR, "2026")]
)
def test_a_letter_tells_its_date_no_better_than_it_is_known(precision, when):
    story = a_story(change(Kind.STARTED, TODAY - timedelta(30), 50, precision=precision))

    assert [mark.when for mark in a_chart(a_diary({}), story).markers] == [when]
