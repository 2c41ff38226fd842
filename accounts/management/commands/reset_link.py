"""Makes a link for a new password, for somebody who asks and cannot get it by e-mail."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import timezone as clock

from accounts.leaving import operator_note
from accounts.models import ActivityKind, User
from accounts.operating import PersonCommand, address_of


class Command(PersonCommand):
    help = "Print a link with which a person sets a new password; a second step is still asked."

    def act(self, person: User, **options: Any) -> None:
        key = default_token_generator.make_token(person)
        told = {"uidb36": user_pk_to_url_str(person), "key": key}
        operator_note(person, ActivityKind.RESET_LINK, clock.now())
        self.stdout.write(address_of(reverse("account_reset_password_from_key", kwargs=told)))
        days = settings.PASSWORD_RESET_TIMEOUT // 86400
        self.stdout.write(f"It works once, and ends in {days} days. Be sure who it is you tell it.")
