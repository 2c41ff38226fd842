"""The whole account in one file, and back: all of it or nothing, and the same again."""

import io
import json
import zipfile
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actions import change_settings
from accounts.leaving import erase
from accounts.models import Arrival
from care.actions import remember_choices
from domain.companions import COMPANIONS
from domain.dimensions import DIMENSIONS
from domain.safety import HarmAnswer
from medications.actions import correct_change
from summary.archive import shape
from summary.archive.pack import DATA, pack
from summary.archive.reading import NotAnAccount, read
from summary.archive.schema import account_schema
from summary.archive.unpack import NotEmpty, unpack
from tests.conftest import sign_in_on_an_own_device
from tests.factories import MONDAY, NOW, a_change, a_check_in, a_person, an_entry
from tests.records import everything

pytestmark = pytest.mark.django_db
BRING_IN = "/summary/bring-in/"


@pytest.fixture
def told(alice):
    """A record of every kind, some of them more than once, and a day that was changed."""
    everything(alice, words="a few words")
    a_check_in(
        alice, MONDAY - timedelta(9), rating=3, companions={"worthlessness": 8}, harm=HarmAnswer.YES
    )
    a_check_in(alice, MONDAY - timedelta(9), rating=4, harm=HarmAnswer.NO)
    a_change(
        alice,
        "a few words medicine",
        kind="dose_increased",
        dose=Decimal("62.5"),
        day=MONDAY - timedelta(3),
    )
    an_entry(alice, "canary 😀 \u202e\ntwo lines", MONDAY - timedelta(5))
    change_settings(owner=alice, decimal_sign=",", rhythm_key="weekly", companion_keys=["fatigue"])
    return alice


def content_of(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        return json.loads(file.read(DATA))


def changed(packed, change):
    """Return the file with its values changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == DATA:
                values = json.loads(content)
                change(values)
                content = json.dumps(values).encode()
            new.writestr(name, content)
    return held.getvalue()


BOTH = ("harm", "sensitive")


# --- out, and in


def test_a_second_file_equals_the_first_byte_for_byte(told, bob):
    first = pack(told, BOTH)

    unpack(bob, read(first), MONDAY)

    assert pack(bob, BOTH) == first


def test_every_kind_of_record_is_in_the_test(told):
    content = content_of(pack(told))

    assert {name for name in shape.KINDS if not content[name]} == set()


def test_nothing_that_a_person_keeps_is_forgotten():
    from django.apps import apps

    rooms = ("care", "checkins", "journal", "medications", "support")
    kept = {model for room in rooms for model in apps.get_app_config(room).get_models()}

    assert kept <= set(shape.KINDS.values())


def test_corrections_come_along(told, bob, clock):
    event = told.medication_events.standing().filter(dose=Decimal("62.5")).get()
    clock.shift(timedelta(hours=1))
    before = told.medication_events.count()
    facts = event.change()
    from medications.actions import Facts

    correct_change(
        event=event, facts=Facts(facts.kind, facts.day, facts.dose.__class__(Decimal(75), "mg", "once_daily")),
        submission=uuid4(), now=NOW + timedelta(hours=1),
    )  # fmt: skip

    unpack(bob, read(pack(told)), MONDAY)

    assert bob.medication_events.count() == before + 1 == told.medication_events.count()
    assert bob.medication_events.standing().stories()[0].changes != ()


ANSWERS = st.dictionaries(
    st.integers(0, 60),
    st.tuples(
        st.dictionaries(st.sampled_from(list(DIMENSIONS)), st.integers(0, 10)),
        st.sampled_from([{}, {"fatigue": 3}, {"sleep_hours": 7.5}, {"signs": ["guilt"]}]),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40),
    ),
    max_size=6,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    ANSWERS,
    st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60
        ),
        max_size=4,
    ),
)
def test_whatever_was_written_comes_back_the_same(db, clock, days, entries):
    one, two = (a_person(f"{uuid4()}@example.org") for _ in range(2))
    for ago, (ratings, companions, note) in days.items():
        a_check_in(one, MONDAY - timedelta(ago), ratings=ratings, companions=companions, note=note)
    for n, text in enumerate(entries):
        an_entry(one, text, MONDAY - timedelta(n))
    first = pack(one, BOTH)

    unpack(two, read(first), MONDAY)

    assert pack(two, BOTH) == first


# --- its shape


def test_the_shape_is_written_down_and_each_file_keeps_to_it(told):
    written = json.loads((Path(__file__).parents[2] / "docs" / "account.schema.json").read_text())

    assert written == account_schema()
    jsonschema.Draft202012Validator.check_schema(written)
    jsonschema.validate(content_of(pack(told, BOTH)), written)


def test_the_file_has_no_key_of_the_database_and_no_address_of_the_person(told):
    text = json.dumps(content_of(pack(told, BOTH)))

    assert told.email not in text
    keys = [
        told.pk,
        *told.check_ins.values_list("pk", flat=True),
        *told.medications.values_list("pk", flat=True),
    ]
    assert [key for key in keys if str(key) in text] == []


def test_pictures_are_files_of_their_own(told):
    packed = pack(told)

    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        (picture,) = [name for name in file.namelist() if name != DATA]
        assert file.read(picture) == bytes(told.entry_pictures.get().data)
    assert content_of(packed)["pictures"][0]["data"] == picture


# --- what is sensitive


def test_what_is_sensitive_is_left_out_unless_it_was_ticked(as_alice, told):
    def given_file(**also):
        answer = as_alice.post("/summary/take-along/", {"what": "account"} | also)
        return json.dumps(content_of(answer.content))

    without, with_it = given_file(), given_file(also=["harm", "sensitive"])

    sensitive = [key for key, each in COMPANIONS.items() if each.sensitive]
    assert [key in without for key in sensitive] == [False] * len(sensitive)
    assert '"harm": "yes' not in without
    assert [key in with_it for key in sensitive] == [True] * len(sensitive)
    assert '"harm": "yes' in with_it


def test_what_was_deleted_is_not_in_it(alice):
    entry = an_entry(alice, "canary")
    entry.deleted_at = NOW
    entry.save()

    assert "canary" not in json.dumps(content_of(pack(alice)))


# --- all or nothing


def drop(name, field):
    def change(values):
        del values[name][0][field]

    return change


def put(name, field, value):
    def change(values):
        values[name][0][field] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        drop("check_ins", "day"),
        put("check_ins", "day", "yesterday"),
        put("check_ins", "ratings", {"detachment": 11}),
        put("check_ins", "ratings", [1]),
        put("check_ins", "note", 5),
        put("check_ins", "note", "x" * 30_000),
        put("medication_events", "medication", "medications/99"),
        put("medication_events", "medication", "check_ins/1"),
        put("medication_events", "medication", "pictures/1"),
        put("medication_events", "kind", "cured"),
        put("medication_events", "dose", "many"),
        put("pictures", "data", "files/none.jpeg"),
        put("lab_tests", "kind", "x" * 100),
        lambda values: values.update(version=2),
        lambda values: values.update(format="other"),
        lambda values: values.update(check_ins={}),
        lambda values: values.update(settings=[]),
        lambda values: values["settings"].update(theme="neon"),
        lambda values: values["settings"].update(timezone="x" * 200),
        lambda values: values["settings"].update(timezone="Mars/Olympus"),
        lambda values: values["settings"].update(day_starts_at=13),
        lambda values: values["settings"].update(companion_keys=[{}]),
        lambda values: values["settings"].update(companion_keys=[[]]),
        lambda values: values["settings"].update(companion_keys=list(COMPANIONS)),
        put("check_ins", "day", ""),
        put("check_ins", "day", "0001-01-01"),
        put("check_ins", "entered_at", "2026-03-16T20:00:00"),
        put("check_ins", "timezone", "Mars/Olympus"),
        put("check_ins", "companions", {"fatigue": [1]}),
        put("check_ins", "not_rated", {"empathy": {}}),
        put("medication_events", "reasons", [{}]),
        put("medication_events", "reasons", {}),
        put("dated_events", "kind_text", "a new kind"),
        put("practices", "practice", "flying"),
        put("background", "conditions", "[1]"),
        put("page_choices", "told", "[]"),
        put("page_choices", "told", '{"questions": 5}'),
        lambda values: values.pop("visits"),
    ],
)
def test_a_file_with_a_fault_anywhere_leaves_nothing(told, bob, change):
    packed = changed(pack(told), change)

    with pytest.raises(NotAnAccount):
        unpack(bob, read(packed), MONDAY)

    empty = [not kind._default_manager.filter(owner=bob).exists() for kind in shape.KINDS.values()
             if kind is not shape.KINDS["earlier_answers"]]  # fmt: skip
    assert all(empty)
    bob.refresh_from_db()
    assert bob.decimal_sign == "."


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x03\x04", zipfile.ZipFile.__doc__.encode()])
def test_what_is_no_account_is_said_to_be_none(content):
    with pytest.raises(NotAnAccount):
        read(content)


def test_a_picture_that_is_none_is_refused(told, bob):
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack(told))) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) if name == DATA else b"<script>alert(1)</script>")

    with pytest.raises(NotAnAccount, match="cannot be read"):
        unpack(bob, read(held.getvalue()), MONDAY)


def test_nothing_is_mixed_into_an_account_that_holds_something(told, bob):
    an_entry(bob)

    with pytest.raises(NotEmpty):
        unpack(bob, read(pack(told)), MONDAY)


ODD = st.sampled_from([
    None, "", 0, -1, 1.5, True, [], {}, "x", "💊", "\x00", "\ud800", [[]], {"a": []}, 10**30, "2026-02-31",
])  # fmt: skip
PAGES = (
    "/check-ins/", "/check-ins/new/", "/trends/", "/trends/?range=all", "/medications/", "/journal/",
    "/journal/events/", "/journal/practices/", "/care/", "/summary/", "/summary/?for_whom=gp&ask=1",
    "/summary/take-along/", "/accounts/settings/", "/accounts/background/",
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_file_with_odd_values_is_refused_or_every_page_can_show_it(told, clock, data):
    """One value anywhere in the file is another: whatever comes in can be read afterwards."""
    content = content_of(pack(told, BOTH))
    kind = data.draw(st.sampled_from(["settings", *shape.KINDS]))
    row = content[kind] if kind == "settings" else data.draw(st.sampled_from(content[kind]))
    row[data.draw(st.sampled_from(sorted(row)))] = data.draw(ODD)
    owner = a_person(f"{uuid4()}@example.org")
    packed = changed(pack(told, BOTH), lambda values: values.update(content))

    try:
        unpack(owner, read(packed), MONDAY)
    except NotAnAccount:
        return

    client = Client()
    client.force_login(owner)
    keys = owner.medications.values_list("pk", flat=True)
    for address in (*PAGES, *(f"/medications/{key}/" for key in keys), "/days/2026-03-14/"):
        assert client.get(address).status_code == 200, address


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_damaged_file_is_read_whole_or_refused(told, data):
    packed = bytearray(pack(told))
    for _ in range(data.draw(st.integers(1, 3))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))

    try:
        read(bytes(packed[: data.draw(st.integers(0, len(packed)))]))
        read(bytes(packed))
    except NotAnAccount:
        return


def test_what_was_only_ticked_or_deleted_is_nothing(told, bob):
    remember_choices(owner=bob, clinician="gp", told={"period": "4"}, now=NOW)
    entry = an_entry(bob)
    entry.deleted_at = NOW
    entry.save()

    unpack(bob, read(pack(told, BOTH)), MONDAY)

    assert pack(bob, BOTH) == pack(told, BOTH)


# --- the pages


def upload(client, content):
    return client.post(BRING_IN, {"file": SimpleUploadedFile("account.zip", content)})


@pytest.fixture
def as_bob(client, bob):
    return sign_in_on_an_own_device(client, bob)


def test_a_file_is_looked_at_brought_in_and_taken_back(as_bob, told, bob):
    packed = pack(told, BOTH)

    preview = upload(as_bob, packed).content.decode()
    nothing_yet = bob.check_ins.count()
    as_bob.post(f"{BRING_IN}confirm/")
    page = as_bob.get(BRING_IN).content.decode()
    bob.refresh_from_db()
    here = pack(bob, BOTH)
    an_entry(bob, "mine")
    as_bob.post(f"{BRING_IN}undo/")

    assert "2 days" in preview
    assert nothing_yet == 0
    assert "Take it back" in page
    assert here == packed
    assert (bob.check_ins.count(), bob.medications.count()) == (0, 0)
    assert str(bob.journal_entries.get().text) == "mine"
    bob.refresh_from_db()
    assert (bob.decimal_sign, bob.rhythm_key, bob.companion_keys) == (".", "daily", [])


def test_what_was_added_to_it_or_changed_stays_with_what_belongs_to_it(as_bob, told, bob):
    upload(as_bob, pack(told, BOTH))
    as_bob.post(f"{BRING_IN}confirm/")
    medicine = bob.medications.get(name="a few words medicine")
    mine = a_change(bob, medicine.name, "dose_increased", MONDAY - timedelta(1), dose=70)
    entry = bob.journal_entries.first()
    entry.text = "rewritten"
    entry.save()
    change_settings(owner=bob, theme="dark")

    as_bob.post(f"{BRING_IN}undo/")

    assert mine in bob.medication_events.all()
    assert bob.medication_events.filter(medication=medicine).count() > 1, "its story stays whole"
    assert [str(each.text) for each in bob.journal_entries.all()] == ["rewritten"]
    assert (bob.check_ins.count(), bob.visits.count()) == (0, 0)
    bob.refresh_from_db()
    assert (bob.theme, bob.decimal_sign) == ("dark", ".")


@pytest.mark.parametrize("days", [1, 3])
def test_a_file_is_made_and_read_with_as_many_questions_whatever_its_days(
    alice, bob, days, django_assert_num_queries
):
    for n in range(days):
        for rating in (3, 4, 5):  # each day was changed twice
            a_check_in(alice, MONDAY - timedelta(n), rating=rating)

    with django_assert_num_queries(18):
        packed = pack(alice, BOTH)
    account = read(packed)
    with django_assert_num_queries(67):
        unpack(bob, account, MONDAY)


def test_after_a_day_it_stays(as_bob, told, bob, clock):
    upload(as_bob, pack(told))
    as_bob.post(f"{BRING_IN}confirm/")
    clock.shift(timedelta(hours=25))
    as_bob.force_login(bob)

    as_bob.post(f"{BRING_IN}undo/")

    assert bob.check_ins.exists()


def test_what_was_looked_at_an_hour_ago_is_asked_for_again(as_bob, told, bob, clock):
    upload(as_bob, pack(told))
    clock.shift(timedelta(minutes=61))

    page = as_bob.post(f"{BRING_IN}confirm/", follow=True).content.decode()

    assert "Choose it again." in page
    assert not bob.check_ins.exists()


def test_a_file_that_was_looked_at_and_left_does_not_stay(as_bob, told, clock):
    upload(as_bob, pack(told))
    clock.shift(timedelta(minutes=61))

    as_bob.get(BRING_IN)

    assert not Arrival.objects.exists()


def test_the_file_does_not_stay_once_it_is_in(as_bob, told):
    upload(as_bob, pack(told))
    as_bob.post(f"{BRING_IN}confirm/")

    assert bytes(Arrival.objects.get().file) == b""


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_another_file_is_met_with_a_sentence(as_bob, content):
    response = upload(as_bob, content)

    assert response.status_code == 422
    assert "This is not a file of a whole account from numbtrack." in response.content.decode()


def test_an_account_that_holds_something_says_so(as_bob, bob, told):
    an_entry(bob)

    page = as_bob.get(BRING_IN).content.decode()
    response = upload(as_bob, pack(told))

    assert "This account holds something already." in page
    assert response.status_code == 422


def test_taken_out_erased_brought_in_and_taken_out_again_it_is_the_same(alice, clock):
    everything(alice, words="all of it")
    first = pack(alice, BOTH)
    erase(owner=alice, now=NOW)
    again = a_person("alice@example.org")

    unpack(again, read(first), MONDAY)

    assert pack(again, BOTH) == first


def test_the_file_tells_too_how_the_account_was_made_and_used(as_alice, alice):
    everything(alice, words="all of it")
    packed = as_alice.post("/summary/take-along/", {"what": "account"}).content

    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        about = json.loads(file.read("beside/account.json"))
        activity = file.read("beside/activity.csv").decode()
        names = {name for name in file.namelist() if name.startswith("beside/")}
    assert about["email"] == "alice@example.org"
    assert [each["given_by"] for each in about["agreements"]] == ["operator"]
    assert len(about["signed_in"]) == 1
    assert [each["label"] for each in about["shared_pages"]] == ["all of it"]
    assert "Took a file along" in activity
    assert {"beside/check-ins.csv", "beside/check-ins-and-medicines.fhir.json"} <= names
    assert read(packed).counts()["journal_entries"] == 1
