"""Addresses name what was chosen from a catalogue by its place: a number tells nothing."""

from __future__ import annotations

from collections.abc import Iterable


def find_at(catalogue: Iterable[str], place: str) -> str:
    """Return the key at a place counted from 1, or nothing where there is none."""
    if not (place.isascii() and place.isdigit() and len(place) <= 3):
        return ""
    return dict(enumerate(catalogue, start=1)).get(int(place), "")


def numbered(catalogue: Iterable[str]) -> dict[str, int]:
    """Return key -> its place, counted from 1."""
    return {key: place for place, key in enumerate(catalogue, start=1)}
