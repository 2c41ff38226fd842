"""Settled words are held letter by letter: a change of one is a decision, not an edit."""

from domain import wording
from domain.days import BACKFILL_DAYS
from domain.dimensions import DIMENSIONS, NotRated
from domain.regimen import FREQUENCIES, REASONS, ROUTES, UNITS, Kind


def test_the_settled_words_are_the_golden_ones(golden):
    lines = []
    for key, each in DIMENSIONS.items():
        lines += [f"[{key}] {each.heading}", f"In the last 24 hours … {each.question}"]
        lines += [f"  {value}: {words}" for value, words in each.anchors.items()]
        lines += [f"  help: {each.help_text}"]
        lines += [f"  {reason}: {each.wording_of(NotRated(reason))}" for reason in each.reasons]
    for name in sorted(vars(wording)):
        told = getattr(wording, name)
        if name.isupper():
            lines += [f"[{name}]", *([told] if isinstance(told, str) else told)]
    lines += ["[kinds]", *(kind.label for kind in Kind)]
    lines += ["[units]", ", ".join(UNITS)]
    lines += ["[frequencies]", *(each.words for each in FREQUENCIES.values())]
    lines += ["[routes]", *ROUTES.values()]
    lines += ["[reasons]", *REASONS.values()]
    lines += ["[backfill]", str(BACKFILL_DAYS)]

    golden("wording.txt", "\n".join(lines))
