"""Prints how long saving a day takes alone, and while others do costly work without a pause.

Five people make each kind of file, and then more people than there are threads put a page together.

Their diaries hold ten years. The ratio is of the 95th percentiles in one run, on a server of two
processes. It exits with 1 where the 95th percentile is beyond what a person may wait.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
import urllib.error
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from tests.faults.installation import Browser, Installation
from tests.faults.writers import browsers_of

WRITES, OTHERS, MANY, YEARS = 40, 5, 24, 10
LONGEST_MS = 300.0
TEN_YEARS = f"""
from datetime import timedelta
from accounts.models import User
from checkins.models import CheckIn
from django.utils import timezone
now = timezone.now()
for person in User.objects.all():
    CheckIn.objects.bulk_create(
        CheckIn(owner=person, day=(now - timedelta(n + 1)).date(), timezone="UTC", lag_days=0,
                entered_at=now - timedelta(n), ratings={{"detachment": n % 11, "empathy": n % 7}},
                companions={{"fatigue": n % 11}})
        for n in range({YEARS * 365})
    )
"""


def asked(path: str, told: dict[str, str]) -> Callable[[Browser], int]:
    return lambda browser: browser.post(path, told, browser.token, timeout=120)


def looked_at(path: str) -> Callable[[Browser], int]:
    def look(browser: Browser) -> int:
        try:
            return 200 if browser.get(path, timeout=120) else 0
        except urllib.error.HTTPError as error:
            return error.code

    return look


WORK = {
    "pages for a visit": asked(
        "/summary/page.pdf", {"period": "12", "blocks": "ratings", "paper": "a4"}
    ),
    "whole accounts": asked("/summary/take-along/", {"what": "account"}),
    "FHIR files": asked("/summary/take-along/", {"what": "fhir"}),
    "Trends of ten years": looked_at("/trends/?range=all"),
}


PUT_TOGETHER = "pages put together by many"
WORK_OF_ALL = WORK | {PUT_TOGETHER: looked_at("/summary/")}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="numbtrack-busy-", ignore_cleanup_errors=True) as name:
        one = Installation(Path(name))
        one.manage("migrate", "-v", "0")
        one.start()
        try:
            writer, *many = browsers_of(one, MANY + 1)
            one.ask(TEN_YEARS)
            alone = times_of(writer)
            print(f"{'a write':34} {'median':>9} {'95th':>9} {'ratio':>6}")
            tell("alone", alone, alone)
            times = [while_others(writer, many[:OTHERS], what, alone) for what in WORK]
            slowest = max(*times, while_others(writer, many, PUT_TOGETHER, alone))
        finally:
            one.stop()
    if slowest > LONGEST_MS:
        sys.exit(f"somebody who saves a day waits longer than {LONGEST_MS:.0f} ms")


def while_others(writer: Browser, others: list[Browser], what: str, alone: list[float]) -> float:
    """Measure writes while the others do one kind of work, and return the 95th percentile."""
    going, done = threading.Event(), [0]
    going.set()

    def work(browser: Browser) -> None:
        while going.is_set():
            if WORK_OF_ALL[what](browser) == 200:
                done[0] += 1
            else:  # sixty in ten minutes, as for everybody
                time.sleep(0.2)

    threads = [threading.Thread(target=work, args=(each,)) for each in others]
    for thread in threads:
        thread.start()
    try:
        time.sleep(1)
        busy = times_of(writer)
    finally:
        going.clear()
        for thread in threads:
            thread.join()
    tell(f"while {done[0]} {what} are made", busy, alone)
    return ninety_fifth(busy)


def tell(what: str, times: list[float], alone: list[float]) -> None:
    ratio = ninety_fifth(times) / ninety_fifth(alone)
    print(
        f"{what:34} {statistics.median(times):6.1f} ms {ninety_fifth(times):6.1f} ms {ratio:6.1f}"
    )


def ninety_fifth(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def times_of(writer: Browser) -> list[float]:
    times = []
    for n in range(WRITES):
        day = (datetime.now(UTC) - timedelta(days=n + 1)).date()  # a day holds so many entries
        told = {"text": f"words {n}", "submission": str(uuid4()), "day": str(day)}
        began = time.perf_counter()
        assert writer.post("/journal/", told, writer.token) == 302
        times.append((time.perf_counter() - began) * 1000)
        time.sleep(0.05)
    return times


if __name__ == "__main__":
    main()
