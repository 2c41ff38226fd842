"""The catalogue of practices that can be noted, and how one felt after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

MOST_MINUTES = 600
NOT_PROVEN = "None of these is proven for everyone. Stop if it feels too much."


class After(StrEnum):
    """How one felt after a practice. Nothing is computed from it."""

    LESS_NUMB = "less_numb"
    SAME = "same"
    MORE_NUMB = "more_numb"
    CANT_TELL = "cant_tell"

    @property
    def words(self) -> str:
        """The words on the button."""
        return {"less_numb": "Less numb", "same": "The same", "more_numb": "More numb",
                "cant_tell": "I can’t tell"}[self.value]  # fmt: skip

    @property
    def told(self) -> str:
        """The words within a sentence."""
        return {"less_numb": "less numb", "same": "the same", "more_numb": "more numb",
                "cant_tell": "can’t tell"}[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Practice:
    """Something that some people find helpful. caution: what to know before, or nothing."""

    key: str
    label: str
    steps: str
    caution: str = ""


def _catalogue(*practices: Practice) -> Mapping[str, Practice]:
    return MappingProxyType({each.key: each for each in practices})


PRACTICES = _catalogue(
    Practice(
        "presence",
        "Notice your senses",
        "Name one feeling in the body. Watch a breath without changing it. Tune into one sound, "
        "one smell, one colour.",
        "If you feel unreal or far away, look outward, at things around you, rather than inward.",
    ),
    Practice(
        "tell_someone",
        "Tell a person you trust",
        "You can say: “I feel nothing and that scares me.” They need not fix it.",
    ),
    Practice(
        "express",
        "Make something without an aim",
        "Draw, write, play or hear music, take a photo, move. It need not be good.",
    ),
    Practice(
        "memories",
        "Old photos, films, songs",
        "Choose one from a time when you felt more. Note what flickered, if anything did. If "
        "nothing does, that is fine too.",
        "After trauma choose safe ones, or do it with a therapist.",
    ),
    Practice(
        "mirror",
        "Kind words in the mirror",
        "Say one kind sentence to yourself, in your own words.",
        "It can feel strange when you feel unreal. Skip it freely.",
    ),
    Practice(
        "open_stance",
        "An open stance",
        "Begin the day with: “Today I stay open to whatever I feel, even nothing.”",
    ),
    Practice(
        "lab_check",
        "Ask about blood tests",
        "A task for one time: ask whether tests would be useful: vitamin D, B12, folate, thyroid, "
        "iron and ferritin, testosterone or estrogen where relevant.",
    ),
    Practice(
        "therapy",
        "A therapy appointment",
        "CBT, DBT, EMDR, body-based work, or any other. Being there is the whole of it.",
    ),
    Practice(
        "medicine_talk",
        "Talk about feeling flat",
        "A task for one time: tell the person who prescribes that you feel flat.",
        "Please never change a medicine alone.",
    ),
    Practice("move", "Physical activity", "Any movement, as long or short as it is."),
    Practice("relax", "Relaxation", "A quiet half hour, slow breathing, lying down with music."),
    Practice("eat", "A regular, good meal", "About the usual time, something you like or liked."),
    Practice("sleep", "Enough sleep", "Going to bed when you meant to."),
    Practice(
        "triggers",
        "Know what sets it off",
        "Notice what came before a numb spell, and one other way to meet it next time.",
    ),
    Practice("ask_help", "Ask for help", "With anything, from anyone."),
    Practice("stress_care", "Care for stress", "Treatment, a course, or a talk about stress."),
)  # fmt: skip
"""Key -> practice, in the order of the Learn page."""
