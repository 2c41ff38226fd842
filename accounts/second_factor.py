"""The second factor: secrets sealed with the same keys as words, and names that say nothing.

allauth tells nobody whose secret it seals, so a secret is bound to its table and not to its row.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from accounts.sealing import first_key_id, key_of, seal, unseal

PLACE = "mfa_authenticator.data"
SEALED = ("secret", "fresh")
"""What lies sealed: the secret of an app, and recovery codes until they were shown."""


def sealed_secret(text: str) -> str:
    return base64.b64encode(seal(text, PLACE)).decode()


def opened_secret(text: str) -> str:
    """Return what was sealed. Raises CannotUnseal."""
    return unseal(base64.b64decode(text), PLACE)


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """numbtrack's rules for the second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": "Turn on a second step first.",
        "incorrect_code": "This code does not fit. Enter the one that the app shows now.",
    }

    def encrypt(self, text: str) -> str:
        return sealed_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened_secret(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Name the app's line "Diary": someone who looks at the phone learns nothing."""
        return "Diary"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Diary"}

    def generate_authenticator_name(  # allauth names the argument so
        self,
        user: AbstractBaseUser,
        type: Any,  # noqa: A002
    ) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "My device" if not count else f"Device {count + 1}"


def count_sealed() -> int:
    """Return how many second factors hold a secret that is sealed."""
    return sum(any(name in each.data for name in SEALED) for each in Authenticator.objects.all())


def with_old_keys() -> Iterator[Authenticator]:
    """Yield each second factor whose secret an older key sealed."""
    for each in list(Authenticator.objects.all()):
        held = [each.data[name] for name in SEALED if name in each.data]
        if any(key_of(base64.b64decode(told)) != first_key_id() for told in held):
            yield each


@transaction.atomic
def seal_anew(factor: Authenticator) -> None:
    """Seal a second factor with the first key."""
    row = Authenticator.objects.select_for_update().get(pk=factor.pk)
    for name in SEALED:
        if name in row.data:
            row.data[name] = sealed_secret(opened_secret(row.data[name]))
    row.save(update_fields=["data"])
