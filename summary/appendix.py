"""What the person told beside ratings and medicines, as parts of the appendix they ticked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from accounts.actions import find_background
from accounts.models import User
from care.actions import find_care_plan
from domain.background import CONDITIONS
from domain.care import PLAN_PARTS, ROLES
from domain.dates import long_day, short_day
from domain.days import Recall
from domain.diary import Diary, DiaryDay
from domain.dimensions import DIMENSIONS, NotRated
from domain.intervals import Interval
from domain.linked import look_for_links, told_links
from summary.page import Part, Table

PARTS = {
    "daily": "Every day of the period",
    "links": "Links between ratings and what I noted",
    "practices": "What I tried in the period",
    "background": "My background, and spells of numbness",
    "working-on": "What I am working on",
    "team": "My care team",
    "happened": "What happened in the period",
    "results": "Laboratory results of the period",
    "entries": "The journal entries that I marked",
}
"""Key -> words, in the order of the appendix. Each is off unless it is ticked for this page."""

TYPICAL_NOTE = (
    "Grouped median: each whole rating v stands for v - 0.5 to v + 0.5. Days filled in more than "
    "two days later are shown and not counted. No missing day is filled in."
)
COMPARED_NOTE = (
    "28 days before the first step, 28 days after the last step and the days left out. Likely "
    "range: circular block bootstrap of weeks (Künsch 1989; Politis & Romano 1992). Pairs: NAP "
    "(Parker & Vannest 2009). Where ratings were already changing, or carry over strongly from "
    "one day to the next, no difference is called."
)
LINKS_NOTE = (
    "Spearman’s rank correlation on the same and the next day, corrected for carry-over (Pyper & "
    "Peterman 1998) and for every pair looked at (Holm 1979). A link is not a cause."
)
LIMITS_NOTE = (
    "The four questions were written for numbtrack. They have not been tested as a medical scale "
    "and have no normal values."
)
SELF_REPORTED = "Self-reported"


def appendix(owner: User, ticked: Sequence[str], interval: Interval, diary: Diary) -> list[Part]:
    """Return the ticked parts that hold something, in order; each asks for its own rows alone."""
    inside = diary.during(interval)
    found = []
    if "daily" in ticked and inside.days:
        found.append(Part(_TITLES["daily"], (), _daily(inside)))
    if "links" in ticked and inside.days:
        found.append(Part(_TITLES["links"], list(_links(inside))))
    for key, make in _MAKERS.items():
        paragraphs = list(make(owner, interval)) if key in ticked else []
        if paragraphs:
            found.append(Part(_TITLES[key], paragraphs))
    return [*found, Part("How the numbers are made", METHOD_NOTE)] if found else []


def _background(owner: User, interval: Interval) -> Iterable[tuple[str, str]]:
    """Yield what is told of the background; what runs in the family is never printed."""
    told = find_background(owner=owner)
    if told is not None:
        for key, standing in told.standings().items():
            yield CONDITIONS[key], standing.told
        for label, words in (
            ("In my own word", told.own_word),
            ("Since", told.since),
            ("It began after", told.after),
        ):
            if words:
                yield label, words
    spells = [each for each in owner.dated_events.happenings() if each.kind == "numb_spell"]
    if spells:
        yield "Spells of numbness noted", "; ".join(each.when for each in spells)


def _working_on(owner: User, interval: Interval) -> Iterable[tuple[str, str]]:
    plan = find_care_plan(owner=owner)
    for name, (label, _) in PLAN_PARTS.items():
        words = getattr(plan, name) if plan else ""
        if words:
            yield label, words


def _team(owner: User, interval: Interval) -> Iterable[tuple[str, str]]:
    for each in owner.carers.standing().order_by("written_at"):
        yield ROLES[each.role], ", ".join(part for part in (each.name, each.reach) if part)


def _happened(owner: User, interval: Interval) -> Iterable[tuple[str, str]]:
    for each in owner.dated_events.happenings():
        if each.days.overlap(interval) is not None:
            reaction = each.reaction
            told = "" if reaction is None else f"{reaction} of 10 got through"
            yield f"{each.when}: {each.label}", told


def _results(owner: User, interval: Interval) -> Iterable[tuple[str, str]]:
    tests = owner.lab_tests.standing().filter(
        result_on__gte=interval.start, result_on__lt=interval.end
    )
    for each in tests.order_by("result_on"):
        yield f"{long_day(each.result_on)}: {each.name}" if each.result_on else "", each.told


def _entries(owner: User, interval: Interval) -> Iterable[tuple[str, str]]:
    marked = owner.journal_entries.standing().during(interval).filter(in_summary=True)
    for each in marked.order_by("day", "written_at"):
        yield long_day(each.day), str(each.text)


def _practices(owner: User, interval: Interval) -> Iterable[tuple[str, str]]:
    tried = owner.practice_notes.standing().filter(day__gte=interval.start, day__lt=interval.end)
    for each in tried.order_by("day", "written_at"):
        yield f"{long_day(each.day)}: {each.known.label}", each.said


def _daily(diary: Diary) -> Table:
    """Return a row for each day with a check-in, with how late it was filled in."""
    heads = ["Day", *(each.label for each in DIMENSIONS.values()), "Filled in"]
    rows = [
        [
            f"{short_day(each.day)} {each.day.year}",
            *(_rating(each, key) for key in DIMENSIONS),
            "changed later" if each.changed_later else FILLED_IN[each.recall],
        ]
        for each in diary.days
    ]
    return Table(heads, rows)


def _rating(day: DiaryDay, key: str) -> str:
    if key in day.ratings:
        return str(day.ratings[key])
    return {"": "–", NotRated.CANT_TELL: "can’t tell", NotRated.NOT_APPLICABLE: "n/a"}[
        day.not_rated.get(key, "")
    ]


def _links(diary: Diary) -> Iterable[tuple[str, str]]:
    """Yield for each of the four what was found, or that too few days allow a look."""
    for dimension in DIMENSIONS.values():
        told = told_links(look_for_links(diary, dimension), dimension)
        yield dimension.label, " ".join(told.said) or "Not enough days with both to look."


FILLED_IN = {
    Recall.SAME_DAY: "same day",
    Recall.RECALLED: "1 or 2 days later",
    Recall.RECALLED_LATER: "3 to 7 days later",
}
METHOD_NOTE = (
    ("Typical value", TYPICAL_NOTE),
    ("Before and after a change", COMPARED_NOTE),
    ("Links", LINKS_NOTE),
    ("Limits", LIMITS_NOTE),
)
_TITLES = {
    "daily": "Every day of the period",
    "links": "Links that were looked at",
    "practices": f"{SELF_REPORTED}: what was tried",
    "background": f"{SELF_REPORTED} background",
    "working-on": f"{SELF_REPORTED}: what I am working on",
    "team": f"{SELF_REPORTED} care team",
    "happened": f"{SELF_REPORTED}: what happened",
    "results": f"{SELF_REPORTED} laboratory results, with the laboratory’s own range",
    "entries": "From my journal",
}
_MAKERS: dict[str, Callable[[User, Interval], Iterable[tuple[str, str]]]] = {
    "practices": _practices,
    "background": _background,
    "working-on": _working_on,
    "team": _team,
    "happened": _happened,
    "results": _results,
    "entries": _entries,
}
