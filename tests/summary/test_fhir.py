"""FHIR files hold what was entered, are valid R4, and leave out what was not ticked."""

import json
from datetime import timedelta
from uuid import uuid4

import jsonschema
import pytest
from fhir.resources import R4B
from fhirpathpy import evaluate
from fhirpathpy.models import models

from domain.companions import COMPANIONS
from domain.dimensions import DIMENSIONS
from domain.regimen import Kind
from domain.safety import HarmAnswer
from summary.fhir.terms import BASE, CODES, LOINC, code_system, questionnaire
from summary.page import BLOCKS
from tests.factories import MONDAY, a_change, a_check_in, an_entry
from tests.records import a_switch

pytestmark = pytest.mark.django_db
NOTED = {
    "fatigue": 6, "pain": 3, "sleep_hours": 7.5, "activity_minutes": 30, "appetite": "less", "calm": "no",
    "signs": ["guilt", "fog"], "worthlessness": 9,
}  # fmt: skip


@pytest.fixture
def diary(alice):
    """Every kind of answer, of change and of date, with a word in each that must stay out."""
    for n in range(30):
        a_check_in(alice, MONDAY - timedelta(n), rating=n % 11, companions=NOTED, note="canary-note",
                   harm=HarmAnswer.YES)  # fmt: skip
    a_check_in(alice, MONDAY - timedelta(40), lag=3, ratings={"detachment": 2},
               not_rated={"empathy": "not_applicable", "anhedonia": "cant_tell"})  # fmt: skip
    a_change(alice, "sertraline", day=MONDAY - timedelta(200), taken_for="mood", note="canary-note")
    a_change(alice, "sertraline", kind=Kind.DOSE_INCREASED, dose=100, day=MONDAY - timedelta(100))
    a_change(alice, "sertraline", kind=Kind.STOPPED, dose=None, day=MONDAY - timedelta(20))
    a_change(alice, "<b>my own</b>", day=MONDAY - timedelta(60), about=True, dose=5)
    a_change(alice, "baclofen", day=MONDAY - timedelta(400), precision="year", dose=10)
    a_change(
        alice,
        "prednisolone",
        kind=Kind.COURSE,
        day=MONDAY - timedelta(9),
        end_day=MONDAY - timedelta(5),
    )
    a_switch(alice, MONDAY - timedelta(30), "venlafaxine", "mirtazapine")
    an_entry(alice, "canary-journal")
    return alice


def collected(client, **told):
    return json.loads(client.post("/summary/take-along/", {"what": "fhir"} | told).content)


def documented(client, **told):
    usual = {"period": "12", "paper": "a4", "closer": "detachment", "blocks": list(BLOCKS)}
    response = client.post("/summary/page.fhir.json", usual | told)
    assert response["Content-Type"] == "application/fhir+json"
    return json.loads(response.content)


@pytest.fixture(params=[collected, documented])
def file(request, as_alice, diary):
    return request.param(as_alice)


def of_kind(file, kind):
    return [each["resource"] for each in file["entry"] if each["resource"]["resourceType"] == kind]


# --- valid


@pytest.fixture(scope="module")
def schema():
    from django.conf import settings

    return json.loads((settings.BASE_DIR / ".assets" / "fhir.schema.json").read_text())


def faults(schema, resource):
    kind = {"$ref": f"#/definitions/{resource['resourceType']}"}
    found = jsonschema.Draft6Validator({**schema, "oneOf": [kind]}).iter_errors(resource)
    return [each.message[:200] for each in found]


def test_every_entry_is_what_the_schema_of_hl7_asks_for(file, schema):
    resources = [each["resource"] for each in file["entry"]]
    one_of_a_kind = {json.dumps(sorted(each), sort_keys=True): each for each in resources}

    assert [faults(schema, each) for each in one_of_a_kind.values() if faults(schema, each)] == []


def test_the_schema_catches_what_it_is_for(schema):
    good = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}}

    assert faults(schema, good) == []
    assert faults(schema, good | {"status": "finished"})
    assert faults(schema, good | {"unknown": 1})


def test_every_entry_is_read_by_another_library(file):
    for each in file["entry"]:
        model = R4B.get_fhir_model_class(each["resource"]["resourceType"])
        model.model_validate(each["resource"])


@pytest.mark.parametrize(
    ("kind", "invariant"),
    [
        ("Observation", "dataAbsentReason.empty() or value.empty()"),
        ("Observation", "value.exists() or dataAbsentReason.exists()"),
        ("Composition", "section.all(text.exists() or entry.exists() or section.exists())"),
        ("QuestionnaireResponse", "item.all(linkId.exists() and answer.exists())"),
        (
            "MedicationStatement",
            "effectivePeriod.all(start.empty() or end.empty() or start <= end)",
        ),
    ],
)
def test_the_invariants_hold(as_alice, diary, kind, invariant):
    resources = of_kind(documented(as_alice), kind)

    assert resources
    for each in resources[:60]:
        assert evaluate(each, invariant, [], models["r4"]) == [True], each


def test_every_reference_is_inside_the_file_and_every_address_once(file):
    addresses = [each["fullUrl"] for each in file["entry"]]
    text = json.dumps(file["entry"])
    references = {part.split('"')[0] for part in text.split('"reference": "')[1:]}

    assert len(addresses) == len(set(addresses))
    assert references <= set(addresses)
    assert all(each.startswith("urn:uuid:") for each in addresses)


@pytest.mark.parametrize("made", [code_system, questionnaire])
def test_the_words_of_the_files_are_published_and_valid(client, schema, made):
    name = {code_system: "code-system", questionnaire: "questionnaire"}[made]

    response = client.get(f"/summary/fhir/{name}.json")

    assert response["Content-Type"] == "application/fhir+json"
    assert json.loads(response.content) == json.loads(json.dumps(made()))
    assert faults(schema, made()) == []


def test_nothing_else_is_published(client):
    assert client.get("/summary/fhir/patient.json").status_code == 404


# --- what is in it


def test_every_code_of_ours_is_in_the_code_system(file):
    ours = {
        coding["code"]
        for each in of_kind(file, "Observation")
        for coding in each["code"]["coding"]
        if coding["system"] == CODES
    }

    assert ours <= {concept["code"] for concept in code_system()["concept"]}
    assert set(DIMENSIONS) <= ours


def test_every_question_is_in_the_questionnaire():
    assert [item["linkId"] for item in questionnaire()["item"]] == [*DIMENSIONS, *COMPANIONS]


def test_a_rating_is_a_score_of_its_day_with_when_it_was_entered(as_alice, diary):
    day = (MONDAY - timedelta(40)).isoformat()
    found = {
        each["code"]["coding"][0]["code"]: each
        for each in of_kind(collected(as_alice), "Observation")
        if each["effectiveDateTime"] == day
    }

    assert found["detachment"]["valueQuantity"]["value"] == 2
    assert found["detachment"]["note"] == [{"text": "Filled in 3 days after the day it is about."}]
    assert found["anhedonia"]["dataAbsentReason"]["coding"][0]["code"] == "asked-unknown"
    assert found["empathy"]["dataAbsentReason"]["coding"][0]["code"] == "not-applicable"
    assert "physical_sensation" not in found


def test_sleep_and_pain_have_their_second_code(as_alice, diary):
    codes = {
        coding["code"]
        for each in of_kind(collected(as_alice), "Observation")
        for coding in each["code"]["coding"]
        if coding["system"] == LOINC
    }

    assert codes == {"93832-4", "72514-3"}


def test_each_dose_is_a_statement_from_its_first_to_its_last_day(as_alice, diary):
    told = [
        (each["status"], each["effectivePeriod"], each["dosage"][0]["text"])
        for each in of_kind(collected(as_alice), "MedicationStatement")
        if each["medicationCodeableConcept"]["text"] == "sertraline"
    ]

    def day(ago):
        return (MONDAY - timedelta(ago)).isoformat()

    assert told == [
        ("completed", {"start": day(200), "end": day(101)}, "50 mg once a day"),
        ("stopped", {"start": day(100), "end": day(21)}, "100 mg once a day"),
    ]


@pytest.mark.parametrize(("name", "start"), [("<b>my own</b>", "2026-01"), ("baclofen", "2025")])
def test_a_date_is_told_no_better_than_it_is_known(as_alice, diary, name, start):
    (found,) = [
        each
        for each in of_kind(collected(as_alice), "MedicationStatement")
        if each["medicationCodeableConcept"]["text"] == name
    ]

    assert found["effectivePeriod"] == {"start": start}


def test_the_legs_of_a_switch_share_an_identifier(as_alice, diary):
    shared = {
        each["identifier"][0]["value"]
        for each in of_kind(collected(as_alice), "MedicationStatement")
        if "identifier" in each
    }

    assert len(shared) == 1


def test_the_document_says_what_the_page_says_and_holds_it(as_alice, diary):
    file = documented(as_alice, statement="It is <b>glass</b>.", who="A. B.", questions=["0"])

    (composition,) = of_kind(file, "Composition")
    assert file["entry"][0]["resource"] == composition
    titles = [each["title"] for each in composition["section"]]
    assert titles == [
        "What I most want to talk about", "Ratings", "Medicines", "Questions", "About this file", "PDF",
    ]  # fmt: skip
    assert "&lt;b&gt;glass&lt;/b&gt;" in composition["section"][0]["text"]["div"]
    assert of_kind(file, "Patient") == [{"resourceType": "Patient", "name": [{"text": "A. B."}]}]
    (page,) = of_kind(file, "DocumentReference")
    assert page["content"][0]["attachment"]["data"].startswith("JVBERi")
    typical = [
        each
        for each in of_kind(file, "Observation")
        if "typical" in each["code"]["coding"][0]["code"]
    ]
    assert [each["note"][0]["text"] for each in typical] == ["28 of 28 days rated"] * 4


def test_a_collection_holds_no_number_of_ours_and_no_name(as_alice, diary):
    file = collected(as_alice)

    assert "typical" not in json.dumps(file["entry"])
    assert of_kind(file, "Patient") == [{"resourceType": "Patient"}]
    assert file["type"] == "collection"


# --- what is left out


def test_what_is_sensitive_is_left_out(file):
    text = json.dumps(file)

    for word in ("canary", "worthlessness", "Worth", "hurting", "yes_unsafe"):
        assert word not in text


def test_feeling_worth_little_is_in_it_where_it_was_ticked(as_alice, diary):
    assert "worthlessness" in json.dumps(collected(as_alice, also=["sensitive"]))
    assert "worthlessness" in json.dumps(documented(as_alice, companions=["worthlessness"]))


def test_blocks_that_were_left_out_are_not_in_it(as_alice, diary):
    file = documented(as_alice, blocks=["questions"])

    assert {each["resource"]["resourceType"] for each in file["entry"]} == {
        "Composition", "Patient", "DocumentReference",
    }  # fmt: skip


def test_the_document_holds_nothing_that_was_not_chosen(as_alice, diary):
    file = documented(as_alice, period="4", companions=["fatigue"])
    noted = {
        each["code"]["coding"][0]["code"]
        for each in of_kind(file, "Observation")
        if "issued" in each
    }
    medicines = {
        each["medicationCodeableConcept"]["text"] for each in of_kind(file, "MedicationStatement")
    }

    assert noted == {*DIMENSIONS, "fatigue"}
    assert "prednisolone" in medicines
    assert not any("reasonCode" in each for each in of_kind(file, "MedicationStatement"))
    sertraline = [
        each["effectivePeriod"]["start"]
        for each in of_kind(file, "MedicationStatement")
        if each["medicationCodeableConcept"]["text"] == "sertraline"
    ]
    assert sertraline == [(MONDAY - timedelta(100)).isoformat()]


def test_no_key_of_the_database_is_in_it(as_alice, diary):
    text = json.dumps(documented(as_alice))

    keys = [
        diary.pk,
        *diary.check_ins.values_list("pk", flat=True),
        *diary.medications.values_list("pk", flat=True),
    ]
    assert [each for each in keys if str(each) in text] == []


def test_a_file_says_no_name_that_is_not_ours(file):
    assert BASE in json.dumps(file)
    assert "IPS" not in json.dumps(file)


def test_an_empty_diary_makes_a_file_too(as_alice, alice):
    assert [each["resource"] for each in collected(as_alice)["entry"]] == [
        {"resourceType": "Patient"}
    ]
    assert len(documented(as_alice, submission=str(uuid4()))["entry"]) >= 3
