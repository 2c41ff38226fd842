"""Settled words are held letter by letter: a change of one is a decision, not an edit."""

from domain import comparison, safety, wording
from domain.background import CONDITIONS, Standing
from domain.companions import ANCHORS, COMPANIONS, GUILT_LINE, MOST_ON, NEUROLOGICAL
from domain.days import BACKFILL_DAYS
from domain.dimensions import DIMENSIONS, NotRated
from domain.doses import FREQUENCIES, ROUTES, UNITS
from domain.practices import NOT_PROVEN, PRACTICES, After
from domain.prompts import PROMPTS
from domain.regimen import REASONS, Kind


def test_the_settled_words_are_the_golden_ones(golden):
    lines = []
    for key, each in DIMENSIONS.items():
        lines += [f"[{key}] {each.heading}", f"In the last 24 hours … {each.question}"]
        lines += [f"  {value}: {words}" for value, words in each.anchors.items()]
        lines += [f"  help: {each.help_text}"]
        lines += [f"  {reason}: {each.wording_of(NotRated(reason))}" for reason in each.reasons]
    for name in sorted(vars(wording)):
        told = getattr(wording, name)
        if name.isupper() and not isinstance(told, int):
            lines += [f"[{name}]", *([told] if isinstance(told, str) else told)]
    lines += ["[kinds]", *(kind.label for kind in Kind)]
    lines += ["[units]", ", ".join(UNITS)]
    lines += ["[frequencies]", *(each.words for each in FREQUENCIES.values())]
    lines += ["[routes]", *ROUTES.values()]
    lines += ["[reasons]", *REASONS.values()]
    lines += ["[backfill]", str(BACKFILL_DAYS)]
    lines += ["[companions]", f"at most {MOST_ON}", *map("{0[0]}: {0[1]}".format, ANCHORS.items())]
    for key, each in COMPANIONS.items():
        lines += [f"{key}: {each.heading}", *(f"  {words}" for words in each.options.values())]
    lines += ["[numb_areas]", NEUROLOGICAL, "[guilt]", GUILT_LINE]
    lines += ["[safety]", safety.QUESTION, *(each.words for each in safety.HarmAnswer)]
    lines += [f"{safety.THANKS} {safety.PANEL}", safety.STAY_SAFE, safety.QUIET_LINE]
    lines += [safety.QUESTION_NOTE, safety.TURN_ON, safety.TURN_ON_NOTE, safety.ASKED_ONCE]
    lines += ["[practices]", NOT_PROVEN, *PRACTICES, *(each.words for each in After)]
    lines += ["[background]", *CONDITIONS.values(), *(each.words for each in Standing)]
    lines += ["[prompts]", *PROMPTS.values()]
    lines += ["[comparison]", comparison.INTRODUCTION, comparison.SAFETY_LINE, comparison.QUESTION]
    for topic in comparison.TOPICS:
        lines.append(" | ".join([topic.name, topic.blunting, topic.low_mood, *topic.keys]))

    golden("wording.txt", "\n".join(lines))
