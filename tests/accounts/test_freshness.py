"""Each write of a person's data is counted, so that no page of it is taken for fresh when it is not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps

from accounts.freshness import OwnedQuerySet
from accounts.models import User
from checkins.models import CheckIn
from tests.factories import MONDAY, a_change, a_check_in
from tests.records import an_event


def version(person):
    return User.objects.get(pk=person.pk).data_version


def test_a_saved_row_is_counted(alice):
    before = version(alice)

    a_check_in(alice)

    assert version(alice) > before


def test_rows_changed_in_bulk_are_counted(alice):
    a_check_in(alice)
    before = version(alice)

    alice.check_ins.update(deleted_at=None)

    assert version(alice) > before


def test_rows_deleted_in_bulk_are_counted_and_a_manager_has_no_delete(alice):
    a_check_in(alice)
    before = version(alice)

    alice.check_ins.filter(day=MONDAY).delete()

    assert version(alice) > before
    assert not hasattr(CheckIn.objects, "delete")


def test_rows_made_in_bulk_are_counted(alice, clock):
    made = a_check_in(alice)
    before = version(alice)

    CheckIn.objects.bulk_create(
        [
            CheckIn(
                owner=alice,
                day=MONDAY - timedelta(1),
                timezone="UTC",
                lag_days=0,
                entered_at=made.entered_at,
            )
        ]
    )

    assert version(alice) == before + 1


def test_another_persons_writes_are_not(alice, bob):
    a_check_in(alice)
    before = version(bob)

    a_change(alice)
    an_event(alice)

    assert version(bob) == before


def test_a_person_that_is_saved_from_an_old_copy_does_not_turn_the_count_back(alice):
    copy = User.objects.get(pk=alice.pk)
    a_check_in(alice)
    counted = version(alice)

    copy.country = "GB"
    copy.save()

    assert (version(alice), User.objects.get(pk=alice.pk).country) == (counted, "GB")


def test_what_is_typed_and_not_saved_yet_is_not_counted(alice, clock):
    before = version(alice)

    alice.drafts.create(device="d", page=str(uuid4()), words="w", saved_at=alice.joined_at)

    assert version(alice) == before


KEEPERS = ("care", "checkins", "journal", "medications", "support")
OWNED = [
    model
    for room in KEEPERS
    for model in apps.get_app_config(room).get_models()
    if "owner" in {field.name for field in model._meta.get_fields()}
]


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model.__name__)
def test_every_row_with_an_owner_is_counted_when_it_is_written_in_bulk(model):
    assert isinstance(model.objects.none(), OwnedQuerySet)
