"""The demo account holds what a newcomer to the code wants to see."""

import io

import pytest
from django.core.management import call_command

from accounts.models import User
from domain.days import Recall
from domain.intervals import Interval
from domain.lanes import lanes
from domain.regimen import Kind
from numbtrack.demo import EMAIL, PASSWORD, seed_demo
from tests.factories import MONDAY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield seed_demo(today=MONDAY, now=NOW)
        User.objects.filter(email=EMAIL).delete()


def test_it_has_eighteen_months_with_missed_later_and_unsure_days(demo):
    diary = demo.check_ins.diary()

    assert (MONDAY - diary.began).days in range(530, 549)
    assert 380 <= len(diary.days) <= 480
    assert {day.recall for day in diary.days} == set(Recall)
    assert any(day.not_rated for day in diary.days)


def test_its_medicines_tell_a_raise_a_cross_taper_and_a_course(demo):
    events = demo.medication_events.standing()
    stories = events.stories()

    drawn = lanes(stories, Interval.latest(182, MONDAY), MONDAY)

    assert {Kind.DOSE_INCREASED, Kind.COURSE} <= {event.kind for event in events}
    assert [lane.name for lane in drawn if lane.overlaps] == ["sertraline", "vortioxetine"]


def test_it_has_something_on_every_page(demo):
    for kind in ("plan_steps", "side_effect_notes", "dated_events", "visits", "questions",
                 "lab_tests", "carers", "practice_notes", "journal_entries"):  # fmt: skip
        assert getattr(demo, kind).exists(), kind
    assert demo.background.own_word
    assert demo.care_plan.working_on


def test_making_it_again_replaces_it_and_prints_its_password(demo, settings):
    out = io.StringIO()

    call_command("demo", stdout=out)

    assert User.objects.filter(email=EMAIL).count() == 1
    assert PASSWORD in out.getvalue()
