"""Whether the database keeps what it has acknowledged, and repeats nothing of it in its log.

Asked before anybody is served.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import connection

POSTGRES: Mapping[str, frozenset[str]] = {
    "fsync": frozenset({"on"}),
    "full_page_writes": frozenset({"on"}),
    "synchronous_commit": frozenset({"on", "local", "remote_write", "remote_apply"}),
    "data_checksums": frozenset({"on"}),
}
KEEPS_QUIET: Mapping[str, frozenset[str]] = {
    "log_statement": frozenset({"none"}),
    "log_min_duration_statement": frozenset({"-1"}),
    "log_min_duration_sample": frozenset({"-1"}),
    "log_transaction_sample_rate": frozenset({"0"}),
    "log_min_error_statement": frozenset({"panic"}),
    "log_error_verbosity": frozenset({"terse"}),
}
"""Else the log of PostgreSQL has statements and rows, with medicines and addresses in clear."""

SQLITE: Mapping[str, frozenset[str]] = {
    "journal_mode": frozenset({"wal"}),
    "synchronous": frozenset({"2", "3"}),
    "foreign_keys": frozenset({"1"}),
    "secure_delete": frozenset({"1"}),
}
"""What must hold -> its values. 2 is FULL: the disk has it before the answer goes out."""
MENDS: Mapping[str, str] = {
    "data_checksums": "stop the cluster, run pg_checksums --enable on its folder, start it again.",
}
"""How to mend what is no setting that can just be set."""


def ask(name: str) -> str:
    """Return one setting of the database that is in use."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}" if connection.vendor == "sqlite" else f"SHOW {name}")
        return str(cursor.fetchone()[0])


def faults(asked: Callable[[str], str] = ask) -> list[str]:
    """Return every setting that would lose what was acknowledged, with its mend."""
    needed = SQLITE if connection.vendor == "sqlite" else POSTGRES
    mends = {name: MENDS.get(name, f"set it to {min(good)}.") for name, good in needed.items()}
    return _amiss(needed, asked, mends)


def spills(asked: Callable[[str], str] = ask) -> list[str]:
    """Return every setting that puts words of people into the log, with its mend."""
    if connection.vendor == "sqlite":
        return []
    role = connection.ops.quote_name(connection.settings_dict["USER"])
    mends = {
        name: f"as its superuser, ALTER ROLE {role} SET {name} = '{min(good)}';"
        for name, good in KEEPS_QUIET.items()
    }
    return _amiss(KEEPS_QUIET, asked, mends)


def _amiss(
    needed: Mapping[str, frozenset[str]], asked: Callable[[str], str], mends: Mapping[str, str]
) -> list[str]:
    told = ((name, asked(name)) for name in needed)
    return [
        f"{name} is {value!r}. Mend: {mends[name]}"
        for name, value in told
        if value not in needed[name]
    ]
