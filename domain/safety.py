"""The safety question: its words, its answers, and what each answer opens.

Nothing here is counted, charted, compared or sent to anyone.
"""

from __future__ import annotations

from enum import StrEnum

QUESTION = (
    "In the last 24 hours, did thoughts of hurting yourself or of not wanting to live come up?"
)
QUESTION_NOTE = (
    "You turned this question on. Your answer is stored encrypted and stays out of charts and "
    "exports. Nobody monitors it."
)
THANKS = "Thank you for telling it here."
PANEL = (
    "This entry alerts nobody, so please also tell a person: "
    "someone near you, your clinician, or one of these lines."
)
STAY_SAFE = (
    "Be with someone if you can, and move away from anything you could use to hurt yourself."
)
QUIET_LINE = "That is fine. Help is there at any time, without giving a reason:"
TURN_ON = "Ask me about thoughts of hurting myself, once in each check-in."
TURN_ON_NOTE = (
    "Off unless you tick it. Asking does not put such thoughts into anyone’s head. Nobody "
    "monitors the answers; yours opens help lines at once."
)

ASKED_ONCE = (
    "Would you like each check-in to ask whether thoughts of hurting yourself came up? Asking does "
    "not put such thoughts into anyone’s head. Nobody monitors the answers; yours opens help lines "
    "at once. If you leave this, it stays off. Settings has it at any time."
)


class HarmAnswer(StrEnum):
    """An answer to the safety question; never a number."""

    NO = "no"
    YES = "yes"
    YES_UNSAFE = "yes_unsafe"
    RATHER_NOT_SAY = "rather_not_say"

    @property
    def words(self) -> str:
        return ANSWERS[self]

    @property
    def opens_panel(self) -> bool:
        return self in {HarmAnswer.YES, HarmAnswer.YES_UNSAFE}


ANSWERS = {
    HarmAnswer.NO: "No",
    HarmAnswer.YES: "Yes",
    HarmAnswer.YES_UNSAFE: "Yes, and I am not sure I can stay safe",
    HarmAnswer.RATHER_NOT_SAY: "I would rather not say",
}
