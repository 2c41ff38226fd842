"""Numbers are written as the person reads them, for as long as their request takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from accounts.models import User
from domain.numbers import DecimalSign, write_with, written_with


class NumbersAsRead:
    """Sets the decimal sign of who is signed in, on pages that ask who it is, and unsets it."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with written_with(DecimalSign.POINT):
            return self.answer(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], *_: Any
    ) -> None:
        """Set the sign. A page for anyone needs no session, and is not made to read one."""
        if getattr(view_func, "login_required", True) and isinstance(request.user, User):
            write_with(DecimalSign(request.user.decimal_sign))
