"""A database keeps no samples of what people write: those would outlive the rows they are of."""

import pytest
from django.db import connection

from accounts.samples import take_none
from tests.factories import a_person
from tests.records import everything

CANARY = "canary-0a1b2c3d4e5f"
SAMPLES = """
SELECT tablename, attname FROM pg_stats
WHERE concat(most_common_vals::text, histogram_bounds::text) LIKE %s ORDER BY 1, 2
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1, 2
"""


def found(statement, *told):
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        return cursor.fetchall()


def analyse():
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def columns_that_sample():
    """Return the columns of which a sample holds the canary; SQLite counts and samples nothing."""
    if connection.vendor == "sqlite":
        return [
            row for row in found("SELECT tbl, idx, stat FROM sqlite_stat1") if CANARY in str(row)
        ]
    return found(SAMPLES, f"%{CANARY}%")


def three_people():
    for n in range(3):
        everything(a_person(f"{CANARY}{n}@example.org"), words=f"{CANARY} {n}")


@pytest.mark.django_db(transaction=True)
def test_no_sample_holds_what_somebody_wrote(clock):
    three_people()

    analyse()

    assert columns_that_sample() == []


@pytest.mark.django_db(transaction=True)
def test_samples_that_an_older_numbtrack_took_are_let_go_and_nothing_else(clock):
    three_people()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE accounts_user ALTER COLUMN email SET STATISTICS 100")
            cursor.execute("ALTER INDEX user_email_once ALTER COLUMN 1 SET STATISTICS 100")
            cursor.execute(
                "ALTER TABLE checkins_checkin ALTER COLUMN companions SET STATISTICS 100"
            )
        analyse()
        assert columns_that_sample() == [("accounts_user", "email"), ("user_email_once", "lower")]
        before = found(CONSTRAINTS)

    take_none(using="default")

    analyse()
    assert columns_that_sample() == []
    if connection.vendor == "postgresql":
        assert found(CONSTRAINTS) == before
