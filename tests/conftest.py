"""The world of the tests: Alice tracks, Bob is a stranger, today is a Monday evening."""

from __future__ import annotations

import base64
import os
import tempfile
from datetime import UTC, datetime

VAR = tempfile.mkdtemp(prefix="numbtrack-tests-")
os.environ.update(
    NUMBTRACK_ENV="development",
    NUMBTRACK_VAR=VAR,
    NUMBTRACK_SECRET_KEY="tests-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    NUMBTRACK_ENCRYPTION_KEYS=f"tests:{base64.b64encode(bytes(range(32))).decode()}",
)

import pytest  # noqa: E402
import time_machine  # noqa: E402
from django.core.cache import cache  # noqa: E402

from tests.factories import a_person  # noqa: E402

NOW = datetime(2026, 3, 16, 20, 30, tzinfo=UTC)
"""Monday 16 March 2026, half past eight in the evening in London."""


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def fresh_limits(request):
    yield
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        cache.clear()


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


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client
