"""The figure holds what the pictures hold, in values that Plotly accepts."""

import json
import re
from datetime import timedelta

import pytest
from plotly import graph_objects as go
from plotly.offline import get_plotlyjs_version

from dashboard.figures import figure
from domain.charts import chart, companion_panel
from domain.companions import COMPANIONS
from domain.dimensions import DIMENSIONS
from domain.happenings import Happening
from domain.intervals import Interval
from domain.regimen import Kind
from tests.factories import MONDAY, a_diary, a_story, change
from tools import assets


def a_figure(*stories, days=84, beside="", happenings=(), results=()):
    diary = a_diary({MONDAY - timedelta(n): ((n * 3) % 11, n % 2) for n in range(60)})
    interval = Interval.latest(days, MONDAY)
    shown = chart(diary, stories, interval, MONDAY, usual=True)
    panel = companion_panel(diary, COMPANIONS[beside], interval, MONDAY) if beside else None
    return figure(shown, panel, stories, happenings, results)


def marks(told):
    """The traces of the four that hold days."""
    return [trace for trace in told["data"][:8] if trace["mode"] == "markers"]


def test_the_figure_has_a_row_for_each_dimension_and_one_for_medicines():
    told = a_figure()

    assert sorted(key for key in told["layout"] if key.startswith("yaxis")) == [
        "yaxis", "yaxis2", "yaxis3", "yaxis4", "yaxis5",
    ]  # fmt: skip


def test_the_figure_marks_days_filled_in_later_as_hollow():
    points = marks(a_figure())

    assert len(points) == len(DIMENSIONS)
    for trace in points:
        assert {symbol.endswith("-open") for symbol in trace["marker"]["symbol"]} == {True, False}


def test_the_hover_names_day_rating_and_how_it_was_filled_in():
    told = a_figure()

    assert marks(told)[0]["text"][-2:] == [
        "Distance 3, filled in later",
        "Distance 0, right here, in touch",
    ]
    assert told["layout"]["xaxis"]["hoverformat"] == "%a %-d %b %Y"


def test_a_day_is_told_of_in_all_rows_at_once():
    told = a_figure()

    assert {trace["xaxis"] for trace in told["data"]} == {"x"}
    assert told["layout"]["hovermode"] == "x unified"
    assert told["layout"]["hoversubplots"] == "axis"


def test_the_hover_names_what_was_taken_and_what_happened_on_that_day():
    story = a_story(
        change(Kind.STARTED, MONDAY - timedelta(30), 50),
        change(Kind.DOSE_INCREASED, MONDAY - timedelta(1), 100),
    )
    told = a_figure(
        story,
        happenings=[Happening(story.key, "infection", MONDAY - timedelta(1))],
        results=[MONDAY],
    )["data"][-1]

    assert told["x"][0] == f"{MONDAY - timedelta(30)} 12:00"
    assert told["text"][-3:] == [
        "sertraline 50 mg once a day",
        "sertraline 100 mg once a day<br>Infection",
        "sertraline 100 mg once a day<br>Laboratory result",
    ]


def test_what_a_person_typed_cannot_be_markup_in_the_hover():
    told = a_figure(a_story(change(Kind.STARTED, MONDAY, 50), name="<b>x</b>"))["data"][-1]

    assert told["text"] == ["&lt;b&gt;x&lt;/b&gt; 50 mg once a day"]


def test_a_companion_has_a_row_of_its_own_below_the_four():
    told = a_figure(beside="stress")

    assert told["data"][8]["yaxis"] == "y5"
    assert told["layout"]["yaxis6"]["range"] == [0, 1]


def test_the_first_four_weeks_lie_behind_the_points():
    shapes = a_figure()["layout"]["shapes"]

    assert [(shape["yref"], shape["layer"]) for shape in shapes] == [
        ("y", "below"),
        ("y2", "below"),
        ("y3", "below"),
        ("y4", "below"),
    ]


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
    monkeypatch.setattr(assets, "fetch", lambda _folder: False)

    assert assets.main() == 0
    assert f"v{get_plotlyjs_version()}" in target.read_text()[:300]
    assert "comes from the plotly wheel" in capsys.readouterr().out


def test_the_library_of_the_page_is_the_version_that_checks_the_figure(settings):
    fetched = settings.BASE_DIR / ".assets" / "static" / "vendor" / "plotly.min.js"
    lock = json.loads((settings.BASE_DIR / "package-lock.json").read_text())
    locked = lock["packages"]["node_modules/plotly.js-basic-dist-min"]["version"]

    assert locked == get_plotlyjs_version()
    assert f"v{locked}" in fetched.read_text()[:300]
