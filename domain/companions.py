"""The catalogue of what may be noted beside the four ratings. Each is off until turned on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from domain.answers import Amount, AnswerKind, Companion
from domain.dimensions import NotRated

MOST_ON = 8
"""How many companions can be on at once: a longer check-in is not kept up."""

ANCHORS = MappingProxyType({0: "not at all", 5: "somewhat", 10: "as strong as I can imagine"})

NEUROLOGICAL = (
    "Sudden numbness or weakness of face, arm or leg, trouble speaking, or sudden loss of sight: "
    "call emergency services now. New symptoms lasting more than a day: contact your MS or "
    "neurology team."
)
"""Stands wherever numb areas of skin are shown. No value triggers it."""


NO_YES = MappingProxyType({"no": "No", "yes": "Yes"})
COMPARED = MappingProxyType({"less": "Less", "same": "About the same", "more": "More"})

SIGNS = MappingProxyType(
    {
        "watching_myself": "watching myself",
        "going_through_motions": "going through the motions",
        "outsider": "outsider in my life",
        "heavy": "heavy or weighed down",
        "guilt": "guilt about not feeling",
        "memories_not_mine": "memories not mine",
        "surroundings_unreal": "surroundings unreal",
        "sight_changed": "sight changed",
        "sound_changed": "sound changed",
        "fog": "fog or bubble",
        "robotic": "robotic",
        "could_not_cry": "could not cry",
        "could_not_laugh": "could not laugh",
        "avoided": "avoided something",
        "froze": "froze or shut down",
        "missed_feelings": "missed what others felt",
    }
)
"""Key -> words of each sign that can be ticked."""

GUILT_LINE = (
    "Guilt about not feeling is part of the numbness. It is not a verdict on your character."
)
"""Stands beside the sign of guilt. It is never scored."""


def _catalogue(*companions: Companion) -> Mapping[str, Companion]:
    return MappingProxyType({each.key: each for each in companions})


COMPANIONS = _catalogue(
    Companion(
        "sadness",
        "Sadness or low mood",
        "How sad or low did you feel?",
        "Sadness and numbness are two things. Seen side by side they are easier to tell a doctor.",
        short="Sadness",
    ),
    Companion(
        "low_motivation",
        "Hard to get started",
        "How hard was it to get started with things?",
        "Drive can stay intact while feelings are muted, or go down with them.",
        short="Hard to start",
    ),
    Companion(
        "worthlessness",
        "Feeling of being worth little",
        "How strong was a feeling of being worth little?",
        "Some people know it well and some hardly. It stays out of exports unless you tick it.",
        sensitive=True,
        short="Worth little",
    ),
    Companion(
        "blocked_tears",
        "Could not cry or laugh when I wanted to",
        "How much did you want to cry or laugh and could not?",
        "Hard to recall later, and worth telling a clinician.",
        short="Could not cry or laugh",
    ),
    Companion(
        "time_distortion",
        "Time felt wrong (too fast, too slow, mixed up)",
        "How wrong did time feel?",
        "It can come with feeling detached, and is hard to recall a week later.",
        short="Time felt wrong",
    ),
    Companion(
        "unreality",
        "World around me seemed unreal or lifeless",
        "How unreal or lifeless did the world around you seem?",
        "A clinician may ask about this apart from feeling cut off.",
        short="World seemed unreal",
    ),
    Companion(
        "memory_gaps",
        "Gaps in memory, or memories that did not feel mine",
        "How much was missing, or felt like someone else’s?",
        "Sleep, stress and medicines can all play a part, so the days around it may matter.",
        short="Memory gaps",
    ),
    Companion(
        "senses_changed",
        "Sight or sound seemed changed",
        "How changed did sight or sound seem?",
        "It can belong to feeling detached, to migraine, or to something else worth asking about.",
        short="Sight or sound changed",
    ),
    Companion(
        "robotic_foggy",
        "On autopilot, robotic or in a fog",
        "How much were you on autopilot or in a fog?",
        "Fog can look like numbness from outside. Noting both keeps them apart.",
        short="Autopilot or fog",
    ),
    Companion(
        "fatigue",
        "Tiredness",
        "How tired were you?",
        "For some, tired days and numb days come together. It may help to see whether yours do.",
    ),
    Companion(
        "stress",
        "Stress or overload",
        "How much stress or overload was there?",
        "Feelings can go quiet during overload, or a day after it.",
        short="Stress",
    ),
    Companion(
        "anxiety",
        "Anxiety",
        "How anxious were you?",
        "A long time of anxiety can end in feeling nothing.",
    ),
    Companion(
        "pain",
        "Pain",
        "How strong was pain?",
        "Pain takes room from everything else, and can be treated in its own right.",
    ),
    Companion(
        "migraine",
        "Migraine or strong headache",
        "Was there a migraine or a strong headache?",
        "Some people feel unreal around a migraine.",
        kind=AnswerKind.CHOICE,
        options=NO_YES,
        unsure=False,
        short="Migraine",
    ),
    Companion(
        "numb_areas",
        "Numb or tingling areas of skin (MS, nerve)",
        "How strong was numbness or tingling of the skin?",
        "Keeps numb skin from a nerve problem apart from a body that feels far away.",
        note=NEUROLOGICAL,
        short="Numb or tingling skin",
    ),
    Companion(
        "sleep_trouble",
        "Poor sleep last night",
        "How poor was your sleep last night?",
        "Poor nights and flat days often come together.",
        short="Poor sleep",
    ),
    Companion(
        "sleep_hours",
        "Hours slept",
        "Last night, in half hours.",
        "A plain number that a doctor can read at a glance.",
        kind=AnswerKind.AMOUNT,
        amount=Amount("hours", 24, 0.5, (12, 24), ("hour", "hrs", "hr", "h")),
        unsure=False,
    ),
    Companion(
        "appetite",
        "Appetite compared with usual",
        "How was your appetite?",
        "It can change with mood and with medicines. Neither direction is better.",
        kind=AnswerKind.CHOICE,
        options=COMPARED,
        short="Appetite",
    ),
    Companion(
        "activity_minutes",
        "Minutes of physical activity",
        "Walking counts.",
        "Some people feel more on days with movement, some do not.",
        kind=AnswerKind.AMOUNT,
        amount=Amount("minutes", 600, 1, (60, 120, 300, 600), ("minute", "min", "m")),
        unsure=False,
        short="Minutes active",
    ),
    Companion(
        "not_caring",
        "Things that matter to me did not seem to matter",
        "How much did what matters to you not seem to matter?",
        "“Just not caring” is one of the ways people describe numbness from a medicine.",
        short="Not caring",
    ),
    Companion(
        "muted_range",
        "Bad feelings were muted too, not only good ones",
        "How muted were bad feelings?",
        "Whether both ends are muted may help a clinician to think about causes.",
        short="Bad feelings muted too",
    ),
    Companion(
        "bothered",
        "How much the numbness bothered me",
        "How much did the numbness bother you?",
        "How numb and how bothered are two things. Both belong on the page for a visit.",
        short="Bothered by it",
    ),
    Companion(
        "calm",
        "At ease, not numb",
        "Were you at ease?",
        "So that calm is never read as numbness.",
        kind=AnswerKind.CHOICE,
        options=NO_YES,
        short="At ease",
    ),
    Companion(
        "signs",
        "Signs I noticed",
        "Tick any. None has to be ticked.",
        "Words for things that are hard to say in a visit.",
        kind=AnswerKind.TICKS,
        options=SIGNS,
        unsure=False,
        note=GUILT_LINE,
        short="Signs",
    ),
)
"""Key -> companion, in the order of the check-in."""


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A ready-made choice of companions that can be edited before it is saved."""

    label: str
    keys: tuple[str, ...]


SETS: Mapping[str, ReadyMade] = MappingProxyType(
    {
        "numbness": ReadyMade("Numbness alone", ()),
        "medication": ReadyMade(
            "A medicine", ("sadness", "anxiety", "muted_range", "bothered", "sleep_hours")
        ),
        "low-mood": ReadyMade(
            "Low mood",
            ("sadness", "low_motivation", "worthlessness", "fatigue", "sleep_trouble", "appetite"),
        ),
        "depersonalisation": ReadyMade(
            "Depersonalisation",
            ("unreality", "robotic_foggy", "time_distortion", "memory_gaps", "stress", "signs"),
        ),
        "ms": ReadyMade("MS", ("fatigue", "numb_areas", "pain", "sleep_trouble", "low_motivation")),
        "burnout": ReadyMade(
            "Burnout", ("stress", "fatigue", "sleep_hours", "activity_minutes", "not_caring")
        ),
    }
)


def in_order(keys: Iterable[str]) -> list[Companion]:
    """Return the companions of these keys in the order of the check-in; unknown keys are none."""
    wanted = set(keys)
    return [companion for key, companion in COMPANIONS.items() if key in wanted]


def told(
    answers: Mapping[str, Any], not_rated: Mapping[str, str]
) -> Sequence[tuple[Companion, str]]:
    """Return (companion, words) for each that was answered, in the order of the check-in."""
    found = []
    for key, companion in COMPANIONS.items():
        if key in answers:
            found.append((companion, companion.words(answers[key])))
        elif not_rated.get(key) == NotRated.CANT_TELL:
            found.append((companion, "I can’t tell"))
    return found
