"""What can be told of how the companions go with one dimension, over some days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.answers import AnswerKind, Companion
from domain.companions import COMPANIONS
from domain.diary import Diary
from domain.dimensions import Dimension
from domain.links import Link, links
from domain.sentences import link_told, no_link


@dataclass(frozen=True, slots=True)
class Linked:
    """Every pair that was looked at, the strongest first. said: what is told of them, sentences."""

    said: list[str]
    looked: list[tuple[Companion, Link]]

    @property
    def pairs(self) -> int:
        return len(self.looked)


def look_for_links(diary: Diary, dimension: Dimension) -> list[Link]:
    """Return every link of a diary's days that can be computed, as domain.links does."""
    answered = {key for each in diary.days for key in each.companions}
    levels = {
        key: diary.counted_levels(companion)
        for key, companion in COMPANIONS.items()
        if key in answered
    }
    return links(levels, diary.counted(dimension))


def told_links(found: Sequence[Link], dimension: Dimension) -> Linked:
    """Return what is told of links; nothing is said where no pair has enough days."""
    told = [
        link_told(each, quantity(COMPANIONS[each.companion]), dimension.label.lower(), len(found))
        for each in found
        if each.mentioned
    ]
    said = told or ([no_link(len(found))] if found else [])
    return Linked(said, [(COMPANIONS[each.companion], each) for each in found])


def quantity(companion: Companion) -> str:
    """Return how a companion is named after "more"."""
    if companion.kind is AnswerKind.AMOUNT:
        return companion.label[:1].lower() + companion.label[1:]
    return f"“{companion.name}”"
