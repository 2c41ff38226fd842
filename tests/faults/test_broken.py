"""A database that hangs, is full or cannot be written, and migrations that are interrupted."""

import copy
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import Client
from django.utils import timezone

from tests.conftest import sign_in_on_an_own_device
from tests.factories import PASSWORD
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
