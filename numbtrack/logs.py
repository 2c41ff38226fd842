"""Log lines without anybody's words: no path that was typed, no message of an exception."""

from __future__ import annotations

import logging
import traceback

WORDY = ("django.request", "django.security", "django.server", "gunicorn.error")


class NoWords(logging.Filter):
    """Leave of a record what cannot hold a person's words.

    A request is named by its route, and an exception by its class and the places it went
    through: its message may quote what was typed.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(WORDY):
            record.msg, record.args = self._told(record), ()
        if record.exc_info:
            record.exc_text = _places(record.exc_info[1])
            record.exc_info = None
        record.stack_info = None
        return True

    def _told(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        route = match.route if match else "no route"
        status = getattr(record, "status_code", "")
        reference = getattr(request, "reference", "-")
        return f"answered {status} to {route} reference={reference}"


def _places(error: BaseException | None) -> str:
    if error is None:
        return ""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[::-1])
    return f"{type(error).__module__}.{type(error).__qualname__} at {places}"
