"""What a form sent, in the words that stood on its page: to be read, copied and sent again."""

from __future__ import annotations

from collections.abc import Collection

from django.http import QueryDict

from domain.companions import COMPANIONS
from domain.dimensions import DIMENSIONS, NotRated
from domain.safety import HarmAnswer

SECRETS = frozenset({"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword",
                     "your_password", "code", "credential"})  # fmt: skip
NOT_WORDS = SECRETS | {"passkey", "sign_in", "submission", "seen", "zone", "next", "day",
                       "action_add", "action_send"}  # fmt: skip
"""Secrets, and a form's own keys: neither is shown on a page."""


OF_A_FIELD = {"harm": "The safety question", "text": "Words"}
"""What stands on the page beside a field that is named otherwise."""


def flat(sent: QueryDict, without: Collection[str] = SECRETS) -> list[tuple[str, str]]:
    """Return (name, value) of every field of a form, for a page that sends it on."""
    return [
        (name, value) for name, values in sent.lists() if name not in without for value in values
    ]


def told_words(sent: QueryDict) -> list[tuple[str, str]]:
    """Return (what, words) of what a form sent, without passwords and its own keys."""
    told = [(name, [each for each in values if each]) for name, values in sent.lists()]
    return [
        (_label(name), ", ".join(_in_words(name, each) for each in values))
        for name, values in told
        if values and name not in NOT_WORDS
    ]


def _label(name: str) -> str:
    item = DIMENSIONS.get(name) or COMPANIONS.get(name)
    if item is not None:
        return item.label
    return OF_A_FIELD.get(name) or name.replace("_", " ").capitalize()


def _in_words(name: str, value: str) -> str:
    """Return a value as it stood on the page, where it stood there as other words."""
    options = COMPANIONS[name].options if name in COMPANIONS else {}
    if name == "harm" and value in set(HarmAnswer):
        return HarmAnswer(value).words
    return options.get(value, "I can’t tell" if value == NotRated.CANT_TELL else value)
