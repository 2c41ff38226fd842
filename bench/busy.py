"""Prints how long a check-in takes alone and while five people make their page for a visit.

The ratio is of the 95th percentiles in one run, on a server of two processes.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from pathlib import Path

from tests.faults.installation import Browser, Installation
from tests.faults.writers import browsers_of

CHECK_INS, EXPORTERS = 60, 5


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="numbtrack-busy-", ignore_cleanup_errors=True) as name:
        one = Installation(Path(name))
        one.manage("migrate", "-v", "0")
        one.start()
        try:
            writer, *exporters = browsers_of(one, EXPORTERS + 1)
            alone = times_of(writer)
            going = threading.Event()
            going.set()
            made = [0]
            threads = [
                threading.Thread(target=export, args=(each, going, made)) for each in exporters
            ]
            for thread in threads:
                thread.start()
            busy = times_of(writer)
            going.clear()
            for thread in threads:
                thread.join()
        finally:
            one.stop()
    print(f"{'a write':22} {'median':>9} {'95th':>9}")
    for what, times in (("alone", alone), ("while 5 pages are made", busy)):
        print(f"{what:22} {statistics.median(times):6.1f} ms {ninety_fifth(times):6.1f} ms")
    ratio = ninety_fifth(busy) / ninety_fifth(alone)
    print(f"ratio of the 95th percentiles {ratio:.1f} ({made[0]} pages made meanwhile)")


def ninety_fifth(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def times_of(writer: Browser) -> list[float]:
    times = []
    for n in range(CHECK_INS):
        began = time.perf_counter()
        assert writer.write(f"words {n}") == 302
        times.append((time.perf_counter() - began) * 1000)
    return times


def export(browser: Browser, going: threading.Event, made: list[int]) -> None:
    told = {"period": "12", "blocks": "ratings", "paper": "a4"}
    while going.is_set():
        assert browser.post("/summary/page.pdf", told, browser.token) == 200
        made[0] += 1


if __name__ == "__main__":
    main()
