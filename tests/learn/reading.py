"""How hard a text is to read: the Flesch-Kincaid grade, with a syllable counter of our own.

Grade = 0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid and others, 1975).
The counter takes groups of vowels and knows the commonest silent and split ones; its test
holds it against words counted by hand.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

BLOCKS = {"p", "li", "h1", "h2", "h3", "dt", "dd", "td", "th", "summary", "caption", "figcaption"}
SKIPPED = {"script", "style", "svg", "nav", "form", "h1", "h2", "h3", "th", "dt", "summary"}
"""Not prose: names of parts would pass for very short sentences and make a text look easy."""
SPLIT = re.compile(
    r"(?:i[ao]|eo|ua|uou|[aeou]ing)(?!u)|(?<![tcxg])iou|(?<![tcs])ie(?=n[ct]|t)|^rea(?=c)"
)
SILENT = (
    (re.compile(r"gues?$"), "g"),  # fatigue
    (re.compile(r"(?<![td])(?<![^aeiouylr]l)ed$"), ""),  # turned, but not needed or handled
    (re.compile(r"(?<![sxzcg])(?<!sh)(?<!ch)(?<![^aeiouylr]l)es$"), ""),  # times, but not voices
    (re.compile(r"(?<![^aeiouylr]l)e$"), ""),  # made, but not table
)
"""Endings whose e is silent -> what is left of them; the first that fits is taken off."""

KEPT_TOGETHER = re.compile(r"(?:[cst]ion|[cst]ia|gion|qua|gua|geo|peop)")
COMMON = {
    "being": 2, "doing": 2, "going": 2, "every": 2, "everyone": 3, "everything": 3, "people": 2,
    "something": 2, "sometimes": 2, "someone": 2, "medicine": 3, "medicines": 3, "diary": 3,
    "quiet": 2, "science": 2, "anxious": 2, "real": 1, "unreal": 2, "area": 3, "areas": 3,
    "idea": 3, "ideas": 3, "create": 2, "poem": 2, "movement": 2, "whole": 1, "therefore": 2,
    "evening": 2, "social": 2, "special": 2, "others": 2, "minutes": 2, "sclerosis": 3,
    "anyone": 3, "elsewhere": 2, "safely": 2, "lonely": 2, "likely": 2, "surely": 2, "closely": 2,
    "rarely": 2, "somewhere": 2, "lifetime": 2, "homework": 2, "useful": 2, "careful": 2,
    "hopeful": 2, "statement": 2, "closeness": 2, "numbness": 2, "tiredness": 3, "emotional": 4,
    "dissociation": 5, "dissociate": 4, "scientific": 4, "tired": 2,
}  # fmt: skip
"""Words that the rules get wrong or that stand often; counted by hand."""


def syllables(word: str) -> int:
    """Return how many syllables an English word has, at least 1."""
    word = re.sub(r"[^a-z]", "", word.lower().replace("’s", "").replace("'s", ""))
    if word in COMMON:
        return COMMON[word]
    if word.endswith("s") and not word.endswith("ss") and word[:-1] in COMMON:
        return COMMON[word[:-1]]
    for ending, left in SILENT:
        if ending.search(word):
            word = ending.sub(left, word)
            break
    groups = len(re.findall(r"[aeiouy]+", word))
    return max(1, groups + len(SPLIT.findall(KEPT_TOGETHER.sub("x", word))))


class _Prose(HTMLParser):
    """Gathers what is read of a page: one text for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SKIPPED:
            self.skipping += 1
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in SKIPPED:
            self.skipping -= 1
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.blocks[-1] += data


def blocks_of(html: str) -> list[str]:
    """Return the text of a page's article, block by block, without its list of sources."""
    article = html.partition("<article")[2].partition("</article>")[0]
    parser = _Prose()
    parser.feed("<article" + article.partition('aria-labelledby="src"')[0])
    return [" ".join(block.split()) for block in parser.blocks if block.strip()]


def sentences_of(blocks: list[str]) -> list[list[str]]:
    """Return each sentence as its words; a block ends a sentence, also without a full stop."""
    found = []
    for block in blocks:
        for sentence in re.split(r"[.!?…]+”?(?:\s|$)", block):
            words = re.findall(r"[A-Za-z][A-Za-z’']*", sentence)
            if words:
                found.append(words)
    return found


def grade(blocks: list[str]) -> float:
    """Return the Flesch-Kincaid grade of a text."""
    sentences = sentences_of(blocks)
    words = [word for sentence in sentences for word in sentence]
    spoken = sum(map(syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59
