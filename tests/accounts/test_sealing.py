"""Sealed text opens where it was sealed, with the right key, and nowhere else."""

import base64

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.actions import tell_background
from accounts.models import Background
from accounts.sealing import (
    CannotUnseal,
    UnusableKeys,
    key_of,
    new_key,
    read_keys,
    seal,
    unseal,
)
from journal.models import Entry, PracticeNote
from tests.factories import NOW, a_practice, an_entry

PLACE = "journal_entry|text|owner|row"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_again(text):
    assert unseal(seal(text, PLACE), PLACE) == text


def test_the_same_words_are_never_sealed_the_same_way():
    assert seal("a word", PLACE) != seal("a word", PLACE)


@given(st.data())
def test_a_changed_bit_is_refused(data):
    sealed = bytearray(seal("a word", PLACE))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(CannotUnseal):
        unseal(bytes(sealed), PLACE)


@pytest.mark.parametrize("place", ["journal_entry|text|owner|other", "", "other"])
def test_a_value_moved_to_another_place_is_refused(place):
    with pytest.raises(CannotUnseal, match="another place"):
        unseal(seal("a word", PLACE), place)


def test_a_wrong_key_is_refused_loudly(settings):
    sealed = seal("a word", PLACE)
    settings.ENCRYPTION_KEYS = new_key()

    with pytest.raises(CannotUnseal, match="NUMBTRACK_ENCRYPTION_KEYS"):
        unseal(sealed, PLACE)


def test_the_first_key_writes_and_the_older_ones_still_read(settings):
    old, new = new_key(), new_key()
    settings.ENCRYPTION_KEYS = old
    sealed = seal("a word", PLACE)
    settings.ENCRYPTION_KEYS = f"{new},{old}"

    assert unseal(sealed, PLACE) == "a word"
    assert key_of(seal("a word", PLACE)) == new.partition(":")[0]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "no key"),
        ("first", "bytes long"),
        ("first:!!!", "not base64"),
        (f"first:{base64.b64encode(bytes(16)).decode()}", "16 bytes"),
        (f":{base64.b64encode(bytes(32)).decode()}", "no usable id"),
        (",".join([f"a:{base64.b64encode(bytes(32)).decode()}"] * 2), "repeats"),
    ],
)
def test_a_malformed_list_of_keys_is_refused_without_repeating_it(text, what):
    with pytest.raises(UnusableKeys, match=what) as refusal:
        read_keys(text)

    assert not text or text not in str(refusal.value)


@pytest.mark.django_db
def test_words_swapped_between_two_rows_are_refused(alice):
    one, two = an_entry(alice, "one"), an_entry(alice, "two")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM journal_entry WHERE id = %s", [_raw(one.pk)])
        sealed = cursor.fetchone()[0]
        cursor.execute("UPDATE journal_entry SET text = %s WHERE id = %s", [sealed, _raw(two.pk)])

    with pytest.raises(CannotUnseal):
        assert Entry.objects.get(pk=two.pk).text


@pytest.mark.django_db
def test_words_moved_to_another_column_of_their_row_are_refused(alice):
    tell_background(owner=alice, standings={}, words={"own_word": "glass", "since": "x"}, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_background SET since = own_word")

    found = Background.objects.get()
    assert found.own_word == "glass"
    with pytest.raises(CannotUnseal):
        assert found.since


@pytest.mark.django_db
def test_words_of_a_row_that_was_given_to_somebody_else_are_refused(alice, bob):
    entry = an_entry(alice, "one")
    Entry.objects.filter(pk=entry.pk).update(owner=bob)

    with pytest.raises(CannotUnseal):
        assert Entry.objects.get(pk=entry.pk).text


@pytest.mark.django_db
def test_words_of_another_table_with_the_same_key_are_refused(alice):
    entry = an_entry(alice, "one")
    a_practice(alice, note="another")
    practice = alice.practice_notes.get()
    sealed = Entry.objects.filter(pk=entry.pk).values_list("text", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_practicenote SET note = %s, id = %s WHERE id = %s",
            [bytes(sealed), _raw(entry.pk), _raw(practice.pk)],
        )

    with pytest.raises(CannotUnseal):
        assert PracticeNote.objects.get(pk=entry.pk).note


@pytest.mark.django_db
def test_words_are_written_by_saving_a_row_alone(alice):
    an_entry(alice)

    with pytest.raises(TypeError, match="saving its row"), transaction.atomic():
        alice.journal_entries.update(text="changed")


@pytest.mark.django_db
def test_a_deferred_text_is_opened_when_it_is_read(alice):
    entry = an_entry(alice, "later")

    assert Entry.objects.defer("text").get(pk=entry.pk).text == "later"


def _raw(key):
    return key.hex if connection.vendor == "sqlite" else key
