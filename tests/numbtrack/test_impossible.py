"""Whatever is entered in whatever order, nothing impossible is kept: by a form or by a file."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from domain.days import BACKFILL_DAYS
from summary.archive.pack import pack
from summary.archive.reading import NotAnAccount, read
from summary.archive.unpack import unpack
from tests.conftest import sign_in_on_an_own_device
from tests.factories import MONDAY, a_person
from tests.summary.test_hostile_files import changed

AROUND = st.integers(-12, 4)


class ADiary(RuleBasedStateMachine):
    """Somebody who fills in days and tells of one medicine, and takes all of it elsewhere."""

    @initialize()
    def begin(self):
        self.owner = a_person(f"{uuid4()}@example.org")
        self.client = sign_in_on_an_own_device(Client(), self.owner)
        self.days, self.started_on, self.stopped_on = set(), None, None

    def send(self, address, **told):
        return self.client.post(address, {"submission": str(uuid4())} | told).status_code

    @rule(offset=AROUND, number=st.integers(0, 10))
    def checks_in(self, offset, number):
        day = MONDAY + timedelta(offset)
        address = "/check-ins/new/" if offset == 0 else reverse("checkins:edit", args=[day])
        status = self.send(address, day=str(day), zone="Europe/London", detachment=str(number))

        can_be = -BACKFILL_DAYS <= offset <= 0
        assert (status == 302) == can_be
        if can_be:
            self.days.add(day)

    @rule(offset=st.integers(-40, 4))
    def starts(self, offset):
        if self.started_on is not None:
            return
        day = MONDAY + timedelta(offset)
        status = self.send(
            "/medications/changes/new/", kind="started", medicine="another", name="sertraline",
            day=str(day), amount="50", unit="mg", frequency="once_daily",
        )  # fmt: skip
        assert (status == 302) == (offset <= 0)
        if status == 302:
            self.started_on = day

    @rule(offset=st.integers(-60, 4))
    def stops(self, offset):
        if self.started_on is None or self.stopped_on is not None:
            return
        day = MONDAY + timedelta(offset)
        (medicine,) = self.owner.medications.all()
        status = self.send(
            "/medications/changes/new/", kind="stopped", medicine=str(medicine.pk), day=str(day)
        )
        assert (status == 302) == (self.started_on <= day <= MONDAY)
        if status == 302:
            self.stopped_on = day

    @rule(offset=st.integers(-3, 9))
    def takes_it_elsewhere(self, offset):
        """The file says another day for the latest check-in; elsewhere it is this Monday, too."""
        if not self.days:
            return
        days = {MONDAY + timedelta(offset)}

        def move(told):
            told["check_ins"] = told["check_ins"][-1:]
            told["check_ins"][0]["day"] = str(MONDAY + timedelta(offset))
            told["earlier_answers"] = []

        other = a_person(f"{uuid4()}@example.org")
        file = changed(pack(self.owner, []), move)
        if offset <= 1:
            unpack(other, read(file), MONDAY)
            assert {each.day for each in other.check_ins.all()} == days
        else:
            with pytest.raises(NotAnAccount):
                unpack(other, read(file), MONDAY)

    @invariant()
    def nothing_impossible_is_kept(self):
        if not hasattr(self, "owner"):
            return
        kept = list(self.owner.check_ins.standing())
        assert {each.day for each in kept} == self.days
        assert all(0 <= each.lag_days <= BACKFILL_DAYS for each in kept)
        events = [(each.kind, each.day) for each in self.owner.medication_events.standing()]
        told = [("started", self.started_on)] if self.started_on else []
        told += [("stopped", self.stopped_on)] if self.stopped_on else []
        assert sorted(events) == sorted(told)


@pytest.mark.django_db
def test_nothing_impossible_is_kept_whatever_is_entered_in_whatever_order(clock):
    run_state_machine_as_test(
        ADiary,
        settings=settings(
            max_examples=12, stateful_step_count=12, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
