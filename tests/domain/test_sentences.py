"""What a comparison says, word for word."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from domain.acts import acts
from domain.before_after import Compared, Verdict, compare, windows
from domain.lasting import Lasting
from domain.links import Link
from domain.regimen import Kind
from domain.sentences import lasting_told, link_told, no_link, sentences
from tests.factories import a_story, change
from tests.numbtrack.test_words import FORBIDDEN

ORACLE = json.loads(Path(__file__).with_name("analysis_oracle.json").read_text())
FIRST, LATEST = date(2026, 9, 28), date(2026, 10, 11)
TODAY = date(2026, 11, 22)
GROUP = UUID("7c1f9a52-4f0e-4a58-9a35-3e2c8a3f7a11")
ALWAYS = (
    "This shows what happened around the same time. It cannot show why. Sleep, stress, illness, other "
    "treatment, time or chance can all move ratings."
)
TALK = (
    "Please do not change or stop a medicine because of this page. Talk to the person who prescribes "
    "it first."
)


def the_switch():
    stories = [
        a_story(
            change(Kind.STARTED, FIRST - timedelta(200), 100),
            change(Kind.DOSE_DECREASED, FIRST, 50, switch_group=GROUP),
            change(Kind.STOPPED, LATEST, switch_group=GROUP),
        ),
        a_story(change(Kind.STARTED, FIRST, 5, switch_group=GROUP), name="vortioxetine"),
    ]
    return next(act for act in acts(stories) if act.key == GROUP)


def said(name, others=(), today=TODAY):
    case = ORACLE[name]
    act = the_switch()
    around = windows(act.first, act.latest, act.settling)
    found = compare(case["before_days_-28_to_-1"], case["after_days_14_to_41"], "x")
    return sentences(act, around, "distance", found, others, today)


def test_a_difference_is_told_with_its_days_its_range_and_its_pairs():
    first, second, *rest = said("before_after_clear")

    start, _, likely = first.partition(" (likely range ")
    assert start == (
        "In the 28 days before the change from sertraline to vortioxetine (28 September to 11 October 2026) "
        "(23 days rated) your typical distance rating was 7.1. In the 28 days from 25 October to 21 November "
        "2026 (24 days rated) it was 4.6: 2.5 points lower"
    )
    assert likely in {"2.1 to 3.0).", "2.2 to 3.0).", "2.1 to 2.9).", "2.2 to 2.9)."}
    assert second == (
        "If you pair every earlier day with every later day, the later day was rated less numb in 99 of "
        "100 pairs (ties count half)."
    )
    assert rest == [ALWAYS, TALK]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        (
            "before_after_rising_before_change",
            (
                "Your ratings were already rising in the four weeks before, so the later numbers may simply "
                "continue that. We do not call this a difference."
            ),
        ),
        (
            "before_after_strong_carry_over",
            (
                "Your ratings carry over strongly from one day to the next: these 26 days tell about as much as "
                "2.3 separate days. We do not call this a difference."
            ),
        ),
    ],
)
def test_what_is_unclear_says_why_it_is(name, first):
    assert said(name)[0] == first
    assert said(name)[1:] == [ALWAYS, TALK]


def test_no_clear_difference_is_told_with_its_range():
    first = said("before_after_no_clear_difference")[0]

    assert first.startswith(
        "Typical distance rating 5.2 before and 4.9 after. We see no clear difference (likely range of the "
        "difference -0."
    )


@pytest.mark.parametrize(
    ("before", "today", "more"),
    [
        (20, TODAY - timedelta(5), " You can look again from 22 November 2026."),
        (20, TODAY, ""),
        (2, TODAY - timedelta(5), ""),
    ],
)
def test_too_few_days_say_when_to_look_again_where_looking_again_can_help(before, today, more):
    act = the_switch()
    found = Compared(Verdict.NOT_ENOUGH_DAYS, before, 9)

    told = sentences(act, windows(act.first, act.latest, 14), "distance", found, [], today)

    assert told == [
        f"Not enough rated days to compare yet: {before} before and 9 after, 14 needed in each.{more}",
        ALWAYS,
        TALK,
    ]


def test_whatever_else_was_near_is_always_named():
    told = said("before_after_clear", ["infection (1 Oct – 4 Oct)", "baclofen stopped (3 Oct)"])

    assert told[2] == (
        "Also in this period: infection (1 Oct – 4 Oct), baclofen stopped (3 Oct). Their part cannot be "
        "separated."
    )


def test_windows_rated_unevenly_say_so():
    act = the_switch()
    found = Compared(Verdict.NO_CLEAR_DIFFERENCE, 27, 15, 5.0, 5.0, 0.0, (-0.5, 0.5), 0.5, 0.0, 0.0)

    told = sentences(act, windows(act.first, act.latest, 14), "distance", found, [], TODAY)

    assert told[2] == (
        "You rated 96 % of days before and 54 % after. Skipped days may differ from rated days."
    )


@pytest.mark.parametrize("name", [each for each in ORACLE if each.startswith("before_after_")])
def test_no_sentence_has_a_forbidden_word(name):
    settled = {ALWAYS, TALK}

    assert [each for each in said(name) if FORBIDDEN.search(each) and each not in settled] == []


# --- what is compared


def test_both_legs_of_a_switch_are_one_act():
    act = the_switch()

    assert (act.first, act.latest, len(act.medicines), len(act.changes)) == (FIRST, LATEST, 2, 3)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ((Kind.STARTED, 50), "the start of sertraline (28 September 2026)"),
        ((Kind.STOPPED, None), "the stop of sertraline (28 September 2026)"),
        ((Kind.DOSE_INCREASED, 100), "the increase of sertraline to 100 mg (28 September 2026)"),
        ((Kind.RESUMED, None), "taking sertraline again (28 September 2026)"),
    ],
)
def test_each_act_has_its_words(facts, words):
    kind, dose = facts

    assert [act.event for act in acts([a_story(change(kind, FIRST, dose))])] == [words]


@pytest.mark.parametrize(
    "facts",
    [
        change(Kind.MISSED_DOSES, FIRST),
        change(Kind.COURSE, FIRST, 1, end_day=FIRST + timedelta(2)),
        change(Kind.STARTED, FIRST, 1, precision="month"),
    ],
    ids=["missed doses", "a short course", "only the month"],
)
def test_what_is_not_compared_is_no_act(facts):
    assert acts([a_story(facts)]) == []


def test_fluoxetine_that_leaves_settles_for_five_weeks():
    (act,) = acts([a_story(change(Kind.STOPPED, FIRST), name="fluoxetine")])

    assert act.settling == 35


# --- links and a lasting change


def a_link(**told):
    return replace(Link("stress", 0, 60, 0.456, 41.2, (0.21, 0.65), 0.002, 0.01), **told)


@pytest.mark.parametrize(
    ("each", "said"),
    [
        (
            a_link(),
            (
                "On days with more “Stress”, your distance ratings tended to be higher on the same day "
                "(rank correlation 0.46, likely range 0.21 to 0.65, 60 days). We looked at 8 pairs and "
                "allowed for that. A link is not a cause and can run either way."
            ),
        ),
        (
            a_link(lag=1, correlation=-0.4, likely=(-0.6, -0.2)),
            (
                "On days with more “Stress”, your distance ratings tended to be lower the next day "
                "(rank correlation -0.40, likely range -0.60 to -0.20, 60 days). We looked at 8 pairs and "
                "allowed for that. A link is not a cause and can run either way."
            ),
        ),
    ],
)
def test_a_link_is_told_with_its_size_and_with_how_many_were_looked_at(each, said):
    assert link_told(each, "“Stress”", "distance", 8) == said


def test_without_a_link_it_is_said_how_many_were_looked_at():
    assert no_link(6) == "No steady link showed up in the 6 pairs we looked at."


def test_a_lasting_change_is_told_with_its_day_and_what_can_be_done():
    assert lasting_told(Lasting("lower", date(2026, 2, 3)), "dulled body") == (
        "Over the last four weeks your dulled body ratings have been at least two points lower than "
        "in your first four weeks. It may have started around 3 February 2026. If you like, bring it "
        "up at your next visit."
    )


def test_links_and_lasting_changes_have_no_forbidden_word():
    told = [
        *(
            link_told(a_link(lag=lag, correlation=rho), quantity, "distance", 4)
            for lag in (0, 1)
            for rho in (0.5, -0.5)
            for quantity in ("hours slept", "“Stress”")
        ),
        no_link(4),
        *(lasting_told(Lasting(way, TODAY), "distance") for way in ("higher", "lower")),
    ]

    assert [each for each in told if FORBIDDEN.search(each.replace("is not a cause", ""))] == []
