"""An answer goes out only after the disk has what it acknowledges: seen from outside, in the system's calls."""

import os
import re
import shutil
import subprocess
import time

import pytest

from tests.faults.writers import browsers_of

WRITES = 12


NEEDS_STRACE = pytest.mark.skipif(
    shutil.which("strace") is None and not os.environ.get("CI"),
    reason="strace is not installed: on Debian, `apt-get install strace`",
)


@pytest.fixture
def one(install):
    installation = install()
    installation.start()
    return installation


def pids_of(installation):
    """Return every process that may write what is acknowledged."""
    if installation.cluster is None:
        return installation.workers()
    data = (installation.cluster.data / "postmaster.pid").read_text().split()[0]
    return [*installation.workers(), *installation.cluster.children(int(data))]


@NEEDS_STRACE
def test_the_disk_has_each_write_before_its_answer_goes_out(one, tmp_path):
    (browser,) = browsers_of(one, people=1)
    browser.write("the connections are open now")
    log = tmp_path / "calls"
    command = [
        "strace",
        "-f",
        "-ttt",
        "-e",
        "trace=fsync,fdatasync,sendto,sendmsg,write",
        "-o",
        log,
    ]
    for pid in pids_of(one):
        command += ["-p", str(pid)]
    tracing = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    time.sleep(1.5)
    for n in range(WRITES):
        assert browser.write(f"words {n}") == 302
    tracing.terminate()
    tracing.wait(timeout=10)

    synced, answers = False, []
    for line in log.read_text(errors="replace").splitlines():
        if re.search(r"\bf(data)?sync\(\d+\)|<\.\.\. f(data)?sync resumed", line):
            synced = True
        elif "HTTP/1.1 302" in line:
            answers.append(synced)
            synced = False
    assert answers == [True] * WRITES


def test_the_database_as_it_comes_keeps_what_it_acknowledges(install):
    found = install().ask("from numbtrack.durability import faults; print(faults())")

    assert found == "[]\n"
