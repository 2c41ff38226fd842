"""Time zones by their IANA names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

REGIONS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


@cache
def known() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def choices() -> list[tuple[str, str]]:
    """Return (name, words) for a select: places people know, and UTC."""
    places = sorted(name for name in known() if name.startswith(REGIONS))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places)]


@cache
def countries() -> Mapping[str, str]:
    """Return zone -> the country it lies in, two letters; a zone of several is in none."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {row[2]: row[0] for row in rows}


def find_zone(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, or None for anything else a browser may send."""
    return ZoneInfo(name) if name in known() else None
