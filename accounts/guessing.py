"""Counts tries at a door within a fixed time, in a table that all processes share."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import Tries

WINDOW = timedelta(minutes=10)
OF_AN_ADDRESS = KNOWN, NEW, GUESSED = ("known", "new", "guessed")
"""What is counted by an e-mail address: tries on known devices, on others, and telling of them."""
OF_A_PERSON = ("confirm", "weighty", "carried", "look-at", "pictures")
"""What is counted by the account; how somebody comes in is counted by its address, too."""


def name_of(secret: str) -> str:
    """Return a name for an account or an address from which neither can be read."""
    told = f"{settings.SECRET_KEY}|{secret.strip().casefold()}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def name_in_cache(key: str, prefix: str, version: int) -> str:
    """Return a cache's name for a key: allauth's keys hold network addresses and ids."""
    return name_of(f"{prefix}:{version}:{key}")


@transaction.atomic
def count_try(*, door: str, most: int, now: datetime) -> timedelta | None:
    """Count one try. Return how long to wait where there were too many, else None.

    The time runs from the first try, and a refused one does not lengthen it. What is older
    than the window is forgotten.
    """
    forget_old_tries(now=now)
    found, _ = Tries.objects.select_for_update().get_or_create(
        door=door, defaults={"began_at": now}
    )
    if found.tries >= most:
        return found.began_at + WINDOW - now
    found.tries += 1
    found.save(update_fields=["tries"])
    return None


def forget_old_tries(*, now: datetime) -> int:
    """Forget what lies further back than the window; return how many."""
    return Tries.objects.filter(began_at__lte=now - WINDOW).delete()[0]


@transaction.atomic
def take_back_try(*, door: str) -> None:
    """Forget one try: a right password is not a guess."""
    found = Tries.objects.select_for_update().filter(door=door, tries__gt=0).first()
    if found is not None:
        found.tries -= 1
        found.save(update_fields=["tries"])
