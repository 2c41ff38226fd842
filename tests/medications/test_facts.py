"""A medication's own page: what is told of it, side effects, and the record as it was."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domain.regimen import Kind
from medications.actions import Facts, correct_change
from tests.factories import MONDAY, NOW, a_change, a_dose
from tests.records import a_side_effect

pytestmark = pytest.mark.django_db


@pytest.fixture
def sertraline(alice):
    return a_change(alice, day=MONDAY - timedelta(90), taken_for="mood").medication


def test_prescriber_purpose_class_and_note_can_be_told_and_changed(as_alice, alice, sertraline):
    told = {"name": "sertraline", "drug_class": "SSRI", "taken_for": "sleep", "prescriber": "Dr A",
            "note": "With food.\r\nNever at night."}  # fmt: skip

    as_alice.post(f"/medications/{sertraline.pk}/edit/", told)

    medication = alice.medications.get()
    assert (medication.taken_for, medication.prescriber) == ("sleep", "Dr A")
    assert medication.note == "With food.\nNever at night."


def test_what_was_recorded_with_a_change_stays_with_it(as_alice, alice, sertraline):
    told = {"name": "escitalopram", "drug_class": "another class"}

    as_alice.post(f"/medications/{sertraline.pk}/edit/", told)

    event = alice.medication_events.get()
    assert (event.atc, event.drug_class) == ("N06AB06", "SSRI")
    assert alice.medications.get().catalogue_atc == "N06AB10"


def test_two_medicines_cannot_have_one_name(as_alice, alice, sertraline):
    a_change(alice, "baclofen")

    response = as_alice.post(f"/medications/{sertraline.pk}/edit/", {"name": "Baclofen"})

    assert response.status_code == 422
    assert "Another medicine of yours has this name." in response.content.decode()


def test_who_prescribes_and_with_whom_it_was_discussed_are_kept_sealed(as_alice, alice):
    as_alice.post(
        "/medications/changes/new/",
        {
            "kind": "started", "name": "baclofen", "medicine": "another", "day": str(MONDAY),
            "amount": "10", "prescriber": "Dr Example", "discussed_with": "neurologist",
            "discussed_on": str(MONDAY - timedelta(3)), "submission": str(uuid4()),
        },
    )  # fmt: skip

    event = alice.medication_events.get()
    page = as_alice.get(f"/medications/{event.medication_id}/").content.decode()
    assert (event.discussed_with, event.medication.prescriber) == ("neurologist", "Dr Example")
    assert "Discussed with neurologist on 13 March 2026." in page
    raw = alice.medication_events.values_list("discussed_with", flat=True)[0]
    assert b"neurologist" not in raw


def test_a_rhythm_of_ones_own_is_told_in_ones_own_words(as_alice, alice):
    as_alice.post(
        "/medications/changes/new/",
        {
            "kind": "started", "name": "baclofen", "medicine": "another", "day": str(MONDAY), "amount": "10",
            "frequency": "other", "frequency_words": "Monday to Friday", "submission": str(uuid4()),
        },
    )  # fmt: skip

    page = as_alice.get("/medications/").content.decode()
    assert "10 mg Monday to Friday" in page
    assert alice.medication_events.get().change().dose.a_day is None


# --- side effects


def test_a_side_effect_is_noted_with_its_days(as_alice, alice, sertraline):
    address = f"/medications/{sertraline.pk}/side-effects/new/"
    told = {
        "words": "a  dry mouth",
        "began_on": str(MONDAY - timedelta(9)),
        "submission": str(uuid4()),
    }

    as_alice.post(address, told)
    as_alice.post(address, told)

    (effect,) = alice.side_effect_notes.all()
    assert (effect.words, effect.ended_on) == ("a dry mouth", None)
    page = as_alice.get(f"/medications/{sertraline.pk}/").content.decode()
    assert "A dry mouth, since 7 March 2026" in page


def test_a_side_effect_can_end_be_deleted_and_come_back(as_alice, alice, sertraline):
    effect = a_side_effect(sertraline, began_on=MONDAY - timedelta(9))
    told = {"words": "dry mouth", "began_on": str(MONDAY - timedelta(9)), "ended_on": str(MONDAY),
            "submission": str(uuid4())}  # fmt: skip

    as_alice.post(f"/medications/side-effects/{effect.pk}/edit/", told)
    page = as_alice.get("/medications/").content.decode()
    as_alice.post(f"/medications/side-effects/{effect.pk}/delete/")
    gone = alice.side_effect_notes.standing().count()
    as_alice.post(f"/medications/side-effects/{effect.pk}/bring-back/")

    assert "noted: dry mouth, 7 Mar – 16 March 2026" in page
    assert 'class="noted"' in page
    assert (gone, alice.side_effect_notes.standing().count()) == (0, 1)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"words": " "}, "Write a word or two."),
        ({"words": "x" * 201}, "at most 200 characters"),
        ({"began_on": ""}, "Enter the day, or your best guess."),
        ({"began_on": "2026-03-17"}, "That day has not come yet."),
        ({"ended_on": "2026-01-01"}, "It began on 16 March 2026: enter that day or a later one."),
    ],
)
def test_what_is_amiss_with_a_side_effect_is_said(as_alice, alice, sertraline, told, sentence):
    address = f"/medications/{sertraline.pk}/side-effects/new/"

    response = as_alice.post(
        address, {"words": "x", "began_on": str(MONDAY), "submission": str(uuid4())} | told
    )

    assert response.status_code == 422
    assert sentence in response.content.decode()


# --- the record as it was


@pytest.fixture
def corrected(alice, sertraline, clock):
    """Started on 50 mg, told on Monday; corrected to 75 mg two days later."""
    clock.shift(timedelta(days=2))
    event = alice.medication_events.get()
    facts = Facts(Kind.STARTED, event.day, a_dose(75))
    return correct_change(event=event, facts=facts, submission=uuid4(), now=NOW + timedelta(days=2))


def test_a_correction_shows_what_was_recorded_before_and_until_when(as_alice, corrected):
    page = as_alice.get(f"/medications/{corrected.medication_id}/").content.decode()

    assert "started, 50 mg once a day" in page
    assert "corrected 18 March 2026" in page


@pytest.mark.parametrize(
    ("as_of", "dose"),
    [("2026-03-16", "50 mg once a day"), ("2026-03-18", "75 mg once a day"), ("2026-03-01", None)],
)
def test_the_doses_of_any_day_can_be_told_as_of_any_other(as_alice, corrected, as_of, dose):
    response = as_alice.get(f"/medications/{corrected.medication_id}/", {"as_of": as_of})

    assert [told for *_, told in response.context["periods"]] == ([dose] if dose else [])


def test_a_page_of_a_medicine_names_the_switch_it_was_part_of(as_alice, alice):
    from tests.records import a_switch

    group = a_switch(alice)
    medication = alice.medications.get(name="vortioxetine")

    page = as_alice.get(f"/medications/{medication.pk}/").content.decode()

    assert f'href="/medications/switches/{group}/"' in page
