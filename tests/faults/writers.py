"""People who write at once while something breaks, and what is found afterwards."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from uuid import uuid4

from tests.faults.installation import Browser

FOUND = """
from journal.models import Entry
for entry in Entry.objects.order_by("written_at"):
    print(str(entry.text))
"""


@dataclass
class Ledger:
    """What was sent, what was acknowledged, and what was found. times: words -> how often."""

    acknowledged: set[str] = field(default_factory=set)
    refused: Counter = field(default_factory=Counter)
    times: Counter = field(default_factory=Counter)

    @property
    def lost(self):
        return sorted(self.acknowledged - set(self.times))

    @property
    def doubled(self):
        return sorted(words for words, times in self.times.items() if times > 1)

    def __str__(self):
        return (
            f"writes acknowledged {len(self.acknowledged)}, found {sum(self.times.values())}, "
            f"lost {len(self.lost)}, doubled {len(self.doubled)}, refused {dict(self.refused)}"
        )


def write_at_once(browsers, each, ledger, fault=None, after=0.0, losing=0.0, patience=40.0):
    """Let every browser write so many times; each write is sent again until it is acknowledged.

    fault: what breaks, called once after so many seconds. losing: how many of the answers are
    lost on their way, 0 to 1: the browser then sends the same form again, as a person does.
    """
    guard = threading.Lock()

    def write(browser, name):
        luck = random.Random(name)
        for n in range(each):
            words, submission = f"{name} {n}", str(uuid4())
            until = time.monotonic() + patience
            while time.monotonic() < until:
                status = browser.write(words, submission, timeout=15)
                if status == 302 and luck.random() < losing:
                    continue
                if status == 302:
                    with guard:
                        ledger.acknowledged.add(words)
                    break
                with guard:
                    ledger.refused[status] += 1
                time.sleep(0.2)

    threads = [
        threading.Thread(target=write, args=(browser, f"{browser.email} {place}"))
        for place, browser in enumerate(browsers)
    ]
    for thread in threads:
        thread.start()
    if fault is not None:
        time.sleep(after)
        fault()
    for thread in threads:
        thread.join()


def count_what_is_there(installation, ledger):
    ledger.times = Counter(installation.ask(FOUND).split("\n")[:-1])


def browsers_of(installation, people, each=1):
    """Sign in so many people, each in so many browsers."""
    emails = [f"person{n}@example.org" for n in range(people)]
    for email in emails:
        installation.add_person(email)
    return [Browser(installation, email) for email in emails for _ in range(each)]
