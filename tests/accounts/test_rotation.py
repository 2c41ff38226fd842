"""Keys are changed while people go on writing, and no word is lost on the way."""

import importlib.util
import io
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.http import QueryDict

from accounts.actions import find_background, tell_background
from accounts.drafts import find_draft, keep_draft
from accounts.models import Arrival
from accounts.rotation import rotate, sealed_models
from accounts.sealing import CannotUnseal, key_of, new_key
from care.actions import ask, keep_row, remember_choices, tell_care_plan
from checkins.actions import record_check_in
from checkins.models import Told
from domain.doses import Dose
from domain.safety import HarmAnswer
from journal.actions import change_entry
from medications.actions import Intended, copy_plan
from sharing.actions import Frozen, share
from support.actions import keep_plan, read_plan
from tests.factories import MONDAY, NOW, a_change, a_check_in, a_practice, an_entry
from tests.records import a_picture, a_side_effect, an_event

pytestmark = pytest.mark.django_db
NEW = new_key()
ROOT = Path(__file__).resolve().parents[2]


def test_a_key_that_only_some_rows_need_is_missed_before_anybody_is_served(alice, settings):
    for n in range(20):
        an_entry(alice, f"with the old key {n}")
    old = settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = f"{NEW},{old}"
    for n in range(20):
        an_entry(alice, f"with the new key {n}")
    call_command("check_keys", stdout=io.StringIO())

    for missing in (NEW, old):
        settings.ENCRYPTION_KEYS = missing
        with pytest.raises(CommandError, match=r"journal_entry\.\w+ does not open"):
            call_command("check_keys", stdout=io.StringIO())


def words_everywhere(owner):
    """Write something into every sealed column there is, an earlier version among it."""
    a_check_in(owner, note="a note", harm=HarmAnswer.YES)
    record_check_in(
        owner=owner, day=MONDAY, today=MONDAY, timezone="UTC", now=NOW + timedelta(hours=1),
        told=Told({"detachment": 1}, {}, {}, "another note", HarmAnswer.NO), submission=uuid4(),
    )  # fmt: skip
    remember_choices(owner=owner, clinician="gp", told={"period": "12"}, now=NOW)
    entry = an_entry(owner, "the sea")
    change_entry(entry=entry, day=MONDAY, text="the sea", tags=["cold"], now=NOW)
    a_practice(owner, note="birds")
    event = a_change(owner, note="with food", taken_for="mood")
    a_side_effect(event.medication)
    own = Dose(Decimal(5), "mg", "other", "Monday to Friday")
    copy_plan(owner=owner, name="x", steps=[Intended(MONDAY, own)], submission=uuid4(), now=NOW)
    an_event(owner, helped="x")
    Arrival.objects.create(owner=owner, file=b"PK", rows="[]", looked_at=NOW)
    frozen = Frozen("weeks", "A.", "<p>x</p>", b"%PDF", "{}")
    share(owner=owner, frozen=frozen, days=7, submission=uuid4(), now=NOW)
    a_picture(entry)
    keep_row(owner.visits, owner=owner, submission=uuid4(), now=NOW, day=MONDAY, decided="x")
    keep_row(owner.lab_tests, owner=owner, submission=uuid4(), now=NOW, kind="b12", value="3")
    keep_row(owner.carers, owner=owner, submission=uuid4(), now=NOW, role="gp", name="x")
    ask(owner=owner, words=["why"], submission=uuid4(), now=NOW)
    tell_care_plan(owner=owner, words={"mind": "rest"}, seen_version=None, now=NOW)
    keep_plan(owner=owner, people="Anna", places="here", helps="water", seen_version=0, now=NOW)
    words = {"own_word": "glass", "since": "2019", "after": "x", "family": "y"}
    tell_background(owner=owner, standings={}, words=words, now=NOW)
    keep_draft(owner=owner, device="x", page="journal", words=QueryDict("text=half"), now=NOW)


def read_back(owner):
    check_in = owner.check_ins.get()
    earlier = check_in.earlier_answers.get()
    medication = owner.medications.get(name="sertraline")
    return [
        check_in.note, check_in.harm_answer, earlier.note, earlier.harm_answer,
        owner.journal_entries.get().text, owner.journal_entries.get().tags, owner.practice_notes.get().note,
        owner.medication_events.get().note, medication.taken_for, read_plan(owner=owner),
        find_background(owner=owner).own_word,
        find_draft(owner=owner, device="x", page="journal", now=NOW)["text"],
    ]  # fmt: skip


def keys_in_use():
    found = set()
    for model, names in sealed_models():
        for values in model._base_manager.values_list(*names):
            found |= {key_of(value) for value in values if value}
    return found


def rotated(*args):
    out = io.StringIO()
    call_command("rotate_keys", *args, stdout=out)
    return out.getvalue()


def test_every_sealed_column_is_written_in_this_test(alice):
    words_everywhere(alice)

    tables = {model._meta.db_table: names for model, names in sealed_models()}
    written = {table.table for table in rotate(dry=True) if table.rows}
    assert set(tables) == written


def test_after_a_rotation_the_first_key_alone_opens_everything(alice, settings):
    words_everywhere(alice)
    before = read_back(alice)
    old = settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = f"{NEW},{old}"

    told = rotated()

    settings.ENCRYPTION_KEYS = NEW
    assert read_back(alice) == before
    assert keys_in_use() == {NEW.partition(":")[0]}
    assert f"Everything is sealed with key {NEW.partition(':')[0]}." in told


def test_before_it_the_old_key_is_still_needed(alice, settings):
    an_entry(alice, "the sea")
    settings.ENCRYPTION_KEYS = NEW

    with pytest.raises(CannotUnseal):
        _ = alice.journal_entries.get().text


def test_a_dry_run_counts_and_changes_nothing(alice, settings):
    words_everywhere(alice)
    settings.ENCRYPTION_KEYS = f"{NEW},{settings.ENCRYPTION_KEYS}"
    before = keys_in_use()

    told = rotated("--dry-run")

    assert keys_in_use() == before
    assert "journal_entry: 1 rows with words, 1 would be sealed anew" in told


def test_a_second_run_has_nothing_left_to_do(alice, settings):
    words_everywhere(alice)
    settings.ENCRYPTION_KEYS = f"{NEW},{settings.ENCRYPTION_KEYS}"
    rotated()

    assert sum(table.moved for table in rotate()) == 0


def test_a_row_that_does_not_open_is_named_and_left_as_it_is(alice, settings):
    entry = an_entry(alice, "canary-words")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM journal_entry")
        sealed = bytes(cursor.fetchone()[0])
    settings.ENCRYPTION_KEYS = NEW

    with pytest.raises(CommandError, match=f"journal_entry, row {entry.pk}") as refused:
        rotated()

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM journal_entry")
        assert bytes(cursor.fetchone()[0]) == sealed
    assert "canary" not in str(refused.value)


def test_every_row_is_sealed_anew_though_there_are_more_than_are_read_at_a_time(
    alice, settings, monkeypatch
):
    monkeypatch.setattr("accounts.rotation.IN_ONE_PART", 2)
    for n in range(5):
        an_entry(alice, f"words {n}")
    settings.ENCRYPTION_KEYS = f"{NEW},{settings.ENCRYPTION_KEYS}"

    counts = {each.table: (each.rows, each.moved) for each in rotate()}

    assert counts["journal_entry"] == (5, 5)


def test_versions_and_moments_stay_as_they_were(alice, settings):
    entry = an_entry(alice, "the sea")
    settings.ENCRYPTION_KEYS = f"{NEW},{settings.ENCRYPTION_KEYS}"

    rotated()

    again = alice.journal_entries.get()
    assert (again.version, again.written_at, again.changed_at) == (
        entry.version,
        entry.written_at,
        None,
    )


# --- before anybody is served


def test_keys_that_open_what_is_kept_are_said_to(alice):
    words_everywhere(alice)
    out = io.StringIO()

    call_command("check_keys", stdout=out)

    assert out.getvalue() == "The keys open what is kept.\n"


@pytest.mark.parametrize("keys", ["another key", "the same id"])
def test_keys_that_do_not_open_it_stop_the_start_and_tell_no_words(alice, settings, keys):
    an_entry(alice, "canary-words")
    other = new_key()
    if keys == "the same id":
        other = f"{settings.ENCRYPTION_KEYS.partition(':')[0]}:{other.partition(':')[2]}"
    settings.ENCRYPTION_KEYS = other

    with pytest.raises(CommandError, match=r"journal_entry\.text does not open") as refused:
        call_command("check_keys")

    assert "canary" not in str(refused.value)


def test_an_empty_diary_needs_no_old_key(db, settings):
    settings.ENCRYPTION_KEYS = NEW

    call_command("check_keys", stdout=io.StringIO())


def started(said):
    """Start a worker as gunicorn does; what it says goes into a list."""
    spec = importlib.util.spec_from_file_location("served", ROOT / "gunicorn.conf.py")
    served = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(served)
    log = SimpleNamespace(
        critical=lambda *told: said.append(told), warning=lambda *told: said.append(told)
    )
    served.post_worker_init(SimpleNamespace(log=log))


def test_a_server_starts_where_the_database_does_not_answer_since_help_must_stand(monkeypatch):
    def fail():
        raise OperationalError("canary-no-such-table")

    monkeypatch.setattr("accounts.rotation.check_keys", fail)
    said = []

    started(said)

    assert len(said) == 1
    assert "canary" not in str(said)


def test_a_server_does_not_start_with_a_wrong_key(alice, settings):
    an_entry(alice, "canary-words")
    settings.ENCRYPTION_KEYS = NEW
    said = []

    with pytest.raises(SystemExit):
        started(said)

    assert "journal_entry.text does not open" in str(said)
    assert "canary" not in str(said)
