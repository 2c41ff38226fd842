"""One file, compressed and sealed in chunks, so that none can be left out, moved or changed.

``MAGIC | length of the header (4 bytes) | header (JSON) | chunk | chunk …``, a chunk being
``length (4 bytes) | AES-256-GCM``. Its nonce is 7 bytes of the file, a counter of 4 bytes, and a
byte that is 1 for the last chunk (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
Vizár 2015). The header is bound to every chunk. The key is derived from the encryption key that
the header names (HKDF-SHA256, RFC 5869).
"""

from __future__ import annotations

import base64
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"numbtrack sealed file 1\n"
CHUNK = 1 << 20
LONGEST_HEADER = 1 << 20
_TAG = 16


class CannotOpen(Exception):
    """The file does not open. The message says why, and holds nothing of its content."""


def write_sealed(
    source: Path, target: BinaryIO, told: Mapping[str, Any], keys: Mapping[str, bytes]
) -> None:
    """Seal a file with the first key. told: what everybody may read of it, as JSON."""
    key_id = next(iter(keys))
    salt, start = os.urandom(16), os.urandom(7)
    header = json.dumps(
        {**told, "key": key_id, "salt": _text(salt), "nonce": _text(start)}, sort_keys=True
    ).encode()
    target.write(MAGIC + len(header).to_bytes(4, "big") + header)
    cipher = AESGCM(_derived(keys[key_id], salt))
    held = b""
    number = 0
    for part in _compressed(source):
        held += part
        while len(held) > CHUNK:
            _put(target, cipher, start, number, held[:CHUNK], header, last=False)
            held, number = held[CHUNK:], number + 1
    _put(target, cipher, start, number, held, header, last=True)


def read_header(source: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """Return what everybody may read of a sealed file, and the same as bytes.

    Raises CannotOpen.
    """
    if source.read(len(MAGIC)) != MAGIC:
        raise CannotOpen("it is no backup of numbtrack, or of another version of it")
    length = int.from_bytes(source.read(4), "big")
    header = source.read(length) if length <= LONGEST_HEADER else b""
    try:
        told = json.loads(header)
    except ValueError:
        raise CannotOpen("its beginning is damaged") from None
    if not isinstance(told, dict) or not {"key", "salt", "nonce"} <= set(told):
        raise CannotOpen("its beginning is damaged")
    return told, header


def read_sealed(source: BinaryIO, target: BinaryIO, keys: Mapping[str, bytes]) -> dict[str, Any]:
    """Open a sealed file into another, and return its header. Raises CannotOpen."""
    told, header = read_header(source)
    if told["key"] not in keys:
        raise CannotOpen("the key it was sealed with is not in NUMBTRACK_ENCRYPTION_KEYS")
    try:
        salt, start = base64.b64decode(told["salt"]), base64.b64decode(told["nonce"])
        cipher = AESGCM(_derived(keys[told["key"]], salt))
        unpacked = zlib.decompressobj()
        target.writelines(
            unpacked.decompress(part) for part in _opened(source, cipher, start, header)
        )
        target.write(unpacked.flush())
    except (InvalidTag, ValueError, zlib.error, TypeError):
        raise CannotOpen("it is damaged, cut off, or sealed with another key") from None
    if not unpacked.eof:
        raise CannotOpen("it is cut off")
    return told


def _derived(key: bytes, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"numbtrack backup").derive(key)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _nonce(start: bytes, number: int, *, last: bool) -> bytes:
    return start + number.to_bytes(4, "big") + bytes([last])


def _compressed(source: Path) -> Iterator[bytes]:
    packing = zlib.compressobj(6)
    with source.open("rb") as file:
        while part := file.read(CHUNK):
            yield packing.compress(part)
    yield packing.flush()


def _put(
    target: BinaryIO,
    cipher: AESGCM,
    start: bytes,
    number: int,
    part: bytes,
    header: bytes,
    *,
    last: bool,
) -> None:
    sealed = cipher.encrypt(_nonce(start, number, last=last), part, header)
    target.write(len(sealed).to_bytes(4, "big") + sealed)


def _opened(source: BinaryIO, cipher: AESGCM, start: bytes, header: bytes) -> Iterator[bytes]:
    number, length = 0, source.read(4)
    while length:
        sealed = source.read(min(int.from_bytes(length, "big"), CHUNK + _TAG))
        length = source.read(4)
        yield cipher.decrypt(_nonce(start, number, last=not length), sealed, header)
        number += 1
    if not number:
        raise ValueError
