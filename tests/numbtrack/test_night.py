"""What has outlived its time goes at night, though nobody comes by."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import InterfaceError, connection
from django.http import QueryDict
from django.test import Client

from accounts.activity import KEPT_FOR, note_activity
from accounts.drafts import KEEP_DRAFTS_FOR, keep_draft
from accounts.guessing import WINDOW
from accounts.invitations import LASTS, invite
from accounts.leaving import BACKUPS_KEPT_FOR, remember_erased
from accounts.models import ActivityKind, Arrival, Draft, Invitation, SignIn, Tries, User
from accounts.sessions import IDLE
from domain.days import BRING_BACK_FOR
from numbtrack.night import LeftUndone, tidy
from sharing.actions import KEEP_LOG_FOR, Frozen, share
from summary.archive.arrivals import LOOKED_AT_FOR
from tests.factories import MONDAY, NOW, PASSWORD, a_check_in, an_entry

pytestmark = pytest.mark.django_db
MOMENT = timedelta(seconds=1)


@pytest.fixture
def night(clock):
    """Let the night come so long after now, and return what it let go."""
    cache.clear()

    def comes(after):
        clock.move_to(NOW + after)
        return tidy(now=NOW + after)

    return comes


def cached_keys():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key FROM {settings.CACHES['default']['LOCATION']}")
        return [key for (key,) in cursor.fetchall()]


def test_what_was_deleted_is_erased_once_it_can_no_longer_be_brought_back(alice, night):
    kept, deleted = an_entry(alice, "kept"), an_entry(alice, "deleted")
    for row in (deleted, a_check_in(alice, MONDAY)):
        row.deleted_at = NOW
        row.save()

    assert night(BRING_BACK_FOR)["deleted rows"] == 0
    assert night(BRING_BACK_FOR + MOMENT)["deleted rows"] == 2

    assert list(alice.journal_entries.all()) == [kept]
    assert not alice.check_ins.exists()


def test_an_ended_page_lets_go_of_what_it_held_and_a_year_later_of_who_opened_it(alice, night):
    frozen = Frozen("12 weeks", "A. B.", "<p>frozen words</p>", b"%PDF-frozen", "{}")
    share(owner=alice, frozen=frozen, days=14, submission=uuid4(), now=NOW)

    night(timedelta(days=14) - MOMENT)
    assert bytes(alice.shared_pages.get().pdf) == b"%PDF-frozen"
    night(timedelta(days=14))
    page = alice.shared_pages.get()
    assert (str(page.sheet), bytes(page.pdf), str(page.fhir)) == ("", b"", "")

    night(timedelta(days=14) + KEEP_LOG_FOR + MOMENT)
    assert not alice.shared_pages.exists()


@pytest.mark.parametrize("error", [InterfaceError, OSError, UnicodeDecodeError])
def test_a_part_that_fails_keeps_no_other_from_being_done(alice, night, monkeypatch, error):
    deleted = an_entry(alice, "deleted")
    deleted.deleted_at = NOW
    deleted.save()

    def fail(**_):
        raise error(*(("ascii", b"\xff", 0, 1, "no") if error is UnicodeDecodeError else ("gone",)))

    monkeypatch.setattr("numbtrack.night.erase_due", fail)

    with pytest.raises(LeftUndone, match="erased accounts"):
        night(BRING_BACK_FOR + MOMENT)

    assert not alice.journal_entries.exists()


def test_bytes_of_somebody_who_left_turn_the_night_red_after_three_days(night):
    remember_erased(uuid4(), NOW)

    assert night(timedelta(days=3))
    with pytest.raises(LeftUndone, match="free space, for days"):
        night(timedelta(days=3) + MOMENT)


def test_an_old_draft_is_forgotten(alice, night):
    keep_draft(owner=alice, device="d", page="entry", words=QueryDict("text=a"), now=NOW)

    assert night(KEEP_DRAFTS_FOR)["drafts"] == 0
    assert night(KEEP_DRAFTS_FOR + MOMENT)["drafts"] == 1

    assert not Draft.objects.exists()


def test_a_file_that_was_looked_at_and_left_is_forgotten(alice, night):
    Arrival.objects.create(owner=alice, file=b"a whole account", looked_at=NOW)

    assert night(LOOKED_AT_FOR)["files on their way in"] == 0
    assert night(LOOKED_AT_FOR + MOMENT)["files on their way in"] == 1

    assert not Arrival.objects.exists()


def test_a_session_that_ended_is_forgotten_with_its_line_in_the_list(alice, night):
    Client().post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert (Session.objects.count(), SignIn.objects.count()) == (1, 1)

    night(IDLE + MOMENT)

    assert (Session.objects.count(), SignIn.objects.count()) == (0, 0)


def test_an_invitation_that_nobody_used_is_forgotten(night, clock):
    invite(now=NOW)

    assert night(LASTS)["invitations"] == 0
    assert night(LASTS + MOMENT)["invitations"] == 1

    assert not Invitation.objects.exists()


def test_lines_of_activity_go_after_a_year(alice, night):
    note_activity(owner=alice, kind=ActivityKind.EXPORTED, now=NOW)

    assert night(KEPT_FOR)["lines of activity"] == 0
    assert night(KEPT_FOR + MOMENT)["lines of activity"] == 1

    assert not alice.activities.exists()


def test_whoever_a_restored_backup_brought_back_is_erased_again(alice, bob, night):
    remember_erased(alice.pk, NOW)

    assert night(MOMENT)["erased accounts"] == 1

    assert list(User.objects.all()) == [bob]


def test_the_names_of_the_erased_are_let_go_of_once_no_backup_can_hold_them(night):
    file = Path(settings.VAR) / "erased"
    remember_erased(uuid4(), NOW)
    (Path(settings.VAR) / "erased-and-not-freed").unlink()  # their bytes were overwritten

    night(BACKUPS_KEPT_FOR)
    assert file.read_text() != ""
    night(BACKUPS_KEPT_FOR + timedelta(days=1))

    assert file.read_text() == ""


def test_counts_of_tries_are_forgotten_and_hold_no_address_while_they_last(alice, night):
    stranger = Client(REMOTE_ADDR="192.0.2.77")
    stranger.post("/accounts/login/", {"login": alice.email, "password": "wrong"})
    stranger.post("/accounts/password/reset/", {"email": alice.email})
    assert Tries.objects.exists() and cached_keys()
    names = [*cached_keys(), *Tries.objects.values_list("door", flat=True)]
    assert [name for name in names if "192.0.2.77" in name or str(alice.pk) in name] == []

    cache.set("one", 1, timeout=60)
    night(WINDOW + MOMENT)

    assert not Tries.objects.exists()
    assert cached_keys() == []
