"""Deleting everything: asked for, taken back within a week, and then truly gone."""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, Error, connection, transaction
from django.dispatch import Signal

from accounts.activity import note_activity
from accounts.guessing import OF_A_PERSON, OF_AN_ADDRESS, name_of
from accounts.keeping import AccountGone, wait_for_turn
from accounts.models import Activity, ActivityKind, Consent, Tries, User
from accounts.whole_files import write_whole

logger = logging.getLogger(__name__)

withdrawn = Signal()
"""Somebody took their agreement back. Arguments: owner, now."""

STAY_WITHIN = timedelta(days=7)
BACKUPS_KEPT_FOR = timedelta(days=35)
"""The longest that a backup may be kept: an erased account must not come back from an older one."""


@transaction.atomic
def withdraw(*, owner: User, now: datetime) -> None:
    """Keep that a person no longer agrees: nothing can be entered from now on."""
    owner.consents.in_force().update(withdrawn_at=now)
    owner.withdrawn_since = now
    owner.save(update_fields=["withdrawn_since"])
    note_activity(owner=owner, kind=ActivityKind.WITHDREW, now=now)
    withdrawn.send(sender=User, owner=owner, now=now)


def stop_without_agreement(*, owner: User, now: datetime) -> None:
    """Let nothing be entered by somebody of whom no agreement is in force."""
    if owner.withdrawn_since is None and not owner.consents.in_force().exists():
        owner.withdrawn_since = now
        owner.save(update_fields=["withdrawn_since"])


@transaction.atomic
def agree_again(*, owner: User, version: str, now: datetime) -> None:
    owner.consents.create(version=version, given_by=Consent.GivenBy.PERSON, given_at=now)
    owner.withdrawn_since = None
    owner.save(update_fields=["withdrawn_since"])
    note_activity(owner=owner, kind=ActivityKind.AGREED, now=now)


@transaction.atomic
def ask_to_leave(*, owner: User, now: datetime) -> None:
    """Close the account, and delete it in a week unless the person stops it. A second asking
    changes nothing.
    """
    if owner.leaving_since is not None:
        return
    owner.leaving_since = now
    owner.save(update_fields=["leaving_since"])
    note_activity(owner=owner, kind=ActivityKind.LEAVING, now=now)


@transaction.atomic
def stop_leaving(*, owner: User, now: datetime) -> None:
    """Let a person stay. Raises OSError where they could be erased later all the same."""
    wait_for_turn(owner)
    take_back_erased(owner.pk)
    owner.leaving_since = None
    owner.save(update_fields=["leaving_since"])
    note_activity(owner=owner, kind=ActivityKind.STAYED, now=now)


class Stays(Exception):
    """The person stopped the deletion meanwhile."""


def erase(
    *, owner: User, now: datetime, due_by: datetime | None = None, if_noted: bool = False
) -> None:
    """Delete a person with every row and session of theirs, and the places where those lay.

    due_by: erase only who asked for it by then and still wants it. if_noted: erase only who is
    noted as erased. Raises Stays for another. Where it fails the account stays whole, and a note
    of before stands. Noted while nobody can press "stay", which strikes the note.
    """
    key, is_new = owner.pk, False
    try:
        with transaction.atomic():
            wait_for_turn(owner)
            owner.refresh_from_db()
            was_noted = is_noted(key)
            _refuse_who_stays(owner, due_by, is_taken_back=if_noted and not was_noted)
            is_new = not was_noted
            remember_erased(key, now)
            _delete(owner)
    except BaseException:
        if is_new:
            _strike_if_there(owner)
        raise
    logger.info("erased an account person=%s", key)


def _refuse_who_stays(owner: User, due_by: datetime | None, *, is_taken_back: bool) -> None:
    is_due = due_by is None or (owner.leaving_since is not None and owner.leaving_since <= due_by)
    if is_taken_back or not is_due:
        raise Stays


def _strike_if_there(owner: User) -> None:
    """Strike the note of an account that surely lives on; where nobody can be asked it may not."""
    with suppress(AccountGone, Error, OSError), transaction.atomic():
        wait_for_turn(owner)
        take_back_erased(owner.pk)


def _delete(owner: User) -> None:
    key, pending = owner.pk, user_pk_to_url_str(owner)  # allauth's name for who is half-way in
    for session in Session.objects.iterator():
        told = json.dumps(session.get_decoded(), default=str)
        if any(json.dumps(each) in told for each in (str(key), owner.email, pending)):
            session.delete()
    doors = [f"{kind}:{name_of(owner.email)}" for kind in OF_AN_ADDRESS]
    doors += [f"{kind}:{name_of(str(key))}" for kind in OF_A_PERSON]
    Tries.objects.filter(door__in=doors).delete()
    owner.delete()


def erase_due(*, now: datetime) -> int:
    """Erase everybody who asked for it a week ago or longer; return how many."""
    due_by = now - STAY_WITHIN
    due = list(User.objects.filter(leaving_since__lte=due_by))
    return sum(_erased_one(owner, now, due_by=due_by) for owner in due)


def _erased_one(
    owner: User, now: datetime, *, due_by: datetime | None = None, if_noted: bool = False
) -> bool:
    """Tell whether an account was erased; one that cannot be keeps no other from it."""
    try:
        erase(owner=owner, now=now, due_by=due_by, if_noted=if_noted)
    except (Stays, AccountGone):
        return False
    except Exception:  # of whatever kind: the others are waiting for it
        logger.exception("an account could not be erased now person=%s", owner.pk)
        return False
    return True


WRITTEN_AT_ONCE = 50_000_000
"""Bytes of a database that are written anew within a second, in which others have to wait."""

FREED_WITHIN = timedelta(days=3)
LIGHT = {"sqlite": ["PRAGMA wal_checkpoint(TRUNCATE)"], "postgresql": ["VACUUM"]}
"""Lets go of what was overwritten. On PostgreSQL its bytes stay until their place is used again."""

WHOLE = {
    "sqlite": ["VACUUM", *LIGHT["sqlite"]],
    # Behind a table that it waits for everybody else waits as well: not beside a long reader.
    # What it knows of columns for planning holds ids and dates (accounts/samples.py: no words).
    "postgresql": ["SET lock_timeout = '2s'", "ANALYZE", "VACUUM (FULL)", "RESET lock_timeout"],
}
"""Writes every file of the database anew, without what deleted rows left in it."""


def lies_too_long(now: datetime) -> bool:
    """Tell whether bytes of somebody who left lie in the files though nights have passed."""
    began = _marked_since()
    return began is not None and now - began > FREED_WITHIN


def free_space() -> None:
    """Overwrite what deleted rows left behind in the files of the database.

    Where somebody was erased since, every table is written anew, which holds up who writes to it:
    commands do that, and the nightly tidy. What cannot be done now is done the next night.
    """
    if connection.in_atomic_block:
        return
    marked = _erased_at()
    statements = (WHOLE if marked else LIGHT)[connection.vendor]
    if all(map(_done, statements)) and marked == _erased_at():  # nobody was erased meanwhile
        _mark().unlink(missing_ok=True)


def free_space_at_once() -> None:
    """Do so from a page where it takes a moment; on PostgreSQL, and where there is much of it, the
    night does.
    """
    if connection.vendor != "sqlite":
        return
    if _is_small():
        free_space()
    elif not connection.in_atomic_block:
        all(map(_done, LIGHT["sqlite"]))  # rows were overwritten as they went, but for the WAL


def _is_small() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
            return int(cursor.fetchone()[0]) <= WRITTEN_AT_ONCE
    except DatabaseError:
        return False


def _done(statement: str) -> bool:
    """Tell whether a statement was carried out to its end."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            told = cursor.fetchone() if cursor.description else None
    except DatabaseError:
        connection.close()
        told = (1,)
    if told and told[0]:  # also SQLite's word that somebody was reading
        logger.warning("deleted rows still lie in the files: could not do %s now", statement)
        return False
    return True


def _mark() -> Path:
    return Path(settings.VAR) / "erased-and-not-freed"


def _marked_since() -> datetime | None:
    try:
        return datetime.fromisoformat(_mark().read_text())
    except (OSError, ValueError):
        return None


def _mark_from(now: datetime) -> None:
    """Mark that bytes have to be overwritten, with the moment since which they have."""
    if _marked_since() is None:
        write_whole(_mark(), now.isoformat())
    _mark().touch()


def _erased_at() -> int:
    """Return the moment of the latest erasure whose bytes may still lie there, 0 for none."""
    return _mark().stat().st_mtime_ns if _mark().exists() else 0


# --- backups forget too


def _erased() -> Path:
    return Path(settings.VAR) / "erased"


def _name(key: UUID) -> str:
    return sha256(f"erased|{key}".encode()).hexdigest()


def remember_erased(key: UUID, now: datetime) -> None:
    """Note that an account is erased, outside the database, before it is. Raises OSError.

    A note of before gets the date of now.
    """
    with _changing() as lines:
        _mark_from(now)
        others = [line for line in lines if line[11:] != _name(key)]
        lines[:] = [*others, f"{now.date().isoformat()} {_name(key)}"]


def is_noted(key: UUID) -> bool:
    """Tell whether an account is noted as erased."""
    return any(line[11:] == _name(key) for line in _lines_of(_erased()))


def take_back_erased(key: UUID) -> None:
    """Strike every note that an account is erased: it was not, and must not be later."""
    with _changing() as lines:
        lines[:] = [line for line in lines if line[11:] != _name(key)]


def forget_erased(now: datetime) -> None:
    """Let go of the names of those whom no backup can hold any more."""
    oldest = (now - BACKUPS_KEPT_FOR).date().isoformat()
    with _changing() as lines:
        lines[:] = [line for line in lines if line[:10] >= oldest]


def _lines_of(file: Path) -> list[str]:
    return file.read_text(encoding="ascii").splitlines() if file.exists() else []


@contextmanager
def _changing() -> Iterator[list[str]]:
    """Yield the lines of the list for this process alone; changed, they are put in its place.

    It is never there in part: whoever is missing from it would come back with a backup.
    """
    lock = os.open(_erased().with_name("erased.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lines = _lines_of(_erased())
        before = list(lines)
        yield lines
        if lines != before or not _erased().exists():
            write_whole(_erased(), _joined(lines))
    finally:
        os.close(lock)


def _joined(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def copy_erased(folder: Path) -> None:
    """Put the list of the erased beside backups: it is no good where only the backups are left."""
    write_whole(folder / "erased", _joined(_lines_of(_erased())))


def take_erased_from(folder: Path) -> None:
    """Take over who was erased by the list beside a backup."""
    beside = _lines_of(folder / "erased")
    if beside:
        with _changing() as lines:
            lines.extend(line for line in beside if line not in lines)


def erase_again(*, now: datetime) -> int:
    """Erase those whom a restored backup brought back; return how many."""
    names = {line[11:] for line in _lines_of(_erased())}
    back = [owner for owner in User.objects.all() if _name(owner.pk) in names] if names else []
    return sum(_erased_one(owner, now, if_noted=True) for owner in back)


def operator_note(owner: User, kind: ActivityKind, now: datetime, detail: str = "") -> None:
    """Tell a person in their own log what the operator of the server did."""
    note_activity(owner=owner, kind=kind, now=now, detail=detail, by=Activity.By.OPERATOR)
    logger.info("operator did %s person=%s", kind, owner.pk)
