"""Trends: the chart, its sentence and its table say the same numbers."""

import gzip
import json
import re
from datetime import date, timedelta

import pytest

from accounts.actions import change_settings
from tests.factories import (
    MONDAY,
    a_change,
    a_check_in,
    days_of_check_ins,
)

pytestmark = pytest.mark.django_db
TRENDS = "/trends/"


def test_an_empty_diary_is_told_what_will_be_here(as_alice):
    page = as_alice.get(TRENDS).content.decode()

    assert "No days yet" in page
    assert "plotly" not in page


@pytest.mark.parametrize(
    ("chosen", "days"), [("4-weeks", 28), ("12-weeks", 84), ("1-year", 365), ("nonsense", 84)]
)
def test_the_time_shown_can_be_chosen(as_alice, alice, chosen, days):
    a_check_in(alice)

    drawn = as_alice.get(TRENDS, {"range": chosen}).context["chart"]

    assert (len(drawn.interval), drawn.interval.latest_day) == (days, MONDAY)


def test_all_goes_back_to_the_first_day(as_alice, alice):
    a_check_in(alice, MONDAY - timedelta(500))

    assert as_alice.get(TRENDS, {"range": "all"}).context[
        "chart"
    ].interval.start == MONDAY - timedelta(500)


def test_the_page_says_how_many_days_are_rated(as_alice, alice):
    days_of_check_ins(alice, 20)

    page = as_alice.get(TRENDS).content.decode()

    assert "You rated 20 of 84 days." in page
    assert (
        page.count(
            "Typical in the last 28 days 6.0, rated 20 of 28 days; in your first four weeks 6.0.</p>"
        )
        == 4
    )


def test_the_table_holds_what_the_chart_draws(as_alice, alice):
    for n in range(6):
        a_check_in(alice, MONDAY - timedelta(n), rating=n, lag=n % 2)
    a_check_in(
        alice, MONDAY - timedelta(9), ratings={"anhedonia": 3}, not_rated={"empathy": "cant_tell"}
    )

    response = as_alice.get(TRENDS)

    drawn, rows = response.context["chart"], response.context["rows"]
    for place, panel in enumerate(drawn.panels):
        table = {
            (row.day, int(row.cells[place].words), row.note != "")
            for row in rows
            if row.cells[place].words.isdigit()
        }
        assert table == {(point.day, point.rating, point.late) for point in panel.points}
    assert [cell.words for cell in rows[-1].cells] == ["–", "3", "can’t tell", "–"]


def test_the_chart_stands_in_the_page_before_any_script(as_alice, alice):
    days_of_check_ins(alice, 10)

    page = as_alice.get(TRENDS).content.decode()

    assert page.count('<use href="#m-') == 40
    assert page.count('role="img"') == 4


@pytest.mark.parametrize("asked", ["4-weeks", "all"])
def test_longer_times_ask_no_more_questions(as_alice, alice, django_assert_num_queries, asked):
    days_of_check_ins(alice, 3)

    with django_assert_num_queries(6):
        as_alice.get(TRENDS, {"range": asked})


def test_words_of_a_person_cannot_leave_the_json_of_the_chart(as_alice, alice):
    a_check_in(alice)
    a_change(alice, "</script><script>alert(1)</script>", day=MONDAY - timedelta(30))

    page = as_alice.get(TRENDS).content.decode()

    assert "<script>alert" not in page
    told = json.loads(
        re.search(r'<script id="figure" type="application/json">(.*?)</script>', page)[1]
    )
    assert any("&lt;script&gt;" in text for text in told["data"][-1]["text"])


def test_weeks_say_how_many_of_their_days_are_rated(as_alice, alice):
    a_check_in(alice, MONDAY - timedelta(450))
    days_of_check_ins(alice, 15)

    rows = as_alice.get(TRENDS, {"range": "all"}).context["rows"]

    assert (rows[0].cells[0].words, rows[0].cells[0].range) == ("6.0", "(6.0–6.0), 7 of 7")


# --- what is asked for stands in the address


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({"from": "2026-01-05", "to": "2026-01-18"}, 14),
        ({"from": "2020-01-05", "to": "2026-01-18", "range": "4-weeks"}, 2206),
    ],
)
def test_own_days_can_be_shown(as_alice, alice, asked, days):
    a_check_in(alice, date(2026, 1, 7))

    response = as_alice.get(TRENDS, asked)

    shown = response.context["chart"].interval
    assert (len(shown), shown.latest_day) == (days, date(2026, 1, 18))
    assert f'value="{asked["from"]}"' in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"from": "2026-01-05"}, "Enter the last day."),
        ({"from": "5 January", "to": "2026-01-18"}, "Write the day like 2026-11-22."),
        (
            {"from": "2026-01-05", "to": "2026-01-06"},
            "Choose a day at least 6 days after the first.",
        ),
        ({"from": "1026-01-05", "to": "2026-01-06"}, "Choose a day from 1900 to 2199."),
    ],
)
def test_days_that_cannot_be_shown_are_met_with_a_sentence_and_the_usual_ones(
    as_alice, alice, asked, said
):
    a_check_in(alice)

    response = as_alice.get(TRENDS, asked)

    assert (response.status_code, len(response.context["chart"].interval)) == (422, 84)
    assert said in response.content.decode()


def test_what_was_chosen_stays_when_something_else_is(as_alice, alice):
    a_check_in(alice)

    page = as_alice.get(TRENDS, {"closer": "2", "from": "2026-01-05", "to": "2026-03-15"})

    told = page.content.decode()
    assert 'href="?closer=2&amp;range=1-year"' in told
    assert 'href="?closer=3&amp;from=2026-01-05&amp;to=2026-03-15#closer"' in told


def test_weeks_beyond_400_days_give_way_to_days_when_a_piece_of_them_is_chosen(as_alice, alice):
    days_of_check_ins(alice, 500)

    whole = as_alice.get(TRENDS, {"range": "all"}).context["chart"]
    piece = as_alice.get(TRENDS, {"from": "2025-06-01", "to": "2025-12-31"}).context["chart"]

    assert (len(whole.panels[0].points), len(piece.panels[0].points)) == (0, 214)


# --- a quiet band for where the first four weeks lay


def test_where_the_first_four_weeks_lay_can_be_hidden_and_shown(as_alice, alice):
    days_of_check_ins(alice, 40)

    drawn = as_alice.get(TRENDS).content.decode()
    hidden = as_alice.post(f"{TRENDS}usual-range/?range=all", {}, follow=True)
    again = as_alice.post(f"{TRENDS}usual-range/", {"shown": "on"}, follow=True)

    assert drawn.count('<rect class="usual"') == 4
    assert hidden.redirect_chain == [(f"{TRENDS}?range=all#four", 302)]
    assert 'class="usual"' not in hidden.content.decode()
    assert 'class="usual"' in again.content.decode()


def test_other_four_weeks_can_stand_in_their_place(as_alice, alice):
    for n in range(80):
        a_check_in(alice, MONDAY - timedelta(n), rating=3 if n < 40 else 8)
    chosen = {"shown": "on", "usual_from": (MONDAY - timedelta(35)).isoformat()}

    page = as_alice.post(f"{TRENDS}usual-range/", chosen, follow=True).content.decode()

    assert page.count("; in your four weeks from 9 February 2026 3.0.</p>") == 4
    assert "Your four weeks from 9 February 2026" in page
    assert "first four weeks 8.0" not in page


def test_four_weeks_that_have_not_come_are_met_with_a_sentence(as_alice, alice):
    a_check_in(alice)

    response = as_alice.post(f"{TRENDS}usual-range/", {"usual_from": "2031-01-01"})

    assert response.status_code == 422
    assert "That day has not come yet." in response.content.decode()


# --- what is not built again


def test_a_page_that_has_not_changed_is_not_built_again(as_alice, alice, django_assert_num_queries):
    days_of_check_ins(alice, 3)
    seen = as_alice.get(TRENDS)

    with django_assert_num_queries(2):
        again = as_alice.get(TRENDS, headers={"If-None-Match": seen["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert seen["ETag"] in seen.content.decode().replace("&quot;", '"')


def change_a_day(alice, clock):
    a_check_in(alice, MONDAY - timedelta(1), rating=9)


def change_a_medicine(alice, clock):
    a_change(alice)


def change_a_setting(alice, clock):
    change_settings(owner=alice, rhythm_key="weekly")


def come_to_another_day(alice, clock):
    clock.shift(timedelta(days=1))


@pytest.mark.parametrize(
    "change_it", [change_a_day, change_a_medicine, change_a_setting, come_to_another_day]
)
def test_whatever_changes_is_shown_at_once(as_alice, alice, clock, change_it):
    a_check_in(alice)
    seen = as_alice.get(TRENDS)["ETag"]

    change_it(alice, clock)

    assert as_alice.get(TRENDS, headers={"If-None-Match": seen}).status_code == 200


def test_what_is_shown_is_still_kept_by_no_one(as_alice, alice):
    a_check_in(alice)

    assert as_alice.get(TRENDS)["Cache-Control"] == "no-store"


def test_a_year_weighs_less_than_60_kb_on_the_way(as_alice, alice):
    days_of_check_ins(alice, 365)
    for n in range(6):
        a_change(alice, f"medicine {n}", day=MONDAY - timedelta(20 + 50 * n))

    page = as_alice.get(TRENDS, {"range": "1-year"}).content

    assert len(gzip.compress(page, 6)) < 60_000
