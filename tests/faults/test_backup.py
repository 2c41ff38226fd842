"""A backup is made while people write, opens with its key alone, and brings everything back."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.faults.installation import ROOT, Browser, key_of
from tests.faults.test_upgrade import EXPECTED, RELEASES, THE_PAST, THE_PRESENT
from tests.faults.writers import FOUND

STOPPED_HALF_WAY = """
import os, time, django
os.environ["DJANGO_SETTINGS_MODULE"] = "numbtrack.settings"
django.setup()
from django.core.management import call_command
from numbtrack import backups

def wait(*_):
    print("half-way", flush=True)
    time.sleep(60)

backups._copy_database = wait
call_command("backup")
"""


AS_OF_17 = """#!/bin/sh
for told; do case $told in --file=*) script=${{told#--file=}}; esac; done
{real} "$@" && sed -i "1i SET transaction_timeout = 0;" "$script"
"""
"""What pg_restore writes from PostgreSQL 17 on, which an older server refuses. SQLite needs none."""
WRITE = """
from accounts.models import User
from django.utils import timezone
from journal.actions import write_entry
from uuid import uuid4
now = timezone.now()
for owner in User.objects.all():
    write_entry(owner=owner, day=now.date(), text="canary words", timezone="UTC",
                submission=uuid4(), now=now)
"""


@pytest.fixture
def filled(install):
    """One person with an entry, and a backup of it."""
    one = install()
    one.add_person("somebody@example.org")
    one.ask(WRITE)
    one.backup = Path(one.manage("backup", one.var / "kept").split()[0])
    return one


def test_the_restore_drill_brings_the_demo_back_byte_for_byte(install):
    filled = install()
    filled.manage("demo")
    filled.backup = filled.manage("backup", filled.var / "kept").split()[0]
    other = install("other", migrated=False)

    told = other.manage("restore", filled.backup)

    assert "1 accounts" in told
    assert other.hashes() == filled.hashes()
    assert "demo@example.org" in filled.hashes()
    other.start()


def test_it_restores_over_tables_that_hold_nobody(filled, install):
    other = install("other")

    other.manage("restore", filled.backup)

    assert other.hashes() == filled.hashes()


def test_an_older_backup_is_restored_over_the_empty_tables_of_a_newer_numbtrack(install):
    older = install(migrated=False)
    older.ask(THE_PAST.format(targets=RELEASES["0.4.0"]))
    backup = older.manage("backup", older.var / "kept").split()[0]
    newer = install("other")

    told = newer.manage("restore", backup)

    assert "1 accounts" in told
    assert newer.ask(THE_PRESENT) == EXPECTED
    assert "No planned migration operations" in newer.manage("migrate", "--plan")


def test_one_made_with_the_tools_of_a_newer_postgres_is_restored(filled, install, tmp_path):
    other = install("other", migrated=False)
    tools = tmp_path / "tools"
    tools.mkdir()
    as_of_17 = tools / "pg_restore"
    as_of_17.write_text(AS_OF_17.format(real=shutil.which("pg_restore")))
    as_of_17.chmod(0o755)
    other.environ["PATH"] = f"{tools}:{other.environ['PATH']}"

    other.manage("restore", filled.backup)

    assert other.hashes() == filled.hashes()


def test_a_good_backup_is_said_to_be_and_nobody_else_can_read_it(filled):
    told = filled.manage("verify_backup", filled.backup)

    assert re.match(r"Good: made 20\d\d-", told)
    assert filled.backup.stat().st_mode & 0o077 == 0
    content = filled.backup.read_bytes()
    assert b"somebody@example.org" not in content
    assert b"SQLite format" not in content


def test_another_key_a_cut_file_and_a_changed_byte_are_refused_before_anything_is_touched(
    filled, install, tmp_path
):
    stranger = install("stranger", keys=key_of("s"), migrated=False)
    assert "the key it was sealed with" in stranger.manage("restore", filled.backup, good=False)
    assert not stranger.database.exists() or not stranger.database.stat().st_size

    other = install("other", migrated=False)
    content = filled.backup.read_bytes()
    cut, flipped, longer = (tmp_path / name for name in ("cut", "flipped", "longer"))
    cut.write_bytes(content[: len(content) // 2])
    flipped.write_bytes(content[:-2000] + bytes([content[-2000] ^ 1]) + content[-1999:])
    longer.write_bytes(content + content[-200:])
    for file in (cut, flipped, longer):
        told = other.manage("restore", file, good=False)
        assert "Nothing was restored: it is" in told
        assert not other.database.exists() or not other.database.stat().st_size
    none = tmp_path / "none"
    none.write_bytes(b"a poem")
    assert "no backup of numbtrack" in other.manage("restore", none, good=False)
    assert "cannot be read" in other.manage("restore", tmp_path / "nothing", good=False)


def test_a_checksum_that_does_not_fit_is_refused(filled):
    filled.backup.with_name(f"{filled.backup.name}.sha256").write_text("0" * 64)

    assert "checksum" in filled.manage("verify_backup", filled.backup, good=False)


def test_a_database_with_people_is_never_overwritten(filled, install):
    other = install("other")
    other.add_person("alice@example.org")

    assert "there are accounts" in other.manage("restore", filled.backup, good=False)

    assert "alice@example.org" in other.hashes()


def test_one_from_before_what_is_remembered_of_the_erased_is_refused(filled, install):
    other = install("other", migrated=False)
    later = (
        "import datetime; from pathlib import Path; from numbtrack.backups import restore; "
        "from django.utils import timezone; now = timezone.now() + datetime.timedelta(days=36); "
        f"restore(Path({str(filled.backup)!r}), now, however_old={{}})"
    )

    with pytest.raises(AssertionError, match="older than 35 days"):
        other.ask(later.format(False))

    other.ask(later.format(True))
    assert other.hashes() == filled.hashes()


def test_a_copied_backup_is_no_newer_for_it(filled):
    old = filled.backup.with_name("numbtrack-20200101T000000Z.backup")
    old.write_bytes(b"old")

    filled.manage("backup", filled.backup.parent)

    assert not old.exists()


def test_nothing_that_is_being_opened_is_swept_away(filled):
    opening = (
        "from pathlib import Path; from numbtrack import backups; "
        "from django.core.management import call_command; "
        "opened = backups._read; "
        "backups._read = lambda *told: (call_command('tidy'), opened(*told))[1]; "
        f"print(backups.check(Path({str(filled.backup)!r}))['database'])"
    )

    assert filled.ask(opening).splitlines()[-1] in {"sqlite", "postgresql"}


def test_nobody_who_was_erased_is_in_a_backup_that_a_restore_makes(filled, install):
    older = install("older", migrated=False)
    older.ask(THE_PAST.format(targets=RELEASES["0.4.0"]))
    backup = older.manage("backup", older.var / "kept").split()[0]
    other = install("other", migrated=False)

    other.manage("restore", backup)

    assert list(other.var.rglob("*.backup")) == []


def test_a_backup_of_a_newer_numbtrack_is_refused(filled, install):
    filled.ask(
        "from django.db.migrations.recorder import MigrationRecorder as M; "
        "M.Migration.objects.create(app='journal', name='9999_from_the_future')"
    )
    newer = filled.manage("backup", filled.var / "newer").split()[0]

    told = install("other", migrated=False).manage("restore", newer, good=False)

    assert "made by a newer numbtrack" in told


def test_somebody_who_was_erased_is_not_brought_back(filled, install):
    filled.add_person("alice@example.org")
    old = filled.manage("backup", filled.var / "old").split()[0]
    filled.manage("delete_person", "alice@example.org", "--yes")
    other = install("other", migrated=False)
    shutil.copy(filled.var / "erased", other.var / "erased")

    told = other.manage("restore", old)

    assert "1 that had been erased since were erased again" in told
    assert "alice@example.org" not in other.hashes()
    assert other.hashes() == filled.hashes()


def test_a_backup_made_under_load_holds_every_write_acknowledged_before_it(install):
    one = install()
    one.add_person("alice@example.org")
    one.start()
    browser = Browser(one, "alice@example.org")
    acknowledged, going = [], threading.Event()
    going.set()

    def write():
        while going.is_set():
            words = f"words {len(acknowledged)}"
            if browser.write(words) == 302:
                acknowledged.append(words)

    thread = threading.Thread(target=write)
    thread.start()
    until = time.monotonic() + 60
    while len(acknowledged) < 20 and time.monotonic() < until:
        time.sleep(0.01)
    before = list(acknowledged)
    backup = one.manage("backup", one.var / "kept").split()[0]
    after = len(acknowledged)
    going.clear()
    thread.join()
    other = install("other", migrated=False)
    other.manage("restore", backup)

    found = set(other.ask(FOUND).splitlines())
    assert len(before) >= 20
    assert set(before) <= found <= set(acknowledged)
    assert after > len(before)
    assert other.is_whole()


def test_its_age_turns_red(filled):
    assert "hours old" in filled.manage("backup_age")
    long_ago = datetime(2026, 1, 1, tzinfo=UTC).isoformat()
    (filled.var / "last-backup").write_text(long_ago)
    assert "TOO OLD" in filled.manage("backup_age", good=False)
    (filled.var / "last-backup").unlink()
    assert "never" in filled.manage("backup_age", good=False)


def test_a_backup_that_was_killed_leaves_nothing_unsealed_after_the_night(filled):
    left = filled.var / "backup-killed"
    left.mkdir()
    (left / "content").write_text("somebody@example.org")
    part = filled.var / "backups" / ".numbtrack-20260101T000000Z.backup.part"
    part.parent.mkdir()
    part.write_bytes(b"half")

    filled.manage("tidy")

    assert not left.exists()
    assert not part.exists()


def test_one_that_is_told_to_stop_leaves_nothing(filled):
    began = subprocess.Popen(
        [sys.executable, "-c", STOPPED_HALF_WAY], env=filled.environ, cwd=ROOT,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert began.stdout.readline() == "half-way\n"
    assert list(filled.var.glob("backup-*"))
    assert "another one is being made" in filled.manage("backup", good=False)

    began.terminate()
    began.communicate(timeout=20)

    assert not list(filled.var.glob("backup-*"))


def test_a_backup_with_keys_that_open_nothing_is_none(filled):
    filled.environ["NUMBTRACK_ENCRYPTION_KEYS"] = key_of("s")

    assert "does not open" in filled.manage("backup", good=False)


def test_the_list_of_the_erased_comes_back_from_beside_the_backup(filled, install):
    filled.add_person("alice@example.org")
    old = filled.manage("backup", filled.var / "kept").split()[0]
    filled.manage("delete_person", "alice@example.org", "--yes")
    filled.manage("backup", filled.var / "kept")
    other = install("other", migrated=False)

    told = other.manage("restore", old)

    assert "1 that had been erased since were erased again" in told


def test_a_backup_that_is_no_longer_there_counts_for_nothing(filled):
    assert "hours old" in filled.manage("backup_age")
    filled.backup.rename(filled.var / "put away")

    assert "no longer where it was" in filled.manage("backup_age", good=False)


def test_tables_of_something_else_are_never_dropped(filled, install):
    other = install("other", migrated=False)
    other.ask("from django.db import connection as c\n"
              "c.cursor().execute('CREATE TABLE shop_order (id integer)')")  # fmt: skip

    told = other.manage("restore", filled.backup, good=False)

    assert "tables of something else" in told
    assert "shop_order" in told


def test_backups_older_than_their_time_are_deleted(filled):
    folder = filled.var / "kept"
    old = folder / "numbtrack-20200101T000000Z.backup"
    old.write_bytes(b"old")
    os.utime(old, (0, 0))

    filled.manage("backup", folder)

    assert not old.exists()
    assert filled.backup.exists()


def test_nothing_is_left_beside_it(filled):
    assert not list(filled.var.glob("backup-*"))
    if filled.cluster is None:
        copy = sqlite3.connect(filled.database)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        copy.close()
