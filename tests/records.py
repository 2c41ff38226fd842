"""A record of every kind for one person, and the keys that stand in addresses."""

from __future__ import annotations

import io
from datetime import time, timedelta
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image

from accounts.actions import tell_background
from care.actions import ask, keep_row, remember_choices, tell_care_plan
from domain.care import PLAN_PARTS
from domain.plans import plans
from domain.regimen import Kind
from journal.actions import EventFacts, add_picture, note_event
from journal.pictures import make_anew
from medications.actions import Facts, Intended, LegFacts, copy_plan, record_switch
from medications.facts import note_side_effect
from sharing.actions import Frozen, make_feed, share
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


def a_picture(entry, words="", colour=(200, 30, 30)):
    """A small picture with a place in it, as a telephone would send it, and as it is kept."""
    return add_picture(
        entry=entry, picture=make_anew(a_photo(colour)), words=words, submission=uuid4(), now=NOW
    )


def a_photo(colour=(200, 30, 30), size=(64, 48), encoding="JPEG", mode="RGB", **info):
    """The bytes of a picture as a telephone sends it: a place is written beside it."""
    image = Image.new(mode, size, colour)
    exif = image.getexif()
    exif[0x010F] = "canary-camera"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    image.save(out, encoding, exif=exif, **info)
    return out.getvalue()


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
    picture = a_picture(entry, words)
    visit = keep_row(
        owner.visits,
        owner=owner,
        submission=uuid4(),
        now=NOW,
        day=day,
        seen_by=words,
        decided=words,
    )
    test = keep_row(
        owner.lab_tests, owner=owner, submission=uuid4(), now=NOW, kind="other", own_name=words,
        result_on=day, value=words, unit=words, lab_range=words, note=words,
    )  # fmt: skip
    carer = keep_row(
        owner.carers, owner=owner, submission=uuid4(), now=NOW, role="gp", name=words, reach=words,
        note=words,
    )  # fmt: skip
    ask(owner=owner, words=[words], submission=uuid4(), now=NOW)
    plan_words = dict.fromkeys(PLAN_PARTS, words)
    tell_care_plan(owner=owner, words=plan_words, seen_version=None, now=NOW)
    remember_choices(owner=owner, clinician="gp", told={"period": "12"}, now=NOW)
    told = {"own_word": words, "since": words, "after": words, "family": words}
    tell_background(owner=owner, standings={}, words=told, now=NOW)
    practice = a_practice(owner, day=day, note=words)
    keep_plan(owner=owner, people=words, places="", helps="", seen_version=0, now=NOW)
    frozen = Frozen(words, words, words, words.encode(), words)
    shared = share(owner=owner, frozen=frozen, days=7, submission=uuid4(), now=NOW)
    by_name = {
        "sharing:end": shared.page.pk,
        "sharing:feed": make_feed(owner=owner, at=time(20, 30), now=NOW),
        "summary:published": "questionnaire",
        "invitation": uuid4(),
        **dict.fromkeys(
            [f"sharing:{each}" for each in ("door", "page", "pdf", "fhir")], shared.link
        ),
        "dashboard:day": day,
        "dashboard:medicine": medication.pk,
        "dashboard:around": switch,
        "learn:article": 8,
        "checkins:bring-back": deleted.pk,
        "account_confirm_email": "unknown",
        **dict.fromkeys(("checkins:saved", "checkins:edit", "checkins:delete"), day),
        **dict.fromkeys(("journal:edit", "journal:delete", "journal:bring-back"), entry.pk),
        **dict.fromkeys(
            [f"journal:{verb}-event" for verb in ("edit", "delete", "bring-back")],
            event_of_day.pk,
        ),
        "journal:pictures": entry.pk,
        **dict.fromkeys(
            ("journal:picture", "journal:delete-picture", "journal:bring-back-picture"), picture.pk
        ),
        **{
            f"care:{verb}-{kind}": row.pk
            for verb in ("edit", "delete", "bring-back")
            for kind, row in (("visit", visit), ("test", test), ("carer", carer))
        },
        **dict.fromkeys(
            ("care:delete-question", "care:bring-back-question"), owner.questions.get().pk
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
    "side_effect_notes", "practice_notes", "dated_events", "entry_pictures",
    "visits", "questions", "lab_tests", "carers", "shared_pages",
)  # fmt: skip


def snapshot(person):
    """Every row of a person but its moments of reading, to tell whether anything was touched."""
    rows = {kind: list(getattr(person, kind).order_by("pk").values()) for kind in KINDS}
    return {
        kind: [{name: _plain(value) for name, value in row.items()} for row in found]
        for kind, found in rows.items()
    } | {"plan": person.plan.version, "care": person.care_plan.version}


def _plain(value):
    return bytes(value) if isinstance(value, bytes) else value
