"""Sealed text: AES-256-GCM, bound to the place where it is stored.

A sealed value is ``version (1 byte) | length of key id (1) | key id | nonce (12) | ciphertext``.
The associated data are the table, the column, the owner and the row, so that a value that is
moved to another row or person cannot be opened. Decided in docs/adr/0006-sealed-text.md.
"""

from __future__ import annotations

import base64
import binascii
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = 1
NONCE_BYTES = 12
KEY_BYTES = 32


class CannotUnseal(Exception):
    """A sealed value does not open: a wrong key, another row's value, or damaged bytes."""


class UnusableKeys(Exception):
    """The list of keys is missing or malformed."""


def new_key() -> str:
    """Return a fresh ``id:key`` pair for the environment."""
    key_id = base64.b32encode(os.urandom(5)).decode().lower()
    return f"{key_id}:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}"


def read_keys(text: str) -> dict[str, bytes]:
    """Return key id -> 32 bytes, in order: the first one writes.

    Raises UnusableKeys; its message never holds a key.
    """
    keys: dict[str, bytes] = {}
    for place, pair in enumerate((part for part in text.split(",") if part.strip()), start=1):
        key_id, _, encoded = pair.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            raise UnusableKeys(f"key {place} is not base64") from None
        if not key_id or len(key_id) > 255 or not key_id.isascii():
            raise UnusableKeys(f"key {place} has no usable id")
        if len(key) != KEY_BYTES:
            raise UnusableKeys(f"key {place} is {len(key)} bytes long, not {KEY_BYTES}")
        if key_id in keys:
            raise UnusableKeys(f"key {place} repeats the id of an earlier one")
        keys[key_id] = key
    if not keys:
        raise UnusableKeys("there is no key")
    return keys


@lru_cache(maxsize=4)
def _ciphers(text: str) -> dict[str, AESGCM]:
    return {key_id: AESGCM(key) for key_id, key in read_keys(text).items()}


def first_key_id() -> str:
    """Return the id of the key that writes."""
    return next(iter(_ciphers(settings.ENCRYPTION_KEYS)))


def seal(text: str, place: str) -> bytes:
    """Return the text sealed with the first key, to be opened at this place only."""
    return seal_bytes(text.encode(), place)


def seal_bytes(content: bytes, place: str) -> bytes:
    """Return the content sealed with the first key, to be opened at this place only."""
    key_id, cipher = next(iter(_ciphers(settings.ENCRYPTION_KEYS).items()))
    nonce = os.urandom(NONCE_BYTES)
    ciphertext = cipher.encrypt(nonce, content, place.encode())
    return bytes([VERSION, len(key_id)]) + key_id.encode() + nonce + ciphertext


def unseal(sealed: bytes, place: str) -> str:
    """Return the text. Raises CannotUnseal: never an empty or a wrong text."""
    try:
        return unseal_bytes(sealed, place).decode()
    except UnicodeDecodeError:
        raise CannotUnseal("it holds no text") from None


def unseal_bytes(sealed: bytes, place: str) -> bytes:
    """Return the content. Raises CannotUnseal: never empty or wrong content."""
    if len(sealed) < 2 or sealed[0] != VERSION:
        raise CannotUnseal("the value is not in a known format")
    end = 2 + sealed[1]
    key_id = sealed[2:end].decode("ascii", "replace")
    cipher = _ciphers(settings.ENCRYPTION_KEYS).get(key_id)
    if cipher is None:
        raise CannotUnseal("the key it was sealed with is not in NUMBTRACK_ENCRYPTION_KEYS")
    nonce, ciphertext = sealed[end : end + NONCE_BYTES], sealed[end + NONCE_BYTES :]
    try:
        return cipher.decrypt(nonce, ciphertext, place.encode())
    except (InvalidTag, ValueError):
        raise CannotUnseal("it was sealed for another place, or is damaged") from None


def heads() -> list[bytes]:
    """Return how a value begins that was sealed with each of the keys."""
    ids = list(_ciphers(settings.ENCRYPTION_KEYS))
    return [bytes([VERSION, len(key_id)]) + key_id.encode() for key_id in ids]


def key_of(sealed: bytes) -> str:
    """Return the id of the key that sealed a value."""
    return sealed[2 : 2 + sealed[1]].decode("ascii", "replace")
