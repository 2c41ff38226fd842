"""numbtrack's own settings, started with what the tests need and nothing from outside."""

import base64
import os
import tempfile

os.environ.update(
    NUMBTRACK_ENV="development",
    NUMBTRACK_VAR=tempfile.mkdtemp(prefix="numbtrack-tests-"),
    NUMBTRACK_SECRET_KEY="tests-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    NUMBTRACK_ENCRYPTION_KEYS=f"tests:{base64.b64encode(bytes(range(32))).decode()}",
)

from numbtrack.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in real life: threads then wait for each other as processes do.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "tests.sqlite3"}  # noqa: F405
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405  # the browser's server lets go at once
