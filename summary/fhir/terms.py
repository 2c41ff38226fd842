"""The words of our FHIR files: a code system, a questionnaire, and codes of others."""

from __future__ import annotations

from typing import Any

from domain.answers import AnswerKind, Companion
from domain.companions import COMPANIONS
from domain.dimensions import DIMENSIONS, Dimension
from domain.wording import DISCLAIMER_LONG

Resource = dict[str, Any]

BASE = "https://numbtrack.example/fhir"
CODES = f"{BASE}/CodeSystem/numbtrack"
QUESTIONNAIRE = f"{BASE}/Questionnaire/daily-check-in"
VERSION = "1.0.0"
UCUM = "http://unitsofmeasure.org"
LOINC = "http://loinc.org"
ATC = "http://www.whocc.no/atc"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
PUBLISHED = "2026-11-22"

REPORT = {
    "system": LOINC,
    "code": "53576-5",
    "display": "Personal health monitoring report Document",
}
MEDICINES = {"system": LOINC, "code": "10160-0", "display": "History of Medication use Narrative"}
SLEEP = {"system": LOINC, "code": "93832-4", "display": "Sleep duration"}
PAIN = {
    "system": LOINC,
    "code": "72514-3",
    "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
}
ALSO = {"sleep_hours": SLEEP, "pain": PAIN}
"""Companion -> what it is called in LOINC, beside our own code. There is none for the four."""

UNITS = {"sleep_hours": ("h", "h"), "activity_minutes": ("min", "min")}
SCORE = ("{score}", "{score}")


def typical_code(dimension: Dimension) -> str:
    """Return the code of a dimension's typical value of four weeks."""
    return f"{dimension.key}-typical-28d"


def coding(key: str, display: str) -> Resource:
    return {"system": CODES, "code": key, "display": display}


def code_of(item: Dimension | Companion) -> Resource:
    """Return the code of what was answered, with LOINC's where there is a fitting one."""
    display = item.heading if isinstance(item, Dimension) else item.label
    also = [ALSO[item.key]] if item.key in ALSO else []
    return {"coding": [coding(item.key, display), *also], "text": display}


def code_system() -> Resource:
    """Return every code that our files use, with what it means."""
    concepts = [
        {
            "code": each.key,
            "display": each.heading,
            "definition": f"{each.question} {anchors(each)}",
        }
        for each in DIMENSIONS.values()
    ]
    concepts += [
        {
            "code": typical_code(each),
            "display": f"{each.heading}, typical of 28 days",
            "definition": "Grouped median of the days rated, 0-10; at least half of them.",
        }
        for each in DIMENSIONS.values()
    ]
    concepts += [
        {"code": each.key, "display": each.label, "definition": each.question}
        for each in COMPANIONS.values()
    ]
    return {
        "resourceType": "CodeSystem",
        "url": CODES,
        "version": VERSION,
        "name": "Numbtrack",
        "title": "numbtrack",
        "status": "active",
        "date": PUBLISHED,
        "publisher": "numbtrack",
        "description": DISCLAIMER_LONG,
        "caseSensitive": True,
        "content": "complete",
        "count": len(concepts),
        "concept": concepts,
    }


def anchors(dimension: Dimension) -> str:
    """Return the words at 0, 5 and 10: "0 = right here, in touch; 5 = …"."""
    return "; ".join(f"{value} = {words}" for value, words in dimension.anchors.items())


def questionnaire() -> Resource:
    """Return the check-in as a questionnaire: the four questions and what may stand beside them."""
    items = [
        {"linkId": each.key, "text": each.question, "type": "integer"}
        for each in DIMENSIONS.values()
    ]
    items += [_item(each) for each in COMPANIONS.values()]
    return {
        "resourceType": "Questionnaire",
        "url": QUESTIONNAIRE,
        "version": VERSION,
        "name": "DailyCheckIn",
        "title": "numbtrack daily check-in",
        "status": "active",
        "date": PUBLISHED,
        "publisher": "numbtrack",
        "description": "Written for numbtrack, not tested as a medical scale, no normal values.",
        "subjectType": ["Patient"],
        "item": items,
    }


def _item(companion: Companion) -> Resource:
    item: Resource = {"linkId": companion.key, "text": companion.question}
    if companion.kind is AnswerKind.SCALE:
        return item | {"type": "integer"}
    if companion.kind is AnswerKind.AMOUNT:
        return item | {"type": "decimal"}
    options = [
        {"valueCoding": {"code": key, "display": words}} for key, words in companion.options.items()
    ]
    several = {"repeats": True} if companion.kind is AnswerKind.TICKS else {}
    return item | {"type": "choice", **several, "answerOption": options}
