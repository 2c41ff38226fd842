"""Finding words in words: without regard to case, accents or the form of a letter."""

from __future__ import annotations

import unicodedata

MOST_TAGS = 10
LONGEST_TAG = 40


def folded(text: str) -> str:
    """Return a text as it is compared: "Café" and "CAFE" are the same."""
    if text.isascii():
        return text.lower()
    return _plain(_plain(text))  # some capitals are seen as such only once they are plain


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(each for each in parts if not unicodedata.combining(each))
    return unicodedata.normalize("NFKC", plain)


def holds(text: str, wanted: str) -> bool:
    """Tell whether a text holds every word that is wanted, each as a part of any word."""
    within = folded(text)
    return all(word in within for word in folded(wanted).split())


def read_tags(typed: str) -> list[str]:
    """Return the tags that were typed between commas, each once, as first written."""
    found: dict[str, str] = {}
    for part in typed.replace("\n", ",").split(","):
        tag = " ".join(part.split())
        if tag:
            found.setdefault(folded(tag), tag)
    return list(found.values())
