"""A form that was sent after its session had ended: its words are carried over signing in.

They wait sealed in the new session of this browser, for the account that was signed in here last
and for nobody else, and for an hour.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone as clock

from accounts.guessing import count_try, name_of
from accounts.known import names_on_device
from accounts.models import User
from accounts.sealing import CannotUnseal, seal, unseal
from accounts.telling import SECRETS, told_words

CARRIED, PRESSED = "carried", "pressed"
FOR_SECONDS = int(timedelta(hours=1).total_seconds())
LARGEST, MOST = 200_000, 20
"""Characters of a form, and forms of one account that are carried in ten minutes."""
DOORS = "/accounts/"
"""Nothing is sent here again by itself: passwords, an address, the end of an account."""


@dataclass(frozen=True)
class Carried:
    """A form on its way. path: where it was sent."""

    path: str
    words: QueryDict


def _place(name: str) -> str:
    return f"carried|{name}"


def kept_over_sign_in(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """Keep what was sent, before its sender is asked to sign in again.

    What a script sent by itself, such as a draft, is not: no page would answer it later. The way
    on from signing in is then not the address of the form, which may open by its button alone.
    """
    by_hand = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    if request.method != "POST" or not by_hand:
        return answer
    names = names_on_device(request)
    if names:
        _keep(request, names[-1])
        request.session.set_expiry(FOR_SECONDS)
    return redirect(settings.LOGIN_URL)


def _keep(request: HttpRequest, name: str) -> None:
    """Keep the words of a form; of a button without words, only that it was pressed."""
    words = request.POST.copy()
    for secret in SECRETS:
        words.pop(secret, None)
    ours = request.path.startswith(DOORS) and request.path != reverse("background")
    told = json.dumps([request.get_full_path(), words.urlencode()])
    door, now = f"carried:{name}", clock.now()
    is_flood = count_try(door=door, most=MOST, now=now) is not None
    if ours or not told_words(words) or len(told) > LARGEST or is_flood:
        request.session[PRESSED] = True
        return
    request.session[CARRIED] = base64.b64encode(seal(told, _place(name))).decode()


def find_carried(request: HttpRequest, person: User) -> Carried | None:
    """Return what this person had sent; what another person had sent does not open."""
    try:
        sealed = base64.b64decode(request.session.get(CARRIED, ""))
        path, words = json.loads(unseal(sealed, _place(name_of(str(person.pk)))))
    except (CannotUnseal, ValueError):
        return None
    return Carried(path, QueryDict(words))


def let_go(request: HttpRequest) -> None:
    request.session.pop(CARRIED, None)
