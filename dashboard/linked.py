"""Whether what stands beside the four goes with one of them, over the days that are shown."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.kept import kept
from accounts.models import User
from domain.answers import AnswerKind, Companion
from domain.companions import COMPANIONS
from domain.diary import Diary
from domain.dimensions import Dimension
from domain.intervals import Interval
from domain.links import Link, links
from domain.sentences import link_told, no_link


@dataclass(frozen=True)
class Linked:
    """Every pair that was looked at. said: what is told of them, sentences."""

    said: list[str]
    looked: list[tuple[Companion, Link]]

    @property
    def pairs(self) -> int:
        return len(self.looked)


def linked(owner: User, diary: Diary, dimension: Dimension, interval: Interval) -> Linked:
    """Return what can be told of a dimension; nothing is said where no pair has enough days."""
    name = ("links", owner.pk, owner.data_version, dimension.key, interval)
    found = kept.once(name, lambda: _links(diary, dimension, interval))
    told = [
        link_told(each, quantity(COMPANIONS[each.companion]), dimension.label.lower(), len(found))
        for each in found
        if each.mentioned
    ]
    said = told or ([no_link(len(found))] if found else [])
    return Linked(said, [(COMPANIONS[each.companion], each) for each in found])


def _links(diary: Diary, dimension: Dimension, interval: Interval) -> list[Link]:
    inside = diary.during(interval)
    answered = {key for each in inside.days for key in each.companions}
    levels = {
        key: inside.counted_levels(companion)
        for key, companion in COMPANIONS.items()
        if key in answered
    }
    return links(levels, inside.counted(dimension))


def quantity(companion: Companion) -> str:
    """Return how a companion is named after "more"."""
    if companion.kind is AnswerKind.AMOUNT:
        return companion.label[:1].lower() + companion.label[1:]
    return f"“{companion.name}”"
