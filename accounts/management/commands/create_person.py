"""An operator's way in, past the sign-up page."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone as clock

from accounts import countries, zones
from accounts.actions import AlreadyThere, create_person


class Command(BaseCommand):
    help = "Make an account. The password is read from standard input, never from the command line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--password-stdin", action="store_true", required=True)
        parser.add_argument("--timezone", default="UTC", help="such as Europe/Berlin")
        parser.add_argument("--country", default="", help="two letters, such as DE")

    def handle(self, *, email: str, timezone: str, country: str, **options: Any) -> None:
        password = sys.stdin.readline().rstrip("\r\n")
        try:
            validate_email(email)
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if zones.find_zone(timezone) is None:
            raise CommandError("The time zone is not known. Write it like Europe/Berlin.")
        if country.upper() not in {code for code, _ in countries.CHOICES}:
            raise CommandError("The country is not known. Write two letters, like DE.")
        try:
            person = create_person(
                email=email,
                password=password,
                timezone=timezone,
                country=country.upper(),
                now=clock.now(),
            )
        except AlreadyThere:
            raise CommandError("There is already an account with this address.") from None
        self.stdout.write(f"{person.email} can sign in now.")
