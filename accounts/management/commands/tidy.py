"""What has to be done once a day: a timer calls it, and ``make run`` does when it starts."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone as clock

from accounts.activity import forget_old_activity
from accounts.leaving import erase_again, erase_due, forget_erased, free_space
from accounts.models import SignIn


class Command(BaseCommand):
    help = "Erase accounts whose week is over, and forget what has outlived its time."

    def handle(self, **options: Any) -> None:
        now = clock.now()
        erased = erase_due(now=now) + erase_again(now=now)
        old = forget_old_activity(now=now)
        Session.objects.filter(expire_date__lt=now).delete()
        going = Session.objects.values("session_key")
        SignIn.objects.exclude(session_key__in=going).delete()
        forget_erased(now)
        free_space()
        self.stdout.write(f"erased accounts: {erased}; forgotten lines of activity: {old}")
