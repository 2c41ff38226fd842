"""Laboratory tests without an opinion of ours, the care team, and what one is working on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from care.actions import keep_row
from domain.care import LAB_KINDS, PLAN_PARTS, ROLES
from tests.factories import MONDAY, NOW, a_check_in

pytestmark = pytest.mark.django_db
CARE, TEST, TEAM, PLAN = "/care/", "/care/tests/new/", "/care/team/new/", "/care/working-on/"


def ago(days):
    return str(MONDAY - timedelta(days))


def told(**facts):
    return {"kind": "ferritin", "submission": str(uuid4())} | facts


@pytest.mark.parametrize("kind", [key for key in LAB_KINDS if key != "other"])
def test_each_test_of_the_list_can_be_put_on_the_ask_list_by_its_name_alone(as_alice, alice, kind):
    as_alice.post(TEST, told(kind=kind))

    assert [test.asked.value for test in alice.lab_tests.all()] == ["to_ask"]
    assert LAB_KINDS[kind].label in as_alice.get(CARE).content.decode()


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        ({"asked_on": ago(9)}, "Asked for 7 March 2026"),
        ({"asked_on": ago(9), "ordered_on": ago(5)}, "Ordered 11 March 2026"),
        ({"ordered_on": ago(5), "result_on": ago(1), "value": "41"}, "Result of 15 March 2026"),
    ],
)
def test_a_test_stands_as_far_as_it_has_come(as_alice, alice, facts, stage):
    as_alice.post(TEST, told(**facts))

    assert stage in as_alice.get(CARE).content.decode()


def test_a_result_is_kept_as_the_laboratory_wrote_it_and_judged_by_nobody(as_alice, alice):
    as_alice.post(TEST, told(result_on=ago(1), value="< 8", unit="µg/L", lab_range="15 to 150"))

    page = as_alice.get(CARE).content.decode()
    assert "&lt; 8 µg/L (their range 15 to 150)" in page
    assert not any(
        word in page.lower() for word in ("too low", "deficien", "abnormal", "normal range")
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, unit, lab_range FROM care_labtest")
        stored = b" ".join(bytes(each) for each in cursor.fetchone())
    assert not any(words in stored for words in (b"< 8", "µg/L".encode(), b"15 to 150"))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": ""}, "Choose the test."),
        ({"kind": "other"}, "Enter the name of the test."),
        ({"value": "41"}, "Enter the day of the result."),
        ({"result_on": ago(1)}, "Enter the value as the laboratory wrote it."),
        ({"result_on": ago(-1), "value": "4"}, "That day has not come yet."),
        ({"asked_on": "soon"}, "Write the day like 2026-11-22."),
        ({"value": "x" * 41, "result_on": ago(1)}, "at most 40 characters"),
    ],
)
def test_what_is_amiss_is_said_beside_the_field(as_alice, alice, facts, sentence):
    response = as_alice.post(TEST, told(note="kept words", **facts))

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "kept words" in page
    assert alice.lab_tests.count() == 0


def test_some_tests_are_shown_only_to_someone_who_looks_for_more(as_alice):
    first = as_alice.get(TEST).content.decode()
    more = as_alice.get(f"{TEST}?more=1").content.decode()

    assert 'value="testosterone"' not in first
    assert 'value="testosterone"' in more
    assert 'value="estradiol"' in more


def test_a_result_is_a_dot_on_trends(as_alice, alice):
    a_check_in(alice)
    as_alice.post(TEST, told(result_on=ago(9), value="41"))
    as_alice.post(TEST, told(kind="b12"))

    response = as_alice.get("/trends/")

    (lane,) = response.context["chart"].others
    assert lane.dots == (MONDAY - timedelta(9),)
    assert 'class="dot"' in response.content.decode()
    assert "Laboratory results: 7 March 2026." in response.content.decode()


def test_a_test_can_be_changed_deleted_and_brought_back(as_alice, alice):
    as_alice.post(TEST, told())
    test = alice.lab_tests.get()

    as_alice.post(f"/care/tests/{test.pk}/edit/", told(asked_on=ago(1), seen="1"))
    as_alice.post(f"/care/tests/{test.pk}/delete/")
    gone = alice.lab_tests.standing().count()
    as_alice.post(f"/care/tests/{test.pk}/bring-back/")

    test.refresh_from_db()
    assert (gone, test.asked.value, test.version) == (0, "asked", 2)


def test_a_second_tab_overwrites_no_result(as_alice, alice):
    as_alice.post(TEST, told())
    test = alice.lab_tests.get()
    address = f"/care/tests/{test.pk}/edit/"
    as_alice.post(address, told(note="one tab", seen="1"))

    assert as_alice.post(address, told(note="the other", seen="1")).status_code == 409
    assert alice.lab_tests.get().note == "one tab"


@pytest.mark.parametrize(
    ("rows", "facts"), [("lab_tests", {"kind": "x"}), ("carers", {"role": "x"})]
)
def test_the_database_refuses_what_nobody_knows(alice, rows, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        keep_row(getattr(alice, rows), owner=alice, submission=uuid4(), now=NOW, **facts)


# --- the care team


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_enough_for_someone_in_the_care_team(as_alice, alice, role):
    as_alice.post(TEAM, {"role": role, "submission": str(uuid4())})

    assert ROLES[role] in as_alice.get(CARE).content.decode()


def test_name_number_and_note_are_kept_sealed(as_alice, alice):
    facts = {"role": "therapist", "name": "Anna", "reach": "020 7946 0000", "note": "Knows MS.",
             "submission": str(uuid4())}  # fmt: skip

    as_alice.post(TEAM, facts)
    as_alice.post(TEAM, facts)

    page = as_alice.get(CARE).content.decode()
    assert page.count("Therapist, Anna") == 1
    assert "020 7946 0000" in page
    assert b"Anna" not in alice.carers.values_list("name", flat=True)[0]


def test_someone_can_be_changed_deleted_and_brought_back(as_alice, alice):
    carer = keep_row(alice.carers, owner=alice, submission=uuid4(), now=NOW, role="gp")

    as_alice.post(
        f"/care/team/{carer.pk}/edit/",
        {"role": "gp", "name": "Dr B", "seen": "1", "submission": str(uuid4())},
    )
    as_alice.post(f"/care/team/{carer.pk}/delete/")
    gone = alice.carers.standing().count()
    as_alice.post(f"/care/team/{carer.pk}/bring-back/")

    assert (gone, [each.told for each in alice.carers.standing()]) == (
        0,
        ["GP or family doctor, Dr B"],
    )


# --- what one is working on


def test_every_part_of_what_one_works_on_may_stay_empty(as_alice, alice):
    assert as_alice.post(PLAN, {}).url == CARE
    as_alice.post(PLAN, {"mind": "Rest from strain.", "seen": "1"})

    page = as_alice.get(CARE).content.decode()
    assert "Rest from strain." in page
    assert alice.care_plan.version == 2


def test_body_mind_and_people_stand_beside_each_other(as_alice):
    page = as_alice.get(PLAN).content.decode()

    for label, _ in PLAN_PARTS.values():
        assert label in page


def test_a_second_tab_overwrites_nothing_of_it(as_alice, alice):
    as_alice.post(PLAN, {"mind": "one tab", "seen": "0"})

    stale = as_alice.post(PLAN, {"mind": "the other", "seen": "0"})

    assert stale.status_code == 409
    assert "one tab" in stale.content.decode()
    assert alice.care_plan.mind == "one tab"


def test_a_tab_that_saw_more_than_there_is_gets_no_fault(as_alice, alice):
    response = as_alice.post(PLAN, {"mind": "typed words", "seen": "5"})

    assert response.status_code == 409
    assert "typed words" in response.content.decode()
