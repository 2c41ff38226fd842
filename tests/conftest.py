"""The world of the tests: Alice tracks, Bob is a stranger, today is a Monday evening."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
import time_machine
from django.conf import settings

from numbtrack import patience
from numbtrack.environment import is_loopback
from tests.factories import a_person

# A slow machine is no fault: time is never asserted.
hypothesis.settings.register_profile(
    "numbtrack", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("numbtrack")

NOW = datetime(2026, 3, 16, 20, 30, tzinfo=UTC)
"""Monday 16 March 2026, half past eight in the evening in London."""


_connect = socket.socket.connect


def _only_here(self, address):
    """Connect as ever to this machine, and to no other: numbtrack needs none."""
    host = address[0] if isinstance(address, tuple) else ""
    if isinstance(host, str) and host and not is_loopback(host):
        raise AssertionError(f"something asked for {host}")
    return _connect(self, address)


@pytest.fixture(scope="session", autouse=True)
def _no_other_machine():
    """Let no test, and nothing that it runs in this process, reach another machine."""
    socket.socket.connect = _only_here
    yield
    socket.socket.connect = _connect


@pytest.fixture(autouse=True)
def _nothing_hangs():
    """Let no test believe that the database hangs because another made it hang."""
    patience._in_vain.clear()


@pytest.fixture(autouse=True)
def _nobody_left():
    """Let no test find bytes to overwrite of somebody who left in another."""
    (Path(settings.VAR) / "erased-and-not-freed").unlink(missing_ok=True)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def alice(db, clock):
    return a_person("alice@example.org")


@pytest.fixture
def bob(db, clock):
    return a_person("bob@example.org")


def sign_in_on_an_own_device(client, person):
    """Sign in for thirty days, as somebody does who ticks that the device is theirs."""
    session = client.session
    session["own_device"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    client.force_login(person)
    return client


@pytest.fixture
def as_alice(client, alice):
    return sign_in_on_an_own_device(client, alice)


@pytest.fixture
def golden(request):
    """Compare a text with a file in tests/golden; `pytest --golden` writes it anew."""
    folder = Path(__file__).parent / "golden"

    def compare(name, text):
        file = folder / name
        if request.config.getoption("--golden"):
            file.write_text(text + "\n")
        assert file.read_text() == text + "\n"

    return compare


def pytest_addoption(parser):
    parser.addoption("--golden", action="store_true", help="write the golden files anew")
