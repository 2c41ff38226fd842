from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "sharing"

    def ready(self) -> None:
        from accounts.leaving import withdrawn  # noqa: PLC0415  # models are there only now

        withdrawn.connect(end_everything, dispatch_uid="sharing.end_everything")


def end_everything(owner: Any, now: datetime, **_: Any) -> None:
    """End what somebody shares who no longer agrees: agreeing again opens none of it."""
    from sharing.actions import end, end_feed  # noqa: PLC0415  # models are there only now

    for page in owner.shared_pages.without_pages().filter(revoked_at=None):
        end(page=page, now=now)
    end_feed(owner=owner)
