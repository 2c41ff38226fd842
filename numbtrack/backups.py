"""Backup and restore: one sealed file that holds the whole database, pictures included.

The keys are not in it: they are kept apart, or a thief of the file would have both.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from accounts.leaving import BACKUPS_KEPT_FOR, copy_erased
from accounts.models import User
from accounts.rotation import KeysDoNotOpen, check_keys
from accounts.sealing import read_keys
from accounts.whole_files import write_whole
from numbtrack.environment import private
from numbtrack.sealed_file import CannotOpen, read_sealed, write_sealed

SUFFIX = ".backup"
UNSEALED = "backup-"
"""How the name of a folder begins in which a copy lies unsealed while it is made or opened."""
LONGEST_RUN = 3600
LATER_SETTING = b"SET transaction_timeout = 0;"
PREAMBLE = 4096
"""Bytes of a script of pg_restore in which its settings stand."""


class CannotBackUp(Exception):
    """No backup could be made; the message says why."""


class CannotRestore(Exception):
    """Nothing was restored and nothing was touched; the message says why."""


def _keys() -> Mapping[str, bytes]:
    return read_keys(settings.ENCRYPTION_KEYS)


# --- out


def back_up(folder: Path, now: datetime) -> Path:
    """Write a backup into a folder while people go on writing; return the file.

    It counts as made once it was opened again to its last byte. Older ones are deleted there
    after 35 days, so that what was erased is gone from them too. What an earlier one left behind
    that was killed is deleted first: it lies there unsealed. Raises CannotBackUp.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone() as is_alone:
            if not is_alone:
                raise CannotBackUp("another one is being made just now")
            _sweep(folder)
            if not _is_ours():
                raise CannotBackUp("nothing is in this database yet: run manage.py migrate first")
            with suppress(DatabaseError):  # a database that waits for migrations is another's
                check_keys()
            file = _written(folder, now)
            with _opened(file):
                pass
        _note_last(now, file)
    except (CannotRestore, DatabaseError, KeysDoNotOpen, OSError, sqlite3.Error) as error:
        raise CannotBackUp(str(error).strip().partition("\n")[0]) from None
    _forget_older(folder, now)
    return file


def sweep(folder: Path, now: datetime) -> None:
    """Delete what killed backups left behind, and backups in a folder that are too old."""
    with _alone() as is_alone:
        if is_alone:
            _sweep(folder)
    if folder.exists():
        _forget_older(folder, now)


@contextmanager
def _alone() -> Iterator[bool]:
    """Tell whether no other process makes a backup, and let none begin meanwhile."""
    with open(Path(settings.VAR) / "backing-up", "w", opener=private) as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def _sweep_unsealed() -> None:
    """Delete what one that was killed while it made or opened a backup left behind in clear."""
    for left in Path(settings.VAR).glob(f"{UNSEALED}*"):
        shutil.rmtree(left, ignore_errors=True)


def _sweep(folder: Path) -> None:
    _sweep_unsealed()
    for left in folder.glob(".numbtrack-*.part"):
        left.unlink()


def _written(folder: Path, now: datetime) -> Path:
    file = folder / f"numbtrack-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"
    with _private_folder() as temporary:
        content = temporary / "content"
        _copy_database(content)
        sealed = folder / f".{file.name}.part"
        try:
            with open(sealed, "xb", opener=private) as target:  # Path.open has no opener
                write_sealed(content, target, _told(now), _keys())
                target.flush()
                os.fsync(target.fileno())
            sealed.replace(file)
        finally:
            sealed.unlink(missing_ok=True)
    write_whole(_checksum_of(file), f"{_sha256(file)}  {file.name}\n")
    copy_erased(folder)
    return file


def _told(now: datetime) -> dict[str, Any]:
    loader = MigrationLoader(connection)
    applied = sorted(f"{app}.{name}" for app, name in loader.applied_migrations)
    return {
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "release": settings.RELEASE,
        "database": connection.vendor,
        "migrations": applied,
    }


def _copy_database(content: Path) -> None:
    if connection.vendor == "sqlite":
        _copy_sqlite(content)
    else:
        _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={content}"])
    content.chmod(0o600)


def _copy_sqlite(content: Path) -> None:
    """Copy a SQLite database as it stands at one moment (its online backup)."""
    source = sqlite3.connect(connection.settings_dict["NAME"], timeout=30)
    target = sqlite3.connect(content)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        if target.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise CannotBackUp("the copy is damaged: look at the disk")
    finally:
        target.close()
        source.close()


def _note_last(now: datetime, file: Path) -> None:
    told = f"{now.astimezone(UTC).isoformat()} {file.resolve()}"
    write_whole(Path(settings.VAR) / "last-backup", told)


def last_backup() -> datetime | None:
    """Return when the latest good backup was made from this installation, if it is still there."""
    try:
        moment, _, place = (Path(settings.VAR) / "last-backup").read_text().partition(" ")
        is_there = not place or Path(place).exists()
        return datetime.fromisoformat(moment) if is_there else None
    except (OSError, ValueError):
        return None


def _forget_older(folder: Path, now: datetime) -> None:
    for file in folder.glob(f"numbtrack-*{SUFFIX}"):
        if now - _made_at(file) > BACKUPS_KEPT_FOR - timedelta(days=1):
            file.unlink()
            _checksum_of(file).unlink(missing_ok=True)


def _made_at(file: Path) -> datetime:
    """Return when a backup was made, by its name: one that was copied is no newer for it."""
    try:
        named = datetime.strptime(file.stem, "numbtrack-%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        named = datetime.max.replace(tzinfo=UTC)
    return min(named, datetime.fromtimestamp(file.stat().st_mtime, UTC))


# --- in


def check(file: Path) -> dict[str, Any]:
    """Open a backup to its last byte, and return what is told of it. Raises CannotRestore."""
    with _undisturbed(), _opened(file) as (told, _):
        return told


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep the night from sweeping away what is being opened."""
    with _alone() as is_alone:
        if not is_alone:
            raise CannotRestore("a backup is being made or opened just now: wait until it is done")
        _sweep_unsealed()
        yield


@contextmanager
def _opened(file: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """Yield what a backup tells of itself, and its content, which is gone afterwards."""
    with _private_folder() as temporary:
        content = temporary / "content"
        yield _read(file, content), content


def _read(file: Path, content: Path) -> dict[str, Any]:
    """Open a backup into another file, and return what it tells of itself. Raises CannotRestore."""
    beside = _checksum_of(file)
    try:
        if beside.exists() and beside.read_text().split()[:1] != [_sha256(file)]:
            raise CannotRestore("its checksum does not fit: it was damaged after it was made")
        with file.open("rb") as source, content.open("wb") as target:
            told = read_sealed(source, target, _keys())
    except CannotOpen as error:
        raise CannotRestore(str(error)) from None
    except OSError as error:
        raise CannotRestore(f"it cannot be read: {error.strerror}") from None
    _whole(content, told)
    return told


def _whole(content: Path, told: Mapping[str, Any]) -> None:
    if told.get("database") == "sqlite":
        copy = sqlite3.connect(content)
        try:
            good = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        except sqlite3.DatabaseError:
            good = False
        finally:
            copy.close()
        if not good:
            raise CannotRestore("the database in it is damaged")


def restore(file: Path, now: datetime, *, however_old: bool = False) -> dict[str, Any]:
    """Put a backup in the place of an empty database; return what it tells of itself.

    however_old: whether also one from before what is remembered of those who were erased since.
    Everything is looked at before anything is touched. Raises CannotRestore, CannotBackUp.
    """
    with _undisturbed(), _opened(file) as (told, content):
        if not however_old and now - datetime.fromisoformat(told["made_at"]) > BACKUPS_KEPT_FOR:
            raise CannotRestore(
                "it is older than 35 days, so that people who were erased since might come back. "
                "Say --however-old to restore it all the same"
            )
        if told.get("database") != connection.vendor:
            raise CannotRestore(
                f"it holds a {told.get('database')} database, and this one is {connection.vendor}"
            )
        _known(told)
        _empty()
        _put(content)
    return told


def _known(told: Mapping[str, Any]) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if not set(told.get("migrations", ())) <= known:
        raise CannotRestore(
            f"it was made by a newer numbtrack ({told.get('release')}): install that one first"
        )


def _foreign_tables() -> list[str]:
    """Return tables that no numbtrack makes, an older or newer one neither."""
    ours = [f"{app.label}_" for app in apps.get_app_configs()]
    ours += ["django_", str(settings.CACHES["default"]["LOCATION"])]
    there = connection.introspection.table_names()
    return sorted(each for each in there if not each.startswith(tuple(ours)))


def _is_ours() -> bool:
    """Tell whether the database has tables of numbtrack."""
    return User._meta.db_table in connection.introspection.table_names()


def _empty() -> None:
    try:
        people = _is_ours() and User.objects.exists()
        foreign = _foreign_tables()
    except DatabaseError as error:
        raise CannotRestore(f"it cannot be seen whether this database is empty: {error}") from None
    if people:
        raise CannotRestore("there are accounts in this database: restore into an empty one")
    if foreign:
        raise CannotRestore(
            f"there are tables of something else in this database ({', '.join(foreign[:3])}): "
            "restore into one of its own"
        )


def _put(content: Path) -> None:
    if connection.vendor == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        connection.close()
        for end in ("-wal", "-shm"):
            place.with_name(place.name + end).unlink(missing_ok=True)
        waiting = place.with_name(f".{place.name}.part")
        shutil.copyfile(content, waiting)
        waiting.chmod(0o600)
        with waiting.open("rb") as file:
            os.fsync(file.fileno())
        waiting.replace(place)
        return
    script = content.with_suffix(".sql")
    _run(
        ["pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges",
         f"--file={script}", str(content)]
    )  # fmt: skip
    if not connection.features.is_postgresql_17:  # type: ignore[attr-defined]  # not in the stubs
        _without_later_settings(script)
    _run(
        ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
         "--set=VERBOSITY=terse", f"--command={_drop_tables()}", f"--file={script}"]
    )  # fmt: skip


def _drop_tables() -> str:
    """Return the SQL that drops our own tables, those of a newer numbtrack among them."""
    ours = sorted(connection.introspection.django_table_names())
    names = ", ".join(map(connection.ops.quote_name, ours))
    return f"DROP TABLE IF EXISTS {names} CASCADE"


def _without_later_settings(script: Path) -> None:
    """Blank the setting that pg_dump writes from 17 on and an older server does not know."""
    with script.open("r+b") as file:
        at = file.read(PREAMBLE).find(LATER_SETTING)
        if at >= 0:
            file.seek(at)
            file.write(b" " * len(LATER_SETTING))


# --- by hand


def _run(command: list[str]) -> None:
    """Run a tool of PostgreSQL with this database's address; its words are not repeated."""
    told = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = os.environ | {
        variable: str(told[name]) for variable, name in names.items() if told[name]
    }
    environment["PGDATABASE"] = str(told["NAME"])
    try:
        done = subprocess.run(  # noqa: S603  # a fixed program, no shell
            command, env=environment, capture_output=True, check=False, timeout=LONGEST_RUN
        )
    except subprocess.TimeoutExpired:
        raise CannotBackUp(f"{command[0]} took longer than an hour") from None
    except FileNotFoundError:
        raise CannotBackUp(f"{command[0]} is not installed (package postgresql-client)") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        why = [line for line in said if "error:" in line.lower()] or said[-1:]
        raise CannotBackUp(f"{command[0]} failed: {' '.join(why)[:400]}")


@contextmanager
def _private_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=settings.VAR, prefix=UNSEALED) as name:
        yield Path(name)


def _checksum_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.sha256")


def _sha256(file: Path) -> str:
    with file.open("rb") as source:
        return file_digest(source, "sha256").hexdigest()
