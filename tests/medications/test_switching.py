"""A switch or cross-taper is one act in the form and one story on every page."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from domain.regimen import Kind
from domain.switching import switches
from domain.wording import NOT_SUDDENLY_LINE, STOPPING_LINE
from medications.actions import Intended
from tests.factories import MONDAY, a_change, a_dose
from tests.records import a_switch

pytestmark = pytest.mark.django_db
SWITCH, CROSS_TAPER = "/medications/switches/new/", "/medications/cross-tapers/new/"


def ago(days):
    return (MONDAY - timedelta(days)).isoformat()


def a_cross_taper(taken, **told):
    return {
        "leaving": str(taken), "arriving": "vortioxetine",
        "down_day_1": ago(21), "down_dose_1": "50", "down_day_2": ago(14), "down_dose_2": "25",
        "down_day_3": ago(7), "down_dose_3": "0", "down_rows": "3", "up_rows": "2",
        "up_day_1": ago(21), "up_dose_1": "5", "up_day_2": ago(7), "up_dose_2": "10",
        "how_sure": "day", "reasons": ["felt_numb"], "submission": str(uuid4()),
    } | told  # fmt: skip


@pytest.fixture
def sertraline(alice):
    return a_change(alice, day=MONDAY - timedelta(200), dose=100).medication_id


def steps_of(owner):
    return [
        (event.medication.name, event.kind, event.dose)
        for event in owner.medication_events.standing()
        .exclude(switch_group=None)
        .select_related("medication")
        .order_by("medication__name", "day")
    ]


def test_both_legs_with_all_steps_are_one_act(as_alice, alice, sertraline):
    response = as_alice.post(CROSS_TAPER, a_cross_taper(sertraline))

    (switch,) = switches(alice.medications.stories())
    assert response.url == f"/medications/switches/{switch.group}/"
    assert steps_of(alice) == [
        ("sertraline", "dose_decreased", 50),
        ("sertraline", "dose_decreased", 25),
        ("sertraline", "stopped", None),
        ("vortioxetine", "started", 5),
        ("vortioxetine", "dose_increased", 10),
    ]
    assert switch.told == "sertraline 100 → 50 → 25 → 0 mg; vortioxetine 0 → 5 → 10 mg"


def test_the_new_medicine_takes_unit_and_class_from_the_catalogue(as_alice, alice, sertraline):
    as_alice.post(CROSS_TAPER, a_cross_taper(sertraline, up_unit="", up_frequency=""))

    first = alice.medication_events.filter(medication__name="vortioxetine").first()
    assert (first.unit, first.frequency, first.atc) == ("mg", "once_daily", "N06AX26")


def test_a_plain_switch_is_a_stop_and_a_start(as_alice, alice, sertraline):
    told = {
        "leaving": str(sertraline), "down_day_1": ago(3), "arriving": "bupropion",
        "up_day_1": ago(2), "up_dose_1": "150", "submission": str(uuid4()),
    }  # fmt: skip

    page = as_alice.post(SWITCH, told, follow=True).content.decode()

    assert steps_of(alice) == [("bupropion", "started", 150), ("sertraline", "stopped", None)]
    assert page.count(STOPPING_LINE) == 1
    assert "Switch</h1>" in page


def test_the_extra_line_stands_where_the_one_that_stopped_needs_it(as_alice, alice):
    diazepam = a_change(alice, "diazepam", day=MONDAY - timedelta(99), dose=5).medication_id
    told = {
        "leaving": str(diazepam), "down_day_1": ago(3), "arriving": "x", "up_day_1": ago(2),
        "up_dose_1": "1", "up_unit": "mg", "submission": str(uuid4()),
    }  # fmt: skip

    assert NOT_SUDDENLY_LINE in as_alice.post(SWITCH, told, follow=True).content.decode()


def test_the_same_form_sent_twice_is_one_switch(as_alice, alice, sertraline):
    told = a_cross_taper(sertraline)

    first, second = as_alice.post(CROSS_TAPER, told), as_alice.post(CROSS_TAPER, told)

    assert first.url == second.url
    assert len(steps_of(alice)) == 5


def test_one_more_row_is_added_and_nothing_typed_is_lost(as_alice, alice, sertraline):
    told = a_cross_taper(sertraline, add="down", note="Slowly.", down_dose_2="not yet a number")

    response = as_alice.post(CROSS_TAPER, told)

    page = response.content.decode()
    assert response.status_code == 200
    assert 'name="down_day_4"' in page
    assert 'name="up_day_3"' not in page
    assert re.search(r'name="down_day_4"[^>]* autofocus', page)
    for kept in (
        "Slowly.",
        "not yet a number",
        ago(21),
        'value="felt_numb" checked',
        "vortioxetine",
    ):
        assert kept in page
    assert not steps_of(alice)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"down_dose_2": ""}, "Enter the dose from this day on"),
        ({"down_day_2": ""}, "Enter the day of this step."),
        ({"down_day_2": ago(22)}, "This step comes before the one above it."),
        ({"up_day_1": "", "up_dose_1": "", "up_day_2": "", "up_dose_2": ""}, "Enter the day of this step."),
        ({"arriving": ""}, "Enter the name of the medicine going up."),
        ({"arriving": "Sertraline"}, "This is the medicine going down."),
        ({"leaving": ""}, "Choose the medicine."),
        ({"leaving": "another", "leaving_name": ""}, "Enter its name."),
        ({"arriving": "tea"}, "Choose the unit, for example mg."),
        ({"down_dose_1": "x"}, "Enter the dose as a number, for example 50."),
        ({"down_day_1": "1850-01-01"}, "Choose a day after 1900."),
        ({"discussed_on": "2030-01-01"}, "That day has not come yet."),
    ],
)  # fmt: skip
def test_what_is_amiss_is_said_and_nothing_is_kept_or_lost(
    as_alice, alice, sertraline, told, sentence
):
    response = as_alice.post(CROSS_TAPER, a_cross_taper(sertraline, **told))

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert told.get("down_dose_1", "50") in page
    assert not steps_of(alice)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"down_dose_1": "150"}, "This is not less than before: it was 100 mg once a day."),
        ({"up_dose_2": "4"}, "This is not more than before: it was 5 mg once a day."),
        ({"down_unit": "tablet"}, "Check the unit."),
    ],
)
def test_a_contradiction_in_a_leg_is_told_beside_it_and_can_be_overruled(
    as_alice, alice, sertraline, told, sentence
):
    asked = as_alice.post(CROSS_TAPER, a_cross_taper(sertraline, **told))
    kept = as_alice.post(CROSS_TAPER, a_cross_taper(sertraline, so_it_was="on", **told))

    assert sentence in asked.content.decode()
    assert kept.status_code == 302
    assert len(steps_of(alice)) == 5


def test_steps_still_to_come_are_kept_as_the_plan(as_alice, alice, sertraline):
    told = {"down_day_3": ago(-7), "up_day_2": ago(-14)}

    as_alice.post(CROSS_TAPER, a_cross_taper(sertraline, **told))

    assert [step[1] for step in steps_of(alice)] == ["dose_decreased", "dose_decreased", "started"]
    planned = alice.plan_steps.order_by("day").values_list("medication__name", "dose", "day")
    assert list(planned) == [
        ("sertraline", None, MONDAY + timedelta(7)),
        ("vortioxetine", 10, MONDAY + timedelta(14)),
    ]
    assert {step.switch_group for step in alice.plan_steps.all()} == {
        alice.medication_events.latest("day").switch_group
    }


def test_a_cross_taper_of_which_nothing_has_happened_is_a_plan(as_alice, alice, sertraline):
    ahead = {name: ago(-n) for n, name in enumerate(
        ("down_day_1", "down_day_2", "down_day_3", "up_day_1", "up_day_2"), 1)}  # fmt: skip

    page = as_alice.post(CROSS_TAPER, a_cross_taper(sertraline, **ahead)).content.decode()

    assert "None of these days has come yet. Write it as a plan." in page


def test_the_list_tells_it_in_one_row_and_the_page_of_the_switch_step_by_step(as_alice, alice):
    a_change(alice, day=MONDAY - timedelta(200), dose=100)
    key = a_switch(alice)

    listed = as_alice.get("/medications/").content.decode()
    page = as_alice.get(f"/medications/switches/{key}/").content.decode()

    assert listed.count("Cross-taper, 2 steps") == 1
    assert "sertraline 100 → 25 → 0 mg; vortioxetine 0 → 5 mg" in listed
    assert page.count("Correct<") == 3
    assert listed.count("Correct<") == 1


def test_a_step_can_be_corrected_alone_and_the_other_leg_stays(as_alice, alice, sertraline):
    as_alice.post(CROSS_TAPER, a_cross_taper(sertraline))
    (before,) = switches(alice.medications.stories())
    stop = alice.medication_events.standing().get(kind=Kind.STOPPED)

    as_alice.post(
        f"/medications/changes/{stop.pk}/edit/",
        {"kind": "stopped", "day": ago(5), "how_sure": "day", "submission": str(uuid4())},
    )

    (after,) = switches(alice.medications.stories())
    assert after.legs[0].ended_on == MONDAY - timedelta(5)
    assert [step.day for step in after.legs[1].steps] == [step.day for step in before.legs[1].steps]
    assert after.group == before.group


def test_a_further_step_joins_the_same_switch(as_alice, alice, sertraline):
    as_alice.post(CROSS_TAPER, a_cross_taper(sertraline))
    (switch,) = switches(alice.medications.stories())
    vortioxetine = alice.medications.get(name="vortioxetine")
    address = f"/medications/changes/new/?medicine={vortioxetine.pk}&part={switch.group}"

    page = as_alice.get(address).content.decode()
    as_alice.post(
        "/medications/changes/new/",
        {
            "kind": "dose_increased", "medicine": str(vortioxetine.pk), "day": ago(1), "amount": "20",
            "part_of": str(switch.group), "submission": str(uuid4()),
        },
    )  # fmt: skip

    (after,) = switches(alice.medications.stories())
    assert f'value="{switch.group}"' in page
    assert "A further step of cross-taper" in page
    assert after.legs[1].doses == "0 → 5 → 10 → 20 mg"


def test_a_step_cannot_join_a_switch_of_someone_else(as_alice, alice, bob, sertraline):
    theirs = a_switch(bob)

    as_alice.post(
        "/medications/changes/new/",
        {
            "kind": "dose_decreased", "medicine": str(sertraline), "day": ago(1), "amount": "20",
            "part_of": str(theirs), "submission": str(uuid4()),
        },
    )  # fmt: skip

    assert alice.medication_events.latest("day").switch_group is None


def test_the_whole_switch_can_be_deleted_and_brought_back(as_alice, alice):
    a_change(alice, day=MONDAY - timedelta(200), dose=100)
    key = a_switch(alice)
    before = steps_of(alice)

    page = as_alice.post(f"/medications/switches/{key}/delete/", follow=True).content.decode()
    gone = steps_of(alice)
    as_alice.post(f"/medications/switches/{key}/bring-back/")

    assert "Every step was deleted." in page
    assert gone == []
    assert steps_of(alice) == before


def test_a_step_deleted_before_does_not_come_back_with_the_rest(as_alice, alice, clock):
    key = a_switch(alice)
    alone = alice.medication_events.standing().get(kind=Kind.STOPPED)
    as_alice.post(f"/medications/changes/{alone.pk}/delete/")
    clock.shift(timedelta(minutes=5))

    as_alice.post(f"/medications/switches/{key}/delete/")
    as_alice.post(f"/medications/switches/{key}/bring-back/")

    assert "stopped" not in [kind for _, kind, _ in steps_of(alice)]


def test_a_switch_to_another_class_says_so(as_alice, alice):
    a_change(alice, day=MONDAY - timedelta(200), dose=100)
    key = a_switch(alice)

    page = as_alice.get(f"/medications/switches/{key}/").content.decode()

    assert "From SSRI to other antidepressant." in page
    assert "SSRI to other antidepressant" in as_alice.get("/medications/").content.decode()


def test_a_switch_within_a_class_says_nothing_of_classes(as_alice, alice):
    a_change(alice, day=MONDAY - timedelta(200), dose=100)
    key = a_switch(alice, arriving="citalopram")

    assert "From SSRI" not in as_alice.get(f"/medications/switches/{key}/").content.decode()


def test_steps_known_to_the_month_keep_their_order(as_alice, alice, sertraline):
    months = {"down_day_1": "2026-02-03", "down_day_2": "2026-02-12", "down_day_3": "2026-02-20",
              "up_day_1": "2026-02-03", "up_day_2": "2026-02-20", "how_sure": "month"}  # fmt: skip

    as_alice.post(CROSS_TAPER, a_cross_taper(sertraline, **months))

    page = as_alice.get("/medications/").content.decode()
    assert "sertraline 100 → 50 → 25 → 0 mg; vortioxetine 0 → 5 → 10 mg" in page
    assert "February 2026 – February 2026" in page
    assert alice.medications.get(name="sertraline").story().now(MONDAY) is None


def test_a_single_step_can_be_deleted_from_the_page_of_the_switch(as_alice, alice):
    key = a_switch(alice)
    stop = alice.medication_events.get(kind=Kind.STOPPED)

    page = as_alice.get(f"/medications/switches/{key}/").content.decode()

    assert f"/medications/changes/{stop.pk}/delete/" in page


def test_planned_steps_go_and_come_back_with_the_whole(as_alice, alice):
    key = a_switch(alice, to_come=[Intended(MONDAY + timedelta(9), a_dose(10))])

    as_alice.post(f"/medications/switches/{key}/delete/")
    gone = alice.plan_steps.standing().count()
    as_alice.post(f"/medications/switches/{key}/bring-back/")

    assert (gone, alice.plan_steps.standing().count()) == (0, 1)


def test_bringing_back_twice_brings_no_step_back_that_was_deleted_before(as_alice, alice, clock):
    key = a_switch(alice)
    alone = alice.medication_events.standing().get(kind=Kind.STOPPED)
    as_alice.post(f"/medications/changes/{alone.pk}/delete/")
    clock.shift(timedelta(minutes=5))
    as_alice.post(f"/medications/switches/{key}/delete/")

    for _ in range(2):
        as_alice.post(f"/medications/switches/{key}/bring-back/")

    assert len(steps_of(alice)) == 2


def test_sending_a_deleted_switch_again_says_so(as_alice, alice, sertraline):
    told = a_cross_taper(sertraline)
    key = as_alice.post(CROSS_TAPER, told).url.split("/")[-2]
    as_alice.post(f"/medications/switches/{key}/delete/")

    page = as_alice.post(CROSS_TAPER, told, follow=True)

    assert page.status_code == 200
    assert "This was saved before, and deleted since." in page.content.decode()


def test_the_note_of_a_switch_stands_with_it(as_alice, alice, sertraline):
    key = as_alice.post(CROSS_TAPER, a_cross_taper(sertraline, note="Slept badly.")).url

    assert as_alice.get(key).content.decode().count("Slept badly.") == 1
    assert as_alice.get("/medications/").content.decode().count("Slept badly.") == 1
