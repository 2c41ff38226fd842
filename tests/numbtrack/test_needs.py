"""Each need is served once, in one place, by something a test holds."""

import ast
import re
from pathlib import Path

import pytest

from domain.care import LAB_KINDS, PLAN_PARTS
from domain.companions import COMPANIONS, SIGNS
from domain.dimensions import DIMENSIONS
from domain.happenings import HAPPENINGS, THERAPIES
from domain.practices import PRACTICES
from domain.prompts import PROMPTS

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "needs.md").read_text()
ROWS = re.findall(r"^\| (S-[\w-]+) \| (.*?) \| `(.*?)` \|$", TEXT, re.MULTILINE)
LETTERED = {30: ("", "a"), 44: ("", "a"), 58: ("a-e",), 63: ("a-c",), 66: ("a-d",)}
NEEDS = [f"S-{n:02d}{letter}" for n in range(1, 161) for letter in LETTERED.get(n, ("",))]
"""Every need there is, by its id."""

KNOWN = {*DIMENSIONS, *COMPANIONS, *SIGNS, *PRACTICES, *PROMPTS, *HAPPENINGS, *THERAPIES, *LAB_KINDS, *PLAN_PARTS,
         "dissociation", "trauma", "depression", "bipolar", "burnout", "ms"}  # fmt: skip


def test_every_need_has_a_row_and_no_row_stands_twice():
    ids = [need for need, _, _ in ROWS]

    assert sorted(ids) == sorted(set(ids))
    assert sorted(ids) == sorted(NEEDS)
    assert len(ROWS) == TEXT.count("\n| S-")


@pytest.mark.parametrize(("need", "test"), [(need, test) for need, _, test in ROWS])
def test_each_row_names_a_test_that_is_there(need, test):
    path, _, name = test.partition("::")

    tree = ast.parse((ROOT / path).read_text())
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("need", "served"), [(need, served) for need, served, _ in ROWS])
def test_each_row_names_items_that_are_there(need, served):
    assert set(re.findall(r"`(\w+)`", served)) <= KNOWN
