"""On a machine that reaches no other, everything works."""

import os
import subprocess
import sys

import pytest

from tests.faults.installation import ROOT

ALONE = """
import fcntl, socket, struct, sys
from pathlib import Path

IFF_UP, SIOCGIFFLAGS, SIOCSIFFLAGS = 0x1, 0x8913, 0x8914
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
    told = struct.pack("16sH14s", b"lo", 0, b"")
    flags = struct.unpack("16sH14s", fcntl.ioctl(asking, SIOCGIFFLAGS, told))[1]
    fcntl.ioctl(asking, SIOCSIFFLAGS, struct.pack("16sH14s", b"lo", flags | IFF_UP, b""))
try:
    socket.create_connection(("192.0.2.1", 80), timeout=2)
except OSError as error:
    print("no way out:", error.strerror)

sys.path.insert(0, ".")
from tests.faults.installation import Browser, Installation

one = Installation(Path(sys.argv[1]))
one.manage("migrate", "-v", "0")
one.add_person("somebody@example.org")
one.start()
try:
    browser = Browser(one, "somebody@example.org")
    print("wrote:", browser.write("It is all behind glass."))
    for address in ("/trends/", "/summary/", "/learn/", "/help-now/", "/medications/"):
        browser.get(address)
    print("made:", browser.post("/summary/page.pdf", {"period": "12", "blocks": "ratings", "paper": "a4"}, browser.token))
finally:
    one.stop()
"""


def can_part():
    return (
        subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(
    not os.environ.get("CI") and not can_part(), reason="this user may make no network of its own"
)
def test_it_serves_and_makes_pages_where_there_is_no_way_out(tmp_path):
    done = subprocess.run(
        ["unshare", "-rn", sys.executable, "-c", ALONE, tmp_path / "alone"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines() == [
        "no way out: Network is unreachable",
        "wrote: 302",
        "made: 200",
    ]
