"""How days travel in an address."""

from __future__ import annotations

from datetime import date

from django.urls import register_converter


def register_converters(earliest: date, latest: date) -> None:
    class DayConverter:
        """A day as 2026-11-22; anything else is an address that does not exist."""

        regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

        def to_python(self, value: str) -> date:
            day = date.fromisoformat(value)
            if not earliest <= day <= latest:
                raise ValueError(value)
            return day

        def to_url(self, value: date) -> str:
            return value.isoformat()

    register_converter(DayConverter, "day")
