"""The same numbers as the chart, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.answers import Companion
from domain.charts import Chart, CompanionPanel
from domain.diary import Diary, DiaryDay
from domain.dimensions import DIMENSIONS, NotRated
from domain.numbers import one_decimal
from domain.rhythm import Rhythm
from domain.trends import Week


@dataclass(frozen=True)
class Cell:
    """What stands in one place. range: where most days of a week lie, and how many are rated."""

    words: str
    range: str = ""


@dataclass(frozen=True)
class Row:
    """One day or week. cells: what each dimension shows, in the order of the check-in."""

    day: date
    note: str
    cells: list[Cell]


def days_table(diary: Diary) -> list[Row]:
    """Return a row for each day with a check-in, latest first."""
    return [
        Row(
            each.day,
            each.late_words,
            [_cell(each.ratings.get(key), each.not_rated.get(key)) for key in DIMENSIONS],
        )
        for each in reversed(diary.days)
    ]


WORDS = {"": "–", NotRated.CANT_TELL: "can’t tell", NotRated.NOT_APPLICABLE: "does not apply"}


def _cell(rating: int | None, reason: str | None) -> Cell:
    return Cell(str(rating) if rating is not None else WORDS[reason or ""])


def _week_cell(week: Week | None, rhythm: Rhythm) -> Cell:
    if week is None:
        return Cell("–")
    rated = rhythm.rated(week.rated, 7).partition(" day")[0]
    most = f"({one_decimal(week.p10)}–{one_decimal(week.p90)}), {rated}"
    return Cell(one_decimal(week.median), most)


def weeks_table(chart: Chart) -> list[Row]:
    """Return a row for each week that a long chart draws: median, 10-90 %, rated days."""
    by_panel = [{week.interval.start: week for week in panel.weeks} for panel in chart.panels]
    mondays = sorted({monday for weeks in by_panel for monday in weeks}, reverse=True)
    rows = []
    for monday in mondays:
        cells = [_week_cell(weeks.get(monday), chart.rhythm) for weeks in by_panel]
        rows.append(Row(monday, "week from", cells))
    return rows


def companion_weeks_table(panel: CompanionPanel, rhythm: Rhythm) -> list[Row]:
    """Return a row for each week that a long chart draws of a companion, latest first."""
    return [
        Row(week.interval.start, "week from", [_week_cell(week, rhythm)])
        for week in reversed(panel.weeks)
    ]


def companion_table(diary: Diary, companion: Companion) -> list[Row]:
    """Return a row for each day on which a companion was answered, latest first."""
    return [
        Row(each.day, each.late_words, [Cell(words)])
        for each in reversed(diary.days)
        if (words := _answer(each, companion))
    ]


def _answer(each: DiaryDay, companion: Companion) -> str:
    if companion.key in each.companions:
        return companion.words(each.companions[companion.key])
    return "can’t tell" if companion.key in each.not_rated else ""
