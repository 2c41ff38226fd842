"""A plan is what a prescriber gave. Days are counted; doses, steps and paces are never made."""

import ast
import itertools
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.intervals import Interval
from domain.lanes import lanes
from domain.plans import NoFirstDay, NotInOrder, Plan, dated, plans, stretches
from domain.regimen import Kind, Outcome, PlannedStep, Story
from tests.factories import MONDAY, a_dose, change

ROOT = Path(__file__).resolve().parents[2]
HOUSE = [
    path
    for room in ("domain", "medications", "dashboard", "summary")
    for path in sorted((ROOT / room).rglob("*.py"))
    if "migrations" not in path.parts
]


def a_step(n=0, dose=25, plan=None, **facts):
    return PlannedStep(
        uuid4(),
        plan or uuid4(),
        MONDAY + timedelta(7 * n),
        None if dose is None else a_dose(dose),
        **facts,
    )


def test_a_step_may_be_given_as_a_day_or_as_a_time_after_the_one_before():
    days = dated([MONDAY, timedelta(weeks=2), timedelta(days=3), MONDAY + timedelta(60)])

    assert days == [MONDAY + timedelta(n) for n in (0, 14, 17, 60)]


def test_the_first_step_needs_a_day():
    with pytest.raises(NoFirstDay):
        dated([timedelta(weeks=2)])


def test_a_step_before_the_one_above_it_is_named():
    with pytest.raises(NotInOrder) as error:
        dated([MONDAY, MONDAY + timedelta(7), MONDAY + timedelta(3)])

    assert error.value.at == 2


@given(st.lists(st.integers(1, 60), max_size=12))
def test_days_counted_from_times_are_as_far_apart_as_the_times(gaps):
    days = dated([MONDAY, *(timedelta(days=gap) for gap in gaps)])

    assert [(b - a).days for a, b in itertools.pairwise(days)] == gaps


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({}, Outcome.OPEN),
        ({"skipped": True}, Outcome.DID_NOT_HAPPEN),
        ({"done": change(Kind.DOSE_DECREASED, MONDAY + timedelta(2), 25)}, Outcome.HAPPENED),
        ({"done": change(Kind.DOSE_DECREASED, MONDAY, 37.5)}, Outcome.CHANGED),
        ({"done": change(Kind.STOPPED, MONDAY)}, Outcome.CHANGED),
    ],
)
def test_what_became_of_a_step_is_read_from_what_was_recorded(facts, outcome):
    assert a_step(dose=25, **facts).outcome == outcome


def test_a_stop_that_happened_happened():
    step = a_step(dose=None, done=change(Kind.STOPPED, MONDAY))

    assert (step.outcome, step.words) == (Outcome.HAPPENED, "stop")


def test_steps_that_were_typed_together_are_one_plan_by_day():
    key = uuid4()
    later, sooner = a_step(2, plan=key), a_step(1, plan=key)

    (plan,) = plans([later, sooner])

    assert plan == Plan(key, (sooner, later))


def test_a_planned_dose_is_meant_up_to_the_next_step_and_a_stop_has_no_days():
    key = uuid4()
    plan = Plan(key, (a_step(0, 50, key), a_step(1, 25, key), a_step(2, None, key)))

    found = stretches(plan, MONDAY + timedelta(100))

    assert [each for each, _ in found] == [
        Interval(MONDAY, MONDAY + timedelta(7)),
        Interval(MONDAY + timedelta(7), MONDAY + timedelta(14)),
    ]


def test_what_is_planned_is_drawn_apart_from_what_was_taken():
    key = uuid4()
    story = Story(
        uuid4(), "sertraline", "", "",
        (change(Kind.STARTED, MONDAY - timedelta(30), 100),),
        planned=(a_step(1, 50, key), a_step(2, None, key)),
    )  # fmt: skip

    (lane,) = lanes([story], Interval(MONDAY - timedelta(40), MONDAY + timedelta(30)), MONDAY)

    assert [(bar.end, bar.share) for bar in lane.bars] == [(MONDAY + timedelta(1), 1.0)]
    assert [(bar.start, bar.end, bar.share) for bar in lane.planned] == [
        (MONDAY + timedelta(7), MONDAY + timedelta(14), 0.5)
    ]
    assert "planned from 23 March 2026: 50 mg once a day" in lane.sentence


def test_a_medicine_that_is_only_planned_has_a_lane_without_a_bar():
    story = Story(uuid4(), "vortioxetine", "", "", (), planned=(a_step(1, 5),))

    (lane,) = lanes([story], Interval(MONDAY, MONDAY + timedelta(30)), MONDAY)

    assert (lane.bars, len(lane.planned), lane.state) == ((), 1, "planned")


def sums_with_amounts(tree):
    """Yield the lines on which an amount of a dose is reckoned with."""
    for node in ast.walk(tree):
        parts = [node.left, node.right] if isinstance(node, ast.BinOp) else []
        if isinstance(node, ast.AugAssign):
            parts = [node.target, node.value]
        for part in parts:
            names = {each.attr for each in ast.walk(part) if isinstance(each, ast.Attribute)}
            if names & {"amount", "dose"}:
                yield ast.unparse(node)


@pytest.mark.parametrize("path", HOUSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_line_of_the_house_reckons_with_a_dose_but_for_a_total_and_a_height(path):
    found = list(sums_with_amounts(ast.parse(path.read_text())))

    allowed = {
        "domain/doses.py": ["self.amount * times"],
        "domain/lanes.py": ["_amount(step.dose) / highest"],
    }
    assert found == allowed.get(str(path.relative_to(ROOT)), [])


@pytest.mark.parametrize(
    "line", ["half = dose.amount / 2", "x.amount -= step", "next_one = row.dose - 5"]
)
def test_the_check_catches_what_it_is_for(line):
    assert list(sums_with_amounts(ast.parse(line)))


def test_a_step_that_did_not_happen_and_a_last_one_that_was_told_are_not_drawn_on():
    key = uuid4()
    told = change(Kind.DOSE_DECREASED, MONDAY, 50)
    steps = (a_step(0, 50, key, done=told), a_step(1, 25, key, skipped=True))

    assert stretches(Plan(key, steps), MONDAY + timedelta(100)) == [
        (Interval(MONDAY, MONDAY + timedelta(7)), steps[0])
    ]
    assert stretches(Plan(key, steps[:1]), MONDAY + timedelta(100)) == []
