"""How a person comes to be."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import CONSENT_VERSION, Consent, User


class AlreadyThere(Exception):
    """A person with this e-mail address exists."""


@transaction.atomic
def create_person(*, email: str, password: str, timezone: str, country: str, now: datetime) -> User:
    """Make a person on an operator's word, ready to sign in, with nothing left to ask.

    The consent is recorded as given to the operator. Raises AlreadyThere.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise AlreadyThere
    person = User.objects.create_user(email, password, timezone=timezone, country=country)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record_consent(owner=person, given_by=Consent.GivenBy.OPERATOR, now=now)
    return person


def wait_for_turn(owner: User) -> None:
    """Let one write of a person follow another, within a transaction.

    What is looked up after it cannot be changed by another tab until the transaction ends.
    """
    User.objects.select_for_update().only("pk").get(pk=owner.pk)


def record_consent(*, owner: User, given_by: Consent.GivenBy, now: datetime) -> Consent:
    """Keep that a person agreed to the present text, and when."""
    return owner.consents.create(version=CONSENT_VERSION, given_by=given_by, given_at=now)


def change_settings(
    *, owner: User, timezone: str, country: str, theme: str, text_size: str
) -> None:
    """Keep where a person lives and how pages look. Days already filed stay where they are."""
    owner.timezone = timezone
    owner.country = country
    owner.theme = theme
    owner.text_size = text_size
    owner.save(update_fields=["timezone", "country", "theme", "text_size"])
