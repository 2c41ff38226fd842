"""What stands on the page for a visit: gathered once, then printed or shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.charts import Chart, chart
from domain.dates import long_day, told_span
from domain.diary import Diary
from domain.dimensions import HIGHEST, SCALE_LINE
from domain.doses import Dose
from domain.intervals import Interval
from domain.lanes import described, told_day, told_days
from domain.numbers import one_decimal, plain
from domain.regimen import REASONS, Change, Kind, Story, dose_on, in_order
from domain.rhythm import Rhythm
from domain.switching import Switch, switches
from domain.trends import UsualRange
from domain.wording import DISCLAIMER, DISCLAIMER_LONG, SELF_REPORTED

TITLE = "Self-reported numbness summary"
METHOD = (
    "Typical = grouped median of rated days; line = median of the 7 days up to each day. "
    "Not tested as a medical scale; shows timing, not cause."
)
CRISIS = "Call your local emergency number or a crisis line now."


@dataclass(frozen=True)
class Choices:
    """What the person wants on the page. who: a name or initials, or nothing.

    parts: keys of what goes into the appendix, each ticked for this page.
    """

    interval: Interval
    who: str = ""
    statement: str = ""
    questions: Sequence[str] = ()
    paper: str = "a4"
    parts: Sequence[str] = ()


@dataclass(frozen=True)
class RatingRow:
    """One line of the table of ratings, already in words."""

    name: str
    recent: str
    earlier: str
    first: str
    rated: str
    unsure: int


@dataclass(frozen=True)
class Part:
    """One part of the appendix. paragraphs: (head, text), the head may be empty."""

    title: str
    paragraphs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    """Every word and picture of the page, in the order in which it is read."""

    choices: Choices
    today: date
    chart: Chart
    ratings: tuple[RatingRow, ...]
    now: tuple[str, ...]
    changes: tuple[str, ...]
    appendix: tuple[Part, ...] = ()

    title = TITLE
    self_reported = SELF_REPORTED
    scale_line = SCALE_LINE
    method = METHOD
    disclaimer = DISCLAIMER
    long_disclaimer = DISCLAIMER_LONG
    crisis = CRISIS

    @property
    def printed(self) -> str:
        return long_day(self.today)

    @property
    def period(self) -> str:
        """Say the days shown, and how many of them are rated."""
        interval = self.choices.interval
        weeks, over = divmod(len(interval), 7)
        length = f"{weeks} weeks" if not over else f"{len(interval)} days"
        return (
            f"{long_day(interval.start)} to {long_day(interval.latest_day)} ({length}), "
            f"rated {self.chart.rated_words}"
        )

    @property
    def chart_title(self) -> str:
        weeks, over = divmod(len(self.choices.interval), 7)
        return f"{weeks} weeks" if not over else f"{len(self.choices.interval)} days"

    @property
    def legend(self) -> str:
        """Say how the chart is read."""
        if self.chart.weekly:
            text = "Line: median of each week with 4 rated days or more. Grey: where most of "
            text += "its days lie (10–90 %)."
        else:
            broken = ", broken where fewer than 4 are rated"
            text = "Points: one day, hollow = filled in or changed later. Line: median of 7 days"
            text += f"{broken if self.chart.rhythm.counts_blanks else ''}."
        return f"{text} Hatched: settling period." if self.chart.settling else text

    @property
    def key(self) -> list[tuple[str, str]]:
        """Return (letter, "28 Sep cross-taper began") for each marker."""
        return [(each.letter, f"{each.when} {each.words}") for each in self.chart.markers]


def summary_page(
    diary: Diary,
    stories: Sequence[Story],
    choices: Choices,
    today: date,
    rhythm: Rhythm = Rhythm.DAILY,
    appendix: Sequence[Part] = (),
) -> Page:
    """Return the page for a diary; it neither drops, softens nor adds anything."""
    shown = chart(diary, stories, choices.interval, today, rhythm)
    return Page(
        choices=choices,
        today=today,
        chart=shown,
        ratings=tuple(_rows(shown)),
        now=tuple(taken_now(stories, today)),
        changes=tuple(changes_during(stories, choices.interval)),
        appendix=tuple(appendix),
    )


def _rows(shown: Chart) -> list[RatingRow]:
    rows = []
    for panel in shown.panels:
        first = panel.first_weeks
        rows.append(
            RatingRow(
                name=panel.dimension.heading,
                recent=one_decimal(panel.recent.value),
                earlier=one_decimal(panel.earlier.value),
                first=_ranged(first) if first else "–",
                rated=panel.rated_days,
                unsure=panel.cant_tell,
            )
        )
    return rows


def _ranged(first: UsualRange) -> str:
    return f"{one_decimal(first.median)} ({one_decimal(first.p10)}–{one_decimal(first.p90)})"


def taken_now(stories: Sequence[Story], today: date) -> list[str]:
    """Return "Sertraline 100 mg once a day, since 3 May 2026" for what is taken today."""
    found = []
    for story in sorted(stories, key=lambda each: each.name.casefold()):
        period = story.now(today)
        if period is None:
            continue
        dose = f" {period.dose}" if period.dose else ", dose not noted"
        found.append(f"{story.title}{dose}, since {told_day(period.change)}")
    return found


def changes_during(stories: Sequence[Story], interval: Interval) -> list[str]:
    """Return the changes of an interval by date, each with its doses and reasons.

    The steps of one cross-taper stand in one line.
    """
    acts = {each.group: each for each in switches(stories)}
    told = [
        (change.day, _told(story, change))
        for story in stories
        for change in in_order(story.changes)
        if change.switch_group not in acts and change.day in interval
    ]
    told += [
        (each.first, _told_switch(each))
        for each in acts.values()
        if any(step.day in interval for leg in each.legs for step in leg.steps)
    ]
    return [words for _, words in sorted(told, key=lambda each: each[0])]


def _before(story: Story, day: date) -> Dose | None:
    return dose_on([each for each in story.changes if each.day < day], day)


def _told(story: Story, change: Change) -> str:
    before = _before(story, change.day)
    words = described(change, story.name)
    if before is not None and change.dose is not None and change.kind is not Kind.COURSE:
        step = _step(before, change.dose)
        moved = change.kind is Kind.ROUTE_OR_FORM_CHANGED
        words = f"{words}, {step}" if moved else f"{story.name} {step}"
    elif before is not None and change.kind is Kind.STOPPED:
        words = f"{words} (before: {before})"
    elif change.kind is Kind.COURSE and change.dose is not None:
        words = f"{words}, {change.dose}"
    days = told_span(change.day, change.end_day, change.precision, about=change.about)
    return f"{days}: {words}{_why(change.reasons)}"


def _step(before: Dose, after: Dose) -> str:
    if (before.unit, before.frequency) == (after.unit, after.frequency):
        return f"{plain(before.amount)} → {after}"
    return f"{before} → {after}"


def _told_switch(switch: Switch) -> str:
    """Return "28 Sep – 11 Oct 2026: sertraline 100 → 50 → 25 → 0 mg; vortioxetine 0 → 5 mg"."""
    return f"{told_days(switch)}: {switch.told}{_why(switch.reasons)}"


def _why(reasons: Sequence[str]) -> str:
    words = [REASONS[reason].lower() for reason in reasons if reason in REASONS]
    return f" ({', '.join(words)})" if words else ""


def top_of_scale(page: Page) -> list[str]:
    """Return what 10 stands for, in the order of the panels."""
    return [panel.dimension.anchors[HIGHEST] for panel in page.chart.panels]
