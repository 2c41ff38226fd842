"""Who asks, and what they sent."""

from __future__ import annotations

from django.db import DatabaseError
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
    except DatabaseError:
        return None


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, an empty sending included; None where none was sent."""
    return request.POST if request.method == "POST" else None
