"""What the invented person tells beside their days: changes, events, visits, people."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from accounts.actions import tell_background
from accounts.models import User
from care.actions import ask, keep_row, tell_care_plan
from domain.background import Standing
from domain.dates import Precision
from domain.doses import Dose
from domain.regimen import Kind
from domain.wording import QUESTIONS_FOR_CLINICIAN
from journal.actions import EventFacts, note_event
from medications.actions import Facts, Intended, LegFacts, copy_plan, record_change, record_switch
from medications.facts import note_side_effect

STEPS = (
    # days before today, name, kind, dose, reasons, precision
    (900, "interferon beta-1a", Kind.STARTED, "30 mcg weekly", (), Precision.MONTH),
    (500, "sertraline", Kind.STARTED, "50 mg once_daily", ("prescriber_advised",), Precision.DAY),
    (421, "sertraline", Kind.DOSE_INCREASED, "100 mg once_daily", ("prescriber_advised",),
     Precision.DAY),
    (19, "methylprednisolone", Kind.COURSE, "1 g once_daily", ("prescriber_advised",),
     Precision.DAY),
)  # fmt: skip
DOWN = ((55, "50 mg once_daily"), (48, "25 mg once_daily"), (42, ""))
UP = ((55, "5 mg once_daily"), (42, "10 mg once_daily"))
WHY = ("felt_numb", "prescriber_advised")
TAKEN_FOR = {
    "interferon beta-1a": "MS",
    "sertraline": "mood",
    "vortioxetine": "mood",
    "methylprednisolone": "relapse",
    "baclofen": "stiffness",
}
PRESCRIBERS = {"sertraline": "Dr Okafor, psychiatry", "interferon beta-1a": "MS clinic"}
PLAN = ((14, "5 mg three_daily"), (28, ""))
EVENTS = (
    # kind, days before today, days it lasted
    ("relapse", 21, 9), ("infection", 96, 5), ("migraine", 33, 1), ("migraine", 70, 1),
    ("numb_spell", 300, 40), ("therapy_session", 12, 1), ("therapy_session", 26, 1),
)  # fmt: skip


def seed_story(person: User, today: date, now: datetime) -> None:
    """Tell everything that is not a day's check-in or a piece of the journal."""
    _medications(person, today, now)
    _events(person, today, now)
    _care(person, today, now)
    words = {"own_word": "glass", "since": "about three years", "after": "", "family": ""}
    standings = {"ms": Standing.TOLD, "depression": Standing.TOLD, "dissociation": Standing.WONDER}
    tell_background(owner=person, standings=standings, words=words, now=now)


def _dose(words: str) -> Dose | None:
    if not words:
        return None
    amount, unit, frequency = words.split()
    return Dose(Decimal(amount), unit, frequency)


def _medications(person: User, today: date, now: datetime) -> None:
    def record(name: str, facts: Facts) -> None:
        record_change(
            owner=person,
            name=name,
            facts=facts,
            submission=uuid4(),
            now=now,
            taken_for=TAKEN_FOR.get(name, ""),
            prescriber=PRESCRIBERS.get(name, ""),
        )

    for ago, name, kind, dose, reasons, precision in STEPS:
        day = today - timedelta(days=ago)
        facts = Facts(
            kind=kind,
            day=day if precision is Precision.DAY else day.replace(day=1),
            dose=_dose(dose),
            end_day=day + timedelta(days=2) if kind is Kind.COURSE else None,
            precision=precision,
            reasons=reasons,
        )
        record(name, facts)
    day = today - timedelta(days=160)
    record("baclofen", Facts(Kind.STARTED, day, _dose("10 mg three_daily"), about=True))
    _cross_taper(person, today, now)
    steps = [Intended(today + timedelta(days=ahead), _dose(dose)) for ahead, dose in PLAN]
    copy_plan(owner=person, name="baclofen", steps=steps, submission=uuid4(), now=now)
    note_side_effect(
        medication=person.medications.get(name="vortioxetine"),
        words="queasy in the mornings",
        began_on=today - timedelta(days=54),
        ended_on=today - timedelta(days=38),
        submission=uuid4(),
        now=now,
    )


def _cross_taper(person: User, today: date, now: datetime) -> None:
    def step(ago: int, dose: str, kind: Kind) -> Facts:
        return Facts(kind, today - timedelta(days=ago), _dose(dose), reasons=WHY)

    down = [step(ago, dose, Kind.DOSE_DECREASED if dose else Kind.STOPPED) for ago, dose in DOWN]
    up = [step(ago, dose, Kind.DOSE_INCREASED if n else Kind.STARTED)
          for n, (ago, dose) in enumerate(UP)]  # fmt: skip
    legs = [LegFacts("sertraline", down), LegFacts("vortioxetine", up)]
    record_switch(owner=person, legs=legs, submission=uuid4(), now=now)
    vortioxetine = person.medications.get(name="vortioxetine")
    vortioxetine.taken_for = TAKEN_FOR["vortioxetine"]
    vortioxetine.save(update_fields=["taken_for"])


def _events(person: User, today: date, now: datetime) -> None:
    def note(facts: EventFacts) -> None:
        note_event(owner=person, facts=facts, submission=uuid4(), now=now)

    for kind, ago, days in EVENTS:
        day = today - timedelta(days=ago)
        session = "therapy" in kind
        last = day + timedelta(days=days - 1) if days > 1 else None
        note(EventFacts(kind, day, last, therapy="counselling" if session else ""))
    good = today - timedelta(days=9)
    note(EventFacts("good_news", good, reaction=2, note="The scan was quiet. I knew it was good."))


def _care(person: User, today: date, now: datetime) -> None:
    def keep(rows: str, **told: Any) -> None:
        keep_row(getattr(person, rows), owner=person, submission=uuid4(), now=now, **told)

    keep(
        "visits",
        day=today - timedelta(days=56),
        seen_by="Dr Okafor",
        decided="Change from sertraline to vortioxetine, in steps. Call if I get dizzy.",
    )
    keep("visits", day=today + timedelta(days=9), seen_by="Dr Okafor")
    ask(owner=person, words=[QUESTIONS_FOR_CLINICIAN[7]], submission=uuid4(), now=now)
    ask(owner=person, words=["Could it be the tiredness?"], submission=uuid4(), now=now)
    keep(
        "lab_tests", kind="vitamin_d", result_on=today - timedelta(days=47), value="41",
        unit="nmol/L", lab_range="50 to 125",
    )  # fmt: skip
    keep("lab_tests", kind="ferritin", ordered_on=today - timedelta(days=6))
    keep("lab_tests", kind="b12")
    keep("carers", role="psychiatrist", name="Dr Okafor")
    keep("carers", role="neurologist", name="MS clinic", note="Nurse line before noon.")
    words = {"working_on": "Calling Marta once a week.", "helping": "Walking by the river."}
    tell_care_plan(owner=person, words=words, seen_version=None, now=now)
