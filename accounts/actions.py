"""How a person comes to be, what they settle, and what they tell of themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts.keeping import ChangedElsewhere, wait_for_turn
from accounts.models import CONSENT_VERSION, Background, Consent, User
from domain.background import Standing
from domain.companions import MOST_ON, in_order


class AlreadyThere(Exception):
    """A person with this e-mail address exists."""


def forget_pending_address(*, owner: User) -> None:
    """Let no address that waits to be confirmed take the place of a person's own."""
    EmailAddress.objects.filter(user=owner, verified=False, primary=False).delete()


def find_pending_address(*, owner: User) -> EmailAddress | None:
    """Return the address that waits to be confirmed, beside the one with which they sign in."""
    return EmailAddress.objects.filter(user=owner, verified=False, primary=False).first()


@transaction.atomic
def ask_for_address(*, owner: User, email: str) -> EmailAddress:
    """Let an address wait to be confirmed; the one with which they sign in stays until then."""
    wait_for_turn(owner)
    forget_pending_address(owner=owner)
    return EmailAddress.objects.create(user=owner, email=email)


@transaction.atomic
def change_address(*, owner: User, email: str) -> EmailAddress:
    """Let a person sign in with another address from now on. Raises AlreadyThere."""
    wait_for_turn(owner)
    if is_taken(email=email):
        raise AlreadyThere
    EmailAddress.objects.filter(user=owner).delete()
    with _unless_taken():
        User.objects.filter(pk=owner.pk).update(email=email)
    owner.email = email
    return EmailAddress.objects.create(user=owner, email=email, primary=True)


def is_taken(*, email: str) -> bool:
    """Tell whether there is an account with this address, in whatever case it is written."""
    return User.objects.filter(email__iexact=email).exists()


@transaction.atomic
def create_person(*, email: str, password: str, timezone: str, country: str, now: datetime) -> User:
    """Make a person on an operator's word, ready to sign in.

    The consent is recorded as given to the operator; whether the safety question is asked is
    left to the person, on their first page. Raises AlreadyThere.
    """
    if is_taken(email=email):
        raise AlreadyThere
    with _unless_taken():
        person = User.objects.create_user(email, password, timezone=timezone, country=country)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record_consent(owner=person, given_by=Consent.GivenBy.OPERATOR, now=now)
    return person


@contextmanager
def _unless_taken() -> Iterator[None]:
    """Take an address that somebody else takes at this moment for taken. Raises AlreadyThere."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise AlreadyThere from None


def record_consent(*, owner: User, given_by: Consent.GivenBy, now: datetime) -> Consent:
    """Keep that a person agreed to the present text, and when."""
    return owner.consents.create(version=CONSENT_VERSION, given_by=given_by, given_at=now)


def change_settings(*, owner: User, **chosen: Any) -> None:
    """Keep where a person lives, how often they check in, and how pages look.

    chosen: names of the person's own facts -> what they hold from now on. Days already
    filed stay where they are.
    """
    for name, value in chosen.items():
        setattr(owner, name, value)
    owner.save(update_fields=list(chosen))


class TooManyCompanions(Exception):
    """More companions than a check-in can hold."""


def choose_companions(*, owner: User, keys: Iterable[str]) -> None:
    """Keep what is asked beside the four. Answers given before stay. Raises TooManyCompanions."""
    chosen = [each.key for each in in_order(keys)]
    if len(chosen) > MOST_ON:
        raise TooManyCompanions
    owner.companion_keys = chosen
    owner.save(update_fields=["companion_keys"])


# --- background


def find_background(*, owner: User) -> Background | None:
    """Return what a person told of their background, None where they told nothing."""
    return Background.objects.filter(owner=owner).first()


@transaction.atomic
def tell_background(
    *,
    owner: User,
    standings: Mapping[str, Standing],
    words: Mapping[str, str],
    now: datetime,
    seen_version: int | None = None,
) -> Background:
    """Keep the background as it is told now. words: own_word, since, after, family.

    seen_version: of what the form showed, 0 for nothing. Raises ChangedElsewhere.
    """
    wait_for_turn(owner)
    standing = find_background(owner=owner)
    version = standing.version if standing else 0
    background = standing or Background(owner=owner)
    background.conditions = json.dumps(dict(standings)) if standings else ""
    for name, value in words.items():
        setattr(background, name, value)
    if standing and background.version == version:
        return background
    if seen_version is not None and seen_version != version:
        raise ChangedElsewhere(find_background(owner=owner))
    background.changed_at = now
    background.save()
    return background
