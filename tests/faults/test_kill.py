"""What was acknowledged is there, once, whatever is killed; `python -m bench.faults` runs longer."""

import signal
import socket
import threading
import time
import urllib.parse
from uuid import uuid4

import pytest

from tests.faults.installation import today
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


def begin_slowly(one, browser):
    """Send half of a form; return what sends the rest and returns the answer."""
    told = {"text": "slow", "submission": str(uuid4()), "day": today(),
            "csrfmiddlewaretoken": browser.token}  # fmt: skip
    body = urllib.parse.urlencode(told).encode()
    cookies = "; ".join(f"{each.name}={each.value}" for each in browser.cookies)
    head = (
        f"POST /journal/ HTTP/1.1\r\nHost: 127.0.0.1:{one.port}\r\nCookie: {cookies}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    asking = socket.create_connection(("127.0.0.1", one.port), timeout=20)
    asking.sendall(head.encode() + body[:20])
    time.sleep(0.3)

    def rest():
        with asking:
            asking.sendall(body[20:])
            return asking.recv(100)

    return rest


def test_a_graceful_stop_cuts_no_request_off(one):
    browsers = browsers_of(one, people=3, each=2)
    ledger, guard, ends = Ledger(), threading.Lock(), []

    def write(browser, name):
        for n in range(500):
            if browser.write(f"{name} {n}", timeout=20) != 302:
                ends.append(browser.why)
                return
            with guard:
                ledger.acknowledged.add(f"{name} {n}")

    threads = [
        threading.Thread(target=write, args=(each, place)) for place, each in enumerate(browsers)
    ]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 20
    while len(ledger.acknowledged) < 30 and time.monotonic() < until:
        time.sleep(0.01)
    slow = begin_slowly(one, browsers[0])  # keeps its worker from ending for a while
    one.server.send_signal(signal.SIGTERM)
    for thread in threads:
        thread.join()
    still_serves = one.server.poll() is None
    answer = slow()
    one.server.wait(timeout=30)

    assert still_serves, "whoever came late waited until the end"
    assert [type(why) for why in ends] == [ConnectionRefusedError] * len(browsers)
    assert answer.startswith(b"HTTP/1.1 302")
    ledger.acknowledged.add("slow")
    one.start()
    count_what_is_there(one, ledger)
    print(ledger)
    assert set(ledger.times) == ledger.acknowledged  # nothing kept that nobody was told of
    assert len(ledger.acknowledged) > 6
