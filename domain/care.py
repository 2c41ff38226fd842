"""Words of a visit: what to ask for, laboratory tests, who is in the care team. No opinions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Asked(StrEnum):
    """How far a laboratory test has come."""

    TO_ASK = "to_ask"
    ASKED = "asked"
    ORDERED = "ordered"
    RESULT = "result"

    @property
    def words(self) -> str:
        return {
            "to_ask": "To ask for",
            "asked": "Asked for",
            "ordered": "Ordered",
            "result": "Result",
        }[self.value]


@dataclass(frozen=True, slots=True)
class LabKind:
    """A test that can be asked for. units: those that laboratories write.

    on_wish: offered only where someone looks for more.
    """

    key: str
    label: str
    units: tuple[str, ...] = ()
    on_wish: bool = False


def _catalogue(*kinds: LabKind) -> Mapping[str, LabKind]:
    return MappingProxyType({each.key: each for each in kinds})


LAB_KINDS = _catalogue(
    LabKind("vitamin_d", "Vitamin D", ("nmol/L", "ng/mL")),
    LabKind("b12", "Vitamin B12", ("pmol/L", "pg/mL", "ng/L")),
    LabKind("folate", "Folate", ("nmol/L", "ng/mL", "µg/L")),
    LabKind("tsh", "TSH (thyroid)", ("mIU/L", "mU/L", "µIU/mL")),
    LabKind("free_t4", "Free T4 (thyroid)", ("pmol/L", "ng/dL")),
    LabKind("free_t3", "Free T3 (thyroid)", ("pmol/L", "pg/mL")),
    LabKind("iron", "Iron", ("µmol/L", "µg/dL")),
    LabKind("ferritin", "Ferritin", ("µg/L", "ng/mL")),
    LabKind("testosterone", "Testosterone", ("nmol/L", "ng/dL"), on_wish=True),
    LabKind("estradiol", "Estrogen (estradiol)", ("pmol/L", "pg/mL"), on_wish=True),
    LabKind("other", "Another test"),
)
"""Key -> test, in the order of the ask-list."""

LAB_UNITS = tuple(dict.fromkeys(unit for each in LAB_KINDS.values() for unit in each.units))

ROLES = MappingProxyType(
    {
        "psychiatrist": "Psychiatrist",
        "neurologist": "Neurologist",
        "gp": "GP or family doctor",
        "therapist": "Therapist",
        "nurse": "Nurse",
        "pharmacist": "Pharmacist",
        "trusted": "A person I trust",
        "other": "Someone else",
    }
)

PLAN_PARTS = MappingProxyType(
    {
        "working_on": ("Right now", "One thing is enough. Nothing is too."),
        "helping": ("What is helping, even a little", ""),
        "body": ("Body", "Medicines, sleep, movement, tests."),
        "mind": ("Mind", "Therapy, skills, rest from strain, care for stress."),
        "people": ("People and days", "Company, work, home, things that have a point."),
    }
)
"""Part of what one is working on -> (words, hint)."""
