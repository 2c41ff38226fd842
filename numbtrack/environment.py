"""The settings that come from outside, read once at start-up and checked together."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

WEAK_SECRET_CHARACTERS = 50


def is_weak(secret: str) -> bool:
    """Tell whether a secret is short, of few characters, a repetition, or no random text at all."""
    repeats = secret in (secret + secret)[1:-1]
    odd = secret.startswith("django-insecure-") or "#" in secret or " " in secret
    return len(secret) < WEAK_SECRET_CHARACTERS or len(set(secret)) < 10 or repeats or odd


class Misconfigured(Exception):
    """The environment cannot be used; the message lists every fault with its mend."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: the README's table and the start-up check read this."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable(
        "NUMBTRACK_ENV",
        "production",
        "`production`, or `development` for one person on this machine (`make run` sets it)",
    ),
    Variable(
        "NUMBTRACK_VAR", "var", "the data directory: database, generated keys, rendered files"
    ),
    Variable(
        "DATABASE_URL",
        "SQLite in the data directory",
        "`postgres://user:password@host:port/name`, or `sqlite:///path`",
    ),
    Variable(
        "NUMBTRACK_SECRET_KEY",
        "generated in development",
        "signs sessions and links; 50 random characters or more",
    ),
    Variable(
        "NUMBTRACK_ENCRYPTION_KEYS",
        "generated in development",
        "`id:key` pairs, comma separated, the first one writes; a key is 32 bytes in base64",
    ),
    Variable("NUMBTRACK_HOSTS", "none", "host names that are served, comma separated"),
    Variable(
        "NUMBTRACK_SIGN_UP",
        "`closed`, `open` in development",
        "who may make an account: `open`, `invited` (a link from `manage.py invite`) or `closed`",
    ),
    Variable(
        "NUMBTRACK_TRUSTED_PROXIES",
        "0",
        "how many proxies stand in front and set `X-Forwarded-For`",
    ),
    Variable(
        "EMAIL_URL",
        "none: no e-mail is sent; `make run` writes it to the console",
        "`smtp://user:password@host:587`, or `smtps://` for TLS from the start",
    ),
    Variable(
        "NUMBTRACK_OPERATOR",
        "none",
        "who runs this server, in words, for the privacy page: a name and how to reach them",
    ),
    Variable("NUMBTRACK_FROM_EMAIL", "numbtrack@localhost", "the sender of e-mail"),
    Variable(
        "NUMBTRACK_LOG_FORMAT",
        "`json`, `line` in development",
        "one JSON object a line, or plain lines",
    ),
    Variable("NUMBTRACK_LOG_LEVEL", "INFO", "`DEBUG`, `INFO`, `WARNING` or `ERROR`"),
)
NAMES = frozenset(variable.name for variable in VARIABLES)


class Reader:
    """Reads variables, and gathers every fault instead of stopping at the first."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []
        for name in sorted(environ):
            if name.startswith("NUMBTRACK_") and name not in NAMES:
                self.fault(name, "is not a variable of numbtrack", "see the table in README.md")

    def fault(self, name: str, what: str, mend: str) -> None:
        self.faults.append(f"{name} {what}. Mend: {mend}.")

    def text(self, name: str, default: str = "") -> str:
        if name not in NAMES:
            raise KeyError(name)
        return self.environ.get(name, "").strip() or default

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in choices:
            self.fault(name, f"is {value!r}", f"set it to one of {', '.join(choices)}")
            return default
        return value

    def whole(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit():
            self.fault(name, f"is {value!r}, not a whole number", "write digits only, such as 1")
            return default
        return int(value)

    def listed(self, name: str) -> list[str]:
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def parsed(self, name: str, parse: Callable[[str], Any], default: Any, mend: str) -> Any:
        value = self.text(name)
        if not value:
            return default
        try:
            return parse(value)
        except ValueError as error:
            self.fault(name, f"cannot be read ({error})", mend)
            return default

    def finish(self) -> None:
        """Raise Misconfigured with every fault that was found."""
        if self.faults:
            listed = "\n".join(f"  - {fault}" for fault in self.faults)
            raise Misconfigured(f"numbtrack cannot start:\n{listed}")


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address can only be reached from this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def database(url: str) -> dict[str, Any]:
    """Return Django's database settings for a URL.

    Raises ValueError where the scheme, the host's port or the name cannot be used. The
    message never repeats the URL, since it holds a password.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = unquote(parts.path).removeprefix("/")
        if not name:
            raise ValueError("it names no file")
        return sqlite(Path(name))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("its scheme is neither postgres nor sqlite")
    name = unquote(parts.path).removeprefix("/")
    if not name:
        raise ValueError("it names no database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **dict(parse_qsl(parts.query))},
    }


def sqlite(path: Path) -> dict[str, Any]:
    """Return Django's settings for a SQLite file that keeps what it has acknowledged."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": 5,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA secure_delete=ON;"
            ),
        },
    }


def files_of(told: Mapping[str, Any]) -> list[Path]:
    """Return the files of a SQLite database that are there; none of another database."""
    if not isinstance(told["NAME"], Path):
        return []
    files = [told["NAME"].with_name(told["NAME"].name + end) for end in ("", "-wal", "-shm")]
    return [file for file in files if file.exists()]


def mail(url: str) -> dict[str, Any]:
    """Return Django's mail settings for a URL. Raises ValueError where it cannot be used."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"}:
        raise ValueError("its scheme is neither smtp nor smtps")
    if not parts.hostname:
        raise ValueError("it names no host")
    secure = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "numbtrack.mail.Later",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if secure else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": not secure,
        "EMAIL_TIMEOUT": 10,
    }


def generated(path: Path, make: Callable[[], str]) -> str:
    """Return the text of a file, made on first use and readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with open(path, "x", opener=private) as file:  # Path.open has no opener
                file.write(make())
        except FileExistsError:  # another process was first
            pass
    return path.read_text().strip()


def private(path: str, flags: int) -> int:
    """Open a file that its owner alone reads: an opener for ``open``."""
    return os.open(path, flags, 0o600)


def new_secret() -> str:
    return secrets.token_urlsafe(64)
