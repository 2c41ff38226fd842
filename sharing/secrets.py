"""The two secrets of a shared page: its link and its code. Only hashes of them are stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from uuid import UUID, uuid4

from django.conf import settings

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # pragma: allowlist secret
"""Letters and digits that are not taken for one another when they are read out."""
CODE_LENGTH = 12
GROUP = 4


def new_link() -> UUID:
    return uuid4()


def new_code() -> str:
    """Return twelve letters and digits in groups of four: "K7QM-2XWD-9HRT"."""
    signs = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    return "-".join(signs[n : n + GROUP] for n in range(0, CODE_LENGTH, GROUP))


def hash_of(kind: str, secret: str) -> str:
    """Return a keyed hash: with the database alone it cannot be guessed at."""
    return hmac.new(
        settings.SECRET_KEY.encode(), f"sharing|{kind}|{secret}".encode(), hashlib.sha256
    ).hexdigest()


def hash_of_link(link: UUID) -> str:
    return hash_of("link", link.hex)


def hash_of_code(link: UUID, code: str) -> str:
    """Return the hash of a code as it is typed: gaps and small letters are no mistakes."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return hash_of("code", f"{link.hex}|{signs}")


def same(one: str, two: str) -> bool:
    return hmac.compare_digest(one, two)
