"""What differs between two versions of a day, for whoever has to choose between them."""

from __future__ import annotations

from typing import NamedTuple

from checkins.models import Told
from domain.companions import told as companions_told
from domain.dimensions import told as four_told

EMPTY = "not answered"
BELOW = "differs: see below"


class Difference(NamedTuple):
    """One answer in words: as it is saved, and as it was just chosen."""

    label: str
    saved: str
    chosen: str


def differences(saved: Told, chosen: Told) -> list[Difference]:
    """Return what differs, in the order in which it is asked; of the safety question only that."""
    before, now = _words(saved), _words(chosen)
    labels = dict.fromkeys([*now, *before])
    found = [
        Difference(label, before.get(label, EMPTY), now.get(label, EMPTY))
        for label in labels
        if before.get(label) != now.get(label)
    ]
    if saved.note != chosen.note:
        found.append(Difference("Note", saved.note or "no note", chosen.note or "no note"))
    if saved.harm != chosen.harm:
        found.append(Difference("The safety question", BELOW, BELOW))
    return found


def _words(told: Told) -> dict[str, str]:
    """Return label -> words for what was answered, the four first."""
    four = {item.label: words for item, words in four_told(told.ratings, told.not_rated)}
    beside = companions_told(told.companions, told.not_rated)
    return four | {item.label: words for item, words in beside}
