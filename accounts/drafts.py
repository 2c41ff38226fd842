"""What a person has not finished typing, kept for a week on the device on which it was typed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.http import QueryDict

from accounts.keeping import keep_newest, wait_for_turn
from accounts.models import Draft, User
from accounts.sealing import CannotUnseal

KEEP_DRAFTS_FOR = timedelta(days=7)
MOST_DRAFTS = 50
NOT_KEPT = ("csrfmiddlewaretoken", "submission")
NOT_TYPED = ("day", "zone", "seen")
PADDED_TO = 1024
"""Drafts are sealed at a length of whole such blocks: a choice would change the length."""


@transaction.atomic
def keep_draft(*, owner: User, device: str, page: str, words: QueryDict, now: datetime) -> None:
    """Keep what is typed on a page so far; an earlier draft of the page is replaced.

    A page on which nothing is typed any more has none. Of a person's very many drafts the oldest
    are forgotten.
    """
    wait_for_turn(owner)
    forget_old_drafts(now=now)
    typed = words.copy()
    for name in NOT_KEPT:
        typed.pop(name, None)
    if not any(any(values) for name, values in typed.lists() if name not in NOT_TYPED):
        forget_draft(owner=owner, device=device, page=page)
        return
    draft = owner.drafts.filter(device=device, page=page).first()
    if draft is None:
        keep_newest(owner.drafts.order_by("-saved_at"), MOST_DRAFTS - 1)
        draft = Draft(owner=owner, device=device, page=page)
    text = typed.urlencode()
    draft.words, draft.saved_at = text.ljust(-(-len(text) // PADDED_TO) * PADDED_TO), now
    draft.save()


def find_draft(*, owner: User, device: str, page: str, now: datetime) -> QueryDict | None:
    """Return the fields of a page as they were left on this device, or None.

    A draft that does not open is none: it must not stand in the way of the page.
    """
    fresh = owner.drafts.filter(saved_at__gte=now - KEEP_DRAFTS_FOR)
    draft = fresh.filter(device=device, page=page).first()
    try:
        return None if draft is None else QueryDict(str(draft.words).rstrip())
    except CannotUnseal:
        return None


def forget_old_drafts(*, now: datetime) -> int:
    """Forget everybody's drafts that have outlived their time; return how many."""
    return Draft.objects.filter(saved_at__lt=now - KEEP_DRAFTS_FOR).delete()[0]


def forget_draft(*, owner: User, device: str | None = None, page: str | None = None) -> None:
    """Forget what was typed: on one device or on all, on one page or on all."""
    drafts = owner.drafts.all()
    drafts = drafts if device is None else drafts.filter(device=device)
    (drafts if page is None else drafts.filter(page=page)).delete()
