"""A switch is read from the dated changes of its legs, and never stands in their way."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.intervals import Interval
from domain.lanes import lanes, markers, told_days
from domain.regimen import Kind, Story, dose_on
from domain.switching import kind_of_step, switches
from tests.factories import MONDAY, a_dose, a_story, change

GROUP = UUID("7c1f9a52-4f0e-4a58-9a35-3e2c8a3f7a11")


def a_cross_taper(start=MONDAY, down=(50, 25, None), up=(5, 10), apart=7):
    """Two stories that share a group: one goes down from 100 mg, the other goes up."""
    leaving = [change(Kind.STARTED, start - timedelta(200), 100)]
    for n, dose in enumerate(down):
        kind = Kind.STOPPED if dose is None else Kind.DOSE_DECREASED
        leaving.append(change(kind, start + timedelta(apart * n), dose, switch_group=GROUP))
    arriving = [
        change(
            Kind.DOSE_INCREASED if n else Kind.STARTED,
            start + timedelta(apart * n), dose, switch_group=GROUP,
        )
        for n, dose in enumerate(up)
    ]  # fmt: skip
    return [a_story(*leaving), a_story(*arriving, name="vortioxetine")]


def test_both_legs_are_told_in_one_line_and_the_one_that_leaves_comes_first():
    (switch,) = switches(list(reversed(a_cross_taper())))

    assert switch.told == "sertraline 100 → 50 → 25 → 0 mg; vortioxetine 0 → 5 → 10 mg"
    assert switch.label == "Cross-taper, 3 steps"
    assert told_days(switch) == "16 Mar – 30 March 2026"


def test_the_overlap_is_where_the_days_of_both_legs_meet():
    (switch,) = switches(a_cross_taper())

    assert switch.overlap == Interval(MONDAY, MONDAY + timedelta(14))


@pytest.mark.parametrize(
    ("gap", "overlap"), [(0, None), (9, None), (-5, Interval(MONDAY - timedelta(5), MONDAY))]
)
def test_a_stop_and_a_start_are_a_switch_with_or_without_days_between(gap, overlap):
    stories = [
        a_story(
            change(Kind.STARTED, MONDAY - timedelta(90), 50),
            change(Kind.STOPPED, MONDAY, switch_group=GROUP),
        ),
        a_story(
            change(Kind.STARTED, MONDAY + timedelta(gap), 5, switch_group=GROUP),
            name="vortioxetine",
        ),
    ]

    (switch,) = switches(stories)

    assert (switch.label, switch.overlap) == ("Switch", overlap)


def test_a_leg_corrected_alone_leaves_the_other_as_it_was():
    leaving, arriving = a_cross_taper()
    (before,) = switches([leaving, arriving])
    later = replace(leaving.changes[-1], day=MONDAY + timedelta(21))

    (after,) = switches([replace(leaving, changes=(*leaving.changes[:-1], later)), arriving])

    assert after.legs[1] == before.legs[1]
    assert after.overlap == Interval(MONDAY, MONDAY + timedelta(21))


def test_doses_in_different_units_are_each_told_in_full():
    stories = a_cross_taper(down=(None,), up=(5,))
    drops = replace(stories[0].changes[0], dose=a_dose(20, "drop"))
    stories[0] = replace(stories[0], changes=(drops, *stories[0].changes[1:]))
    two = change(Kind.DOSE_DECREASED, MONDAY - timedelta(7), 25, switch_group=GROUP)
    stories[0] = replace(stories[0], changes=(*stories[0].changes, two))

    (switch,) = switches(stories)

    assert switch.legs[0].doses == "20 drop once a day → 25 mg once a day → 0"


steps = st.lists(st.integers(1, 300), min_size=1, max_size=6)


@given(steps, steps, st.integers(1, 20), st.booleans())
def test_legs_overlap_and_doses_of_each_day_agree(down, up, apart, ends):
    stories = a_cross_taper(MONDAY, (*down, None) if ends else down, up, apart)

    (switch,) = switches(stories)

    days = Interval(switch.first, switch.latest).days() if switch.latest > switch.first else []
    both = [day for day in days if all(dose_on(each.changes, day) for each in stories)]
    assert both == (list(switch.overlap.days()) if switch.overlap else [])
    for leg in switch.legs:
        for step in leg.steps:
            assert dose_on(leg.story.changes, step.day) == step.dose


@given(steps, steps, st.integers(1, 20))
def test_sharing_a_group_changes_no_dose_of_any_day(down, up, apart):
    stories = a_cross_taper(MONDAY, (*down, None), up, apart)
    alone = [
        Story(
            each.key,
            each.name,
            "",
            "",
            tuple(replace(one, switch_group=None) for one in each.changes),
        )
        for each in stories
    ]
    days = [MONDAY + timedelta(n) for n in range(-3, 130)]

    for one, two in zip(stories, alone, strict=True):
        assert [dose_on(one.changes, day) for day in days] == [
            dose_on(two.changes, day) for day in days
        ]


@pytest.mark.parametrize(
    ("before", "after", "leaving", "kind"),
    [
        (None, a_dose(5), False, Kind.STARTED),
        (None, a_dose(5), True, Kind.DOSE_DECREASED),
        (a_dose(50), a_dose(25), False, Kind.DOSE_DECREASED),
        (a_dose(50), a_dose(75), True, Kind.DOSE_INCREASED),
        (a_dose(50), None, False, Kind.STOPPED),
        (a_dose(50), a_dose(0), False, Kind.STOPPED),
        (a_dose(10, frequency="once_daily"), a_dose(10, frequency="twice_daily"), True, Kind.DOSE_INCREASED),
        (a_dose(10), a_dose(1, "tablet"), True, Kind.DOSE_DECREASED),
        (a_dose(10), a_dose(1, "tablet"), False, Kind.DOSE_INCREASED),
        (a_dose(10), a_dose(10), True, Kind.DOSE_DECREASED),
    ],
)  # fmt: skip
def test_what_a_step_is_follows_from_the_doses_around_it(before, after, leaving, kind):
    assert kind_of_step(before, after, leaving=leaving) == kind


def test_a_medicine_that_was_never_recorded_was_not_at_zero():
    stories = [
        a_story(change(Kind.STOPPED, MONDAY, switch_group=GROUP)),
        a_story(change(Kind.STARTED, MONDAY, 5, switch_group=GROUP), name="vortioxetine"),
    ]

    (switch,) = switches(stories)

    assert switch.told == "sertraline not noted → 0; vortioxetine 0 → 5 mg"


def test_a_dose_that_nobody_noted_is_not_zero_and_counts_as_taken():
    stories = a_cross_taper(down=(50, None), up=(5,), apart=10)
    begun = replace(stories[0].changes[0], dose=None)
    stories[0] = replace(stories[0], changes=(begun, *stories[0].changes[1:]))
    stories[1] = a_story(
        change(Kind.STARTED, MONDAY - timedelta(7), 5, switch_group=GROUP), name="vortioxetine"
    )

    (switch,) = switches(stories)

    assert switch.legs[0].doses == "not noted → 50 → 0 mg"
    assert switch.overlap == Interval(MONDAY - timedelta(7), MONDAY + timedelta(10))


def test_what_tells_no_dose_leaves_the_one_before():
    stories = a_cross_taper(down=(50,), up=(5,))
    missed = change(Kind.MISSED_DOSES, MONDAY + timedelta(7), switch_group=GROUP)
    stories[0] = replace(stories[0], changes=(*stories[0].changes, missed))

    assert switches(stories)[0].legs[0].doses == "100 → 50 mg"


def test_a_cross_taper_under_way_is_not_called_a_switch():
    (switch,) = switches(a_cross_taper(down=(50,), up=(5,)))

    assert switch.label == "Cross-taper, 1 step"


def test_changes_whose_other_leg_is_gone_are_plain_changes():
    leaving, _ = a_cross_taper()

    assert switches([leaving]) == []
    assert [mark.words for mark in markers([leaving], Interval.first(60, MONDAY))] == [
        "sertraline decreased to 50 mg", "sertraline decreased to 25 mg", "sertraline stopped",
    ]  # fmt: skip


def test_the_lane_of_what_came_stands_below_that_of_what_left():
    between = a_story(change(Kind.STARTED, MONDAY - timedelta(100), 10), name="baclofen")
    leaving, arriving = a_cross_taper()

    found = lanes([leaving, between, arriving], Interval.first(60, MONDAY), MONDAY + timedelta(50))

    assert [lane.name for lane in found] == ["sertraline", "vortioxetine", "baclofen"]
