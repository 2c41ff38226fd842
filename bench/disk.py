"""Prints what it costs to answer only after the disk has it: synchronous FULL against NORMAL.

Each write is a transaction of one sealed row in a SQLite file with a WAL, as the server writes.
The two are taken in turns, so that whatever else the disk does hits both.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

WRITES = 300
ROW = os.urandom(1200)
"""Bytes of a sealed entry of some length."""


def opened(file: Path, synchronous: str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, text BLOB)")
    return connection


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("NUMBTRACK_VAR")) as name:
        ways = {way: opened(Path(name) / f"{way}.sqlite3", way) for way in ("NORMAL", "FULL")}
        times: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(WRITES):
            for way, connection in ways.items():
                began = time.perf_counter()
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO entry (text) VALUES (?)", (ROW,))
                connection.execute("COMMIT")
                times[way].append((time.perf_counter() - began) * 1000)
        for connection in ways.values():
            connection.close()
    for way, taken in times.items():
        print(f"{way:8} {statistics.median(taken):7.2f} ms a write")
    ratio = statistics.median(times["FULL"]) / statistics.median(times["NORMAL"])
    print(f"FULL is {ratio:.1f} × NORMAL, {WRITES} writes of each in turns")


if __name__ == "__main__":
    main()
