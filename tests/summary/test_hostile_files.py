"""Files that want more than they look like are refused, with little memory and within seconds."""

import io
import json
import resource
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from summary.archive.pack import DATA, pack
from summary.archive.reading import NotAnAccount, read
from summary.archive.unpack import unpack
from tests.factories import MONDAY, a_check_in, an_entry
from tests.records import a_photo, a_picture

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 1_200_000_000
"""Bytes of address space for a process that reads one hostile file, the interpreter included."""
SECONDS = 5
READ = """
import sys, time, django
django.setup()
from summary.archive.reading import NotAnAccount, read
content = open(sys.argv[1], "rb").read()
began = time.monotonic()
try:
    read(content)
except NotAnAccount as error:
    print(f"{time.monotonic() - began:.1f}", error)
"""


def zipped(**files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return held.getvalue()


def account(text):
    return zipped(account_dot_json=text)


START = b'{"format": "numbtrack account", "version": 1, "settings": {}, "x": '
HOSTILE = {
    "a bomb of nothing": lambda: account(b" " * 199_000_000),
    "190 MB of empty lists": lambda: account(START + b"[" + b"[]," * 63_000_000 + b"[]]}"),
    "20 MB of empty lists": lambda: account(START + b"[" + b"[]," * 6_600_000 + b"[]]}"),
    "numbers without end": lambda: account(START + b"[" + b"1," * 20_000_000 + b"1]}"),
    "nested a million deep": lambda: account(START + b"[" * 1_000_000),
    "nested deeper than Python goes": lambda: account(START + b"[" * 50_000),
    "a million rows": lambda: account(START + b'1, "check_ins": [' + b"{}," * 1_000_000 + b"{}]}"),
    "a million files": lambda: zipped(**{f"f{n}": b"" for n in range(20_000)}),
    "UTF-16": lambda: account('{"format": "numbtrack account"}'.encode("utf-16")),
    "Latin-1": lambda: account('{"format": "é"}'.encode("latin-1")),
    "no JSON": lambda: account(
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
    ),
    "no ZIP": lambda: b"PK\x03\x04" + b"x" * 1000,
    "80 MB of words with one wide letter": lambda: account(
        START + '"💊'.encode() + b"a" * 80_000_000 + b'"}'
    ),
    "80 MB of a word that never ends": lambda: account(START + b'"' + b"\\a" * 40_000_000),
    "80 MB of quotes in a word that never ends": lambda: account(
        START + b'"' + b'\\"' * 40_000_000
    ),
    "80 MB of words": lambda: account(START + b"[" + b'"ab ",' * 2_000_000 + b'"a" * 60_000_000]}'),
    "a number that is none": lambda: account(START + b"NaN}"),
    "a very long number": lambda: account(START + b"9" * 1_000_000 + b"}"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_with_a_sentence_within_seconds_and_little_memory(what, tmp_path, request):
    file = tmp_path / "hostile.zip"
    file.write_bytes(HOSTILE[what]())

    read_it = subprocess.run(
        [sys.executable, "-c", READ, file], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"DJANGO_SETTINGS_MODULE": "numbtrack.settings", "NUMBTRACK_ENV": "development",
             "NUMBTRACK_VAR": str(tmp_path), "PATH": "/usr/bin:/bin"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )  # fmt: skip

    seconds, _, sentence = read_it.stdout.partition(" ")
    assert read_it.returncode == 0, read_it.stderr[-500:]
    assert sentence.startswith(("This is not a file", "The file holds more", "“")), read_it.stderr
    assert float(seconds) < SECONDS


def changed(packed, change):
    """Return the file of an account with something changed in what it tells."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(held, "w") as new:
        told = json.loads(old.read(DATA))
        change(told)
        for name in old.namelist():
            new.writestr(name, json.dumps(told) if name == DATA else old.read(name))
    return held.getvalue()


@pytest.fixture
def with_a_picture(alice):
    a_picture(an_entry(alice))
    return pack(alice, [])


@pytest.mark.parametrize("times", [2, 800])
def test_one_picture_is_not_brought_in_many_times(with_a_picture, times):
    def repeat(told):
        told["pictures"] *= times

    with pytest.raises(NotAnAccount, match=r"one and the same|more than an account"):
        read(changed(with_a_picture, repeat))


def test_a_day_that_has_not_come_is_refused(alice, bob):
    a_check_in(alice, MONDAY)
    packed = pack(alice, [])

    with pytest.raises(NotAnAccount):
        unpack(bob, read(packed), MONDAY - timedelta(days=2))
    unpack(bob, read(packed), MONDAY - timedelta(days=1))  # it is there already, elsewhere
    assert bob.check_ins.exists()


def test_a_picture_with_a_place_in_it_is_refused(with_a_picture):
    with zipfile.ZipFile(io.BytesIO(with_a_picture)) as old:
        names = old.namelist()
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(with_a_picture)) as old, zipfile.ZipFile(held, "w") as new:
        for name in names:
            new.writestr(name, old.read(name) if name == DATA else a_photo(comment=b"a place"))

    with pytest.raises(NotAnAccount, match="cannot be read"):
        read(held.getvalue())


def test_looking_at_a_file_holds_up_nobody_who_writes(as_alice, alice, bob, monkeypatch):
    content = pack(bob, [])

    def outside(told):
        assert connection.in_atomic_block == was
        return read(told)

    was = connection.in_atomic_block  # the test's own
    depth = len(connection.savepoint_ids)

    def counted(told):
        assert len(connection.savepoint_ids) == depth
        return outside(told)

    monkeypatch.setattr("summary.archive.arrivals.read", counted)

    told = {"file": SimpleUploadedFile("a.zip", content)}
    assert "What is in the file" in as_alice.post("/summary/bring-in/", told).content.decode()
    as_alice.post("/summary/bring-in/confirm/")

    assert as_alice.get("/summary/bring-in/").status_code == 200


def test_a_file_that_was_looked_at_is_not_read_again_to_show_what_is_in_it(
    as_alice, bob, monkeypatch
):
    told = {"file": SimpleUploadedFile("a.zip", pack(bob, []))}
    as_alice.post("/summary/bring-in/", told)
    monkeypatch.setattr("summary.archive.arrivals.read", None)

    assert "What is in the file" in as_alice.get("/summary/bring-in/").content.decode()


def test_so_many_files_are_looked_at_in_ten_minutes_and_no_more(as_alice):
    answers = [
        as_alice.post("/summary/bring-in/", {"file": SimpleUploadedFile("a.zip", b"x")}).status_code
        for _ in range(11)
    ]

    assert answers == [422] * 10 + [429]


def test_a_large_body_of_a_stranger_is_refused_before_it_is_read(client, db):
    answer = client.post("/summary/bring-in/", CONTENT_LENGTH=str(95_000_000))

    assert answer.status_code == 413


def test_a_picture_of_many_points_takes_little_memory(tmp_path):
    made = """
import io, resource, sys
from PIL import Image
from journal.pictures import make_anew
flat = io.BytesIO()
Image.new("RGBA", (5400, 5500), (200, 30, 30, 90)).save(flat, "PNG")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
picture = make_anew(flat.getvalue())
print(picture.width, picture.height, before)
"""
    done = subprocess.run(
        [sys.executable, "-c", made], cwd=ROOT, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (700_000_000, 700_000_000)),
    )  # fmt: skip

    assert done.stdout.split()[:2] == ["1571", "1600"], done.stderr[-500:]
