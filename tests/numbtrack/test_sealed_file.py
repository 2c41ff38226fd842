"""A sealed file opens whole or not at all: no part of it can be left out, moved or taken twice."""

import io
import random

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from numbtrack import sealed_file
from numbtrack.sealed_file import CannotOpen, read_header, read_sealed, write_sealed

KEYS = {"k": bytes(range(32))}
CONTENT = random.Random(1).randbytes(1000)


@pytest.fixture
def parts(tmp_path, monkeypatch):
    """The beginning of a sealed file, and its chunks, each with its length."""
    monkeypatch.setattr(sealed_file, "CHUNK", 64)
    source = tmp_path / "content"
    source.write_bytes(CONTENT)
    sealed = io.BytesIO()
    write_sealed(source, sealed, {"made": "by us"}, KEYS)
    sealed.seek(0)
    read_header(sealed)
    start, chunks = sealed.getvalue()[: sealed.tell()], []
    while length := sealed.read(4):
        chunks.append(length + sealed.read(int.from_bytes(length, "big")))
    assert len(chunks) > 10
    return start, chunks


def opened(start, chunks):
    found = io.BytesIO()
    told = read_sealed(io.BytesIO(start + b"".join(chunks)), found, KEYS)
    return told["made"], found.getvalue()


def test_what_was_sealed_is_opened_with_what_is_told_of_it(parts):
    assert opened(*parts) == ("by us", CONTENT)


@pytest.mark.parametrize(
    "change",
    [
        lambda chunks: [chunks[1], chunks[0], *chunks[2:]],
        lambda chunks: chunks[1:],
        lambda chunks: [*chunks[:4], *chunks[5:]],
        lambda chunks: chunks[:-1],
        lambda chunks: [chunks[0], *chunks],
        lambda chunks: [*chunks, chunks[-1]],
        lambda chunks: chunks[-1:],
        lambda chunks: chunks[:0],
    ],
    ids=["moved", "without the first", "without one", "without the last", "the first twice",
         "the last twice", "the last alone", "none"],
)  # fmt: skip
def test_it_does_not_open_with_its_chunks(parts, change):
    start, chunks = parts

    with pytest.raises(CannotOpen):
        opened(start, change(chunks))


def test_no_nonce_is_ever_used_twice_with_a_key(tmp_path, monkeypatch):
    """Two pieces under one nonce and key would tell what is in them."""
    used = []

    class Watched:
        def __init__(self, key):
            self.key, self.real = key, AESGCM(key)

        def encrypt(self, nonce, part, header):
            used.append((self.key, nonce))
            return self.real.encrypt(nonce, part, header)

    monkeypatch.setattr(sealed_file, "AESGCM", Watched)
    monkeypatch.setattr(sealed_file, "CHUNK", 64)
    source = tmp_path / "content"
    source.write_bytes(CONTENT)

    for _ in range(2):
        write_sealed(source, io.BytesIO(), {}, KEYS)

    assert len(used) > 20
    assert len(set(used)) == len(used)


def test_what_is_told_of_it_cannot_be_changed(parts):
    start, chunks = parts

    with pytest.raises(CannotOpen):
        opened(start.replace(b"by us", b"by me"), chunks)
