"""Prints how long a known and an unknown account take at each door, as a ratio in the same run.

A stranger must not learn from the time whether somebody has an account: 1.0 is the same.
"""

from __future__ import annotations

import statistics
import sys
from functools import partial
from itertools import count

from bench.__main__ import prepare, timed

ROUNDS = 20
MOST = 1.3


def main() -> None:
    prepare()
    from datetime import UTC, datetime

    from django.conf import settings
    from django.core.cache import cache
    from django.test import Client

    from accounts.actions import create_person
    from accounts.models import Tries

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # as everywhere where strangers may sign up
    settings.ROOT_URLCONF = "numbtrack.urls"
    create_person(
        email="known@example.org",
        password="bench bench bench",
        timezone="UTC",
        country="",
        now=datetime.now(UTC),
    )
    numbers = count()
    newcomer = {
        "password1": "quite another one 77", "timezone": "UTC", "country": "", "adult": "on",
        "nobody_monitors": "on", "consent": "on",
    }  # fmt: skip
    doors = {
        "sign in": ("/accounts/login/", lambda email: {"login": email, "password": "wrong one"}),
        "new password": ("/accounts/password/reset/", lambda email: {"email": email}),
        "sign up": ("/accounts/signup/", lambda email: newcomer | {"email": email}),
    }
    amiss = False
    print(f"{'door':14} {'known':>9} {'unknown':>9} {'ratio':>6}")
    for name, (address, form) in doors.items():
        times: dict[str, list[float]] = {"known": [], "unknown": []}
        for _ in range(ROUNDS):
            for kind, email in (
                ("known", "known@example.org"),
                ("unknown", f"nobody{next(numbers)}@example.org"),
            ):
                Tries.objects.all().delete()
                cache.clear()
                client = Client()
                sent = form(email)
                times[kind].append(timed(partial(client.post, address, sent)))
        known, unknown = (statistics.median(times[kind]) for kind in ("known", "unknown"))
        ratio = max(known, unknown) / min(known, unknown)
        print(f"{name:14} {known:6.1f} ms {unknown:6.1f} ms {ratio:6.2f}")
        amiss = amiss or ratio > MOST
    if amiss:
        sys.exit(f"the time tells who has an account: above {MOST}")


if __name__ == "__main__":
    main()
