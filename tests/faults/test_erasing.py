"""Somebody who left is in no byte of any file: the whole data directory is searched, as a thief would."""

import sqlite3
import threading
import time
from contextlib import contextmanager

import psycopg2
import pytest

from tests.faults.installation import Browser, today

CANARY = "canary-0a1b2c3d4e5f"
EMAIL = "canary-9f8e7d6c5b4a@example.org"
A_FULL_LIFE = f"""
from accounts.models import User
from tests.records import everything
everything(User.objects.get(email={EMAIL!r}), words={CANARY!r})
"""
KEPT_FOR_PLANNING = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("ANALYZE")
"""
TURNED_OVER = """
from django.db import connection
with connection.cursor() as cursor:
    for _ in range(3):
        cursor.execute("SELECT pg_switch_wal()")
        cursor.execute("CHECKPOINT")
"""
"""What PostgreSQL noted of every change is written over in time; here it is at once."""


@pytest.fixture
def lived_in(install):
    """Somebody who entered something of every kind, served, beside somebody who entered nothing."""
    one = install()
    one.add_person(EMAIL)
    one.add_person("bob@example.org")
    one.ask(A_FULL_LIFE)
    one.ask(KEPT_FOR_PLANNING)
    one.start()
    return one


def files_that_tell(one, *words):
    """Return every file below the data directories that holds one of the words."""
    roots = [one.var] + ([one.cluster.data] if one.cluster else [])
    files = [file for root in roots for file in root.rglob("*") if file.is_file()]
    return [str(file) for file in files if any(w.encode() in file.read_bytes() for w in words)]


def test_no_byte_of_any_file_tells_of_somebody_who_left(lived_in):
    browser = Browser(lived_in, EMAIL)
    browser.get("/trends/")
    if lived_in.cluster:
        lived_in.ask('from django.db import connection; connection.cursor().execute("CHECKPOINT")')
    assert files_that_tell(lived_in, CANARY)
    assert files_that_tell(lived_in, EMAIL)

    assert (
        browser.post("/accounts/leaving/", {"when": "now", "word": "delete"}, browser.token) == 200
    )
    lived_in.manage("tidy")  # as every night
    if lived_in.cluster:
        lived_in.ask(TURNED_OVER)

    assert files_that_tell(lived_in, CANARY, EMAIL) == []
    assert not (lived_in.var / "erased-and-not-freed").exists()
    assert Browser(lived_in, "bob@example.org").write("I am still here.") == 302


@contextmanager
def a_reader_of(one):
    """Somebody who reads for a long time in one transaction, as a backup does."""
    if one.cluster is None:
        reading = sqlite3.connect(one.database, isolation_level=None, check_same_thread=False)
    else:
        reading = psycopg2.connect(one.cluster.url)
    cursor = reading.cursor()
    if one.cluster is None:
        cursor.execute("BEGIN")
    for table in ("accounts_user", "journal_entry"):
        cursor.execute(f"SELECT count(*) FROM {table}")
        cursor.fetchall()
    at_the_latest = threading.Timer(20, reading.close)  # so that a failing test ends
    at_the_latest.start()
    yield
    at_the_latest.cancel()
    reading.close()


def test_a_night_that_cannot_write_tables_anew_locks_nobody_out_and_leaves_it_to_the_next(lived_in):
    bob, statuses, going = Browser(lived_in, "bob@example.org"), [], threading.Event()
    lived_in.manage("delete_person", EMAIL, "--yes")
    (lived_in.var / "erased-and-not-freed").touch()
    going.set()

    def write():
        while going.is_set() and len(statuses) < 90:
            statuses.append(bob.write(f"words {len(statuses)}"))
            time.sleep(0.1)

    writing = threading.Thread(target=write)
    with a_reader_of(lived_in):
        writing.start()
        lived_in.manage("tidy")
        going.clear()
        writing.join()

    assert set(statuses) == {302}
    assert (lived_in.var / "erased-and-not-freed").exists()
    lived_in.manage("tidy")
    assert not (lived_in.var / "erased-and-not-freed").exists()


def test_no_sealed_word_is_in_any_file_while_people_write(install):
    one = install()
    one.add_person(EMAIL)
    one.start()
    browser = Browser(one, EMAIL)
    for n in range(5):
        assert browser.write(f"sealed-canary-{n} of what nobody else reads") == 302
    told = {"day": today(), "zone": "UTC", "detachment": "3", "note": "sealed-canary-note"}
    browser.post("/check-ins/new/", told, browser.token)

    assert files_that_tell(one, EMAIL)  # what is not sealed is there to be found
    assert files_that_tell(one, "sealed-canary") == []
