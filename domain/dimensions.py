"""The one catalogue of what is rated each day. Forms, charts, tables and exports read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

LOWEST = 0
MIDDLE = 5
HIGHEST = 10
SCALE = range(LOWEST, HIGHEST + 1)
SCALE_LINE = "0–10, higher = more numb; own wording, not a validated scale"


class NotRated(StrEnum):
    """Why an item has no number. A skipped item has no reason: it is absent."""

    CANT_TELL = "cant_tell"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the four things rated: 0-10, and higher is more numb for all four.

    label: what the person reads. clinical: the term a clinician reads beside it.
    anchors: the words for 0, 5 and 10. not_applicable: the wording of that answer,
    or None where it cannot be given. symbol: the marker shape in every chart.
    """

    key: str
    label: str
    clinical: str
    question: str
    anchors: Mapping[int, str]
    help_text: str
    not_applicable: str | None
    symbol: str
    css: str

    @property
    def heading(self) -> str:
        """Both words for the same thing, for clinicians and exports."""
        return f"{self.label} ({self.clinical})"

    @property
    def reasons(self) -> tuple[NotRated, ...]:
        """The answers without a number that this item offers."""
        if self.not_applicable is None:
            return (NotRated.CANT_TELL,)
        return (NotRated.CANT_TELL, NotRated.NOT_APPLICABLE)

    def wording_of(self, reason: NotRated) -> str:
        """Return the words on screen for an answer without a number."""
        if reason is NotRated.CANT_TELL or self.not_applicable is None:
            return "I can’t tell"
        return self.not_applicable

    def __hash__(self) -> int:
        return hash(self.key)


def _catalogue(*dimensions: Dimension) -> Mapping[str, Dimension]:
    return MappingProxyType({dimension.key: dimension for dimension in dimensions})


DIMENSIONS = _catalogue(
    Dimension(
        key="detachment",
        label="Distance",
        clinical="detachment",
        question="How far away did you feel from the people and things around you?",
        anchors={
            0: "right here, in touch",
            5: "like a pane of glass in between",
            10: "completely cut off",
        },
        help_text="",
        not_applicable=None,
        symbol="circle",
        css="dim-detachment",
    ),
    Dimension(
        key="anhedonia",
        label="Missing enjoyment",
        clinical="anhedonia",
        question="How much of your usual enjoyment was missing?",
        anchors={0: "none missing", 5: "about half missing", 10: "all of it missing"},
        help_text="Compare with a time when you felt like yourself.",
        not_applicable="Nothing I usually like happened",
        symbol="square",
        css="dim-anhedonia",
    ),
    Dimension(
        key="empathy",
        label="Muted response to others",
        clinical="reduced empathy",
        question="When other people felt something, how muted was your own response inside?",
        anchors={
            0: "not muted, it reached me",
            5: "half muted, I noticed but felt little",
            10: "fully muted, I felt nothing",
        },
        help_text="About what you felt inside, not about how kind you were.",
        not_applicable="No contact with anyone",
        symbol="triangle",
        css="dim-empathy",
    ),
    Dimension(
        key="physical_sensation",
        label="Dulled body",
        clinical="reduced physical sensation",
        question="How dulled did your body feel (numb, heavy or far away)?",
        anchors={
            0: "clear, as my body usually feels when well",
            5: "half dulled",
            10: "I could hardly feel my body",
        },
        help_text=(
            "Tingling or numb patches from a nerve or MS problem belong in numb or tingling areas."
        ),
        not_applicable=None,
        symbol="diamond",
        css="dim-physical",
    ),
)
"""Key -> dimension, in the order of the check-in."""


def told(
    ratings: Mapping[str, int], not_rated: Mapping[str, str]
) -> Sequence[tuple[Dimension, str]]:
    """Return (dimension, "6" or the words of another answer) for each that was answered."""
    found = []
    for key, dimension in DIMENSIONS.items():
        if key in ratings:
            found.append((dimension, str(ratings[key])))
        elif key in not_rated:
            found.append((dimension, dimension.wording_of(NotRated(not_rated[key]))))
    return found
