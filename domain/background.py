"""What a person may tell of their background: in their own words, never a diagnosis of ours."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType


class Standing(StrEnum):
    """How a person stands to a condition."""

    TOLD = "told"
    WONDER = "wonder"

    @property
    def words(self) -> str:
        return {"told": "Told by a clinician", "wonder": "I wonder"}[self.value]

    @property
    def told(self) -> str:
        """The words within a sentence."""
        return {"told": "told by a clinician", "wonder": "I wonder"}[self.value]


CONDITIONS = MappingProxyType(
    {
        "depression": "Depression",
        "bipolar": "Bipolar disorder",
        "trauma": "PTSD or trauma",
        "dissociation": "Depersonalisation or another dissociative disorder",
        "burnout": "Burnout",
        "anxiety": "Anxiety",
        "ms": "Multiple sclerosis",
    }
)
"""Key -> words. What happened is never asked."""
