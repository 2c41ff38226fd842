import pytest

from domain.dimensions import DIMENSIONS, NotRated


def test_four_things_are_rated_in_the_order_of_the_check_in():
    assert [(each.key, each.heading) for each in DIMENSIONS.values()] == [
        ("detachment", "Distance (detachment)"),
        ("anhedonia", "Missing enjoyment (anhedonia)"),
        ("empathy", "Muted response to others (reduced empathy)"),
        ("physical_sensation", "Dulled body (reduced physical sensation)"),
    ]


@pytest.mark.parametrize("dimension", DIMENSIONS.values(), ids=lambda each: each.key)
def test_each_scale_has_words_at_both_ends_and_in_the_middle(dimension):
    assert sorted(dimension.anchors) == [0, 5, 10]
    assert all(dimension.anchors.values())


def test_only_two_questions_can_be_not_applicable():
    offered = [key for key, each in DIMENSIONS.items() if NotRated.NOT_APPLICABLE in each.reasons]

    assert offered == ["anhedonia", "empathy"]


def test_every_dimension_has_a_shape_of_its_own():
    assert len({each.symbol for each in DIMENSIONS.values()}) == 4
