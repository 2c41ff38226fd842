"""A plan is copied as it was given; each step becomes what really happened."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from domain.regimen import Kind, Outcome
from tests.factories import MONDAY, a_change
from tests.records import a_plan, a_switch

pytestmark = pytest.mark.django_db
NEW = "/medications/plans/new/"


def day(n):
    return (MONDAY + timedelta(n)).isoformat()


def a_typed_plan(**told):
    return {
        "name": "sertraline", "medicine": "another", "unit": "mg", "frequency": "once_daily",
        "step_day_1": day(0), "step_dose_1": "37.5",
        "step_after_2": "4", "step_in_2": "weeks", "step_dose_2": "25",
        "step_day_3": day(60), "step_dose_3": "0", "step_rows": "3", "submission": str(uuid4()),
    } | told  # fmt: skip


def planned(owner):
    return [
        (step.day, step.dose, step.unit, step.frequency)
        for step in owner.plan_steps.order_by("day")
    ]


def outcomes(owner):
    return [step.outcome for story in owner.medications.stories() for step in story.planned]


def test_steps_are_kept_exactly_as_they_were_typed(as_alice, alice):
    response = as_alice.post(NEW, a_typed_plan())

    assert response.url == f"/medications/{alice.medications.get().pk}/"
    assert planned(alice) == [
        (MONDAY, Decimal("37.5"), "mg", "once_daily"),
        (MONDAY + timedelta(28), 25, "mg", "once_daily"),
        (MONDAY + timedelta(60), None, "", ""),
    ]


def test_the_same_plan_sent_twice_is_kept_once(as_alice, alice):
    told = a_typed_plan()

    first, second = as_alice.post(NEW, told), as_alice.post(NEW, told)

    assert first.url == second.url
    assert len(planned(alice)) == 3


def test_a_row_more_is_added_and_nothing_typed_is_lost(as_alice, alice):
    page = as_alice.post(NEW, a_typed_plan(add="step")).content.decode()

    assert 'name="step_day_4"' in page
    assert 'value="37.5"' in page
    assert planned(alice) == []


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"name": ""}, "Enter the name of the medicine."),
        ({"step_day_1": ""}, "Enter the day of this step."),
        ({"step_day_1": "", "step_dose_1": ""}, "Enter the first day of the plan."),
        ({"step_dose_2": ""}, "Enter the dose from this day on"),
        ({"step_after_2": "", "step_day_2": ""}, "or how long after the step before."),
        ({"step_day_2": day(9)}, "Enter a day or a time, not both."),
        ({"step_day_3": day(-9)}, "This step comes before the one above it."),
        ({"step_after_2": "two"}, "Write a whole number, such as 2."),
        ({"step_day_1": "2126-01-01"}, "That is more than three years away. Check the year."),
        ({"name": "tea", "unit": ""}, "Choose the unit, for example mg."),
    ],
)
def test_what_is_amiss_is_said_beside_the_field(as_alice, alice, told, sentence):
    response = as_alice.post(NEW, a_typed_plan(**told))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert planned(alice) == []


def a_story_with_a_plan(owner):
    a_change(owner, day=MONDAY - timedelta(90), dose=50)
    a_plan(owner, today=MONDAY - timedelta(7), doses=(25, None))
    return list(owner.plan_steps.order_by("day"))


def told(**facts):
    return {
        "outcome": "happened",
        "day": day(0),
        "how_sure": "day",
        "submission": str(uuid4()),
    } | facts


def test_a_step_that_happened_is_recorded_on_its_own_day(as_alice, alice):
    first, _ = a_story_with_a_plan(alice)

    as_alice.post(f"/medications/plans/steps/{first.pk}/", told(day=day(-5)))

    event = alice.medication_events.latest("day")
    assert (event.kind, event.dose, event.day) == ("dose_decreased", 25, MONDAY - timedelta(5))
    assert outcomes(alice) == [Outcome.HAPPENED, Outcome.OPEN]
    assert first.day == MONDAY - timedelta(7)


def test_a_stop_that_happened_is_a_stop(as_alice, alice):
    first, stop = a_story_with_a_plan(alice)
    as_alice.post(f"/medications/plans/steps/{first.pk}/", told(day=day(-7)))

    page = as_alice.post(f"/medications/plans/steps/{stop.pk}/", told(), follow=True)

    assert alice.medication_events.latest("day").kind == "stopped"
    assert "Stopping suddenly can be risky" in page.content.decode()


def test_a_step_may_become_another_dose(as_alice, alice):
    first, _ = a_story_with_a_plan(alice)

    as_alice.post(
        f"/medications/plans/steps/{first.pk}/", told(outcome="changed", amount="30", unit="")
    )

    event = alice.medication_events.latest("day")
    assert (event.kind, event.dose, event.unit) == ("dose_decreased", 30, "mg")
    assert outcomes(alice) == [Outcome.CHANGED, Outcome.OPEN]


def test_a_step_that_did_not_happen_records_no_change_and_can_be_opened_again(as_alice, alice):
    first, _ = a_story_with_a_plan(alice)

    as_alice.post(f"/medications/plans/steps/{first.pk}/", told(outcome="did_not_happen", day=""))
    skipped = outcomes(alice)
    as_alice.post(f"/medications/plans/steps/{first.pk}/open-again/")

    assert skipped == [Outcome.DID_NOT_HAPPEN, Outcome.OPEN]
    assert outcomes(alice) == [Outcome.OPEN, Outcome.OPEN]
    assert alice.medication_events.count() == 1


def test_telling_a_step_twice_records_it_once(as_alice, alice):
    first, _ = a_story_with_a_plan(alice)
    same = told()

    as_alice.post(f"/medications/plans/steps/{first.pk}/", same)
    as_alice.post(f"/medications/plans/steps/{first.pk}/", same)
    other = as_alice.post(f"/medications/plans/steps/{first.pk}/", told())

    assert alice.medication_events.count() == 2
    assert "told of from another page" in other.content.decode()


def test_a_recorded_step_that_is_deleted_leaves_its_plan_open(as_alice, alice):
    first, _ = a_story_with_a_plan(alice)
    as_alice.post(f"/medications/plans/steps/{first.pk}/", told())
    event = alice.medication_events.latest("day")

    as_alice.post(f"/medications/changes/{event.pk}/delete/")

    assert outcomes(alice) == [Outcome.OPEN, Outcome.OPEN]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"outcome": ""}, "Choose how it went."),
        ({"day": ""}, "Enter the day, or your best guess."),
        ({"day": day(3)}, "That day has not come yet."),
        ({"outcome": "changed"}, "Enter the dose that was taken, or 0 for none."),
    ],
)
def test_what_is_missing_about_a_step_is_asked_for(as_alice, alice, facts, sentence):
    first, _ = a_story_with_a_plan(alice)

    response = as_alice.post(f"/medications/plans/steps/{first.pk}/", told(**facts))

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_step_of_a_planned_cross_taper_joins_the_switch_when_it_happens(as_alice, alice):
    from medications.actions import Intended
    from tests.factories import a_dose

    group = a_switch(alice, to_come=[Intended(MONDAY, a_dose(10))])
    step = alice.plan_steps.get()

    as_alice.post(f"/medications/plans/steps/{step.pk}/", told())

    event = alice.medication_events.get(day=MONDAY)
    assert (event.switch_group, event.kind) == (group, Kind.DOSE_INCREASED)


def test_a_plan_can_be_removed_and_brought_back(as_alice, alice):
    steps = a_story_with_a_plan(alice)

    page = as_alice.post(f"/medications/plans/{steps[0].plan}/delete/", follow=True)
    gone = outcomes(alice)
    as_alice.post(f"/medications/plans/{steps[0].plan}/bring-back/")

    assert "The plan was removed." in page.content.decode()
    assert (gone, len(outcomes(alice))) == ([], 2)


def test_no_page_shows_a_dose_that_nobody_typed(as_alice, alice):
    """Odd doses are recorded and planned; every amount of every page must be one of them."""
    a_change(alice, day=MONDAY - timedelta(90), dose=87.5)
    a_change(alice, kind=Kind.DOSE_DECREASED, day=MONDAY - timedelta(30), dose=62.5)
    a_plan(alice, today=MONDAY - timedelta(7), doses=(43.25, 21.125, None))
    medication = alice.medications.get()
    group = a_switch(alice, leaving="citalopram", arriving="bupropion")
    step = alice.plan_steps.order_by("day").first()
    typed = {"87.5", "62.5", "43.25", "21.125", "25", "5", "0"}
    seen = set()

    for address in (
        "/medications/", "/medications/?span=all", f"/medications/{medication.pk}/", NEW,
        f"{NEW}?medicine={medication.pk}", f"/medications/plans/steps/{step.pk}/",
        "/medications/changes/new/", f"/medications/changes/new/?medicine={medication.pk}",
        f"/medications/changes/new/?medicine={medication.pk}&part={group}",
        "/medications/switches/new/", "/medications/cross-tapers/new/", f"/medications/switches/{group}/",
        "/trends/", "/summary/", f"/days/{MONDAY - timedelta(30)}/",
    ):  # fmt: skip
        page = as_alice.get(address).content.decode()
        page = re.sub(r"<(datalist|option)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
        seen |= set(re.findall(r"(\d[\d.,]*) mg", page))
        fields = re.findall(r'name="(?:\w*amount|\w*dose)\w*"[^>]*', page)
        seen |= {value for field in fields for value in re.findall(r'value="([^"]+)"', field)}

    assert seen
    assert seen - typed == set()


def test_a_step_told_as_happened_cannot_be_skipped_from_another_tab(as_alice, alice):
    first, _ = a_story_with_a_plan(alice)
    as_alice.post(f"/medications/plans/steps/{first.pk}/", told())

    stale = as_alice.post(f"/medications/plans/steps/{first.pk}/", told(outcome="did_not_happen"))

    assert "told of from another page" in stale.content.decode()
    assert not alice.plan_steps.get(pk=first.pk).skipped


def test_a_step_still_to_come_opens_without_a_day(as_alice, alice):
    a_change(alice, day=MONDAY - timedelta(90), dose=50)
    a_plan(alice, today=MONDAY + timedelta(7))
    step = alice.plan_steps.order_by("day").first()

    page = as_alice.get(f"/medications/plans/steps/{step.pk}/").content.decode()

    assert f'name="day" value="{day(0)}"' not in page


def test_a_told_step_that_contradicts_the_record_is_asked_about(as_alice, alice):
    first, _ = a_story_with_a_plan(alice)
    facts = told(outcome="changed", amount="5", unit="tablet")

    asked = as_alice.post(f"/medications/plans/steps/{first.pk}/", facts)
    kept = as_alice.post(f"/medications/plans/steps/{first.pk}/", facts | {"so_it_was": "on"})

    assert "Check the unit." in asked.content.decode()
    assert kept.status_code == 302


def test_a_rhythm_in_ones_own_words_goes_on_in_a_plan(as_alice, alice):
    start = a_change(alice, day=MONDAY - timedelta(90), dose=50)
    start.frequency, start.frequency_words = "other", "Monday to Friday"
    start.save()

    as_alice.post(NEW, a_typed_plan(medicine=str(start.medication_id), name="", frequency=""))

    (story,) = alice.medications.stories()
    assert {step.dose.words for step in story.planned if step.dose} == {"Monday to Friday"}
