"""The catalogue of medicines: 170 generic names with their display class, ATC code and unit.

Source of the codes: WHO Collaborating Centre for Drug Statistics Methodology, ATC/DDD index.
A name that is not in it is as welcome as one that is.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Medicine:
    """A catalogue entry. unit: the usual dose unit, not a dose."""

    name: str
    drug_class: str
    atc: str
    unit: str


def _rows(filename: str) -> list[dict[str, str]]:
    text = files("domain").joinpath("data", filename).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


CATALOGUE: Mapping[str, Medicine] = {
    row["name"].casefold(): Medicine(row["name"], row["class"], row["atc"], row["unit"])
    for row in _rows("medications.csv")
}
ALIASES: Mapping[str, str] = {
    row["alias"].casefold(): row["name"] for row in _rows("medication_aliases.csv")
}


def find_medicine(name: str) -> Medicine | None:
    """Return the catalogue entry of a name or of one of its aliases, whatever its case."""
    wanted = " ".join(name.split()).casefold().replace("’", "'")
    return CATALOGUE.get(ALIASES.get(wanted, wanted).casefold())


def suggestions() -> list[tuple[str, str]]:
    """Return (name to write, words beside it) for a type-ahead, aliases included."""
    names = [(medicine.name, medicine.drug_class) for medicine in CATALOGUE.values()]
    aliases = [(alias, f"also written {name}") for alias, name in ALIASES.items()]
    return sorted(names + aliases, key=lambda each: each[0].casefold())
