"""Costly work, one piece at a time in each process: it must not hold up somebody who saves a day.

Making a page takes a tenth of a second of one core, and a picture or a whole account more. Several
at once in one process would share the interpreter, and the memory, with everything else that it
answers. Measured by bench/busy.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, cast
from uuid import UUID

from allauth.core.ratelimit import respond_429
from django.http import HttpResponse
from django.utils import timezone as clock

from accounts.guessing import count_try, name_of
from accounts.requests import PersonRequest

MOST_WAITING = 4
"""How many costly requests of one person wait in one process; a browser sends no more."""
MOST_WAITING_IN_ALL = 4
"""How many wait in one process, of everybody: the other half of its threads answers the rest."""

_turn = Lock()
_waiting: Counter[UUID] = Counter()
_counting = Lock()


def too_often(request: PersonRequest, what: str, most: int) -> HttpResponse | None:
    """Count what a person does, and return the page that asks them to wait after so often.

    what: one of accounts.guessing.OF_A_PERSON. most: how often in ten minutes.
    """
    door = f"{what}:{name_of(str(request.user.pk))}"
    wait = count_try(door=door, most=most, now=clock.now())
    if wait is None:
        return None
    request.wait = wait  # type: ignore[attr-defined]
    return cast("HttpResponse", respond_429(request))


class Busy(Exception):
    """Too much costly work waits in this process: it would keep everybody else waiting."""


def one_at_a_time(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view that does costly work wait until the piece before it is done.

    It raises Busy where so many wait already that another would hold up everybody else.
    """

    @wraps(view)
    def waiting(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = request.user.pk
        with _counting:
            if _waiting[person] >= MOST_WAITING:
                return cast("HttpResponse", respond_429(request))
            if _waiting.total() > MOST_WAITING_IN_ALL:  # one of them is at work
                raise Busy
            _waiting[person] += 1
        try:
            with _turn:
                return view(request, *args, **kwargs)
        finally:
            with _counting:
                _waiting[person] -= 1
                if not _waiting[person]:
                    del _waiting[person]

    return waiting
