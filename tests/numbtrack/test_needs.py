"""Each need is served once, in one place, by something a test holds."""

import ast
import re
from pathlib import Path

import pytest

from domain.companions import COMPANIONS, SIGNS
from domain.dimensions import DIMENSIONS
from domain.practices import PRACTICES
from domain.prompts import PROMPTS

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "needs.md").read_text()
ROWS = re.findall(r"^\| (S-[\w-]+) \| (.*?) \| `(.*?)` \|$", TEXT, re.MULTILINE)
NEEDS = [
    "S-01",
    "S-03",
    "S-04",
    "S-05",
    "S-06",
    "S-07",
    "S-08",
    "S-09",
    "S-10",
    "S-11",
    "S-12",
    "S-13",
    "S-14",
    "S-15",
    "S-16",
    "S-17",
    "S-18",
    "S-19",
    "S-21",
    "S-22",
    "S-24",
    "S-25",
    "S-26",
    "S-28",
    "S-29",
    "S-30",
    "S-30a",
    "S-32",
    "S-33",
    "S-34",
    "S-35",
    "S-36",
    "S-37",
    "S-38",
    "S-39",
    "S-40",
    "S-41",
    "S-42",
    "S-43",
    "S-44",
    "S-45",
    "S-46",
    "S-47",
    "S-48",
    "S-49",
    "S-51",
    "S-52",
    "S-53",
    "S-54",
    "S-55",
    "S-56",
    "S-57",
    "S-59",
    "S-60",
    "S-61",
    "S-62",
    "S-63a-c",
    "S-65",
    "S-66a-d",
    "S-67",
    "S-68",
    "S-69",
    "S-72",
    "S-75",
    "S-76",
    "S-77",
    "S-78",
    "S-79",
    "S-80",
    "S-81",
    "S-82",
    "S-100",
    "S-102",
    "S-103",
    "S-123",
    "S-125",
    "S-126",
    "S-132",
    "S-134",
    "S-147",
    "S-148",
    "S-149",
    "S-150",
    "S-152",
    "S-153",
    "S-154",
    "S-155",
    "S-156",
    "S-157",
]
"""What belongs to the check-in, to safety, to learning and to the tone."""

KNOWN = {*DIMENSIONS, *COMPANIONS, *SIGNS, *PRACTICES, *PROMPTS,
         "dissociation", "trauma", "depression", "bipolar", "burnout", "ms"}  # fmt: skip


def test_every_need_has_a_row_and_no_row_stands_twice():
    ids = [need for need, _, _ in ROWS]

    assert sorted(ids) == sorted(set(ids))
    assert set(NEEDS) - set(ids) == set()
    assert len(ROWS) == TEXT.count("\n| S-")


@pytest.mark.parametrize(("need", "test"), [(need, test) for need, _, test in ROWS])
def test_each_row_names_a_test_that_is_there(need, test):
    path, _, name = test.partition("::")

    tree = ast.parse((ROOT / path).read_text())
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("need", "served"), [(need, served) for need, served, _ in ROWS])
def test_each_row_names_items_that_are_there(need, served):
    assert set(re.findall(r"`(\w+)`", served)) <= KNOWN
