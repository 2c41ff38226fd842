"""What has outlived its time goes once a day, whether or not anybody comes by."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from accounts.activity import forget_old_activity
from accounts.drafts import forget_old_drafts
from accounts.guessing import forget_old_tries
from accounts.invitations import forget_old_invitations
from accounts.keeping import forget_removed
from accounts.leaving import erase_again, erase_due, forget_erased, free_space, lies_too_long
from accounts.models import Arrival
from accounts.sessions import forget_ended_sessions
from numbtrack.backups import sweep
from sharing.actions import forget_ended
from sharing.models import SharedPage
from summary.archive.arrivals import forget_stale

logger = logging.getLogger(__name__)


class LeftUndone(Exception):
    """Part of what is done at night could not be done. parts: which."""

    def __init__(self, parts: Sequence[str]) -> None:
        super().__init__(", ".join(parts))
        self.parts = parts


def tidy(*, now: datetime) -> Mapping[str, int]:
    """Erase who asked for it, forget what is over, and free its space; return what -> how many.

    A part that fails keeps no other from being done. Raises LeftUndone at the end.
    """
    parts: Mapping[str, Callable[[], int | None]] = {
        "erased accounts": lambda: erase_due(now=now) + erase_again(now=now),
        "deleted rows": lambda: forget_removed(now=now),
        "drafts": lambda: forget_old_drafts(now=now),
        "files on their way in": lambda: forget_stale(arrivals=Arrival.objects.all(), now=now),
        "shared pages that ended": lambda: forget_ended(pages=SharedPage.objects.all(), now=now),
        "lines of activity": lambda: forget_old_activity(now=now),
        "sessions": lambda: forget_ended_sessions(now=now),
        "invitations": lambda: forget_old_invitations(now=now),
        "counts of tries": lambda: forget_old_tries(now=now) + _forget_cached(now),
        "names of the erased": lambda: forget_erased(now),
        "old backups": lambda: sweep(Path(settings.VAR) / "backups", now),
        "free space": free_space,
    }
    gone, undone = {}, []
    for name, do in parts.items():
        try:
            count = do()
        except Exception:  # of whatever kind: the other parts are waiting for it
            logger.exception("the night could not do its part: %s", name)
            undone.append(name)
            if not connection.in_atomic_block:
                connection.close()  # one that broke is of no use to the others
        else:
            if count is not None:
                gone[name] = count
    if lies_too_long(now):
        undone.append("free space, for days: end what reads the database for so long")
    if undone:
        raise LeftUndone(undone)
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
