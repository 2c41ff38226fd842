"""Runs Django's deployment checks with the shipped production settings and nothing else set."""

from __future__ import annotations

import os
import secrets
import subprocess  # runs manage.py of this checkout
import sys

OF_THE_MACHINE = ("PATH", "HOME", "LANG", "LC_ALL")


def main() -> int:
    kept = {name: os.environ[name] for name in OF_THE_MACHINE if name in os.environ}
    told = {"NUMBTRACK_SECRET_KEY": secrets.token_urlsafe(64), "NUMBTRACK_HOSTS": "example.org"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=kept | told, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
