"""Log lines without anybody's words: no path that was typed, no message of an exception."""

from __future__ import annotations

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

WORDY = ("django.request", "django.security", "django.server")
SERVER = "gunicorn.error"
"""It tells of the process, which an operator has to read, and of requests, which nobody has."""


REFERENCE: ContextVar[str] = ContextVar("reference", default="")
"""The number of the request that is being answered: an error page shows the same."""


class AsJson(logging.Formatter):
    """One JSON object a line: when (UTC), level, logger, message, and the request's number."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if REFERENCE.get():
            told["reference"] = REFERENCE.get()
        if record.exc_text:
            told["fault"] = record.exc_text
        return json.dumps(told, ensure_ascii=False)


class NoWords(logging.Filter):
    """Leave of a record what cannot hold a person's words.

    A request is named by its route, and an exception by its class and the places it went
    through: its message may quote what was typed.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        of_a_request = record.name == SERVER and "request" in str(record.msg).lower()
        if record.name.startswith(WORDY) or of_a_request:
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
