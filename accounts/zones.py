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
def countries_of_zones() -> Mapping[str, str]:
    """Return zone -> the country it lies in, two letters, by its present name or an earlier one.

    Browsers tell earlier ones as well: "Asia/Calcutta". UTC and the like lie nowhere.
    """
    rows = [line.split("\t") for line in _lines_of("zone.tab") if not line.startswith("#")]
    found = {row[2]: row[0] for row in rows}
    links = [line.split()[1:] for line in _lines_of("tzdata.zi") if line.startswith("L ")]
    return {name: found[of] for of, name in links if of in found} | found


def _lines_of(file: str) -> list[str]:
    return files("tzdata").joinpath("zoneinfo", file).read_text(encoding="utf-8").splitlines()


def find_zone(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, or None for anything else a browser may send."""
    return ZoneInfo(name) if name in known() else None
