"""Kills what serves, under load, and prints writes acknowledged / found / lost / doubled.

``make faults`` runs ten rounds of each on the database that DATABASE_URL names a kind of: SQLite
without it, and a PostgreSQL cluster of its own otherwise.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults.installation import Cluster, Installation
from tests.faults.test_kill import FAULTS, break_it
from tests.faults.writers import Ledger, browsers_of, count_what_is_there, write_at_once

PEOPLE, BROWSERS, EACH = 4, 2, 50
LONGEST_READY = 10.0
"""Seconds from a kill until the server answers again."""


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    writes = PEOPLE * BROWSERS * EACH
    kind = "PostgreSQL" if on_postgres else "SQLite"
    print(f"{kind}, {writes} writes a round, {rounds} rounds")
    print(f"{'killed':14} {'told':>7} {'found':>7} {'lost':>5} {'doubled':>8} {'ready':>8}")
    amiss = False
    for what in FAULTS:
        acknowledged = found = lost = doubled = 0
        slowest = 0.0
        for _ in range(rounds):
            ledger, ready = one_round(what, on_postgres=on_postgres)
            acknowledged += len(ledger.acknowledged)
            found += sum(ledger.times.values())
            lost += len(ledger.lost)
            doubled += len(ledger.doubled)
            slowest = max(slowest, ready)
        print(f"{what:14} {acknowledged:7} {found:7} {lost:5} {doubled:8} {slowest:6.1f} s")
        amiss = amiss or bool(lost or doubled or slowest > LONGEST_READY)
    if amiss:
        sys.exit("something was lost or doubled, or took too long to answer again")


def one_round(what: str, *, on_postgres: bool) -> tuple[Ledger, float]:
    with tempfile.TemporaryDirectory(
        prefix="numbtrack-faults-", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        cluster = Cluster(folder / "cluster") if on_postgres else None
        one = Installation(folder / "one", cluster=cluster)
        took: Counter[str] = Counter()

        def fault() -> None:
            began = time.monotonic()
            break_it(one, what)
            one.wait_until_it_answers(10)
            took["seconds"] = time.monotonic() - began  # type: ignore[assignment]

        try:
            one.manage("migrate", "-v", "0")
            one.start()
            ledger = Ledger()
            write_at_once(browsers_of(one, PEOPLE, BROWSERS), EACH, ledger, fault, after=1.0)
            count_what_is_there(one, ledger)
            if not one.is_whole():
                sys.exit("the database finds a fault in itself")
        finally:
            one.stop()
            if cluster is not None:
                cluster.stop()
        return ledger, float(took["seconds"])


if __name__ == "__main__":
    main()
