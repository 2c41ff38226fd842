"""The catalogue beside the four: what may be stored, what it looks like in words and on an axis."""

import pytest

from domain.answers import AnswerKind
from domain.companions import COMPANIONS, MOST_ON, SETS, in_order, told
from domain.dimensions import DIMENSIONS

TABLE = [
    "sadness",
    "low_motivation",
    "worthlessness",
    "blocked_tears",
    "time_distortion",
    "unreality",
    "memory_gaps",
    "senses_changed",
    "robotic_foggy",
    "fatigue",
    "stress",
    "anxiety",
    "pain",
    "migraine",
    "numb_areas",
    "sleep_trouble",
    "sleep_hours",
    "appetite",
    "activity_minutes",
    "not_caring",
    "muted_range",
    "bothered",
    "calm",
    "signs",
]


def test_the_catalogue_is_the_table_of_the_field_in_its_order():
    assert list(COMPANIONS) == TABLE


def test_no_companion_takes_the_name_of_a_dimension_or_of_another_field():
    assert {*COMPANIONS} & {
        *DIMENSIONS,
        "note",
        "harm",
        "day",
        "zone",
        "seen",
        "submission",
    } == set()


@pytest.mark.parametrize("companion", COMPANIONS.values(), ids=lambda each: each.key)
def test_each_says_in_one_line_why_it_may_matter(companion):
    assert companion.why.endswith(".")
    assert len(companion.why) <= 100
    assert companion.question


ODD = [None, True, False, -1, 10.25, 601, "", "ten", "6", "cant_tell", [], {}, ["x"], 6.0, 24.5]


@pytest.mark.parametrize("value", ODD, ids=repr)
@pytest.mark.parametrize("companion", COMPANIONS.values(), ids=lambda each: each.key)
def test_a_value_off_the_scale_or_of_another_type_is_not_accepted(companion, value):
    assert not companion.accepts(value)


@pytest.mark.parametrize("companion", COMPANIONS.values(), ids=lambda each: each.key)
def test_every_value_of_the_catalogue_is_accepted_and_has_words(companion):
    values = (
        [[key] for key in companion.options]
        if companion.kind is AnswerKind.TICKS
        else companion.values
    )

    assert values
    for value in values:
        assert companion.accepts(value)
        assert companion.words(value)


@pytest.mark.parametrize(
    ("key", "number", "last"),
    [("fatigue", 11, 10), ("sleep_hours", 49, 24), ("activity_minutes", 601, 600)],
)
def test_each_quantity_has_its_own_range_and_steps(key, number, last):
    values = COMPANIONS[key].values

    assert (len(values), values[0], values[-1]) == (number, 0, last)


def test_halves_are_kept_for_sleep_alone():
    assert COMPANIONS["sleep_hours"].accepts(7.5)
    assert not COMPANIONS["activity_minutes"].accepts(7.5)


def test_ticks_are_kept_in_one_order_so_that_the_same_answer_is_the_same_value():
    signs = COMPANIONS["signs"]

    assert signs.accepts(["fog", "robotic"])
    assert not signs.accepts(["robotic", "fog"])
    assert not signs.accepts(["fog", "fog"])
    assert signs.words(["fog", "robotic"]) == "fog or bubble, robotic"


def test_the_two_amounts_and_two_choices_offer_no_cant_tell():
    without = [key for key, each in COMPANIONS.items() if not each.unsure]

    assert without == ["migraine", "sleep_hours", "activity_minutes", "signs"]


def test_one_is_sensitive_and_one_has_no_place_on_an_axis():
    assert [key for key, each in COMPANIONS.items() if each.sensitive] == ["worthlessness"]
    assert [key for key, each in COMPANIONS.items() if not each.charted] == ["signs"]


@pytest.mark.parametrize("chosen", SETS.values(), ids=SETS)
def test_a_ready_made_choice_fits_a_check_in(chosen):
    assert set(chosen.keys) <= set(COMPANIONS)
    assert len(chosen.keys) <= MOST_ON
    assert [each.key for each in in_order(chosen.keys)] == [
        key for key in COMPANIONS if key in chosen.keys
    ]


def test_the_choice_for_numbness_alone_holds_nothing():
    assert SETS["numbness"].keys == ()


@pytest.mark.parametrize(
    ("key", "levels", "ceiling", "words"),
    [
        ("fatigue", [3.0], 10.0, ["0", "5", "10"]),
        ("sleep_hours", [7.5], 12.0, ["0", "6", "12"]),
        ("sleep_hours", [13.0], 24.0, ["0", "12", "24"]),
        ("activity_minutes", [], 60.0, ["0", "30", "60"]),
        ("activity_minutes", [240.0], 300.0, ["0", "150", "300"]),
        ("appetite", [1.0], 2.0, ["Less", "About the same", "More"]),
        ("migraine", [1.0], 1.0, ["No", "Yes"]),
    ],
)
def test_an_axis_ends_where_its_unit_says(key, levels, ceiling, words):
    companion = COMPANIONS[key]

    assert companion.ceiling(levels) == ceiling
    assert [each for _, each in companion.ticks(ceiling)] == words


def test_what_was_told_comes_in_the_order_of_the_check_in_with_cant_tell_among_it():
    found = told({"calm": "yes", "sadness": 4}, {"fatigue": "cant_tell", "empathy": "cant_tell"})

    assert [(each.key, words) for each, words in found] == [
        ("sadness", "4"),
        ("fatigue", "I can’t tell"),
        ("calm", "Yes"),
    ]
