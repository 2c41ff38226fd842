"""One page at a time in each process: making pages must not hold up somebody who saves a day.

Making a page takes a tenth of a second of one core. Several at once in one process would share the
interpreter with everything else that it answers. Measured by bench/busy.py.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from django.http import HttpResponse

_press = Lock()


def one_at_a_time(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view that makes a page wait until the page before it is made."""

    @wraps(view)
    def waiting(*args: Any, **kwargs: Any) -> HttpResponse:
        with _press:
            return view(*args, **kwargs)

    return waiting
