"""A whole file: the page for a visit as a document, or all that was entered as a collection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from uuid import UUID, uuid5

from domain.intervals import Interval
from domain.regimen import Story
from domain.trends import TYPICAL_DAYS
from summary.fhir.resources import (
    Person,
    Told,
    document,
    entry,
    instant,
    observations,
    patient,
    response,
    statements,
    typical,
)
from summary.fhir.terms import MEDICINES, REPORT, Resource
from summary.page import BLOCKS, Page
from summary.words import printable

FHIR_JSON = "application/fhir+json"
"""The media type of our files (HL7 FHIR R4, 2.6)."""


def as_json(made: Resource) -> str:
    return json.dumps(made, ensure_ascii=False, indent=1)


@dataclass(frozen=True)
class Kept:
    """What a file is made from. atc: medicine -> its code, for those in the catalogue.

    interval: the days that the file is about, None for all.
    """

    person: Person
    check_ins: Sequence[Told]
    stories: Sequence[Story]
    atc: Mapping[UUID, str]
    today: date
    now: datetime
    interval: Interval | None = None


def collection(kept: Kept) -> Resource:
    """Return every answer and every dose, without any number of ours."""
    entries = [patient(kept.person), *_days(kept), *_medicines(kept)]
    return _bundle(kept, "collection", entries)


def summary_document(kept: Kept, page: Page, pdf: bytes) -> Resource:
    """Return the page for a visit: what it says, the entries behind it, and the page itself."""
    recent = Interval.latest(TYPICAL_DAYS, kept.today)
    ratings = [typical(kept.person, panel, recent) for panel in page.chart.panels]
    days, medicines = list(_days(kept)), list(_medicines(kept))
    printed = document(kept.person, pdf, page.title, kept.now)
    shown = {"ratings": [*ratings, *days], "medicines": medicines}
    held = {name: found if page.has(name) else [] for name, found in shown.items()}
    composed = _composition(kept, page, held, printed)
    entries = [composed, patient(kept.person), *held["ratings"], *held["medicines"], printed]
    return _bundle(kept, "document", entries)


def _days(kept: Kept) -> Iterable[Resource]:
    for told in kept.check_ins:
        yield response(kept.person, told)
        yield from observations(kept.person, told)


def _medicines(kept: Kept) -> Iterable[Resource]:
    for story in kept.stories:
        atc = kept.atc.get(story.key, "")
        yield from statements(kept.person, story, atc, kept.today, kept.interval)


def _bundle(kept: Kept, kind: str, entries: Sequence[Resource]) -> Resource:
    key = uuid5(kept.person.key, f"Bundle {kind} {kept.now}")
    return {
        "resourceType": "Bundle",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{key}"},
        "type": kind,
        "timestamp": instant(kept.now),
        "entry": list(entries),
    }


def _composition(
    kept: Kept, page: Page, held: Mapping[str, Sequence[Resource]], printed: Resource
) -> Resource:
    observed = [
        each for each in held["ratings"] if each["resource"]["resourceType"] == "Observation"
    ]
    sections = [
        _words("What I most want to talk about", [page.choices.statement]),
        _entries("Ratings", observed, [page.scale_line]),
        _entries("Medicines", held["medicines"], []) | _coded(held["medicines"]),
        *(_words(page.around_title, each.sentences) for each in page.around if page.has("around")),
        _words(BLOCKS["days"], [page.choices.days, page.companions] if page.has("days") else []),
        _words("Questions", page.choices.questions if page.has("questions") else []),
        _words("Safety", [page.safety]),
        _words("About this file", [page.self_reported, page.long_disclaimer]),
        _entries("PDF", [printed], []),
    ]
    return entry(
        kept.person.address("Composition", kept.now),
        {
            "resourceType": "Composition",
            "status": "final",
            "type": {"coding": [REPORT]},
            "subject": kept.person.reference,
            "date": instant(kept.now),
            "author": [kept.person.reference],
            "title": page.title,
            "section": [each for each in sections if "text" in each or "entry" in each],
        },
    )


def _coded(medicines: Sequence[Resource]) -> Resource:
    return {"code": {"coding": [MEDICINES]}} if medicines else {}


def _words(title: str, paragraphs: Sequence[str]) -> Resource:
    """Return a section of words; without any it is left out."""
    told = [printable(each) for each in paragraphs if each.strip()]
    return {"title": title} | ({"text": _narrative(told)} if told else {})


def _entries(title: str, entries: Sequence[Resource], words: Sequence[str]) -> Resource:
    found = {"entry": [{"reference": each["fullUrl"]} for each in entries]} if entries else {}
    told = {"text": _narrative(words)} if words and entries else {}
    return {"title": title, **told, **found}


def _narrative(paragraphs: Sequence[str]) -> Resource:
    lines = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    return {
        "status": "generated",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{lines}</div>',
    }
