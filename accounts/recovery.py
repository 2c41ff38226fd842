"""Recovery codes that are hashed as soon as they were shown.

allauth derives its codes from a seed that it keeps, so that whoever has the database and the key
has the codes. Here they are random, lie sealed until the one page that shows them, and as slow
hashes (scrypt, RFC 7914) from then on. A code that was used is gone. The library's own class is
given these methods, since it names that class in several places of its own.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from accounts.second_factor import opened_secret, sealed_secret

FRESH, HASHES, SALT = "fresh", "hashes", "salt"


def _hash(code: str, salt: str) -> str:
    told = normalize_user_code(code).encode()
    made = hashlib.scrypt(told, salt=base64.b64decode(salt), n=2**14, r=8, p=1, dklen=32)
    return base64.b64encode(made).decode()


def activate(cls: Any, user: AbstractBaseUser) -> Any:
    """Make ten codes for a person who has none."""
    kind = Authenticator.Type.RECOVERY_CODES
    found = Authenticator.objects.filter(user_id=user.pk, type=kind).first()
    if found is not None:
        return cls(found)
    digits = app_settings.RECOVERY_CODE_DIGITS
    codes = [
        f"{secrets.randbelow(10**digits):0{digits}}"
        for _ in range(app_settings.RECOVERY_CODE_COUNT)
    ]
    salt = base64.b64encode(os.urandom(16)).decode()
    data = {
        FRESH: sealed_secret(json.dumps(codes)),
        HASHES: [_hash(code, salt) for code in codes],
        SALT: salt,
    }
    return cls(Authenticator.objects.create(user_id=user.pk, type=kind, data=data))


def get_unused_codes(self: Any) -> list[str]:
    """Return the codes on the one page that shows them; afterwards as many empty ones."""
    shown = getattr(self, "_shown", None)
    return shown if shown is not None else ["" for _ in self.instance.data[HASHES]]


def mark_as_viewed(self: Any) -> None:
    """Let go of the codes themselves: this object alone still has them, for the page."""
    fresh = self.instance.data.pop(FRESH, None)
    if fresh is not None:
        self._shown = json.loads(opened_secret(fresh))
        self.instance.save(update_fields=["data"])


def did_view(self: Any) -> bool:
    return FRESH not in self.instance.data


@transaction.atomic
def validate_code(self: Any, code: str) -> bool:
    """Take a code that nobody has used, and use it up."""
    row = Authenticator.objects.select_for_update().get(pk=self.instance.pk)
    told = _hash(code, row.data[SALT])
    left = [each for each in row.data[HASHES] if not hmac.compare_digest(each, told)]
    used = len(left) < len(row.data[HASHES])
    if used:
        row.data[HASHES] = left
        row.save(update_fields=["data"])
    self.instance = row
    return used


def install() -> None:
    """Give the library's recovery codes the methods above."""
    RecoveryCodes.activate = classmethod(activate)
    RecoveryCodes.get_unused_codes = get_unused_codes
    RecoveryCodes.mark_as_viewed = mark_as_viewed
    RecoveryCodes.did_view = property(did_view)
    RecoveryCodes.validate_code = validate_code
