"""Reads the file of a whole account: a ZIP that may be damaged, foreign or hostile."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from journal.actions import MOST_OF_AN_ENTRY
from journal.models import EntryPicture
from journal.pictures import NotAPicture, check_kept
from summary.archive.beside import BESIDE
from summary.archive.pack import DATA, FORMAT, VERSION
from summary.archive.shape import KINDS

LARGEST_WHOLE = 200_000_000
MOST_FILES = EntryPicture.MOST + 20
MOST_ROWS = sum(kind.MOST for kind in KINDS.values())
LARGEST_DATA = sum(kind.LARGEST for kind in KINDS.values()) + 600 * MOST_ROWS
"""Bytes of the text alone, unpacked: all words, and what stands around them in each row."""
MOST_MARKS = {b"[": 5 * MOST_ROWS, b"{": 5 * MOST_ROWS, b",": 40 * MOST_ROWS}
"""How often what opens or parts a value may stand in the text, outside of words."""
WORDS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
"""A string of JSON, with an end or without: once begun it matches, so nothing is read twice."""
COMPRESSED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
TOO_MUCH = "The file holds more than an account of numbtrack can."
NO_ACCOUNT = "This is not a file of a whole account from numbtrack."
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    MemoryError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged file raises: encrypted, cut off, nested too deep, no text."""


class NotAnAccount(Exception):
    """A file that cannot be read as an account. Its words say why, for the person."""


@dataclass(frozen=True)
class Account:
    """A file that was read: its values, and the files beside them."""

    content: Mapping[str, Any]
    files: Mapping[str, bytes]

    def counts(self) -> dict[str, int]:
        """Return name of a kind -> how many rows of it, for those that there are."""
        return {name: len(self.content[name]) for name in KINDS if self.content[name]}


def read(content: bytes) -> Account:
    """Return what a ZIP holds: costly, and never within a transaction. Raises NotAnAccount."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            held = file.infolist()
            _check_sizes(held)
            brought = [each for each in held if not each.filename.startswith(BESIDE)]
            files = {each.filename: file.read(each) for each in brought}
        told = json.loads(_checked_text(files.pop(DATA)))
    except _DAMAGED as error:
        raise NotAnAccount(NO_ACCOUNT) from error
    _check(told)
    for name, picture in files.items():
        try:
            check_kept(picture)
        except NotAPicture as error:
            raise NotAnAccount(f"The picture {name[:60]} in the file cannot be read.") from error
    return Account(told, files)


def _check_sizes(held: Sequence[zipfile.ZipInfo]) -> None:
    """Look at what a ZIP tells of its files, before any of them is unpacked."""
    text = sum(each.file_size for each in held if each.filename == DATA)
    whole = sum(each.file_size for each in held if not each.filename.startswith(BESIDE))
    if len(held) > MOST_FILES or whole > LARGEST_WHOLE or text > LARGEST_DATA:
        raise NotAnAccount(TOO_MUCH)
    if any(each.compress_type not in COMPRESSED for each in held):
        raise NotAnAccount(NO_ACCOUNT)


def _checked_text(data: bytes) -> str:
    """Return the text, as long as what it opens up to is no larger than it looks."""
    around = WORDS.sub(b"", data)
    if any(around.count(mark) > most for mark, most in MOST_MARKS.items()):
        raise NotAnAccount(TOO_MUCH)
    return data.decode()


def _check(told: Any) -> None:
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise NotAnAccount(NO_ACCOUNT)
    if told.get("version") != VERSION:
        raise NotAnAccount("The file is of another version of numbtrack than this one can read.")
    if not isinstance(told.get("settings"), dict):
        raise NotAnAccount("The settings in the file cannot be read.")
    for name in KINDS:
        rows = told.get(name)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise NotAnAccount(f"“{name}” in the file cannot be read.")
    if any(len(told[name]) > kind.MOST for name, kind in KINDS.items()):
        raise NotAnAccount(TOO_MUCH)
    of_an_entry = Counter(str(row.get("entry")) for row in told["pictures"])
    files = Counter(str(row.get("data")) for row in told["pictures"])
    if any(count > MOST_OF_AN_ENTRY for count in of_an_entry.values()):
        raise NotAnAccount(TOO_MUCH)
    if any(count > 1 for count in files.values()):
        raise NotAnAccount("Two pictures in the file are one and the same.")
