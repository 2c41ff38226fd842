"""From every release that there was, through migrations that are killed, with what people had entered."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import psycopg2
import pytest

from tests.faults.installation import ROOT

RELEASES = {
    "0.1.0": {"accounts": "0003", "checkins": "0001", "journal": "0001", "medications": "0001"},
    "0.2.0": {
        "accounts": "0004", "checkins": "0002", "journal": "0002", "medications": "0001",
        "support": "0001",
    },
    "0.3.0": {
        "accounts": "0004", "care": "0001", "checkins": "0002", "journal": "0005",
        "medications": "0004", "support": "0001",
    },
    "0.4.0": {
        "accounts": "0007", "care": "0002", "checkins": "0002", "journal": "0005",
        "medications": "0005", "sharing": "0002", "support": "0001",
    },
}  # fmt: skip
"""Version -> the latest migration of each room in it."""
THE_PAST = """
import datetime, uuid
from django.contrib.auth.hashers import make_password
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor

TARGETS = {targets!r}
executor = MigrationExecutor(connection)
known = executor.loader.disk_migrations
wanted = [key for app, start in TARGETS.items() for key in known if key[0] == app and key[1].startswith(start)]
others = [("account", None), ("mfa", None), ("sessions", None), ("contenttypes", None), ("auth", None)]
wanted += [key for key in executor.loader.graph.leaf_nodes() if key[0] in dict(others)]
executor.migrate(wanted)
past = MigrationExecutor(connection).loader.project_state(wanted).apps
USUAL = {{
    models.DateField: datetime.date(2026, 3, 16), models.CharField: "UTC", models.UUIDField: uuid.uuid4,
    models.DateTimeField: datetime.datetime(2026, 3, 16, 20, tzinfo=datetime.UTC),
    models.PositiveSmallIntegerField: 0,
}}

def keep(app, table, **told):
    model = past.get_model(app, table)
    for field in model._meta.concrete_fields:
        if field.name in told or field.has_default() or field.null or field.auto_created:
            continue
        value = next((each for usual, each in USUAL.items() if type(field) is usual), None)
        if value is not None:
            told[field.name] = value() if callable(value) else value
    return model.objects.bulk_create([model(**told)])[0]  # without what listens to the present ones

person = keep("accounts", "User", email="somebody@example.org", password=make_password("an ordinary long password"), timezone="Europe/London")
keep("checkins", "CheckIn", owner=person, ratings={{"detachment": 7, "empathy": 3}})
keep("journal", "Entry", owner=person, text="It is all behind glass.")
medicine = keep("medications", "Medication", owner=person, name="sertraline")
keep("medications", "MedicationEvent", owner=person, medication=medicine, kind="started", dose=50, unit="mg", frequency="once_daily", note="with food")
"""
THE_PRESENT = """
from accounts.models import User
person = User.objects.get()
print(person.email, person.check_password("an ordinary long password"), person.timezone)
print([(str(each.day), sorted(each.ratings.items())) for each in person.check_ins.standing()])
print([str(each.text) for each in person.journal_entries.standing()])
print([(each.medication.name, each.kind, each.dose.normalize(), each.unit, str(each.note)) for each in person.medication_events.standing()])
"""
EXPECTED = """\
somebody@example.org True Europe/London
[('2026-03-16', [('detachment', 7), ('empathy', 3)])]
['It is all behind glass.']
[('sertraline', 'started', Decimal('5E+1'), 'mg', 'with food')]
"""


def noted(one):
    """Return how many migrations the database has noted."""
    count = "SELECT count(*) FROM django_migrations"
    if one.cluster is None:
        with closing(sqlite3.connect(one.database, timeout=10)) as asking:
            return asking.execute(count).fetchone()[0]
    with closing(psycopg2.connect(one.cluster.url)) as asking, asking.cursor() as cursor:
        cursor.execute(count)
        return cursor.fetchone()[0]


def killed_after(one, more):
    """Begin to migrate, and kill it once so many more migrations are noted."""
    before = noted(one)
    running = subprocess.Popen(
        [sys.executable, "manage.py", "migrate", "-v", "0", "--no-backup"],
        env=one.environ,
        cwd=ROOT,
    )
    until = time.monotonic() + 60
    while noted(one) < before + more and running.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    running.kill()
    running.wait()
    return noted(one) - before


@pytest.mark.parametrize("release", RELEASES)
def test_what_people_entered_in_any_release_is_there_after_killed_migrations(install, release):
    one = install(migrated=False)
    one.ask(THE_PAST.format(targets=RELEASES[release]))

    assert killed_after(one, more=1) >= 1
    killed_after(one, more=1)
    one.manage("migrate", "-v", "0")

    assert one.ask(THE_PRESENT) == EXPECTED
    assert "0 do not verify" in one.manage("audit_verify")
    assert "No changes detected" in one.manage("makemigrations", "--check", "--dry-run")


def test_a_backup_is_made_before_anything_is_migrated(install):
    one = install(migrated=False)
    one.ask(THE_PAST.format(targets=RELEASES["0.4.0"]))

    told = one.manage("migrate", "-v", "0")

    (backup,) = (one.var / "backups").glob("*.backup")
    assert f"A backup was made before the database is brought up to date: {backup}" in told
    assert "Good: made" in one.manage("verify_backup", backup)
