"""E-mail where no mail server is set."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger(__name__)


class NoMail(BaseEmailBackend):
    """Sends nothing and writes no letter anywhere: a log with its links would let people in."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        logger.warning("a letter was not sent: EMAIL_URL is not set")
        return 0
