"""A form that was sent after its session had ended: its words are carried over signing in.

They wait sealed in the new session of this browser, for the account that was signed in here last
and for nobody else, and for an hour.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import reverse

from accounts.guessing import name_of
from accounts.known import names_on_device
from accounts.models import User
from accounts.sealing import CannotUnseal, seal, unseal
from accounts.telling import SECRETS, told_words

CARRIED = "carried"
FOR_SECONDS = int(timedelta(hours=1).total_seconds())
LARGEST = 200_000
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

    What a script sent by itself, such as a draft, is not: no page would answer it later.
    """
    names = names_on_device(request)
    by_hand = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    ours = request.path.startswith(DOORS) and request.path != reverse("background")
    if request.method != "POST" or not by_hand or not names or ours:
        return answer
    words = request.POST.copy()
    for name in SECRETS:
        words.pop(name, None)
    if not told_words(words):  # a button without words, such as one that deletes
        return answer
    told = json.dumps([request.get_full_path(), words.urlencode()])
    if len(told) <= LARGEST:
        sealed = seal(told, _place(names[-1]))
        request.session[CARRIED] = base64.b64encode(sealed).decode()
        request.session.set_expiry(FOR_SECONDS)
    return answer


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
