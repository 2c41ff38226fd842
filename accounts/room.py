"""What is said where there may be no room for what a person writes or brings back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages

from accounts.keeping import TooManyRows
from accounts.requests import PersonRequest
from accounts.rows import Limited

NO_ROOM = "It stays deleted for now: its place was taken meanwhile. Delete another one first."


def full(kind: type[Limited], things: str) -> str:
    """Say that no more rows of a kind, or no more words in them, fit into a diary."""
    words = f" and {kind.LARGEST // 1_000_000} MB of words in them" if kind.LARGEST else ""
    return f"A diary holds up to {kind.MOST:,} {things}{words}, and there is no room for this."


def undo(request: PersonRequest, bring_back: Callable[[], object], said: str) -> None:
    """Bring something back and say so, or say that there is no room for it."""
    try:
        bring_back()
    except TooManyRows:
        messages.error(request, NO_ROOM)
    else:
        messages.info(request, said)
