"""Whether the process answers, and whether it can serve: nothing else is told to strangers."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.rotation import KeysDoNotOpen, check_keys

logger = logging.getLogger(__name__)

OURS = {"accounts", "care", "checkins", "journal", "medications", "sharing", "support"}
LEAST_FREE = 100_000_000
"""Bytes that must be free where the data lie."""


@login_not_required
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return _told("ok\n", 200)


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Tell whether people can be served; what is amiss stands in the log alone."""
    try:
        amiss = [name for name, good in CHECKS.items() if not good()]
    except (DatabaseError, KeysDoNotOpen) as error:
        amiss = [type(error).__name__]
    if amiss:
        logger.error("not ready: %s", ", ".join(amiss))
        return _told("not ready\n", 503)
    return _told("ready\n", 200)


def _told(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def is_migrated() -> bool:
    """Tell whether the database has every migration of this numbtrack, and none of a newer one."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    unknown = [
        key
        for key in loader.applied_migrations
        if key not in loader.disk_migrations and key[0] in OURS
    ]
    return not unknown and not executor.migration_plan(loader.graph.leaf_nodes())


def _keys_open() -> bool:
    check_keys()
    return True


def _can_be_written() -> bool:
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        return os.access(name, os.W_OK) and os.access(name.parent, os.W_OK)
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return bool(cursor.fetchone()[0] == "off")


def _disk_has_room() -> bool:
    enough = shutil.disk_usage(settings.VAR).free >= LEAST_FREE
    return enough and os.access(settings.VAR, os.W_OK)


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "writing": _can_be_written,
    "migrations": is_migrated,
    "keys": _keys_open,
    "disk": _disk_has_room,
}
"""What must hold -> how it is looked at, in order."""
