"""What is said when a person brings back what they deleted."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages

from accounts.keeping import TooManyRows
from accounts.requests import PersonRequest

NO_ROOM = "It stays deleted for now: its place was taken meanwhile. Delete another one first."


def undo(request: PersonRequest, bring_back: Callable[[], object], said: str) -> None:
    """Bring something back and say so, or say that there is no room for it."""
    try:
        bring_back()
    except TooManyRows:
        messages.error(request, NO_ROOM)
    else:
        messages.info(request, said)
