"""A medication's own page: what is told of it, side effects, and the record as it was."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.regimen import Kind, dose_on
from domain.wording import NOT_SUDDENLY_LINE
from medications.actions import Facts, correct_change, record_change, take_back_change
from tests.factories import MONDAY, NOW, a_change, a_dose
from tests.records import a_side_effect

pytestmark = pytest.mark.django_db
START = MONDAY - timedelta(90)


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


# --- as of any moment, whatever was told, corrected and taken back

told_days = st.integers(0, 60)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), told_days, st.sampled_from([25, 50, 75, None])),
        st.tuples(st.just("correct"), st.integers(0, 5), told_days, st.sampled_from([30, 60])),
        st.tuples(st.just("take back"), st.integers(0, 5)),
    ),
    min_size=1,
    max_size=10,
)


def doses_of(changes, days):
    """The dose of each day by the plainest reading of (day, dose) pairs: later days win."""
    found = []
    for day in days:
        dose = None
        for when, amount in sorted(changes, key=lambda each: (each[0], each[1] is not None)):
            if when <= day:
                dose = amount
        found.append(dose)
    return found


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=acts)
def test_the_doses_of_every_day_are_those_recorded_by_each_moment(alice, acts):
    """A plain model replays what was told, corrected and taken back, one act a minute."""
    alice.medication_events.all().delete()
    model, snapshots = {}, []
    for minute, act in enumerate(acts):
        now = NOW + timedelta(minutes=minute)
        standing = {event.story: event for event in alice.medication_events.standing()}
        kind = Kind.STARTED
        if act[0] == "tell" and act[1] not in {day for day, _ in model.values()}:
            dose = act[2]
            facts = Facts(
                kind if dose else Kind.STOPPED, START + timedelta(act[1]), dose and a_dose(dose)
            )
            event = record_change(owner=alice, name="x", facts=facts, submission=uuid4(), now=now)
            model[event.story] = (act[1], dose)
        elif act[0] == "correct" and model:
            story = list(model)[act[1] % len(model)]
            if act[2] not in {day for key, (day, _) in model.items() if key != story}:
                facts = Facts(kind, START + timedelta(act[2]), a_dose(act[3]))
                correct_change(event=standing[story], facts=facts, submission=uuid4(), now=now)
                model[story] = (act[2], act[3])
        elif act[0] == "take back" and model:
            story = list(model)[act[1] % len(model)]
            take_back_change(event=standing[story], now=now)
            del model[story]
        snapshots.append((now, list(model.values())))

    days = range(-1, 62)
    for moment, expected in snapshots:
        stories = alice.medication_events.as_of(moment).stories()
        changes = stories[0].changes if stories else ()
        found = [dose_on(changes, START + timedelta(n)) for n in days]
        assert [dose and int(dose.amount) for dose in found] == doses_of(expected, days)


# --- the extra line


@pytest.mark.parametrize(
    ("name", "marked"), [("diazepam", True), ("baclofen", True), ("sertraline", False)]
)
def test_a_medicine_not_to_be_stopped_suddenly_is_marked_in_every_form_that_asks(
    as_alice, alice, name, marked
):
    event = a_change(alice, name, day=MONDAY - timedelta(90), dose=5)
    mark = f'<option value="{event.medication_id}" data-marked'

    for address in ("/medications/changes/new/", "/medications/switches/new/",
                    "/medications/cross-tapers/new/", "/medications/plans/new/"):  # fmt: skip
        page = as_alice.get(address).content.decode()
        assert (mark in page) == marked, address
        assert NOT_SUDDENLY_LINE in page
    page = as_alice.get(f"/medications/changes/{event.pk}/edit/").content.decode()
    assert ("careful--known" in page) == marked


def test_a_stale_tab_wipes_no_prescriber(as_alice, alice, sertraline):
    as_alice.post(
        "/medications/changes/new/",
        {"kind": "started", "name": "sertraline", "medicine": "another", "day": str(MONDAY), "amount": "50",
         "prescriber": "Dr B", "so_it_was": "on", "submission": str(uuid4())},
    )  # fmt: skip

    stale = as_alice.post(
        f"/medications/{sertraline.pk}/edit/", {"name": "sertraline", "seen": "1"}
    )

    assert stale.status_code == 409
    assert "Dr B" in stale.content.decode()


def test_a_name_is_the_same_in_another_case_in_every_script(as_alice, alice):
    a_change(alice, "ÉTAT", dose=5)
    a_change(alice, "état", kind=Kind.DOSE_INCREASED, dose=10)

    assert alice.medications.count() == 1


def test_a_correction_of_what_was_deleted_meanwhile_loses_no_word(as_alice, alice, sertraline):
    event = alice.medication_events.get()
    as_alice.post(f"/medications/changes/{event.pk}/delete/")

    late = as_alice.post(
        f"/medications/changes/{event.pk}/edit/",
        {"kind": "started", "day": str(MONDAY), "note": "typed words", "submission": str(uuid4())},
    )

    assert late.status_code == 409
    assert "typed words" in late.content.decode()


def test_correcting_a_stop_presets_no_rhythm(as_alice, alice, sertraline):
    stop = a_change(alice, kind=Kind.STOPPED, day=MONDAY, dose=None)

    page = as_alice.get(f"/medications/changes/{stop.pk}/edit/").content.decode()

    assert '<option value="once_daily" selected>' not in page
