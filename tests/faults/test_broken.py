"""A database that hangs, is full or cannot be written, and migrations that are interrupted."""

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.backends.signals import connection_created
from django.test import Client

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
    assert browser.write("After it.") == 302
    assert one.ask(FOUND) == "After it.\n"


def test_a_full_disk_is_told_calmly_with_the_words_and_loses_nothing(install):
    one = install(on_postgres=False)
    one.add_person("somebody@example.org")
    one.start(largest_file=one.database.stat().st_size + 40_000)
    browser = Browser(one, "somebody@example.org")
    kept = []
    for n in range(200):
        if browser.write(f"{n} {WORDS} " + "x" * 5000) != 302:
            break
        kept.append(n)

    assert SHOWN in browser.page
    assert "What you saved before is safe." in browser.page
    one.stop()
    one.start()
    assert [int(line.split()[0]) for line in one.ask(FOUND).splitlines()] == kept
    assert Browser(one, "somebody@example.org").write("There is room again.") == 302


@pytest.fixture
def only_read(alice):
    """A database that refuses every write from now on."""
    client = Client(raise_request_exception=False)
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    return client


@pytest.mark.django_db(transaction=True)
def test_a_database_that_cannot_be_written_is_told_calmly(only_read):
    def refuse(connection, **_):
        with connection.cursor() as cursor:
            cursor.execute(
                "PRAGMA query_only=ON"
                if connection.vendor == "sqlite"
                else "SET default_transaction_read_only=on"
            )

    from django.db import connection

    connection.close()
    connection_created.connect(refuse)
    try:
        told = {"text": WORDS, "submission": "8f3a1c9e-0000-4000-8000-000000000001"}
        answer = only_read.post("/journal/", told | {"day": "2026-03-16"})
    finally:
        connection_created.disconnect(refuse)
        connection.close()

    assert answer.status_code in {500, 503}
    page = answer.content.decode()
    assert SHOWN in page
    assert 'class="num"' in page


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
