"""What an operator can do with an account, each told to its person in their log."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User


def address_of(path: str) -> str:
    """Return the address of a page as people type it, by the first host that is served."""
    host = settings.ALLOWED_HOSTS[0]
    port = ":8000" if settings.DEVELOPMENT else ""
    return f"{settings.ACCOUNT_DEFAULT_HTTP_PROTOCOL}://{host}{port}{path}"


class PersonCommand(BaseCommand):
    """A command about one account, named by its e-mail address."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def person(self, email: str) -> User:
        """Return the account. Raises CommandError."""
        found = User.objects.filter(email__iexact=email).first()
        if found is None:
            raise CommandError("There is no account with this address.")
        return found

    def handle(self, *, email: str, **options: Any) -> None:
        self.act(self.person(email), **options)

    def act(self, person: User, **options: Any) -> None:
        raise NotImplementedError
