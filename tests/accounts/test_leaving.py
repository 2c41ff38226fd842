"""What is deleted is gone: from every table, from the files of the database, and after a restore."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from accounts.adapter import TRIES, TRIES_FROM_AN_ADDRESS
from accounts.leaving import (
    Stays,
    _strike_if_there,
    ask_to_leave,
    erase,
    erase_again,
    erase_due,
    forget_erased,
    free_space,
    is_noted,
    lies_too_long,
    remember_erased,
    stop_leaving,
)
from accounts.models import Activity, User
from sharing.actions import Frozen, find_feed, make_feed, share
from tests.factories import MONDAY, NOW, PASSWORD, a_check_in, a_person
from tests.records import everything

CANARY = "canary-0a1b2c3d4e5f"


def rows_that_tell(*words):
    """Return the tables in which any row holds one of the words."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            if any(word in str(value) for word in words for value in row):
                found.add(model._meta.db_table)
    return found


def leave(person):
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client.post("/accounts/leaving/", {"when": "now", "word": "delete"})


def a_full_life(person):
    everything(person, words=CANARY)
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/accounts/drafts/?page=entry", {"text": CANARY})


@pytest.mark.django_db
def test_no_row_of_any_table_tells_of_somebody_who_left(alice, bob):
    a_full_life(alice)
    a_check_in(bob, MONDAY)
    assert {"accounts_user", "medications_medication"} <= rows_that_tell(CANARY, alice.email)

    answer = leave(alice)

    assert "Everything is deleted" in answer.content.decode()
    assert rows_that_tell(CANARY, alice.email, str(alice.pk), alice.pk.hex) == set()
    assert bob.check_ins.count() == 1


@pytest.mark.django_db(transaction=True)
def test_no_byte_of_the_database_tells_of_them_either(clock):
    alice = a_person("alice@example.org")
    a_full_life(alice)
    assert CANARY.encode() in bytes_of_the_database()

    leave(alice)

    assert CANARY.encode() not in bytes_of_the_database()
    assert b"alice@example.org" not in bytes_of_the_database()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("most", "is_left"), [(1_000, True), (50_000_000, False)])
def test_a_large_database_is_written_anew_at_night_and_not_from_a_page(
    clock, monkeypatch, most, is_left
):
    alice = a_person("alice@example.org")
    monkeypatch.setattr("accounts.leaving.WRITTEN_AT_ONCE", most)

    leave(alice)

    left_to_the_night = is_left or connection.vendor == "postgresql"
    assert (Path(settings.VAR) / "erased-and-not-freed").exists() is left_to_the_night
    free_space()
    assert not (Path(settings.VAR) / "erased-and-not-freed").exists()


def bytes_of_the_database():
    """Return the bytes of the files of SQLite; of PostgreSQL every row of every table."""
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        files = [name, name.with_name(f"{name.name}-wal")]
        return b"".join(each.read_bytes() for each in files if each.exists())
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # our own tables
            told += [row[0] for row in cursor.fetchall()]
    return "".join(told).encode()


@pytest.mark.django_db
def test_every_session_of_theirs_is_gone_and_no_other(alice, bob):
    for person in (alice, alice, bob):
        Client().post("/accounts/login/", {"login": person.email, "password": PASSWORD})

    erase(owner=alice, now=alice.joined_at)

    assert [each.get_decoded()["_auth_user_id"] for each in Session.objects.all()] == [str(bob.pk)]


@pytest.mark.django_db
def test_somebody_who_was_erased_is_erased_again_from_a_restored_backup(alice, bob, clock):
    key = alice.pk
    erase(owner=alice, now=alice.joined_at)
    User.objects.create(pk=key, email="alice@example.org")

    assert erase_again(now=alice.joined_at) == 1

    assert list(User.objects.all()) == [bob]
    assert str(key) not in (Path(settings.VAR) / "erased").read_text()


@pytest.mark.django_db
def test_an_erasure_that_fails_leaves_the_account_and_no_note_that_would_erase_it_later(
    alice, bob, monkeypatch
):
    for each in (alice, bob):
        ask_to_leave(owner=each, now=NOW)
    delete = User.delete

    def locked(person):
        if person.pk == alice.pk:
            raise OperationalError("database is locked")
        return delete(person)

    monkeypatch.setattr(User, "delete", locked)

    assert erase_due(now=NOW + timedelta(days=8)) == 1, "one that fails keeps no other from it"

    monkeypatch.undo()
    assert list(User.objects.all()) == [alice]
    stop_leaving(owner=alice, now=NOW)
    assert erase_again(now=NOW) == 0
    assert list(User.objects.all()) == [alice]


@pytest.mark.django_db
def test_somebody_who_stops_it_while_others_are_erased_stays(alice, monkeypatch):
    ask_to_leave(owner=alice, now=NOW)
    seen = User.objects.get(pk=alice.pk)
    stop_leaving(owner=alice, now=NOW)

    with pytest.raises(Stays):
        erase(owner=seen, now=NOW + timedelta(days=8), due_by=NOW + timedelta(days=1))

    assert erase_again(now=NOW) == 0
    assert User.objects.filter(pk=alice.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_stopping_it_strikes_the_note_of_an_erasure_that_was_killed(alice):
    ask_to_leave(owner=alice, now=NOW)
    remember_erased(alice.pk, NOW)
    remember_erased(alice.pk, NOW + timedelta(days=1))  # killed twice

    stop_leaving(owner=alice, now=NOW)

    assert erase_again(now=NOW) == 0
    assert User.objects.filter(pk=alice.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_stays_of_whom_the_note_cannot_be_struck(alice, monkeypatch):
    ask_to_leave(owner=alice, now=NOW)
    remember_erased(alice.pk, NOW)
    monkeypatch.setattr("accounts.leaving.write_whole", _no_room)
    with pytest.raises(OSError, match="no space"):
        stop_leaving(owner=alice, now=NOW)

    alice.refresh_from_db()
    assert alice.leaving_since == NOW


def _no_room(*_):
    raise OSError("no space")


@pytest.mark.django_db
def test_somebody_whom_a_backup_brought_back_is_erased_though_it_fails_at_first(alice, monkeypatch):
    remember_erased(alice.pk, NOW)
    monkeypatch.setattr(User, "delete", _locked)
    assert erase_again(now=NOW) == 0
    monkeypatch.undo()

    assert erase_again(now=NOW) == 1


def _locked(_):
    raise OperationalError("database is locked")


def test_bytes_that_lie_there_for_days_turn_the_night_red(settings, tmp_path):
    settings.VAR = tmp_path
    remember_erased(uuid4(), NOW)
    remember_erased(uuid4(), NOW + timedelta(days=2))  # who leaves later starts no new count

    assert not lies_too_long(NOW + timedelta(days=3))
    assert lies_too_long(NOW + timedelta(days=3, seconds=1))


@pytest.mark.django_db
def test_whoever_is_erased_again_must_still_be_noted_when_it_comes_to_them(alice, bob, monkeypatch):
    for each in (alice, bob):
        ask_to_leave(owner=each, now=NOW)
        remember_erased(each.pk, NOW)
    _, other = User.objects.all()
    delete = User.delete

    def while_the_other_stays(person):
        stop_leaving(owner=other, now=NOW)
        return delete(person)

    monkeypatch.setattr(User, "delete", while_the_other_stays)

    assert erase_again(now=NOW) == 1
    assert list(User.objects.all()) == [other]


@pytest.mark.django_db
def test_of_somebody_who_is_gone_the_note_stands_whatever_failed_after(alice):
    gone = User.objects.get(pk=alice.pk)
    remember_erased(alice.pk, NOW)
    alice.delete()

    _strike_if_there(gone)

    assert is_noted(gone.pk)


def test_names_of_erased_people_that_are_noted_at_once_are_all_noted(tmp_path, settings):
    settings.VAR = tmp_path
    keys = [uuid4() for _ in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: remember_erased(key, NOW), keys))
    forget_erased(NOW)
    assert len((tmp_path / "erased").read_text().splitlines()) == 40

    forget_erased(NOW + timedelta(days=36))

    assert (tmp_path / "erased").read_text() == ""


# --- what an operator can do


@pytest.mark.django_db
def test_a_locked_account_opens_to_nobody_until_it_is_unlocked(alice, as_alice):
    call_command("lock_person", alice.email, stdout=StringIO())
    assert as_alice.get("/journal/").status_code == 302
    told = {"login": alice.email, "password": PASSWORD}
    assert Client().post("/accounts/login/", told).url == "/accounts/inactive/"

    call_command("unlock_person", alice.email, stdout=StringIO())

    assert as_alice.get("/journal/").status_code == 302, "a session of before opens it again"
    assert Client().post("/accounts/login/", told).url == "/check-ins/new/"
    by = [(each.kind, each.by) for each in alice.activities.filter(by="operator")]
    assert by == [("locked", "operator"), ("unlocked", "operator")]


@pytest.mark.django_db
def test_what_a_locked_account_shares_is_closed_and_opens_with_it_again(alice):
    frozen = Frozen("12 weeks", "", "frozen", b"%PDF")
    link = share(owner=alice, frozen=frozen, days=14, submission=uuid4(), now=timezone.now())
    reader, door = Client(), f"/shared/{link.link}/"
    assert reader.post(door, {"code": link.code}).status_code == 302
    feed = make_feed(owner=alice, at=time(9), now=timezone.now())
    assert (reader.get(f"{door}page/").status_code, find_feed(link=feed) is None) == (200, False)

    call_command("lock_person", alice.email, stdout=StringIO())
    assert (reader.get(f"{door}page/").status_code, find_feed(link=feed) is None) == (410, True)

    call_command("unlock_person", alice.email, stdout=StringIO())
    assert (reader.get(f"{door}page/").status_code, find_feed(link=feed) is None) == (200, False)


@pytest.mark.django_db
def test_a_link_for_a_new_password_can_be_told_where_no_mail_is_sent(alice, as_alice):
    out = StringIO()
    call_command("reset_link", alice.email, stdout=out)
    link = out.getvalue().splitlines()[0]

    client = Client()
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "quite another one 77", "password2": "quite another one 77"})

    alice.refresh_from_db()
    assert alice.check_password("quite another one 77")
    page = as_alice.get("/accounts/activity/", follow=True).content.decode()
    assert alice.activities.filter(kind="reset_link", by="operator").count() == 1
    assert "Sign in" in page


@pytest.mark.django_db
def test_guesses_at_an_account_stand_in_its_log_once_in_ten_minutes(alice, clock):
    for n in range(30):
        Client().post("/accounts/login/", {"login": alice.email, "password": f"guess {n}"})

    assert [each.kind for each in alice.activities.all()] == ["guessed"]


@pytest.mark.django_db
def test_nobody_is_told_of_guesses_at_others_or_of_their_own_slips(alice, clock):
    own = Client()
    own.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    own.post("/accounts/logout/")
    for n in range(TRIES + 2):  # on a device that alice knows
        own.post("/accounts/login/", {"login": alice.email, "password": f"slip {n}"})
    for n in range(TRIES_FROM_AN_ADDRESS):  # the address is used up by guesses at others
        Client().post("/accounts/login/", {"login": f"other{n}@example.org", "password": "x"})
    refused = Client().post("/accounts/login/", {"login": alice.email, "password": "x"})

    assert refused.status_code == 429
    assert not alice.activities.filter(kind="guessed").exists()


@pytest.mark.django_db
def test_an_export_by_the_operator_is_told_to_the_person(alice, as_alice, tmp_path):
    a_check_in(alice, MONDAY)
    file = tmp_path / "alice.zip"

    call_command("export_person", alice.email, str(file), stdout=StringIO())

    assert file.read_bytes().startswith(b"PK")
    assert file.stat().st_mode & 0o077 == 0
    assert "by whoever runs this server" in as_alice.get("/accounts/activity/").content.decode()
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_person", alice.email, str(file), stdout=StringIO())


@pytest.mark.django_db
def test_an_operator_deletes_only_when_it_is_no_slip(alice):
    with pytest.raises(CommandError, match="--yes"):
        call_command("delete_person", alice.email, stdout=StringIO())
    call_command("delete_person", alice.email, yes=True, stdout=StringIO())

    assert not User.objects.exists()
    assert not Activity.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["lock_person", "unlock_person", "delete_person"])
def test_an_address_that_is_none_is_said_to_be(command):
    with pytest.raises(CommandError, match="no account"):
        call_command(command, "nobody@example.org", stdout=StringIO())


@pytest.mark.django_db
def test_after_a_breach_those_concerned_are_named_by_one_command(as_alice, alice, bob):
    as_alice.post("/summary/take-along/", {"what": "check-ins-csv"})
    frozen = Frozen("", "", "frozen", b"%PDF")
    shared = share(owner=alice, frozen=frozen, days=7, submission=uuid4(), now=NOW)
    Client().post(f"/shared/{shared.link}/", {"code": shared.code})
    Client().post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    out = StringIO()

    call_command("breach_report", since="2026-03-16T20:00", stdout=out)

    assert "alice@example.org,exported,check-ins-csv" in out.getvalue()
    assert "alice@example.org,opened a shared page" in out.getvalue()
    assert "alice@example.org,signed_in" in out.getvalue()
    assert "bob@example.org" not in out.getvalue()
