"""What has outlived its time goes once a day, whether or not anybody comes by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from accounts.actions import forget_old_drafts, forget_removed
from accounts.activity import forget_old_activity
from accounts.guessing import forget_old_tries
from accounts.invitations import forget_old_invitations
from accounts.leaving import erase_again, erase_due, forget_erased, free_space
from accounts.models import Arrival
from accounts.sessions import forget_ended_sessions
from numbtrack.backups import sweep
from sharing.actions import forget_ended
from sharing.models import SharedPage
from summary.archive.arrivals import forget_stale


def tidy(*, now: datetime) -> Mapping[str, int]:
    """Erase who asked for it, forget what is over, and free its space; return what -> how many."""
    gone = {
        "erased accounts": erase_due(now=now) + erase_again(now=now),
        "deleted rows": forget_removed(now=now),
        "drafts": forget_old_drafts(now=now),
        "files on their way in": forget_stale(arrivals=Arrival.objects.all(), now=now),
        "shared pages that ended": forget_ended(pages=SharedPage.objects.all(), now=now),
        "lines of activity": forget_old_activity(now=now),
        "sessions": forget_ended_sessions(now=now),
        "invitations": forget_old_invitations(now=now),
        "counts of tries": forget_old_tries(now=now) + _forget_cached(now),
    }
    forget_erased(now)
    sweep(Path(settings.VAR) / "backups", now)
    free_space()
    return gone


def _forget_cached(now: datetime) -> int:
    """Delete what the cache counts no longer: by itself it does so only when it is full."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE expires < %s",  # noqa: S608  # a name of our own
            [connection.ops.adapt_datetimefield_value(now)],
        )
        return int(cursor.rowcount)
