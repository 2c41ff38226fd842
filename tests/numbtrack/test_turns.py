"""What arrives at once is done one after another: stored once, answered, never a fault."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from accounts import turns
from accounts.models import User
from accounts.turns import MOST_WAITING_IN_ALL
from tests.factories import a_change, a_person

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8
TODAY = (datetime.now(UTC) - timedelta(hours=4)).date()


def at_once(send):
    """Call ``send(n)`` from several threads and count the answers."""

    def call(n):
        try:
            return send(n).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(call, range(AT_ONCE)))


@pytest.fixture
def carol():
    return a_person("carol@example.org", timezone="UTC")


def as_person(person):
    client = Client()
    client.raise_request_exception = False
    client.force_login(person)
    return client


def clients(person):
    return [as_person(person) for _ in range(AT_ONCE)]


def a_form(submission, **told):
    return {
        "kind": "started", "medicine": "another", "name": "sertraline", "day": str(TODAY),
        "amount": "50", "unit": "mg", "submission": submission,
    } | told  # fmt: skip


def test_the_same_change_sent_many_times_at_once_is_kept_once_and_answered_alike(carol):
    senders, form = clients(carol), a_form(str(uuid4()))

    answers = at_once(lambda n: senders[n].post("/medications/changes/new/", form))

    assert answers == {302: AT_ONCE}
    assert (carol.medications.count(), carol.medication_events.count()) == (1, 1)


def test_new_changes_of_one_new_name_at_once_make_one_medicine(carol):
    senders = clients(carol)

    answers = at_once(lambda n: senders[n].post("/medications/changes/new/", a_form(str(uuid4()))))

    assert answers == {302: AT_ONCE}
    assert (carol.medications.count(), carol.medication_events.count()) == (1, AT_ONCE)


def test_of_corrections_that_arrive_at_once_one_is_kept_and_the_others_are_shown_again(carol):
    event = a_change(carol, day=TODAY - timedelta(days=9))
    senders = clients(carol)
    address = f"/medications/changes/{event.pk}/edit/"

    answers = at_once(lambda n: senders[n].post(address, a_form(str(uuid4()), amount=str(n + 1))))

    assert answers == {302: 1, 422: AT_ONCE - 1}
    assert carol.medication_events.standing().count() == 1


def test_the_same_check_in_sent_many_times_at_once_is_kept_once(carol):
    senders = clients(carol)
    form = {
        "day": str(TODAY),
        "zone": "UTC",
        "detachment": "4",
        "submission": str(uuid4()),
        "seen": "0",
    }

    answers = at_once(lambda n: senders[n].post("/check-ins/new/", form))

    assert answers == {302: AT_ONCE}
    assert carol.check_ins.count() == 1


def test_the_same_entry_sent_many_times_at_once_is_kept_once(carol):
    senders = clients(carol)
    form = {"day": str(TODAY), "text": "a word", "submission": str(uuid4())}

    answers = at_once(lambda n: senders[n].post("/journal/", form))

    assert answers == {302: AT_ONCE}
    assert carol.journal_entries.count() == 1


def test_one_address_that_signs_up_many_times_at_once_is_one_person():
    form = {
        "email": "new@example.org", "password1": "seventeen grey pebbles", "timezone": "UTC",
        "country": "", "adult": "on", "nobody_monitors": "on", "consent": "on",
    }  # fmt: skip

    def send(_):
        client = Client()
        client.raise_request_exception = False
        return client.post("/accounts/signup/", form)

    answers = at_once(send)

    assert answers[302] == 1
    assert set(answers) <= {200, 302}
    assert User.objects.count() == 1


def test_wrong_passwords_that_arrive_at_once_are_all_counted(carol):
    def send(n):
        return Client().post(
            "/accounts/login/", {"login": "carol@example.org", "password": f"guess {n}"}
        )

    answers = at_once(send) + at_once(send)

    assert answers == {200: 10, 429: 2 * AT_ONCE - 10}


def test_where_too_much_costly_work_waits_one_more_is_told_and_holds_nobody_up():
    people = [as_person(a_person(f"{n}@example.org")) for n in range(AT_ONCE)]
    told = {}

    def ask(n):
        try:
            answer = people[n].post("/summary/take-along/", {"what": "canary-words"})
            told[n] = (answer.status_code, answer.headers.get("Retry-After"))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(AT_ONCE)]
    with turns._turn:  # somebody's whole account is being written
        for thread in threads:
            thread.start()
        until = time.monotonic() + 20
        while len(told) < AT_ONCE - MOST_WAITING_IN_ALL - 1 and time.monotonic() < until:
            time.sleep(0.01)
        meanwhile = people[0].get("/help-now/").status_code
        refused = dict(told)
    for thread in threads:
        thread.join()

    assert set(refused.values()) == {(503, "5")}
    assert len(refused) == AT_ONCE - MOST_WAITING_IN_ALL - 1
    assert meanwhile == 200
    assert Counter(status for status, _ in told.values()) == {503: 3, 422: 5}
