"""A database that hangs, is full or cannot be written, and migrations that are interrupted."""

import copy
import errno
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import psycopg2
import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.backends.signals import connection_created
from django.test import Client
from django.utils import timezone

from accounts.leaving import ask_to_leave
from numbtrack import patience
from tests.conftest import sign_in_on_an_own_device
from tests.factories import NOW, PASSWORD
from tests.faults.installation import ROOT, Browser
from tests.faults.writers import FOUND, browsers_of

WORDS = "It is all behind <glass>."
SHOWN = "It is all behind &lt;glass&gt;."


@contextmanager
def hanging(installation):
    """Let the database answer nobody."""
    if installation.cluster is not None:
        installation.cluster.freeze()
        try:
            yield
        finally:
            installation.cluster.freeze(signal.SIGCONT)
        return
    holder = sqlite3.connect(installation.database)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        holder.rollback()
        holder.close()


def in_a_moment(browser, words):
    """Write until it is taken, for as long as a process answers at once that the database hangs."""
    for _ in range(30):
        status = browser.write(words)
        if status == 302:
            break
        time.sleep(0.1)
    return status


def test_a_database_that_hangs_is_told_calmly_in_time_with_the_words(install):
    one = install()
    one.start()
    (browser,) = browsers_of(one, people=1)

    with hanging(one):
        began = time.monotonic()
        status = browser.write(WORDS)
        took = time.monotonic() - began

    assert status == 503
    assert took < 10
    assert "We cannot reach our storage just now." in browser.page
    assert "Get help now" in browser.page
    assert SHOWN in browser.page
    assert in_a_moment(browser, "After it.") == 302
    assert one.ask(FOUND) == "After it.\n"


def test_no_page_waits_more_than_once_for_a_database_that_hangs(install):
    """On SQLite reading waits for nobody; PostgreSQL is asked several times for one page."""
    one = install(on_postgres=True)
    one.start()
    (browser,) = browsers_of(one, people=1)
    seen, took = {}, {}

    with hanging(one):
        for address in ("/help-now/", "/privacy/", "/"):
            began = time.monotonic()
            seen[address] = browser.look(address)
            took[address] = time.monotonic() - began

    assert seen == {"/help-now/": 200, "/privacy/": 200, "/": 503}
    assert max(took.values()) < 6, took
    assert "Get help now" in browser.page


def last_here_a_while_ago(one):
    """Let it be noted with the next request that somebody is here, as once a minute."""
    one.ask(AWHILE_AGO)


AWHILE_AGO = """
from importlib import import_module
from django.conf import settings
from django.contrib.sessions.models import Session
from accounts.sessions import SEEN
store = import_module(settings.SESSION_ENGINE).SessionStore
for each in Session.objects.all():
    kept = store(each.pk)
    if SEEN in kept:
        kept[SEEN] -= 300
        kept.save()
"""


def test_somebody_who_was_away_waits_no_longer_than_anybody(install):
    """Also for a page that lets go of what is over as it is opened."""
    one = install()
    one.start()
    readers = browsers_of(one, people=2)
    last_here_a_while_ago(one)

    with hanging(one):
        began = time.monotonic()
        written = readers[0].write(WORDS)
        took_to_write = time.monotonic() - began
        began = time.monotonic()
        read = readers[1].look("/accounts/security/")
        took_to_read = time.monotonic() - began

    assert (written, read) == (503, 503)
    assert SHOWN in readers[0].page
    assert max(took_to_write, took_to_read) < 8


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_breaks_as_somebody_comes_is_no_fault(as_alice, clock, monkeypatch):
    clock.shift(timedelta(minutes=5))

    def broken(*_):
        connection.close()
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("numbtrack.door.stay", broken)

    assert as_alice.get("/journal/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), [("/help-now/", 200), ("/journal/", 503)])
def test_a_connection_that_is_closed_already_is_told_as_one_that_does_not_answer(
    as_alice, monkeypatch, address, status
):
    def closed(*_):
        raise InterfaceError("connection already closed")

    monkeypatch.setattr(
        "django.contrib.sessions.backends.db.SessionStore._get_session_from_db", closed
    )
    as_alice.raise_request_exception = False

    assert as_alice.get(address).status_code == status


@pytest.mark.django_db
def test_a_disk_without_room_for_a_file_is_told_as_one_without_room(as_alice, alice, monkeypatch):
    ask_to_leave(owner=alice, now=NOW)

    def full(**_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("accounts.security.stop_leaving", full)
    as_alice.raise_request_exception = False

    answer = as_alice.post("/accounts/leaving/stay/")

    assert answer.status_code == 503
    assert "We cannot reach our storage just now." in answer.content.decode()


def test_each_request_waits_anew_for_a_database_that_hung(monkeypatch):
    waited = []
    monkeypatch.setattr(patience.extensions, "set_wait_callback", waited.append)
    monkeypatch.setattr(
        patience.select, "select", lambda *told: (asked.append(told[-1]), [])[1:] * 3
    )
    asked = []
    patience.be_patient_for(4.0)
    (wait,) = waited
    hung = SimpleNamespace(poll=lambda: patience.extensions.POLL_READ, fileno=lambda: 0)

    for again in (False, True, False):
        if not again:
            patience.begin()
        with pytest.raises(psycopg2.OperationalError):
            wait(hung)

    assert asked == [4.0, patience.ONCE_MORE, 4.0]


def test_a_full_disk_is_told_calmly_with_the_words_and_loses_nothing(install):
    one = install(on_postgres=False)
    one.add_person("somebody@example.org")
    one.start(largest_file=one.database.stat().st_size + 40_000)
    browser = Browser(one, "somebody@example.org")
    kept = []
    for n in range(200):
        began = time.monotonic()
        status = browser.write(f"{n} {WORDS} " + "x" * 5000)
        took = time.monotonic() - began
        if status != 302:
            break
        kept.append(n)

    assert status == 503
    assert took < 10
    assert SHOWN in browser.page
    assert "What you saved before is safe." in browser.page
    for pid in one.workers():  # room again, by itself
        resource.prlimit(
            pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        )
    assert browser.write("There is room again.") == 302
    one.stop()
    one.start()
    kept.append("There")
    assert [_told(line) for line in one.ask(FOUND).splitlines()] == kept


def _told(line):
    first = line.split()[0]
    return int(first) if first.isdigit() else first


def test_forty_people_at_once_are_told_in_time_that_the_database_hangs(install):
    one = install()
    one.start()
    browsers = browsers_of(one, people=4)
    took, statuses = [], []

    def write(browser):
        began = time.monotonic()
        statuses.append(browser.write(WORDS))
        took.append(time.monotonic() - began)

    with hanging(one), ThreadPoolExecutor(40) as pool:
        copies = [copy.copy(each) for each in browsers for _ in range(10)]
        list(pool.map(write, copies))

    assert set(statuses) == {503}
    assert max(took) < 12
    assert in_a_moment(browsers[0], "After it.") == 302


@pytest.mark.django_db
def test_nothing_is_lost_around_the_hour_that_a_clock_leaves_out_or_repeats(as_alice, alice, clock):
    for moment in ("2026-03-29T00:59", "2026-03-29T01:01", "2026-10-25T00:30", "2026-10-25T01:30"):
        clock.move_to(datetime.fromisoformat(moment).replace(tzinfo=UTC))
        sign_in_on_an_own_device(as_alice, alice)
        told = {"text": moment, "day": str(alice.today(timezone.now())), "submission": str(uuid4())}
        assert as_alice.post("/journal/", told).status_code == 302

    assert {str(each.text) for each in alice.journal_entries.all()} == {
        "2026-03-29T00:59", "2026-03-29T01:01", "2026-10-25T00:30", "2026-10-25T01:30",
    }  # fmt: skip


@pytest.fixture
def only_read(alice):
    """A database that refuses every write from now on."""
    client = Client(raise_request_exception=False)
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    return client


@contextmanager
def refusing_writes():
    def refuse(connection, **_):
        with connection.cursor() as cursor:
            cursor.execute(
                "PRAGMA query_only=ON"
                if connection.vendor == "sqlite"
                else "SET default_transaction_read_only=on"
            )

    connection.close()
    connection_created.connect(refuse)
    try:
        yield
    finally:
        connection_created.disconnect(refuse)
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_cannot_be_written_is_told_calmly(only_read):
    with refusing_writes():
        told = {"text": WORDS, "submission": "8f3a1c9e-0000-4000-8000-000000000001"}
        answer = only_read.post("/journal/", told | {"day": "2026-03-16"})

    assert answer.status_code == 503
    page = answer.content.decode()
    assert SHOWN in page
    assert 'class="num"' in page


@pytest.mark.django_db(transaction=True)
def test_what_was_written_can_be_read_for_as_long_as_nothing_can_be_written(only_read, clock):
    clock.shift(timedelta(minutes=5))  # so that it would be noted when they were last here

    with refusing_writes():
        answer = only_read.get("/journal/")

    assert answer.status_code == 200


@pytest.mark.parametrize("seconds", [1.2, 1.6, 2.0, 2.4])
def test_a_migration_that_is_killed_can_be_run_again(install, seconds):
    one = install(migrated=False)
    whole = install("whole")
    running = subprocess.Popen(
        [sys.executable, "manage.py", "migrate", "-v", "0"], env=one.environ, cwd=ROOT
    )
    time.sleep(seconds)
    running.kill()
    running.wait()

    one.manage("migrate", "-v", "0")

    assert tables(one) == tables(whole)
    one.add_person("somebody@example.org")
    assert "No changes detected" in one.manage("makemigrations", "--check", "--dry-run")


def tables(installation):
    """Return every table and constraint as the database itself tells of it."""
    asked = "SELECT name, sql FROM sqlite_master ORDER BY name"
    if installation.cluster is not None:
        asked = (
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
            "FROM pg_constraint ORDER BY 1, 2"
        )
    return installation.ask(
        "from django.db import connection\n"
        f"cursor = connection.cursor()\ncursor.execute({asked!r})\n"
        "print(*cursor.fetchall(), sep=chr(10))"
    )


@pytest.mark.django_db
def test_a_clock_that_is_put_back_an_hour_loses_nothing(as_alice, alice, clock):
    told = {"day": "2026-03-16"}
    for n in range(2):
        as_alice.post("/journal/", told | {"text": f"words {n}", "submission": str(uuid4())})
        clock.shift(timedelta(hours=-1))

    assert {str(each.text) for each in alice.journal_entries.all()} == {"words 0", "words 1"}
    assert as_alice.get("/journal/").status_code == 200
