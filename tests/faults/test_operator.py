"""What an operator is told where something is missing, and what the server's log is told of people."""

import errno
import subprocess
import sys

import pytest
from django.db import DataError, IntegrityError, ProgrammingError

from numbtrack.plainly import said_plainly
from tests.faults.installation import ROOT, key_of

COMMANDS = (
    ("check_keys",), ("rotate_keys",), ("audit_verify",), ("tidy",), ("backup",),
    ("breach_report", "--since", "2026-01-01"), ("delete_person", "a@example.org", "--yes"),
    ("lock_person", "a@example.org"), ("reset_link", "a@example.org"),
)  # fmt: skip


@pytest.fixture
def sentence():
    """Return what a command says that cannot be carried out, and hold it to be one sentence or two."""

    def said(installation, *command):
        told = installation.manage(*command, good=False)
        assert "Traceback" not in told, told
        assert len(told.strip().splitlines()) <= 3, told
        return told

    return said


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each[0])
def test_a_database_without_tables_is_a_sentence(install, sentence, command):
    one = install(migrated=False, on_postgres=False)

    assert "manage.py migrate" in sentence(one, *command)


@pytest.mark.parametrize("command", [("check_keys",), ("backup",), ("migrate",), ("tidy",)])
def test_a_database_that_is_not_there_is_a_sentence(install, sentence, command):
    one = install(migrated=False, on_postgres=False)
    one.environ["DATABASE_URL"] = "postgres://numbtrack:x@127.0.0.1:9/numbtrack"

    assert "refused" in sentence(one, *command)


def test_an_empty_database_is_not_taken_for_a_good_backup(install, sentence):
    one = install(migrated=False, on_postgres=False)

    assert "nothing is in this database yet" in sentence(one, "backup")
    assert "never" in one.manage("backup_age", good=False)


def test_an_age_that_no_clock_knows_is_refused(install, sentence):
    one = install(on_postgres=False)

    assert "from 1 to 1000" in one.manage("backup_age", "--hours", "99999999999", good=False)


def test_a_wrong_key_of_the_right_name_rotates_nothing(install):
    one = install(on_postgres=False)
    one.ask(WRITE)
    one.environ["NUMBTRACK_ENCRYPTION_KEYS"] = key_of("k")[:2] + key_of("x")[2:]

    told = one.manage("rotate_keys", good=False)

    assert "Put the key that sealed it back" in told
    assert "Everything is sealed" not in told


WRITE = """
from datetime import date, datetime, UTC
from uuid import uuid4
from accounts.actions import create_person
from journal.actions import write_entry
now = datetime.now(UTC)
somebody = create_person(email="a@example.org", password="x" * 12, timezone="UTC", country="", now=now)
write_entry(owner=somebody, day=date(2026, 3, 1), text="canary", timezone="UTC", submission=uuid4(), now=now)
"""


def test_a_list_that_cannot_be_kept_keeps_the_night_from_nothing_else(install):
    one = install(on_postgres=False)
    one.ask(WRITE)
    one.ask(DUE)
    (one.var / "erased.lock").mkdir()  # nothing can be noted there, as on a full disk

    told = one.manage("tidy", good=False)

    assert "Left undone: names of the erased" in told
    assert one.ask(PEOPLE_AND_DRAFTS).split() == ["1", "0"]

    (one.var / "erased.lock").rmdir()
    one.manage("tidy")
    assert one.ask(PEOPLE_AND_DRAFTS).split() == ["0", "0"]


DUE = """
from datetime import datetime, timedelta, UTC
from django.http import QueryDict
from accounts.drafts import keep_draft
from accounts.models import Draft, User
now = datetime.now(UTC)
somebody = User.objects.get()
keep_draft(owner=somebody, device="d", page="journal", words=QueryDict("text=a"), now=now)
Draft.objects.update(saved_at=now - timedelta(9))
User.objects.update(leaving_since=now - timedelta(8))
"""
PEOPLE_AND_DRAFTS = """
from accounts.models import Draft, User
print(User.objects.count(), Draft.objects.count())
"""


def test_what_a_killed_restore_left_unsealed_is_gone_after_the_next_look(install):
    one = install(on_postgres=False)
    file = one.manage("backup").split()[0]
    left = one.var / "backup-killed"
    left.mkdir()
    (left / "content").write_text("a whole database")

    one.manage("verify_backup", file)

    assert not left.exists()


def test_a_way_back_makes_a_backup_first(install):
    one = install(on_postgres=False)
    one.ask(WRITE)

    told = one.manage("migrate", "journal", "0004")

    assert "A backup was made before" in told
    (backup,) = (one.var / "backups").glob("*.backup")
    assert backup.stat().st_size


def test_the_list_of_the_erased_is_there_whole_or_as_it_was(install):
    one = install(on_postgres=False)
    one.ask("from uuid import uuid4; from datetime import *; from accounts.leaving import *\n"
            "remember_erased(uuid4(), datetime.now(UTC))")  # fmt: skip
    before = (one.var / "erased").read_text()

    killed = one.manage("shell", "-v", "0", "-c", KILLED_WHILE_WRITING, good=False)

    assert killed == ""
    assert (one.var / "erased").read_text() == before


KILLED_WHILE_WRITING = """
import os, signal
from datetime import UTC, datetime, timedelta
from accounts import leaving, whole_files
whole_files.os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
leaving.forget_erased(datetime.now(UTC) + timedelta(40))
"""


# --- the log of PostgreSQL


def test_no_name_of_a_medicine_stands_in_the_log_of_postgres_though_a_statement_failed(install):
    one = install(on_postgres=True)
    one.ask(WRITE)

    quiet = fail_a_statement(one, "")
    loud = fail_a_statement(one, LOUD)

    assert "canaryzepam" not in quiet
    assert "duplicate key" in quiet
    assert "canaryzepam" in loud  # as PostgreSQL comes
    assert one.ask("from numbtrack.durability import spills; print(spills())") == "[]\n"


LOUD = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SET log_min_error_statement = 'error'")
"""
FAIL = """
from django.db import IntegrityError
from accounts.models import User
from medications.models import Medication
from uuid import UUID
somebody = User.objects.get()
for _ in range(2):
    try:
        Medication.objects.create(id=UUID(int=7), owner=somebody, name="canaryzepam") and None
        Medication.objects.bulk_create([Medication(id=UUID(int=7), owner=somebody, name="canaryzepam")])
    except IntegrityError:
        pass
"""


def fail_a_statement(one, first):
    log = one.cluster.data / "log"
    before = log.stat().st_size
    one.ask(first + FAIL)
    return log.read_text()[before:]


def test_a_server_does_not_start_where_its_database_would_tell_its_log(install):
    one = install(on_postgres=True)
    one.ask("from django.db import connection as c\n"
            "c.cursor().execute(\"ALTER ROLE numbtrack SET log_error_verbosity = 'verbose'\")")  # fmt: skip

    done = subprocess.run(
        [sys.executable, "-c", READY], env=one.environ, cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    assert done.returncode == 1, done.stderr
    assert "numbtrack does not start: what people write would stand in the log" in done.stdout
    assert "ALTER ROLE \"numbtrack\" SET log_error_verbosity = 'terse';" in done.stdout


READY = """
import django
django.setup()
from tools import starting
starting.call_command = lambda *_, **__: None
starting.ready_for_many()
"""


def test_a_disk_without_room_is_a_sentence_though_it_names_no_file(capsys):
    with pytest.raises(SystemExit), said_plainly():
        raise OSError(errno.ENOSPC, "No space left on device")

    assert capsys.readouterr().err == "A file cannot be read or written: No space left on device.\n"


def test_a_broken_rule_of_the_database_is_a_fault_of_ours_and_shown_whole():
    for error in (
        IntegrityError("duplicate key"),
        DataError("too long"),
        ProgrammingError("syntax"),
    ):
        with pytest.raises(type(error)), said_plainly():
            raise error


def test_a_file_that_is_no_database_is_a_sentence(install, sentence):
    one = install(migrated=False, on_postgres=False)
    one.database.write_bytes(b"no database at all" * 100)

    assert "cannot be used now" in sentence(one, "check_keys")
