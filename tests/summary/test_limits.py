"""What a diary holds at most, so that all of it fits into a file that can be brought in again."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.actions import change_settings
from accounts.keeping import TooManyRows, bring_back, held_in, take_away
from accounts.rows import Removable
from care.actions import ask, keep_row, remember_choices
from checkins.models import EarlierAnswers
from domain.regimen import Kind
from journal.actions import add_picture, bring_back_picture, change_entry, write_entry
from journal.models import Entry
from journal.pictures import make_anew
from medications.actions import (
    Facts,
    Intended,
    bring_back_plan,
    bring_back_switch,
    correct_change,
    remove_plan,
    take_back_switch,
    tell_step,
)
from summary.archive.pack import DATA, pack
from summary.archive.reading import (
    LARGEST_DATA,
    MOST_ROWS,
    NotAnAccount,
    read,
)
from summary.archive.shape import KINDS, mine
from summary.archive.unpack import unpack
from tests.factories import MONDAY, NOW, a_change, a_check_in, a_dose, a_practice, an_entry
from tests.records import a_photo, a_picture, a_plan, a_side_effect, a_switch, an_event, everything

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
DAY = timedelta(1)


def a_row(rows, **told):
    return keep_row(rows, owner=rows.instance, submission=uuid4(), now=NOW, **told)


def a_question(owner):
    ask(owner=owner, words=[f"Why {uuid4()}?"], submission=uuid4(), now=NOW)
    return owner.questions.order_by("written_at").last()


NEW = {
    "journal_entries": an_entry,
    "pictures": lambda owner: a_picture(owner.journal_entries.first() or an_entry(owner)),
    "practices": a_practice,
    "dated_events": an_event,
    "visits": lambda owner: a_row(owner.visits, day=MONDAY),
    "lab_tests": lambda owner: a_row(owner.lab_tests, kind="tsh"),
    "carers": lambda owner: a_row(owner.carers, role="gp"),
    "questions": a_question,
    "medications": lambda owner: a_change(owner, f"medicine {uuid4()}").medication,
    "medication_events": a_change,
    "plan_steps": lambda owner: a_plan(owner, doses=(25,)),
    "side_effects": lambda owner: a_side_effect(a_change(owner).medication),
}
"""Name of a kind -> what makes one more row of it; the other kinds have one row or one a day."""
ONE_EACH = {"background", "plan_for_bad_hours", "care_plan"}
FORGETS_THE_OLDEST = {"earlier_answers", "page_choices"}


def test_every_kind_has_a_limit_and_a_way_to_keep_it():
    kept = set(NEW) | ONE_EACH | FORGETS_THE_OLDEST | {"check_ins"}

    assert kept == set(KINDS)
    assert {name for name, kind in KINDS.items() if kind.MOST == 1} == ONE_EACH


@pytest.mark.parametrize("name", sorted(NEW))
def test_one_more_than_a_diary_holds_is_refused(alice, name, monkeypatch):
    NEW[name](alice)
    monkeypatch.setattr(KINDS[name], "MOST", mine(KINDS[name], alice).count())

    with pytest.raises(TooManyRows):
        NEW[name](alice)


@pytest.mark.parametrize(
    "name",
    sorted(name for name in NEW if issubclass(KINDS[name], Removable) and name != "pictures"),
)
def test_what_was_deleted_comes_back_only_where_its_place_is_free(alice, name, monkeypatch):
    NEW[name](alice)
    gone = mine(KINDS[name], alice).get()
    monkeypatch.setattr(KINDS[name], "MOST", 1)
    take_away(gone, type(gone)._base_manager.filter(owner=alice), NOW)
    NEW[name](alice)

    with pytest.raises(TooManyRows):
        bring_back(gone)

    assert mine(KINDS[name], alice).count() == 1


def test_a_plan_comes_back_only_where_there_is_room_for_all_its_steps(alice, monkeypatch):
    a_plan(alice, doses=(25, None))
    plan = alice.plan_steps.first().plan
    monkeypatch.setattr("medications.models.PlanStep.MOST", 2)
    remove_plan(owner=alice, plan=plan, now=NOW)
    a_plan(alice, doses=(10,))

    with pytest.raises(TooManyRows):
        bring_back_plan(owner=alice, plan=plan)

    assert alice.plan_steps.standing().count() == 1


def test_a_correction_is_one_more_change(alice, monkeypatch):
    event = a_change(alice)
    monkeypatch.setattr("medications.models.MedicationEvent.MOST", 1)

    with pytest.raises(TooManyRows):
        correct_change(event=event, facts=Facts(Kind.STARTED, MONDAY), submission=uuid4(), now=NOW)

    event.refresh_from_db()
    assert event.superseded_at is None


def test_a_full_diary_of_changes_says_so_and_keeps_a_correction_on_the_page(
    as_alice, alice, monkeypatch
):
    event = a_change(alice)
    monkeypatch.setattr("medications.models.MedicationEvent.MOST", 1)
    told = {"kind": "started", "day": str(MONDAY), "how_sure": "day", "amount": "12.5",
            "unit": "mg", "frequency": "once_daily", "note": "a slower start",
            "submission": str(uuid4())}  # fmt: skip

    answer = as_alice.post(f"/medications/changes/{event.pk}/edit/", told)

    assert answer.status_code == 422
    assert "this one is full" in answer.content.decode()
    assert "a slower start" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "address", "told"),
    [
        ("practices", "/journal/practices/", {"practice": "presence", "done": "yes"}),
        ("dated_events", "/journal/events/new/", {"kind": "relapse", "how_sure": "day"}),
        ("journal_entries", "/journal/", {"text": "words that stay"}),
    ],
)
def test_a_full_diary_says_so_beside_what_was_typed(
    as_alice, alice, name, address, told, monkeypatch
):
    NEW[name](alice)
    monkeypatch.setattr(KINDS[name], "MOST", 1)
    told = told | {"note": "words that stay", "day": str(MONDAY), "submission": str(uuid4())}

    answer = as_alice.post(address, told)

    assert answer.status_code == 422
    assert "holds up to" in answer.content.decode()
    assert "words that stay" in answer.content.decode()
    assert mine(KINDS[name], alice).count() == 1


def test_who_brings_back_what_has_no_place_is_told_so(as_alice, alice, monkeypatch):
    gone = an_event(alice)
    as_alice.post(f"/journal/events/{gone.pk}/delete/")
    monkeypatch.setattr("journal.models.DatedEvent.MOST", 1)
    an_event(alice)

    page = as_alice.post(f"/journal/events/{gone.pk}/bring-back/", follow=True).content.decode()

    assert "It stays deleted for now: its place was taken meanwhile." in page
    assert alice.dated_events.standing().count() == 1


# --- words and pictures together


@pytest.fixture
def narrow(monkeypatch):
    """Let the words of each kind have 3,000 bytes together, however few rows there are."""
    monkeypatch.setattr("accounts.keeping.FEW", 0)
    monkeypatch.setattr("checkins.actions.FEW", 0)
    for kind in KINDS.values():
        monkeypatch.setattr(kind, "LARGEST", 3_000 if kind.LARGEST else 0)


def test_the_words_of_a_journal_have_a_limit_together(as_alice, alice, narrow):
    entry = an_entry(alice, "x" * 1_500)
    told = {"day": str(MONDAY), "text": "y" * 1_500, "submission": str(uuid4())}

    answer = as_alice.post("/journal/", told)
    changed = as_alice.post(f"/journal/{entry.pk}/edit/", told | {"seen": "1", "text": "💊" * 900})

    assert (answer.status_code, changed.status_code) == (422, 422)
    assert "y" * 1_500 in answer.content.decode()
    assert "there is no room for this" in changed.content.decode()
    assert [each.text for each in alice.journal_entries.standing()] == ["x" * 1_500]


def test_a_full_journal_can_still_be_shortened(alice, narrow, monkeypatch):
    entry = an_entry(alice, "x" * 1_500)
    monkeypatch.setattr(Entry, "LARGEST", 1_000)

    change_entry(entry=entry, day=MONDAY, text="x" * 1_400, now=NOW)

    assert alice.journal_entries.get().text == "x" * 1_400


def test_the_notes_of_days_have_a_limit_together(as_alice, alice, narrow):
    a_check_in(alice, MONDAY - timedelta(1), note="x" * 1_900)
    a_check_in(alice, MONDAY, note="short")
    told = {"day": str(MONDAY), "zone": "Europe/London", "detachment": "4", "seen": "1"}

    answer = as_alice.post("/check-ins/new/", told | {"note": "y" * 1_900})

    assert answer.status_code == 422
    assert "6 MB" not in answer.content.decode()
    assert "there is no room for this" in answer.content.decode()
    assert "y" * 1_900 in answer.content.decode()
    assert alice.check_ins.get(day=MONDAY).note == "short"


@pytest.mark.parametrize("kind", ["event", "visit", "carer", "effect"])
def test_a_change_that_has_no_room_says_so_and_keeps_what_was_typed(
    as_alice, alice, monkeypatch, kind
):
    row = {
        "event": lambda: an_event(alice),
        "visit": lambda: NEW["visits"](alice),
        "carer": lambda: NEW["carers"](alice),
        "effect": lambda: a_side_effect(a_change(alice).medication),
    }[kind]()
    monkeypatch.setattr("accounts.keeping.FEW", 0)
    monkeypatch.setattr(type(row), "LARGEST", 10)
    words = "words that stay, and are more than before"
    told = {"day": str(MONDAY), "kind": "relapse", "how_sure": "day", "role": "gp", "seen": "1",
            "submission": str(uuid4()), "began_on": str(MONDAY), "words": words, "note": words, "decided": words}  # fmt: skip

    answer = as_alice.post(reverse(NAMES[kind], args=[row.pk]), told)

    assert answer.status_code == 422
    assert "there is no room for this" in answer.content.decode()
    assert words in answer.content.decode()


NAMES = {
    "event": "journal:edit-event", "visit": "care:edit-visit", "carer": "care:edit-carer",
    "effect": "medications:edit-side-effect",
}  # fmt: skip


def test_an_entry_and_a_picture_come_back_only_where_their_bytes_fit(alice, narrow, monkeypatch):
    entry = an_entry(alice, "x" * 1_500)
    picture = a_picture(an_entry(alice))
    for row in (entry, picture):
        row.deleted_at = NOW
        row.save()
    monkeypatch.setattr(Entry, "LARGEST", 1_000)
    monkeypatch.setattr("journal.actions.LARGEST_PICTURES", 100)

    with pytest.raises(TooManyRows):
        bring_back(entry)
    with pytest.raises(TooManyRows):
        bring_back_picture(picture=picture)


def test_a_form_sent_again_is_answered_as_the_first_time_however_full_its_day_and_diary_are(
    alice, monkeypatch
):
    monkeypatch.setattr("journal.actions.MOST_OF_A_DAY", 1)
    entry, picture = an_entry(alice, "first"), a_picture(an_entry(alice, "other", MONDAY + DAY))
    change_entry(entry=entry, day=MONDAY - DAY, text="first", now=NOW)
    an_entry(alice, "in its place")
    picture.deleted_at = NOW
    picture.save()
    monkeypatch.setattr("journal.actions.MOST_OF_AN_ENTRY", 0)
    monkeypatch.setattr("journal.actions.LARGEST_PICTURES", 0)

    again = write_entry(
        owner=alice, day=MONDAY, text="first", timezone="UTC", submission=entry.submission, now=NOW
    )
    same = add_picture(
        entry=picture.entry, picture=make_anew(a_photo()), words="", now=NOW,
        submission=picture.submission,
    )  # fmt: skip

    assert (again, same) == (entry, picture)


def test_the_pictures_of_a_diary_have_a_limit_together(alice, monkeypatch):
    entry = an_entry(alice)
    first = a_picture(entry)
    monkeypatch.setattr("journal.actions.LARGEST_PICTURES", len(first.data) + 200)

    with pytest.raises(TooManyRows):
        a_picture(entry)

    again = add_picture(
        entry=entry, picture=make_anew(a_photo()), words="", submission=first.submission, now=NOW
    )
    assert again == first


def test_the_steps_of_a_switch_need_room_and_come_back_only_where_there_is_some(alice, monkeypatch):
    later = (Intended(MONDAY + timedelta(7), a_dose(10)),)
    group = a_switch(alice, to_come=later)
    monkeypatch.setattr("medications.models.PlanStep.MOST", 1)
    take_back_switch(owner=alice, group=group, now=NOW)
    a_plan(alice, doses=(25,))

    with pytest.raises(TooManyRows):
        bring_back_switch(owner=alice, group=group)
    assert not alice.medication_events.standing().filter(switch_group=group).exists()

    monkeypatch.setattr("medications.models.MedicationEvent.MOST", 5)
    with pytest.raises(TooManyRows):
        a_switch(alice, leaving="fluoxetine")
    assert alice.medication_events.count() == 3


def test_what_a_planned_step_became_is_one_more_change(alice, monkeypatch):
    a_plan(alice, doses=(25,))
    step = alice.plan_steps.get()
    monkeypatch.setattr("medications.models.MedicationEvent.MOST", 0)

    with pytest.raises(TooManyRows):
        tell_step(step=step, facts=Facts(Kind.STARTED, MONDAY), submission=uuid4(), now=NOW)


# --- what is kept beside, the oldest of which is forgotten


def test_of_very_many_replaced_answers_the_oldest_of_a_person_are_forgotten(
    alice, bob, monkeypatch
):
    for rating in (7, 8, 9):
        a_check_in(bob, MONDAY, rating=rating)
    monkeypatch.setattr("checkins.models.EarlierAnswers.MOST", 2)
    for rating in (1, 2, 3, 4, 5):
        a_check_in(alice, MONDAY, rating=rating)

    kept = EarlierAnswers.objects.filter(check_in__owner=alice).order_by("version")
    assert [each.ratings["empathy"] for each in kept] == [3, 4]
    assert EarlierAnswers.objects.filter(check_in__owner=bob).count() == 2


def test_of_replaced_answers_with_too_many_words_the_oldest_are_forgotten(alice, narrow):
    for n in range(12):
        a_check_in(alice, MONDAY, rating=n % 11, note=f"{n:03}" * 100)
    before = EarlierAnswers.objects.order_by("version").first().version

    for n in range(5):
        a_check_in(alice, MONDAY, rating=n, note=f"{n:03}" * 100)

    assert EarlierAnswers.objects.order_by("version").first().version > before
    assert held_in(EarlierAnswers.objects.all()) < 3_000 + 700


def test_of_very_many_clinicians_the_longest_ago_chosen_for_are_forgotten(alice, monkeypatch):
    monkeypatch.setattr("care.models.PageChoices.MOST", 2)
    for n, who in enumerate(("gp", "psychiatrist", "neurologist")):
        remember_choices(owner=alice, clinician=who, told={}, now=NOW + timedelta(n))
    remember_choices(owner=alice, clinician="neurologist", told={"a": 1}, now=NOW)

    assert set(alice.page_choices.values_list("clinician", flat=True)) == {
        "psychiatrist",
        "neurologist",
    }


# --- the file


def test_a_diary_that_is_full_of_every_kind_is_brought_in_whole(alice, bob, monkeypatch):
    everything(alice)
    a_check_in(alice, MONDAY, rating=3)
    a_check_in(alice, MONDAY, rating=4)
    for name, kind in KINDS.items():
        monkeypatch.setattr(kind, "MOST", mine(kind, alice).count())
        assert kind.MOST, name

    unpack(bob, read(pack(alice)), MONDAY)

    change_settings(owner=bob, companion_keys=alice.companion_keys)
    assert content_of(pack(bob)) == content_of(pack(alice))


def filled(told):
    """Return the values of an account with as many rows as there may be, words in each."""
    words = "I noticed the sea today, and it was grey. "
    for name, kind in KINDS.items():
        sealed = sum(1 for value in told[name][0].values() if value == "a few words") or 1
        long = (kind.LARGEST or kind.MOST * 100) // kind.MOST // sealed
        text = (words * (long // len(words) + 1))[:long]
        row = {
            key: text if value == "a few words" else value for key, value in told[name][0].items()
        }
        told[name] = [dict(row) for _ in range(kind.MOST)]
    for place, row in enumerate(told["pictures"]):
        row |= {"entry": f"journal_entries/{place // 10 + 1}", "data": f"files/{place}.jpeg"}
    return told


def test_a_file_with_as_many_rows_as_the_limits_allow_can_be_read(alice):
    everything(alice)
    a_check_in(alice, MONDAY, rating=3, note="a few words", companions={"fatigue": 3})
    a_check_in(alice, MONDAY, rating=4)
    packed = pack(alice)
    told = filled(content_of(packed))
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
    picture = a_photo_as_kept(packed)

    account = read(zipped(text, {row["data"]: picture for row in told["pictures"]}))

    assert sum(account.counts().values()) == MOST_ROWS
    assert Entry.LARGEST < len(text) < LARGEST_DATA

    told["practices"].append(told["practices"][0])
    with pytest.raises(NotAnAccount, match="more than an account"):
        read(zipped(json.dumps(told).encode(), {}))


def a_photo_as_kept(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        return next(file.read(name) for name in file.namelist() if name.startswith("files/"))


def zipped(text, pictures):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr(DATA, text)
        for name, content in pictures.items():
            file.writestr(name, content)
    return held.getvalue()


def content_of(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        return json.loads(file.read(DATA))


def test_what_lies_beside_an_account_in_its_file_counts_for_nothing(alice):
    held = io.BytesIO(pack(alice))
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("beside/journal.csv", b" " * 201_000_000)

    assert read(held.getvalue()).counts() == {}


def test_brackets_and_commas_in_words_are_words(alice):
    an_entry(alice, "[{," * 6_000)
    for n in range(99):
        an_entry(alice, "[[[[{{{{,,,," * 1_600, MONDAY - timedelta(n))

    assert read(pack(alice)).counts() == {"journal_entries": 100}


def test_the_limits_are_in_the_operators_book():
    book = (ROOT / "docs/operations.md").read_text()
    limits = book[book.index("## Limits") :]

    for name, kind in KINDS.items():
        assert kind.MOST == 1 or f"{kind.MOST:,}" in limits, name
    assert f"{LARGEST_DATA // 1_000_000} MB of text" in limits
    words = {kind.LARGEST // 1_000_000 for kind in KINDS.values() if kind.LARGEST}
    assert [each for each in words if f"{each} MB" not in limits] == []
