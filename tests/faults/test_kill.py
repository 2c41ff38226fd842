"""What was acknowledged is there, once, whatever is killed; `python -m bench.faults` runs longer."""

import signal
import threading
import time

import pytest

from tests.faults.writers import Ledger, browsers_of, count_what_is_there, write_at_once

FAULTS = ("a worker", "the server", "the database", "both")


@pytest.fixture
def one(install):
    installation = install()
    installation.start()
    return installation


def break_it(installation, what):
    """Kill without warning, and start again what does not start by itself."""
    if what == "a worker":
        installation.kill_workers()
        return
    if what in {"the server", "both"}:
        installation.kill()
    if what in {"the database", "both"} and installation.cluster is not None:
        installation.cluster.kill()
        installation.cluster.start()
    if what == "the database" and installation.cluster is None:
        installation.kill()  # SQLite lives in the server
    if installation.server.poll() is not None:
        installation.start()


@pytest.mark.parametrize("what", FAULTS)
def test_every_acknowledged_write_survives_a_kill_once(one, what):
    browsers = browsers_of(one, people=3, each=2)
    ledger = Ledger()

    ready_after = []

    def break_and_wait():
        break_it(one, what)
        ready_after.append(one.wait_until_it_answers(10))

    write_at_once(browsers, 12, ledger, break_and_wait, after=0.4)

    count_what_is_there(one, ledger)
    print(f"{what}: {ledger}; ready after {ready_after[0]:.1f} s")
    assert one.is_whole()
    assert len(ledger.acknowledged) == 72
    assert ledger.lost == []
    assert ledger.doubled == []
    assert sum(ledger.times.values()) == 72


def test_answers_that_are_lost_double_nothing(one):
    browsers = browsers_of(one, people=2, each=2)
    ledger = Ledger()

    write_at_once(browsers, 50, ledger, losing=0.3)

    count_what_is_there(one, ledger)
    print(ledger)
    assert (len(ledger.acknowledged), ledger.lost, ledger.doubled) == (200, [], [])
    assert sum(ledger.times.values()) == 200


def test_twenty_people_who_write_at_once_are_never_refused(one):
    browsers = browsers_of(one, people=20)
    ledger = Ledger()

    write_at_once(browsers, 50, ledger)

    count_what_is_there(one, ledger)
    assert ledger.refused == {}
    assert (len(ledger.acknowledged), ledger.lost, ledger.doubled) == (1000, [], [])


def test_a_graceful_stop_cuts_no_request_off(one):
    browsers = browsers_of(one, people=3, each=2)
    ledger, guard = Ledger(), threading.Lock()

    def write(browser, name):
        for n in range(500):
            if browser.write(f"{name} {n}", timeout=20) != 302:
                return
            with guard:
                ledger.acknowledged.add(f"{name} {n}")

    threads = [
        threading.Thread(target=write, args=(each, place)) for place, each in enumerate(browsers)
    ]
    for thread in threads:
        thread.start()
    time.sleep(1)
    one.server.send_signal(signal.SIGTERM)
    one.server.wait(timeout=30)
    for thread in threads:
        thread.join()

    one.start()
    count_what_is_there(one, ledger)
    print(ledger)
    assert set(ledger.times) == ledger.acknowledged  # nothing kept that nobody was told of
    assert len(ledger.acknowledged) > 6
