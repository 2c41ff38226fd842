"""What the person told beside ratings and medicines, as parts of the appendix they ticked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from accounts.actions import find_background
from accounts.models import User
from care.actions import find_care_plan
from domain.background import CONDITIONS
from domain.care import PLAN_PARTS, ROLES
from domain.dates import long_day
from domain.intervals import Interval
from summary.page import Part

PARTS = {
    "background": "My background, and spells of numbness",
    "working-on": "What I am working on",
    "team": "My care team",
    "happened": "What happened in the period",
    "results": "Laboratory results of the period",
    "entries": "The journal entries that I marked",
}
"""Key -> words, in the order of the appendix. Each is off unless it is ticked for this page."""

SELF_REPORTED = "Self-reported"


def appendix(owner: User, ticked: Sequence[str], interval: Interval) -> list[Part]:
    """Return the ticked parts that hold something, in order; each asks for its own rows alone."""
    found = []
    for key in PARTS:
        if key in ticked:
            paragraphs = list(_MAKERS[key](owner, interval))
            if paragraphs:
                found.append(Part(_TITLES[key], paragraphs))
    return found


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


_TITLES = {
    "background": f"{SELF_REPORTED} background",
    "working-on": f"{SELF_REPORTED}: what I am working on",
    "team": f"{SELF_REPORTED} care team",
    "happened": f"{SELF_REPORTED}: what happened",
    "results": f"{SELF_REPORTED} laboratory results, with the laboratory’s own range",
    "entries": "From my journal",
}
_MAKERS: dict[str, Callable[[User, Interval], Iterable[tuple[str, str]]]] = {
    "background": _background,
    "working-on": _working_on,
    "team": _team,
    "happened": _happened,
    "results": _results,
    "entries": _entries,
}
