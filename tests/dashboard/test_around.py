"""Before and after one change: the sentence first, then the picture, then how it was made."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from domain.dimensions import DIMENSIONS
from tests.factories import MONDAY, a_change, a_check_in
from tests.records import an_event

pytestmark = pytest.mark.django_db
ORACLE = json.loads((Path(__file__).parents[1] / "domain" / "analysis_oracle.json").read_text())
CHANGED = MONDAY - timedelta(45)


@pytest.fixture
def compared(alice):
    """A start with clear days before and after it, as in the separately computed case."""
    case = ORACLE["before_after_clear"]
    for offset, window in ((-28, "before_days_-28_to_-1"), (14, "after_days_14_to_41")):
        for n, rating in enumerate(case[window]):
            if rating is not None:
                a_check_in(alice, CHANGED + timedelta(offset + n), ratings={"detachment": rating})
    return a_change(alice, day=CHANGED)


def page_of(client, event, **asked):
    return client.get(f"/trends/changes/{event.story}/", asked)


def test_the_sentence_comes_first_then_the_picture_then_how_it_was_made(as_alice, compared):
    page = page_of(as_alice, compared).content.decode()

    sentence = page.index("it was 4.6: 2.5 points lower (likely range ")
    assert sentence < page.index('class="typical"') < page.index("How this was computed")
    assert "the later day was rated less numb in 99 of 100 pairs" in page
    assert "23 of 28 before, 24 of 28 after" in page


def test_what_it_cannot_show_and_whom_to_talk_to_is_always_said_once(as_alice, compared):
    page = page_of(as_alice, compared).content.decode()

    assert page.count("It cannot show why.") == 1
    assert page.count("Talk to the person who prescribes it first.") == 1


def test_dimensions_without_enough_days_say_so_beside_one_that_has_them(as_alice, compared):
    page = page_of(as_alice, compared).content.decode()

    assert page.count("Not enough rated days to compare yet: 0 before and 0 after") == 3
    assert page.count("How this was computed") == 1


def test_whatever_else_was_near_is_named(as_alice, alice, compared):
    an_event(alice, "infection", CHANGED + timedelta(3))
    a_change(alice, "baclofen", day=CHANGED - timedelta(5), dose=10)

    page = page_of(as_alice, compared).content.decode()

    assert "Also in this period: baclofen started, 10 mg once a day" in page
    assert "infection (" in page


@pytest.mark.parametrize(
    ("asked", "days"), [({}, 14), ({"settling": "21"}, 21), ({"settling": "0"}, 0)]
)
def test_the_days_left_out_are_the_persons_choice_and_printed(as_alice, compared, asked, days):
    response = page_of(as_alice, compared, **asked)

    assert response.context["card"].windows.after.start == CHANGED + timedelta(days)
    assert f"Left out after the last step: {days} days." in response.content.decode()


@pytest.mark.parametrize("asked", ["57", "-1", "two", ""])
def test_other_days_are_met_with_a_sentence_and_the_usual_ones(as_alice, compared, asked):
    response = page_of(as_alice, compared, settling=asked)

    assert response.status_code == 422
    assert response.context["card"].settling == 14
    assert "Write a number" in response.content.decode()


def test_a_reprint_agrees(as_alice, compared):
    first, second = (page_of(as_alice, compared).context["card"].seen for _ in range(2))

    assert [each.found for each in first] == [each.found for each in second]


def test_a_change_that_is_not_compared_has_no_such_page(as_alice, alice):
    event = a_change(alice, precision="month", day=CHANGED)

    assert page_of(as_alice, event).status_code == 404
    page = as_alice.get(f"/medications/{event.medication_id}/").content.decode()
    assert "Ratings before and after" not in page


@pytest.mark.parametrize("address", ["/trends/", "/medications/{}/"])
def test_trends_and_the_page_of_the_medicine_say_it_too_and_lead_there(as_alice, compared, address):
    page = as_alice.get(address.format(compared.medication_id)).content.decode()

    assert "it was 4.6: 2.5 points lower (likely range " in page
    assert f'href="/trends/changes/{compared.story}/"' in page


def test_another_of_the_four_can_be_looked_at(as_alice, compared):
    page = as_alice.get("/trends/", {"closer": "2"}).content.decode()

    assert "Missing enjoyment, the start of sertraline" in page
    assert "Not enough rated days to compare yet: 0 before and 0 after" in page


def test_a_second_view_computes_nothing(as_alice, compared, monkeypatch):
    as_alice.get("/trends/")
    monkeypatch.setattr("domain.comparing.compare", None)

    for address in ("/trends/", f"/medications/{compared.medication_id}/"):
        assert as_alice.get(address).status_code == 200


def test_a_new_rating_is_heard_at_once(as_alice, alice, compared):
    before = as_alice.get("/trends/").context["cards"][0].seen[0].found
    a_check_in(alice, CHANGED - timedelta(25), ratings={"detachment": 10})

    after = as_alice.get("/trends/").context["cards"][0].seen[0].found

    assert (before.rated_before, after.rated_before) == (23, 24)


def test_the_four_stand_in_their_order(as_alice, compared):
    seen = page_of(as_alice, compared).context["card"].seen

    assert [each.dimension.key for each in seen] == list(DIMENSIONS)


def test_trends_lead_to_each_change_of_the_time_shown(as_alice, alice, compared):
    long_ago = a_change(alice, "baclofen", day=MONDAY - timedelta(400), dose=10)

    page = as_alice.get("/trends/").content.decode()

    assert f'href="/trends/changes/{compared.story}/"' in page
    assert f"Distance, the start of sertraline ({CHANGED.day} " in page
    assert str(long_ago.story) not in page


def test_more_days_left_out_name_what_was_near_further_on(as_alice, alice, compared):
    an_event(alice, "infection", CHANGED + timedelta(44))

    usual = page_of(as_alice, compared).content.decode()
    longer = page_of(as_alice, compared, settling="28").content.decode()

    assert ("infection (" in usual, "infection (" in longer) == (False, True)


def test_what_is_known_to_the_month_is_named_where_it_may_have_been_near(as_alice, alice, compared):
    a_change(
        alice, "lithium", day=CHANGED.replace(day=1) + timedelta(75), precision="month", dose=5
    )

    assert "lithium started" in page_of(as_alice, compared).content.decode()
