"""Files for a spreadsheet program: every row, and no cell that could run."""

import csv
import io
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dimensions import DIMENSIONS
from domain.regimen import Kind
from summary.tables import MEDICATION_HEADINGS, as_csv, guarded, unguarded
from tests.factories import MONDAY, a_change, a_check_in

ALONG = "/summary/take-along/"
CHECK_INS, CHANGES = "check-ins-csv", "medications-csv"


def file(client, what, *also):
    return client.post(ALONG, {"what": what, "also": also})


def rows(response):
    text = response.content.decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_any_text_survives_the_file_and_never_starts_a_formula(text):
    file = as_csv(["words"], [[text]])

    (cell,) = list(csv.reader(io.StringIO(file, newline="")))[1] if text else ("",)
    assert unguarded(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋"))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'quoted"])
def test_a_dangerous_start_is_guarded_and_comes_back(cell):
    assert guarded(cell) == f"'{cell}"
    assert unguarded(guarded(cell)) == cell


@pytest.mark.django_db
def test_every_check_in_is_a_row_with_both_words_in_the_headings(as_alice, alice):
    a_check_in(alice, MONDAY - timedelta(9), lag=4, rating=7)
    a_check_in(alice, ratings={"detachment": 0}, not_rated={"empathy": "cant_tell"})

    response = file(as_alice, CHECK_INS)

    first, second = rows(response)
    assert response.headers["Content-Disposition"] == 'attachment; filename="check-ins.csv"'
    assert (first["day"], first["entered"], first["lag in days"]) == (
        "2026-03-07",
        "recalled_later",
        "4",
    )
    assert all(first[each.heading] == "7" for each in DIMENSIONS.values())
    assert second["Distance (detachment)"] == "0"
    assert second["Muted response to others (reduced empathy)"] == ""
    assert second["Muted response to others: no number because"] == "can't tell"


@pytest.mark.django_db
def test_every_standing_change_is_a_row(as_alice, alice):
    a_change(alice, "=cmd()", day=MONDAY - timedelta(40), note="-1 of them\nand more",
             reasons=("felt_numb", "prescriber_advised"))  # fmt: skip
    a_change(alice, "sertraline", Kind.STOPPED, MONDAY, dose=None)

    first, second = rows(file(as_alice, CHANGES))

    assert tuple(first) == MEDICATION_HEADINGS
    assert unguarded(first["medicine"]) == "=cmd()"
    assert unguarded(first["note"]) == "-1 of them\nand more"
    assert (first["dose"], first["unit"], first["frequency"]) == ("50", "mg", "once a day")
    assert first["reasons"] == "Felt numb; Prescriber advised"
    assert (second["what happened"], second["dose"], second["ATC"]) == ("stopped", "", "N06AB06")


@pytest.mark.django_db
@pytest.mark.parametrize("what", [CHECK_INS, CHANGES])
def test_an_empty_diary_is_a_file_with_headings(as_alice, what):
    response = file(as_alice, what)

    assert rows(response) == []
    assert response.content.startswith(b"day,")


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_a_file_asks_as_many_questions_whatever_its_rows(
    as_alice, alice, django_assert_num_queries, count
):
    for n in range(count):
        a_check_in(alice, MONDAY - timedelta(n))
        a_change(alice, f"medicine {n}")

    with django_assert_num_queries(
        31
    ):  # eleven of each count the step and note in the log that a file was made
        file(as_alice, CHECK_INS)
        file(as_alice, CHANGES)
