"""Trends: the chart, its sentence and its table say the same numbers."""

import json
import re
from datetime import timedelta

import pytest
from plotly import graph_objects as go
from plotly.offline import get_plotlyjs_version

from dashboard.figures import figure
from domain.charts import chart
from domain.dimensions import DIMENSIONS
from domain.intervals import Interval
from domain.regimen import Kind
from tests.factories import (
    MONDAY,
    a_change,
    a_check_in,
    a_diary,
    a_story,
    change,
    days_of_check_ins,
)
from tools import assets

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

    with django_assert_num_queries(8):
        as_alice.get(TRENDS, {"range": asked})


def test_words_of_a_person_cannot_leave_the_json_of_the_chart(as_alice, alice):
    a_check_in(alice)
    a_change(alice, "</script><script>alert(1)</script>", day=MONDAY - timedelta(30))

    page = as_alice.get(TRENDS).content.decode()

    assert "<script>alert" not in page
    told = json.loads(
        re.search(r'<script id="figure" type="application/json">(.*?)</script>', page)[1]
    )
    assert any("&lt;script&gt;" in note["text"] for note in told["layout"]["annotations"])


# --- the Plotly figure


def a_figure(*stories, days=84):
    diary = a_diary({MONDAY - timedelta(n): ((n * 3) % 11, n % 2) for n in range(60)})
    return figure(chart(diary, stories, Interval.latest(days, MONDAY), MONDAY))


def test_the_figure_has_a_row_for_each_dimension_and_one_for_medicines():
    told = a_figure()

    assert sorted(key for key in told["layout"] if key.startswith("yaxis")) == [
        "yaxis", "yaxis2", "yaxis3", "yaxis4", "yaxis5",
    ]  # fmt: skip


def test_the_figure_marks_days_filled_in_later_as_hollow():
    points = [trace for trace in a_figure()["data"] if trace.get("mode") == "markers"]

    assert len(points) == len(DIMENSIONS)
    for trace in points:
        assert {symbol.endswith("-open") for symbol in trace["marker"]["symbol"]} == {True, False}


def test_the_hover_names_day_rating_and_how_it_was_filled_in():
    first = next(trace for trace in a_figure()["data"] if trace.get("mode") == "markers")

    assert first["text"][-1] == "Mon 16 Mar<br>Distance 0, right here, in touch"
    assert first["text"][-2] == "Sun 15 Mar<br>Distance 3<br>filled in later"


def test_the_line_is_never_drawn_across_a_gap():
    lines = [trace for trace in a_figure()["data"] if trace.get("mode") == "lines"]

    assert lines
    assert all(trace["connectgaps"] is False for trace in lines)


def coloured(value):
    """Put a colour in the place of each token's name, as the page's script does."""
    if isinstance(value, str):
        return "#123456" if value.startswith("--") else value
    if isinstance(value, dict):
        return {key: coloured(inner) for key, inner in value.items()}
    return [coloured(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("days", [28, 84, 365, 500])
def test_plotly_finds_every_value_of_the_figure_in_order(days):
    story = a_story(
        change(Kind.STARTED, MONDAY - timedelta(30), 50, about=True),
        change(Kind.DOSE_INCREASED, MONDAY - timedelta(10), 100),
    )
    told = a_figure(story, days=days)

    checked = go.Figure(coloured(told))

    assert len(checked.data) == len(told["data"])
    assert len(checked.layout.shapes) == len(told["layout"]["shapes"])


def test_colours_travel_as_names_of_tokens(settings):
    text = json.dumps(a_figure(a_story(change(Kind.STARTED, MONDAY - timedelta(30), 50))))
    tokens = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()

    named = set(re.findall(r'"(--[a-z0-9-]+)"', text))
    assert "--dim-detachment" in named
    assert {name for name in named if f"{name}:" not in tokens} == set()
    assert not re.search(r'"#[0-9a-f]{3,8}"', text)


def test_a_long_time_is_drawn_as_weeks():
    kinds = {trace["type"] for trace in a_figure(days=500)["data"]}

    assert "bar" in kinds


def test_weeks_say_how_many_of_their_days_are_rated(as_alice, alice):
    a_check_in(alice, MONDAY - timedelta(450))
    days_of_check_ins(alice, 15)

    rows = as_alice.get(TRENDS, {"range": "all"}).context["rows"]

    assert (rows[0].cells[0].words, rows[0].cells[0].range) == ("6.0", "(6.0–6.0), 7 of 7")


def test_everything_that_would_send_a_chart_away_is_off(settings):
    script = (settings.BASE_DIR / "static" / "js" / "trends.js").read_text()
    config = script.partition("const CONFIG = {")[2].partition("};")[0]

    told = dict(line.strip().rstrip(",").split(": ") for line in config.strip().splitlines())
    assert told == {
        "displayModeBar": "false",
        "displaylogo": "false",
        "doubleClick": "false",
        "plotlyServerURL": '""',
        "responsive": "false",
        "scrollZoom": "false",
        "showSendToCloud": "false",
        "showLink": "false",
    }


def test_without_npm_the_library_comes_from_the_wheel(tmp_path, monkeypatch, capsys):
    target = tmp_path / "static" / "plotly.min.js"
    monkeypatch.setattr(assets, "PLOTLY", target)
    monkeypatch.setattr(assets, "FONTS", tmp_path / "fonts")
    monkeypatch.setattr(assets, "_fetch", lambda: False)

    assert assets.main() == 0
    assert f"v{get_plotlyjs_version()}" in target.read_text()[:300]
    assert "comes from the plotly wheel" in capsys.readouterr().out


def test_the_library_of_the_page_is_the_version_that_checks_the_figure(settings):
    fetched = settings.BASE_DIR / ".assets" / "static" / "vendor" / "plotly.min.js"
    lock = json.loads((settings.BASE_DIR / "package-lock.json").read_text())
    locked = lock["packages"]["node_modules/plotly.js-basic-dist-min"]["version"]

    assert locked == get_plotlyjs_version()
    assert f"v{locked}" in fetched.read_text()[:300]
