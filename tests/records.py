"""A record of every kind for one person, and the keys that stand in addresses."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from domain.plans import plans
from domain.regimen import Kind
from journal.actions import EventFacts, note_event
from medications.actions import (
    Facts,
    Intended,
    LegFacts,
    copy_plan,
    note_side_effect,
    record_switch,
)
from support.actions import keep_plan
from tests.factories import MONDAY, NOW, a_change, a_check_in, a_dose, a_practice, an_entry


def patterns(resolver=None, prefix=""):
    """Yield (name, names of its parts) for every page there is."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            space = f"{prefix}{each.namespace}:" if each.namespace else prefix
            yield from patterns(each, space)
        elif isinstance(each, URLPattern):
            yield (
                f"{prefix}{each.name}",
                tuple(each.pattern.converters or each.pattern.regex.groupindex),
            )


def a_switch(owner, today=MONDAY, leaving="sertraline", arriving="vortioxetine", to_come=()):
    """A cross-taper of two steps down and one up, two weeks ago."""
    first, latest = today - timedelta(14), today - timedelta(7)
    down = [
        Facts(Kind.DOSE_DECREASED, first, a_dose(25)),
        Facts(Kind.STOPPED, latest, reasons=("felt_numb",)),
    ]
    up = [Facts(Kind.STARTED, first, a_dose(5))]
    legs = [LegFacts(leaving, down), LegFacts(arriving, up, to_come)]
    return record_switch(owner=owner, legs=legs, submission=uuid4(), now=NOW)


def a_plan(owner, name="sertraline", today=MONDAY, doses=(25, None)):
    """Steps that a prescriber gave, a week apart from today on."""
    steps = [
        Intended(today + timedelta(7 * n), None if dose is None else a_dose(dose))
        for n, dose in enumerate(doses)
    ]
    return copy_plan(owner=owner, name=name, steps=steps, submission=uuid4(), now=NOW)


def a_side_effect(medication, words="a dry mouth", began_on=MONDAY, ended_on=None):
    return note_side_effect(
        medication=medication, words=words, began_on=began_on, ended_on=ended_on,
        submission=uuid4(), now=NOW,
    )  # fmt: skip


def an_event(owner, kind="relapse", day=MONDAY, **facts):
    return note_event(
        owner=owner, facts=EventFacts(kind, day, **facts), submission=uuid4(), now=NOW
    )


def everything(owner, today=MONDAY, words="a few words"):
    """Write a record of every kind, and return name of a page -> what stands in its address."""
    day = today - timedelta(2)
    a_check_in(owner, day, rating=9, note=words, companions={"fatigue": 9})
    deleted = a_check_in(owner, today - timedelta(3), rating=9)
    deleted.deleted_at = deleted.entered_at
    deleted.save()
    event = a_change(
        owner, f"{words} medicine", day=today - timedelta(30), note=words, taken_for=words,
        prescriber=words, discussed_with=words, discussed_on=today,
    )  # fmt: skip
    medication = event.medication
    switch = a_switch(owner, today, f"{words} one", f"{words} two")
    a_plan(owner, medication.name, today)
    (plan,) = plans(medication.story().planned)
    effect = a_side_effect(medication, words, day)
    event_of_day = an_event(owner, "relapse", day, note=words, helped=words)
    entry = an_entry(owner, words, day)
    practice = a_practice(owner, day=day, note=words)
    keep_plan(owner=owner, people=words, places="", helps="", seen_version=0, now=NOW)
    by_name = {
        "dashboard:day": day,
        "dashboard:medicine": medication.pk,
        "learn:article": 8,
        "checkins:bring-back": deleted.pk,
        "account_confirm_email": "unknown",
        **dict.fromkeys(("checkins:saved", "checkins:edit", "checkins:delete"), day),
        **dict.fromkeys(("journal:edit", "journal:delete", "journal:bring-back"), entry.pk),
        **dict.fromkeys(
            [f"journal:{verb}-event" for verb in ("edit", "delete", "bring-back")],
            event_of_day.pk,
        ),
        **dict.fromkeys(("journal:delete-practice", "journal:bring-back-practice"), practice.pk),
        **dict.fromkeys(
            ("medications:edit", "medications:delete", "medications:bring-back"), event.pk
        ),
        **dict.fromkeys(
            ("medications:switch", "medications:delete-switch", "medications:bring-back-switch"),
            switch,
        ),
        **dict.fromkeys(("medications:delete-plan", "medications:bring-back-plan"), plan.key),
        **dict.fromkeys(("medications:step", "medications:open-step-again"), plan.steps[0].key),
        **dict.fromkeys(
            ("medications:edit-medication", "medications:new-side-effect"), medication.pk
        ),
        **dict.fromkeys(
            [f"medications:{verb}-side-effect" for verb in ("edit", "delete", "bring-back")],
            effect.pk,
        ),
    }
    keys = {name: [key] for name, key in by_name.items()}
    return keys | {"account_reset_password_from_key": ["1", "unknown-key"]}


KINDS = (
    "check_ins", "journal_entries", "medication_events", "medications", "plan_steps",
    "side_effect_notes", "practice_notes", "dated_events",
)  # fmt: skip


def snapshot(person):
    """Every row of a person but its moments of reading, to tell whether anything was touched."""
    rows = {kind: list(getattr(person, kind).order_by("pk").values()) for kind in KINDS}
    return {
        kind: [{name: _plain(value) for name, value in row.items()} for row in found]
        for kind, found in rows.items()
    } | {"plan": person.plan.version}


def _plain(value):
    return bytes(value) if isinstance(value, bytes) else value
