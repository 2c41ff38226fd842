"""Each thing that a person keeps, as one FHIR resource of their own report."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from domain.answers import AnswerKind, Companion
from domain.charts import Panel
from domain.companions import COMPANIONS
from domain.dates import Precision
from domain.dimensions import DIMENSIONS, Dimension, NotRated
from domain.intervals import Interval
from domain.regimen import Change, Kind, Period, Story
from summary.fhir.terms import (
    ABSENT,
    ATC,
    CATEGORY,
    QUESTIONNAIRE,
    REPORT,
    SCORE,
    UCUM,
    UNITS,
    VERSION,
    Resource,
    code_of,
    coding,
    typical_code,
)

ABSENT_CODES = {NotRated.CANT_TELL: "asked-unknown", NotRated.NOT_APPLICABLE: "not-applicable"}
SURVEY = [{"coding": [{"system": CATEGORY, "code": "survey", "display": "Survey"}]}]


@dataclass(frozen=True)
class Told:
    """One check-in as it is exported: what was left out of this file is not in it."""

    key: UUID
    day: date
    entered_at: datetime
    lag_days: int
    ratings: Mapping[str, int]
    not_rated: Mapping[str, str]
    companions: Mapping[str, Any]


@dataclass(frozen=True)
class Person:
    """Whose file it is. who: as they named themselves for it, or nothing."""

    key: UUID
    who: str = ""

    def address(self, kind: str, key: object) -> str:
        """Return the address of one resource: the same each time, and of no use anywhere else."""
        return f"urn:uuid:{uuid5(self.key, f'{kind} {key}')}"

    @property
    def reference(self) -> Resource:
        return {"reference": self.address("Patient", "")}


def entry(address: str, resource: Resource) -> Resource:
    return {"fullUrl": address, "resource": resource}


def patient(person: Person) -> Resource:
    """Return the person with nothing but what they wrote for this file."""
    named = {"name": [{"text": person.who}]} if person.who else {}
    return entry(person.address("Patient", ""), {"resourceType": "Patient", **named})


def response(person: Person, told: Told) -> Resource:
    """Return a check-in's answers in the order of its questions."""
    items = [
        {"linkId": key, "text": each.question, "answer": [{"valueInteger": told.ratings[key]}]}
        for key, each in DIMENSIONS.items()
        if key in told.ratings
    ]
    items += [
        {"linkId": key, "text": each.question, "answer": _answers(each, told.companions[key])}
        for key, each in COMPANIONS.items()
        if key in told.companions
    ]
    return entry(
        person.address("QuestionnaireResponse", told.key),
        {
            "resourceType": "QuestionnaireResponse",
            "questionnaire": f"{QUESTIONNAIRE}|{VERSION}",
            "status": "completed",
            "subject": person.reference,
            "authored": instant(told.entered_at),
            "source": person.reference,
            **({"item": items} if items else {}),
        },
    )


def _answers(companion: Companion, value: Any) -> list[Resource]:
    if companion.kind is AnswerKind.SCALE:
        return [{"valueInteger": value}]
    if companion.kind is AnswerKind.AMOUNT:
        return [{"valueDecimal": value}]
    chosen = value if isinstance(value, list) else [value]
    return [{"valueCoding": {"code": each, "display": companion.options[each]}} for each in chosen]


def observations(person: Person, told: Told) -> Iterable[Resource]:
    """Yield an observation for each answer of a day; what was skipped is none."""
    items: list[Dimension | Companion] = [*DIMENSIONS.values(), *COMPANIONS.values()]
    for item in items:
        value = _value(item, told)
        if value is None:
            continue
        late = f"Filled in {told.lag_days} days after the day it is about."
        yield entry(
            person.address("Observation", f"{told.key} {item.key}"),
            {
                "resourceType": "Observation",
                "status": "final",
                "category": SURVEY,
                "code": code_of(item),
                "subject": person.reference,
                "effectiveDateTime": told.day.isoformat(),
                "issued": instant(told.entered_at),
                "performer": [person.reference],
                **value,
                **({"note": [{"text": late}]} if told.lag_days else {}),
                "derivedFrom": [{"reference": person.address("QuestionnaireResponse", told.key)}],
            },
        )


def _value(item: Dimension | Companion, told: Told) -> Resource | None:
    if item.key in told.not_rated:
        code = ABSENT_CODES[NotRated(told.not_rated[item.key])]
        return {"dataAbsentReason": {"coding": [{"system": ABSENT, "code": code}]}}
    if isinstance(item, Dimension):
        return quantity(told.ratings[item.key], SCORE) if item.key in told.ratings else None
    if item.key not in told.companions:
        return None
    answer = told.companions[item.key]
    if item.options:
        chosen = answer if isinstance(answer, list) else [answer]
        return {"valueCodeableConcept": {"text": "; ".join(item.options[key] for key in chosen)}}
    return quantity(answer, UNITS.get(item.key, SCORE))


def quantity(value: float, unit: tuple[str, str]) -> Resource:
    words, code = unit
    return {"valueQuantity": {"value": value, "unit": words, "system": UCUM, "code": code}}


def typical(person: Person, panel: Panel, recent: Interval) -> Resource:
    """Return a dimension's typical value of the last four weeks, or why there is none."""
    found = panel.recent.value
    value = (
        quantity(round(found, 1), SCORE)
        if found is not None
        else {"dataAbsentReason": {"coding": [{"system": ABSENT, "code": "unknown"}]}}
    )
    heading = f"{panel.dimension.heading}, typical of 28 days"
    code = typical_code(panel.dimension)
    return entry(
        person.address("Observation", code),
        {
            "resourceType": "Observation",
            "status": "final",
            "category": SURVEY,
            "code": {"coding": [coding(code, heading)], "text": heading},
            "subject": person.reference,
            "effectivePeriod": period(recent.start, recent.latest_day),
            "performer": [person.reference],
            **value,
            "note": [{"text": f"{panel.recent.rated} of {panel.recent.days} days rated"}],
        },
    )


def statements(
    person: Person, story: Story, atc: str, today: date, interval: Interval | None = None
) -> Iterable[Resource]:
    """Yield a statement for each dose of a medicine, from its first day to its last.

    interval: only doses of these days and of today, as a page says them, and not what for.
    """
    ends = {each.day: each for each in story.changes if each.kind in _ENDS}
    for each in story.periods():
        if interval is not None and not (_during(each, interval) or today in each):
            continue
        dose = {"dosage": [{"text": str(each.dose)}]} if each.dose else {}
        group = each.change.switch_group
        switch = {"identifier": [_switch(person, group)]} if group else {}
        told = bool(story.taken_for) and interval is None
        reason = {"reasonCode": [{"text": str(story.taken_for)}]} if told else {}
        coded = {"coding": [{"system": ATC, "code": atc}]} if atc else {}
        yield entry(
            person.address("MedicationStatement", f"{each.change.key} {each.start}"),
            {
                "resourceType": "MedicationStatement",
                **switch,
                "status": _status(each, ends.get(each.end) if each.end else None, today),
                "medicationCodeableConcept": {**coded, "text": story.name},
                "subject": person.reference,
                "effectivePeriod": _taken(each),
                "informationSource": person.reference,
                **reason,
                **dose,
            },
        )


def _during(each: Period, interval: Interval) -> bool:
    return each.start < interval.end and (each.end is None or each.end > interval.start)


_ENDS = {Kind.STOPPED: "stopped", Kind.PAUSED: "on-hold"}


def _status(each: Period, end: Change | None, today: date) -> str:
    if each.end is None or each.end > today:
        return "active"
    return _ENDS[end.kind] if end is not None and not each.course else "completed"


def _switch(person: Person, group: UUID) -> Resource:
    return {"system": "urn:ietf:rfc:3986", "value": person.address("switch", group)}


def _taken(each: Period) -> Resource:
    start = {"start": partial(each.change)}
    last = each.end - timedelta(days=1) if each.end else None
    return start | ({"end": last.isoformat()} if last and last >= each.start else {})


def partial(change: Change) -> str:
    """Return a date as exactly as it is known; "about" a day is told as its month."""
    if change.precision is Precision.YEAR:
        return f"{change.day:%Y}"
    if change.precision is Precision.MONTH or change.about:
        return f"{change.day:%Y-%m}"
    return change.day.isoformat()


def document(person: Person, pdf: bytes, title: str, now: datetime) -> Resource:
    """Return the printed page as it is."""
    return entry(
        person.address("DocumentReference", now),
        {
            "resourceType": "DocumentReference",
            "status": "current",
            "type": {"coding": [REPORT]},
            "subject": person.reference,
            "date": instant(now),
            "author": [person.reference],
            "content": [
                {
                    "attachment": {
                        "contentType": "application/pdf",
                        "data": base64.b64encode(pdf).decode(),
                        "title": title,
                    }
                }
            ],
        },
    )


def period(first: date, last: date) -> Resource:
    return {"start": first.isoformat(), "end": last.isoformat()}


def instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
