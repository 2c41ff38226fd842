"""Invites one person."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone as clock

from accounts.invitations import LASTS, invite
from accounts.operating import address_of


class Command(BaseCommand):
    help = "Print a link with which one person can make one account (NUMBTRACK_SIGN_UP=invited)."

    def handle(self, **options: Any) -> None:
        if settings.SIGN_UP != "invited":
            raise CommandError("Set NUMBTRACK_SIGN_UP=invited first: it is not in force.")
        link = invite(now=clock.now())
        self.stdout.write(address_of(reverse("invitation", args=[link])))
        self.stdout.write(f"It is shown this once, works once, and ends in {LASTS.days} days.")
