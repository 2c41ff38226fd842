"""More tables: each holds what was written, nothing sensitive unticked, and no formula."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest

from care.actions import keep_row
from domain.safety import HarmAnswer
from tests.factories import MONDAY, NOW, a_check_in, a_practice, an_entry

pytestmark = pytest.mark.django_db


def rows_of(client, what, **told):
    answer = client.post("/summary/take-along/", {"what": what} | told)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_each_answer_has_a_row_of_its_own(as_alice, alice):
    a_check_in(
        alice, MONDAY, ratings={"detachment": 7}, not_rated={"empathy": "not_applicable"},
        companions={"sleep_hours": 7.5, "appetite": "less", "signs": ["guilt", "fog"]},
    )  # fmt: skip

    rows = {row["key"]: row for row in rows_of(as_alice, "tidy-csv")}

    assert set(rows) == {"detachment", "empathy", "sleep_hours", "appetite", "signs"}
    assert (rows["detachment"]["value"], rows["detachment"]["unit"]) == ("7", "0-10")
    assert (rows["empathy"]["value"], rows["empathy"]["no value because"]) == ("", "not applicable")
    assert (rows["sleep_hours"]["value"], rows["sleep_hours"]["unit"]) == ("7.5", "hours")
    assert rows["appetite"]["words"] == "Less"
    assert rows["signs"]["words"].count(";") == 1


@pytest.mark.parametrize(("also", "there"), [([], False), (["sensitive"], True)])
def test_what_is_sensitive_is_in_it_only_where_it_was_ticked(as_alice, alice, also, there):
    a_check_in(alice, MONDAY, companions={"worthlessness": 8}, harm=HarmAnswer.YES)

    keys = {row["key"] for row in rows_of(as_alice, "tidy-csv", also=also)}

    assert ("worthlessness" in keys) == there
    assert not any("harm" in key for key in keys)


def test_the_journal_comes_with_its_tags_and_lines(as_alice, alice):
    an_entry(alice, "=1+1\nsecond line", MONDAY - timedelta(1))

    (row,) = rows_of(as_alice, "journal-csv")

    assert row["day"] == "2026-03-15"
    assert row["words"] == "'=1+1\nsecond line"


def test_a_result_stands_as_the_laboratory_wrote_it(as_alice, alice):
    keep_row(
        alice.lab_tests, owner=alice, submission=uuid4(), now=NOW, kind="vitamin_d",
        result_on=MONDAY, value="41", unit="nmol/L", lab_range="50 to 125",
    )  # fmt: skip

    (row,) = rows_of(as_alice, "tests-csv")

    assert (row["result on"], row["value"], row["range of the laboratory"]) == (
        "2026-03-16", "41", "50 to 125",
    )  # fmt: skip


def test_a_practice_stands_with_what_was_told_of_it(as_alice, alice):
    a_practice(alice, "move", MONDAY, note="To the bridge.", minutes=30)

    (row,) = rows_of(as_alice, "practices-csv")

    assert (row["minutes"], row["note"], row["done"]) == ("30", "To the bridge.", "yes")


@pytest.mark.parametrize("what", ["tidy-csv", "journal-csv", "tests-csv", "practices-csv"])
def test_what_was_deleted_is_in_none_of_them(as_alice, alice, what):
    rows = [
        a_check_in(alice, MONDAY),
        an_entry(alice, "canary"),
        a_practice(alice, day=MONDAY),
        keep_row(alice.lab_tests, owner=alice, submission=uuid4(), now=NOW, kind="b12"),
    ]
    for row in rows:
        row.deleted_at = NOW
        row.save()

    assert rows_of(as_alice, what) == []
