"""What stands on the page for a visit: gathered once, then printed or shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from uuid import UUID

from domain.acts import acts
from domain.answers import Companion
from domain.before_after import Verdict
from domain.charts import Chart, chart, companion_typical
from domain.companions import in_order
from domain.comparing import Comparing
from domain.dates import long_day
from domain.diary import Diary
from domain.dimensions import DIMENSIONS, HIGHEST, SCALE_LINE
from domain.intervals import Interval
from domain.numbers import one_decimal
from domain.regimen import Story
from domain.rhythm import Rhythm
from domain.safety import HarmAnswer
from domain.sentences import CANNOT_SHOW_WHY, TALK_FIRST
from domain.trends import UsualRange
from domain.wording import DISCLAIMER, DISCLAIMER_LONG, SELF_REPORTED
from summary.medicines import changes_during, taken_now

TITLE = "Self-reported numbness summary"
METHOD = (
    "Typical = grouped median of rated days; line = median of the 7 days up to each day. "
    "Not tested as a medical scale; shows timing, not cause."
)
HARM_NOTED = "In this period I noted thoughts of hurting myself or of not wanting to live"
MOST_AROUND, MOST_COMPANIONS = 2, 5
FIRST_DIMENSION = next(iter(DIMENSIONS))
CRISIS = "Call your local emergency number or a crisis line now."


BLOCKS = MappingProxyType(
    {
        "ratings": "Four ratings",
        "chart": "Chart of the period",
        "medicines": "Medicines now, and changes",
        "around": "Around medication changes",
        "days": "What it does to my days",
        "questions": "My questions",
    }
)
"""Key -> words of what can be left out, in the order of the page. The header always stands."""


@dataclass(frozen=True)
class Choices:
    """What the person wants on the page. who: a name or initials, or nothing.

    audience: for whom, in words, or nothing. blocks: keys of BLOCKS that stand on the page.
    closer: which of the four is told of around a change. around: keys of the acts, two at most.
    days: own words on what it does. companions: keys, five at most. harm: whether the safety
    line stands on it this time. parts: keys of what goes into the appendix, each ticked for
    this page.
    """

    interval: Interval
    who: str = ""
    statement: str = ""
    questions: Sequence[str] = ()
    paper: str = "a4"
    parts: Sequence[str] = ()
    audience: str = ""
    blocks: frozenset[str] = frozenset(BLOCKS)
    closer: str = FIRST_DIMENSION
    around: Sequence[UUID] = ()
    days: str = ""
    companions: Sequence[str] = ()
    harm: bool = False


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
class Table:
    """A table in words: its headings, and rows of as many cells."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Part:
    """One part of the appendix. paragraphs: (head, text), the head may be empty."""

    title: str
    paragraphs: Sequence[tuple[str, str]]
    table: Table | None = None


@dataclass(frozen=True)
class Around:
    """What is told of one change: its sentences, the verdict first."""

    sentences: Sequence[str]


@dataclass(frozen=True)
class Sources:
    """All that a page is made from, as plain values. harm: day -> answer of the safety question.

    comparing: what compares days around a change.
    """

    diary: Diary
    stories: Sequence[Story]
    today: date
    rhythm: Rhythm = Rhythm.DAILY
    comparing: Comparing | None = None
    harm: Mapping[date, HarmAnswer] = field(default_factory=dict)
    appendix: Sequence[Part] = ()


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
    around: tuple[Around, ...] = ()
    companions: str = ""
    safety: str = ""

    title = TITLE
    self_reported = SELF_REPORTED
    scale_line = SCALE_LINE
    method = METHOD
    disclaimer = DISCLAIMER
    long_disclaimer = DISCLAIMER_LONG
    crisis = CRISIS

    cannot_show_why = CANNOT_SHOW_WHY
    talk_first = TALK_FIRST

    def has(self, block: str) -> bool:
        """Tell whether a block stands on the page: it is wanted, and there is something in it."""
        held = {
            "around": bool(self.around),
            "days": bool(self.choices.days or self.companions),
            "questions": bool(self.choices.questions),
        }
        return block in self.choices.blocks and held.get(block, True)

    @property
    def for_whom(self) -> str:
        """Say for whom it is, nothing where it is for anyone."""
        return f"For: {self.choices.audience}" if self.choices.audience else ""

    @property
    def around_title(self) -> str:
        return f"{BLOCKS['around']}: {DIMENSIONS[self.choices.closer].label.lower()}"

    @property
    def printed(self) -> str:
        return long_day(self.today)

    @property
    def days(self) -> str:
        """Say the days shown: "6 September 2026 to 28 November 2026 (12 weeks)"."""
        interval = self.choices.interval
        weeks, over = divmod(len(interval), 7)
        length = f"{weeks} weeks" if not over else f"{len(interval)} days"
        return f"{long_day(interval.start)} to {long_day(interval.latest_day)} ({length})"

    @property
    def period(self) -> str:
        """Say the days shown, and how many of them are rated."""
        return f"{self.days}, rated {self.chart.rated_words}"

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


def summary_page(sources: Sources, choices: Choices) -> Page:
    """Return the page for a diary; it neither drops, softens nor adds anything."""
    diary, stories, today = sources.diary, sources.stories, sources.today
    shown = chart(diary, stories, choices.interval, today, sources.rhythm)
    return Page(
        choices=choices,
        today=today,
        chart=shown,
        ratings=tuple(_rows(shown)),
        now=tuple(taken_now(stories, today)),
        changes=tuple(changes_during(stories, choices.interval)),
        appendix=tuple(sources.appendix),
        around=tuple(_around(sources, choices)),
        companions=_companions(sources, choices),
        safety=safety_line(sources.harm, choices.interval) if choices.harm else "",
    )


def _around(sources: Sources, choices: Choices) -> Iterable[Around]:
    """Yield what is told of the acts that were chosen, in the order in which they happened."""
    if sources.comparing is None:
        return
    chosen = [each for each in acts(sources.stories) if each.key in set(choices.around)]
    for act in sorted(chosen, key=lambda each: each.first)[:MOST_AROUND]:
        card = sources.comparing.card(act, [DIMENSIONS[choices.closer]])
        (seen,) = card.seen
        others = [each for each in card.of_the_time if each != CANNOT_SHOW_WHY]
        told = seen.found.verdict in {Verdict.LOWER, Verdict.HIGHER}  # their sentence names it
        named = [] if told else [f"{act.event[:1].upper()}{act.event[1:]}:"]
        left_out = f"{card.settling} days left out after the last step."
        yield Around([*named, *seen.said, *others, left_out])


def _companions(sources: Sources, choices: Choices) -> str:
    """Return what was noted beside the four, each with its days."""
    diary, today, rhythm = sources.diary, sources.today, sources.rhythm
    told = [
        f"{_named(each)} {companion_typical(diary, each, today, rhythm)}"
        for each in in_order(choices.companions)[:MOST_COMPANIONS]
    ]
    return f"In the last 28 days, typically: {'; '.join(told)}." if told else ""


def _named(companion: Companion) -> str:
    """Return a companion's name before its number; an amount's name holds its unit."""
    return companion.label.lower() if companion.amount else companion.name


def safety_line(answers: Mapping[date, HarmAnswer], interval: Interval) -> str:
    """Return what was answered to the safety question in a period: never how often."""
    given = {answer for day, answer in answers.items() if day in interval}
    if HarmAnswer.YES_UNSAFE in given:
        return f"{HARM_NOTED}, and was not sure that I could stay safe."
    if HarmAnswer.YES in given:
        return f"{HARM_NOTED}."
    if given:
        return "In this period I noted no thoughts of hurting myself or of not wanting to live."
    return "In this period I gave no answer about thoughts of hurting myself."


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


def top_of_scale(page: Page) -> list[str]:
    """Return what 10 stands for, in the order of the panels."""
    return [panel.dimension.anchors[HIGHEST] for panel in page.chart.panels]
