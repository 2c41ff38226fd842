"""Makes any text printable: no character of it may stop the page from being made."""

from __future__ import annotations

import re
import unicodedata

_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff\u25fd-\u25fe]"
    "[\ufe0f\ufe0e\U0001f3fb-\U0001f3ff]*"
    "(?:\u200d[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff][\ufe0f\ufe0e\U0001f3fb-\U0001f3ff]*)*"
)
_LONG_WORD = re.compile(r"(\S{24})(?=\S{8})")
"""A word longer than a column may be broken here, or it would run off the paper."""
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_ONE = re.compile(f"{_EMOJI.pattern}|[\U0001f1e6-\U0001f1ff]{{2}}")
_RUN = re.compile(f"(?:(?:{_ONE.pattern})\\s*)+")
ROOM_FOR_NAMES = 300
"""How much longer names may make a text; with more emoji than that, runs are counted."""
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_KEPT_SIGNS = frozenset("●○■□▲△◆◇✓★☆–—")
_NOT_CHARACTERS = {0xFFFE, 0xFFFF}


def printable(text: str) -> str:
    """Return a text without control characters and surrogates, emoji said in words.

    An emoji becomes its Unicode name in brackets, which reads in print and aloud. Line
    breaks stay; everything else stays as it was written.
    """
    lines = _LINE_ENDS.sub("\n", text)
    kept = "".join(sign for sign in lines if _may_stay(sign))
    named = _EMOJI.sub(_named, _FLAG.sub(lambda found: f"[{_flag(found.group())}]", kept))
    if len(named) <= len(kept) + ROOM_FOR_NAMES:
        return named
    return _RUN.sub(lambda found: f"[{len(_ONE.findall(found.group()))} emoji]", kept)


def breakable(text: str) -> str:
    """Return a text in which a word longer than a column may be broken."""
    return _LONG_WORD.sub("\\1\u200b", text)


MOST_LINES = 6


def few_lines(text: str) -> str:
    """Return a text of at most six lines: one with more runs on in one paragraph."""
    lines = [line for line in text.split("\n") if line.strip()]
    return "\n".join(lines) if len(lines) <= MOST_LINES else " ".join(lines)


def _may_stay(sign: str) -> bool:
    if sign in "\n\t":
        return True
    if ord(sign) & 0xFFFF in _NOT_CHARACTERS:
        return False
    return unicodedata.category(sign) not in {"Cc", "Cs"}


def _flag(pair: str) -> str:
    return "flag " + "".join(chr(ord(sign) - 0x1F1E6 + ord("A")) for sign in pair)


def _named(found: re.Match[str]) -> str:
    if found.group() in _KEPT_SIGNS:
        return found.group()
    first = found.group()[0]
    name = unicodedata.name(first, "sign").lower()
    return f"[{name}]"
