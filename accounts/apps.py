from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db.models.signals import post_migrate, post_save

from accounts.freshness import on_save
from accounts.samples import take_none
from accounts.sealing import UnusableKeys, read_keys


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        register(keys_are_usable)
        post_save.connect(on_save, dispatch_uid="accounts.freshness")
        post_migrate.connect(take_none, sender=self, dispatch_uid="accounts.samples")
        from accounts import app_codes, recovery, signals  # noqa: PLC0415  # models are there only now

        signals.connect()
        recovery.install()
        app_codes.install()


def keys_are_usable(**_: object) -> list[CheckMessage]:
    """Refuse to start without a usable encryption key: words could not be read or written."""
    try:
        read_keys(settings.ENCRYPTION_KEYS)
    except UnusableKeys as error:
        return [
            Error(
                f"NUMBTRACK_ENCRYPTION_KEYS cannot be used: {error}.",
                hint="Write id:key pairs, comma separated; `manage.py new_key` makes one.",
                id="accounts.E001",
            )
        ]
    return []
