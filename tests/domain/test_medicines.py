import re

import pytest

from domain.doses import UNITS
from domain.medicines import ALIASES, CATALOGUE, find_medicine, suggestions
from domain.regimen import NOT_SUDDENLY_CLASSES


def test_the_catalogue_has_its_170_names():
    assert len(CATALOGUE) == 170


@pytest.mark.parametrize("medicine", CATALOGUE.values(), ids=lambda each: each.name)
def test_each_name_has_a_class_a_code_and_a_known_unit(medicine):
    assert medicine.drug_class
    assert re.fullmatch(r"[A-Z]\d{2}[A-Z]{2}\d{2}", medicine.atc)
    assert medicine.unit in UNITS


@pytest.mark.parametrize("alias", ALIASES)
def test_each_alias_finds_a_medicine(alias):
    assert find_medicine(alias.upper()) is not None


@pytest.mark.parametrize("name", ["st john’s wort", "  Sertraline ", "SODIUM  valproate"])
def test_a_name_is_found_however_it_is_written(name):
    assert find_medicine(name) is not None


def test_an_unknown_name_is_not_found():
    assert find_medicine("a tea from my aunt") is None


def test_the_classes_with_the_extra_line_exist_in_the_catalogue():
    known = {medicine.drug_class for medicine in CATALOGUE.values()}

    assert known >= NOT_SUDDENLY_CLASSES


def test_suggestions_offer_every_name_and_alias_once():
    names = [name for name, _ in suggestions()]

    assert len(names) == len(set(names)) == len(CATALOGUE) + len(ALIASES)


@pytest.mark.parametrize(
    "drug_class",
    ["SSRI", "SNRI", "other antidepressant", "benzodiazepine", "corticosteroid", "stimulant",
     "MS disease-modifying therapy (interferon)", "mood stabiliser", "other"],
)  # fmt: skip
def test_each_class_that_people_name_is_in_the_catalogue(drug_class):
    assert drug_class in {medicine.drug_class for medicine in CATALOGUE.values()}
