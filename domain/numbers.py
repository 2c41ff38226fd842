"""How numbers are written: with the decimal sign that the person reads, a point unless told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class DecimalSign(StrEnum):
    """What stands between whole numbers and tenths."""

    POINT = "."
    COMMA = ","


_sign: ContextVar[DecimalSign] = ContextVar("decimal sign", default=DecimalSign.POINT)


@contextmanager
def written_with(sign: DecimalSign) -> Iterator[None]:
    """Write numbers with a decimal sign until the block ends, as decimal.localcontext does."""
    before = _sign.set(sign)
    try:
        yield
    finally:
        _sign.reset(before)


def write_with(sign: DecimalSign) -> None:
    """Write numbers with a decimal sign from here to the end of the ``written_with`` block."""
    _sign.set(sign)


def one_decimal(value: float | None) -> str:
    """Return 5.3 for 5.25, halves away from zero; a dash where there is no value."""
    return _rounded(value, "0.1")


def two_decimals(value: float | None) -> str:
    """Return 0.35 for 0.345, halves away from zero; a dash where there is no value."""
    return _rounded(value, "0.01")


def plain(value: float | Decimal) -> str:
    """Return a value as short as it is: 7, 7.5 or 1,000; thousands beside a comma: 1 000."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,.10g}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if _sign.get() is DecimalSign.POINT:
        return text
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", DecimalSign.COMMA)


def _rounded(value: float | None, step: str) -> str:
    if value is None:
        return "–"
    rounded = Decimal(str(round(value, 9))).quantize(Decimal(step), ROUND_HALF_UP)
    return str(rounded or abs(rounded)).replace(".", _sign.get())


def counted(number: int, one: str, more: str) -> str:
    """Return "1 day" or "3 days"."""
    return f"{number} {one if number == 1 else more}"
