"""How long somebody stays signed in, and where.

On a device that others may use: half an hour after the latest use, and twelve hours at most. On
the person's own device, as they said when they signed in: thirty days. Each browser stands in a
list that the person sees and can end.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.activity import client_of
from accounts.models import SignIn, User

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
ON_AN_OWN_DEVICE = timedelta(days=30)
NOTED_EVERY = timedelta(minutes=1)
CONFIRMED_FOR = timedelta(minutes=10)
OWN, BEGAN, SEEN, CONFIRMED = "own_device", "began_at", "seen_at", "confirmed_at"
SIGN_IN, KEY = "sign_in", "sign_in_key"
PENDING = "pending_sign_in"
"""Who gave the right password and is asked for the second step, with the hash of then."""


def begin(request: HttpRequest, person: User, now: datetime) -> None:
    """Start the clock of a new session, and put its browser into the person's list."""
    confirm(request, now)
    _enlist(request, person, now, now)


def _enlist(request: HttpRequest, person: User, began: datetime, now: datetime) -> None:
    request.session[BEGAN] = began.timestamp()
    own = bool(request.session.get(OWN))
    extend(request, now)
    key = request.session.session_key or ""
    SignIn.objects.filter(session_key=key).delete()
    made = SignIn.objects.create(
        owner=person,
        session_key=key,
        client=client_of(request),
        own_device=own,
        began_at=began,
        seen_at=now,
    )
    request.session[SIGN_IN], request.session[KEY] = str(made.pk), made.session_key


def stay(request: HttpRequest, person: User, now: datetime) -> None:
    """Note that a session is in use: at most once a minute, so that reading costs no write.

    A session from before there were limits begins here.
    """
    seen, key = request.session.get(SEEN), request.session.session_key
    if seen is None:
        _enlist(request, person, now, now)
        return
    if key == request.session.get(KEY) and now - _moment(seen) < NOTED_EVERY:
        return
    extend(request, now)
    request.session[KEY] = key
    if not here(request).update(session_key=key, seen_at=now):
        _enlist(request, person, _moment(request.session[BEGAN]), now)


def renew(request: HttpRequest) -> None:
    """Follow a session that was given another key, so that its line goes on."""
    key = request.session.session_key or ""
    request.session[KEY] = key
    here(request).update(session_key=key)


def here(request: HttpRequest) -> QuerySet[SignIn]:
    """Return the line of the browser that asks, or nothing."""
    told = request.session.get(SIGN_IN)
    return SignIn.objects.filter(pk=told) if told else SignIn.objects.none()


def extend(request: HttpRequest, now: datetime) -> None:
    """Let a session go on from now, as long as its device allows."""
    began = _moment(request.session.get(BEGAN, now.timestamp()))
    own = bool(request.session.get(OWN))
    left = began + (ON_AN_OWN_DEVICE if own else LONGEST) - now
    request.session[SEEN] = now.timestamp()
    request.session.set_expiry(max(1, int((left if own else min(left, IDLE)).total_seconds())))


def left_of(request: HttpRequest, now: datetime) -> int:
    """Return how many seconds a session can go on at most, however much it is used."""
    began = _moment(request.session.get(BEGAN, now.timestamp()))
    longest = ON_AN_OWN_DEVICE if request.session.get(OWN) else LONGEST
    return max(0, int((began + longest - now).total_seconds()))


def is_over(request: HttpRequest, now: datetime) -> bool:
    """Tell whether a session has had its time, whatever was saved in it meanwhile."""
    began, seen = request.session.get(BEGAN), request.session.get(SEEN)
    if began is None or seen is None:
        return False
    if request.session.get(OWN):
        return now - _moment(began) >= ON_AN_OWN_DEVICE
    return now - _moment(began) >= LONGEST or now - _moment(seen) >= IDLE + NOTED_EVERY


def _moment(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)


# --- asking once more before a weighty step


def confirm(request: HttpRequest, now: datetime) -> None:
    """Note that the person has just shown that it is them."""
    request.session[CONFIRMED] = now.timestamp()


def recently_confirmed(request: HttpRequest, now: datetime) -> bool:
    """Tell whether the person showed within ten minutes that it is them."""
    confirmed = request.session.get(CONFIRMED)
    return confirmed is not None and now - _moment(confirmed) <= CONFIRMED_FOR


# --- where somebody is signed in


def sign_ins(owner: User, now: datetime) -> QuerySet[SignIn]:
    """Return where a person is signed in, the latest use first; what has ended is forgotten."""
    going = Session.objects.filter(expire_date__gt=now).values("session_key")
    owner.sign_ins.exclude(session_key__in=going).delete()
    return owner.sign_ins.order_by("-seen_at")


def forget_ended_sessions(*, now: datetime) -> int:
    """Forget sessions that have ended, with their lines in the lists; return how many."""
    ended, _ = Session.objects.filter(expire_date__lt=now).delete()
    SignIn.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return ended


def end_sign_ins(ended: QuerySet[SignIn]) -> int:
    """End sessions at once, wherever they are open; return how many."""
    keys = list(ended.values_list("session_key", flat=True))
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        store(key).delete()
    ended.delete()
    return len(keys)


def end_others(request: HttpRequest, owner: User) -> int:
    """End every session of a person but the one that asks."""
    return end_sign_ins(owner.sign_ins.exclude(pk__in=here(request).values("pk")))
