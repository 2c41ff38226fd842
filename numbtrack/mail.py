"""E-mail: none where no mail server is set, and elsewhere apart from the pages that ask for it.

A page never waits for a mail server: one that is slow would hold up everybody, one that is down
would let a change that was made look like a failure, and both would tell who has an account.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from collections.abc import Sequence
from functools import partial
from queue import Empty, Full, Queue

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

logger = logging.getLogger(__name__)

SENT_BY = "django.core.mail.backends.smtp.EmailBackend"
MOST_WAITING = 200
"""Letters that wait in one process; beyond them one is let go of, and the log says so."""
TRIES = 3
BETWEEN_TRIES = 5.0
"""Seconds from one try to send a letter to the next."""
AT_THE_END = 10.0
"""Seconds that a process which stops still gives to letters that wait."""


class NoMail(BaseEmailBackend):
    """Sends nothing and writes no letter anywhere: a log with its links would let people in."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        logger.warning("a letter was not sent: EMAIL_URL is not set")
        return 0


class Later(BaseEmailBackend):
    """Hands letters to a thread of this process, once what they tell of is kept."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for letter in email_messages:
            transaction.on_commit(partial(_post, letter))
        return len(email_messages)


_waiting: Queue[EmailMessage] = Queue(MOST_WAITING)
_stops = threading.Event()
_starting = threading.Lock()
_carrier_of = 0
"""The process whose thread carries letters: one that was forked needs a thread of its own."""


def _post(letter: EmailMessage) -> None:
    try:
        _waiting.put_nowait(letter)
    except Full:
        logger.exception("a letter was let go of: the mail server takes none, and too many wait")
    else:
        _have_a_carrier()


def _have_a_carrier() -> None:
    global _carrier_of  # noqa: PLW0603  # one thread for each process
    with _starting:
        if _carrier_of == os.getpid():
            return
        threading.Thread(target=_carry, name="mail", daemon=True).start()
        atexit.register(empty)
        _carrier_of = os.getpid()


def _carry() -> None:
    while True:
        letter = _waiting.get()
        try:
            _send(letter)
        finally:
            _waiting.task_done()


def _send(letter: EmailMessage) -> None:
    """Send a letter; a mail server that does not take it is asked again, a few times."""
    for left in reversed(range(TRIES)):
        try:
            get_connection(SENT_BY).send_messages([letter])
        except Exception as error:  # whatever a mail server and its network come up with
            logger.warning("a letter was not sent: %s, tries left: %s", type(error).__name__, left)
            if left:
                _stops.wait(BETWEEN_TRIES)
        else:
            return
    logger.error("a letter was let go of: the mail server took it in none of %s tries", TRIES)


def empty(seconds: float = AT_THE_END) -> bool:
    """Wait until the letters that wait were tried; tell whether none is left."""
    _stops.set()
    until = time.monotonic() + seconds
    while _waiting.unfinished_tasks and time.monotonic() < until:
        time.sleep(0.02)
    left = 0
    while _waiting.unfinished_tasks:
        try:
            _waiting.get_nowait()
        except Empty:
            break
        _waiting.task_done()
        left += 1
    if left:
        logger.error("letters were let go of as the server stopped: %s", left)
    return not left
