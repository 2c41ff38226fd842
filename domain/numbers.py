"""How numbers are written."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def one_decimal(value: float | None) -> str:
    """Return 5.3 for 5.25, halves away from zero; a dash where there is no value."""
    if value is None:
        return "–"
    return str(Decimal(str(round(value, 9))).quantize(Decimal("0.1"), ROUND_HALF_UP))


def counted(number: int, one: str, more: str) -> str:
    """Return "1 day" or "3 days"."""
    return f"{number} {one if number == 1 else more}"
