"""Prints what each page costs as a ratio to a bare page with a session, in the same run.

``make bench`` runs it on a database of its own. Ratios are medians; the spread is the
middle half of the single ratios. Seconds differ between machines, ratios hardly.
"""

from __future__ import annotations

import base64
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from django.test import Client

ROUNDS = 40


def prepare() -> None:
    var = tempfile.mkdtemp(prefix="numbtrack-bench-")
    os.environ.update(
        NUMBTRACK_ENV="development",
        NUMBTRACK_VAR=var,
        NUMBTRACK_ENCRYPTION_KEYS=f"bench:{base64.b64encode(bytes(32)).decode()}",
        NUMBTRACK_LOG_LEVEL="ERROR",
        DJANGO_SETTINGS_MODULE="numbtrack.settings",
    )
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ROOT_URLCONF = "bench.urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)


def timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def compare(name: str, call: Callable[[], object], bare: Callable[[], object], rounds: int) -> None:
    """Measure both in turns, so that whatever else the machine does hits both."""
    call()
    bare()
    pairs = [(timed(bare), timed(call)) for _ in range(rounds)]
    ratios = sorted(of_call / of_bare for of_bare, of_call in pairs)
    lower, upper = ratios[len(ratios) // 4], ratios[3 * len(ratios) // 4]
    ms = statistics.median(of_call for _, of_call in pairs)
    print(f"{name:34} {ms:8.1f} ms {statistics.median(ratios):8.1f} × ({lower:.1f}–{upper:.1f})")


def compare_searches(today: date) -> None:
    """Compare words looked for in ten years of sealed entries with plain ones in memory."""
    from accounts.actions import create_person
    from domain.finding import holds

    now = datetime.now(UTC)
    owner = create_person(
        email="search@example.org",
        password="bench bench bench",
        timezone="UTC",
        country="",
        now=now,
    )
    told = "The sea was grey and I stood there and waited for it to mean something. " * 14
    plain = [f"{told}{n}" for n in range(3650)]
    for n, text in enumerate(plain):
        day = today - timedelta(days=n)
        owner.journal_entries.create(day=day, text=text, timezone="UTC", written_at=now)

    def search_sealed() -> None:
        assert sum(entry.matches("3641") for entry in owner.journal_entries.all()) == 1

    def search_plain() -> None:
        assert sum(holds(text, "3641") for text in plain) == 1

    print(f"{'search':34} {'median':>11} {'ratio to plain words in memory':>30}")
    compare("words in ten years of entries", search_sealed, search_plain, 5)


def compare_pdf(today: date) -> None:
    """Compare the page for a visit with a document of one word, both in a warm worker."""
    import typst

    from accounts.models import User
    from domain.intervals import Interval
    from summary.page import Choices, Sources, summary_page
    from summary.typesetting import print_page

    client = person(today, 365, 8)
    owner = User.objects.get(pk=client.session["_auth_user_id"])
    stories = owner.medication_events.standing().stories()
    sources = Sources(owner.check_ins.diary(), stories, today)
    page = summary_page(
        sources, Choices(Interval.latest(84, today), statement="It is glass. " * 20)
    )

    def bare() -> None:
        typst.compile(b"numbtrack", ignore_system_fonts=True)

    def printed() -> None:
        assert print_page(page).pdf.startswith(b"%PDF")

    def pictured() -> None:
        assert print_page(page).picture()

    print(f"{'The page for a visit':34} {'median':>11} {'ratio to a document of a word':>30}")
    compare("PDF of 12 weeks", printed, bare, 20)
    compare("PDF and its picture", pictured, bare, 20)


def compare_trends(today: date) -> None:
    """Compare ten years of Trends, every companion answered, with its own rows as plain JSON."""
    from django.core.serializers.json import DjangoJSONEncoder
    from django.db.models import F

    from accounts.models import User

    client = person(today, 3650, 40, answered=True)
    owner = User.objects.get(pk=client.session["_auth_user_id"])

    class PlainEncoder(DjangoJSONEncoder):
        def default(self, o: object) -> object:
            return o.hex() if isinstance(o, bytes | memoryview) else super().default(o)

    def rows_as_json() -> None:
        rows = [list(owner.check_ins.values()), list(owner.medication_events.values())]
        json.dumps(rows, cls=PlainEncoder)

    def anew(address: str) -> Callable[[], None]:
        def get() -> None:
            User.objects.filter(pk=owner.pk).update(data_version=F("data_version") + 1)
            assert client.get(address).status_code == 200

        return get

    seen = client.get("/trends/?range=all")["ETag"]

    def unchanged() -> None:
        address = "/trends/?range=all"
        assert client.get(address, headers={"If-None-Match": seen}).status_code == 304

    whole, beside = "/trends/?range=all", "/trends/?range=all&beside=1"
    print(
        f"{'Trends, 10 years, all companions':34} {'median':>11} {'ratio to its rows as JSON':>30}"
    )
    compare("not changed since (304)", unchanged, rows_as_json, 10)
    compare("seen before", page(client, whole), rows_as_json, 10)
    compare("seen before, with a companion", page(client, beside), rows_as_json, 10)
    compare("after a change, all anew", anew(whole), rows_as_json, 5)


def answers_of(n: int) -> dict[str, object]:
    """Return an answer to every companion for the nth day, each going its own way."""
    from domain.answers import AnswerKind
    from domain.companions import COMPANIONS

    return {
        key: each.values[(n * (k + 3) + n // 7) % min(len(each.values), 11)]
        for k, (key, each) in enumerate(COMPANIONS.items())
        if each.kind is not AnswerKind.TICKS
    }


def person(
    today: date, days: int, changes: int, companions: int = 0, *, answered: bool = False
) -> Client:
    """Make a person with so many days and changes, and sign them in.

    answered: whether every day has an answer to every companion.
    """
    from django.test import Client

    from accounts.actions import choose_companions, create_person
    from checkins.models import CheckIn
    from domain.companions import COMPANIONS
    from domain.dimensions import DIMENSIONS
    from domain.doses import Dose
    from domain.regimen import Kind
    from medications.actions import Facts, record_change

    now = datetime.now(UTC)
    owner = create_person(
        email=f"{days}-{uuid4()}@example.org", password="bench bench bench",
        timezone="UTC", country="GB", now=now,
    )  # fmt: skip
    CheckIn.objects.bulk_create(
        CheckIn(
            owner=owner, day=today - timedelta(days=n), timezone="UTC", lag_days=0,
            entered_at=now, ratings={key: (n * 7 + k) % 11 for k, key in enumerate(DIMENSIONS)},
            companions=answers_of(n) if answered else {},
        )
        for n in range(days) if n % 6
    )  # fmt: skip
    for n in range(changes):
        day = today - timedelta(days=(n * days) // changes)
        dose = Dose(Decimal(10 + n), "mg", "once_daily")
        facts = Facts(Kind.DOSE_INCREASED, day, dose)
        record_change(
            owner=owner, name=f"medicine {n % 8}", facts=facts, submission=uuid4(), now=now
        )
    choose_companions(owner=owner, keys=list(COMPANIONS)[:companions])
    client = Client()
    client.force_login(owner)
    return client


def page(client: Client, address: str) -> Callable[[], None]:
    """Return what opens a page and holds it to 200."""

    def get() -> None:
        assert client.get(address).status_code == 200

    return get


def saving(client: Client, day: date) -> Callable[[], None]:
    """Return what saves other answers of a day each time."""
    from domain.dimensions import DIMENSIONS

    writes = count()

    def save() -> None:
        n = next(writes)
        answers = {key: str((n + k) % 11) for k, key in enumerate(DIMENSIONS)}
        answer = client.post("/check-ins/new/", {"day": day.isoformat(), "zone": "UTC", **answers})
        assert answer.status_code == 302, answer.status_code

    return save


def printing(client: Client) -> Callable[[], None]:
    """Return what makes the PDF of twelve weeks."""

    def pdf() -> None:
        answer = client.post("/summary/page.pdf", {"period": "12", "paper": "a4"})
        assert answer.status_code == 200

    return pdf


def main() -> int:
    prepare()
    today = datetime.now(UTC).date() - timedelta(days=1)
    month, year, decade = person(today, 30, 2), person(today, 365, 8), person(today, 3650, 40)
    busy = person(today, 30, 2, companions=8)
    far = f"/check-ins/?until={today - timedelta(days=3500)}"
    compared = {
        "save a check-in": (saving(month, today + timedelta(days=1)), ROUNDS),
        "Today with 8 companions": (page(busy, "/check-ins/new/"), ROUNDS),
        "Calendar, now": (page(month, "/check-ins/"), ROUNDS),
        "Calendar, ten years back": (page(decade, far), ROUNDS),
        "Trends, 30 days": (page(month, "/trends/?range=4-weeks"), ROUNDS),
        "Trends, 1 year": (page(year, "/trends/?range=1-year"), ROUNDS),
        "Trends, 10 years": (page(decade, "/trends/?range=all"), ROUNDS // 2),
        "PDF of 12 weeks": (printing(year), ROUNDS // 2),
    }
    bare = page(month, "/bare/")
    print(f"{'page':34} {'median':>11} {'ratio to a bare page':>21}")
    for name, (call, rounds) in compared.items():
        compare(name, call, bare, rounds)
    compare_pdf(today)
    compare_trends(today)
    compare_searches(today)
    return 0


if __name__ == "__main__":
    sys.exit(main())
