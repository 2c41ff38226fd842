"""The nine pages: their order, and what stands under each. The words are in templates/learn/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

REVIEWED_ON = date(2026, 11, 22)
REVIEW_AGAIN = date(2027, 11, 22)
REVIEWED_BY = "the makers of numbtrack"

CLINIC = "S. Johnston, a clinic’s article on emotional numbness, its causes and its treatment"
HEALTH = "A health magazine’s article on numbness and depersonalisation-derealisation"
MS = "An article for people with MS on emotional blunting and nine things to try"
PRICE = "Price, Cole and Goodwin, British Journal of Psychiatry 195:211, 2009"
READ = "Read, Cartwright and Gibson, Psychiatry Research 216:67, 2014"
GOODWIN = "Goodwin and others, Journal of Affective Disorders 221:31, 2017"
STONE = "Stone and others, BMJ 324:1193, 2002, on diaries filled in late"
GRIES = "Gries and others, Journal of Patient-Reported Outcomes 2:41, 2018, on rating scales"
WU = "Wu and others, JMIR Formative Research 4:e18123, 2020, on what clinicians make of such data"


@dataclass(frozen=True, slots=True)
class Article:
    """One page. slug: its part of the address and the name of its template."""

    slug: str
    title: str
    lede: str
    sources: tuple[str, ...]
    reviewed_on: date = REVIEWED_ON
    review_again: date = REVIEW_AGAIN
    reviewed_by: str = REVIEWED_BY

    @property
    def template(self) -> str:
        return f"learn/{self.slug}.html"


def _in_order(*articles: Article) -> Mapping[str, Article]:
    return MappingProxyType({each.slug: each for each in articles})


ARTICLES = _in_order(
    Article(
        "understanding-numbness",
        "Understanding numbness",
        "A mute button, not a calm. Often a protection, and never a verdict on you.",
        (CLINIC, HEALTH, PRICE),
    ),
    Article(
        "conditions",
        "Conditions it can come with",
        "Numbness is a sign of something, and seldom the whole story.",
        (CLINIC, HEALTH, MS),
    ),
    Article(
        "medicines",
        "Medicines and numbness",
        "What surveys found, and why no medicine should be stopped in a hurry.",
        (READ, GOODWIN, PRICE, HEALTH, MS),
    ),
    Article(
        "ms",
        "MS and emotional blunting",
        "It is not all in your head, and it is worth telling your MS team.",
        (MS,),
    ),
    Article(
        "numbness-or-low-mood",
        "Numbness or low mood?",
        "Two things that overlap, side by side.",
        (MS, CLINIC),
    ),
    Article(
        "what-can-help",
        "What can help: practices",
        "Small things that some people try. Doing one and feeling nothing counts in full.",
        (MS, HEALTH),
    ),
    Article(
        "preparing-a-visit",
        "Getting help and preparing a visit",
        "When to go, what to say, what to bring.",
        (CLINIC, HEALTH, MS, WU),
    ),
    Article(
        "questions",
        "Questions people ask",
        "Short answers, without promises.",
        (CLINIC, MS),
    ),
    Article(
        "how-the-numbers-work",
        "How the numbers work",
        "What daily ratings can show, and what they cannot.",
        (STONE, GRIES),
    ),
)
"""Slug -> article, in the order in which they are listed."""


def numbered_articles() -> list[tuple[int, Article]]:
    """Return (place, article), counted from 1."""
    return list(enumerate(ARTICLES.values(), start=1))


def neighbour(place: int) -> tuple[int, Article] | None:
    """Return the page after one with its place, None after the last."""
    return next((each for each in numbered_articles() if each[0] == place + 1), None)
