"""Who asks, what they sent, and what stands open to them."""

from __future__ import annotations

from typing import Any

from django.db import Error
from django.http import HttpRequest, QueryDict

from accounts.models import User


class PersonRequest(HttpRequest):
    """A request of someone who is signed in: the default for every page."""

    user: User


def find_person(request: HttpRequest) -> User | None:
    """Return who is signed in; None for nobody, and where the database does not answer.

    A page with help on it must not fail because sessions cannot be read.
    """
    try:
        user = getattr(request, "user", None)
        return user if isinstance(user, User) else None
    except Error:
        return None


def open_while_stopped(view: Any) -> Any:
    """Mark a page that stands open to someone who withdrew, or whose account is on its way out."""
    view.open_while_stopped = True
    return view


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, an empty sending included; None where none was sent."""
    return request.POST if request.method == "POST" else None
