"""Prints how long a known and an unknown account take at each door, as a ratio in the same run.

A stranger must not learn from the time whether somebody has an account: 1.0 is the same.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from functools import partial

from bench.__main__ import prepare, timed

ROUNDS = 20
MOST = 1.3


def main() -> None:
    prepare()
    from datetime import UTC, datetime

    from django.conf import settings

    from accounts.actions import create_person

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
    newcomer = {
        "password1": "quite another one 77", "timezone": "UTC", "country": "", "adult": "on",
        "nobody_monitors": "on", "consent": "on",
    }  # fmt: skip
    doors = {
        "sign in": ("/accounts/login/", lambda email: {"login": email, "password": "wrong one"}),
        "new password": ("/accounts/password/reset/", lambda email: {"email": email}),
        "sign up": ("/accounts/signup/", lambda email: newcomer | {"email": email}),
    }
    print(f"{'door':14} {'known':>9} {'unknown':>9} {'ratio':>6}")
    if max([ratio_of(name, *door) for name, door in doors.items()]) > MOST:
        sys.exit(f"the time tells who has an account: above {MOST}")


def ratio_of(name: str, address: str, form: Callable[[str], dict[str, str]]) -> float:
    """Print how long both take at one door, in turns, and return their ratio."""
    from django.core.cache import cache
    from django.test import Client

    from accounts.models import Tries

    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for n in range(ROUNDS):
        for kind, email in (
            ("known", "known@example.org"),
            ("unknown", f"{name[0]}{n}@example.org"),
        ):
            Tries.objects.all().delete()
            cache.clear()
            times[kind].append(timed(partial(Client().post, address, form(email))))
    known, unknown = (statistics.median(times[kind]) for kind in ("known", "unknown"))
    ratio = max(known, unknown) / min(known, unknown)
    print(f"{name:14} {known:6.1f} ms {unknown:6.1f} ms {ratio:6.2f}")
    return ratio


if __name__ == "__main__":
    main()
