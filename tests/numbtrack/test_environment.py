"""Start-up: every fault at once, each with its mend; production unless told otherwise."""

import base64
import os
import re
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from numbtrack.environment import (
    VARIABLES,
    Misconfigured,
    Reader,
    database,
    generated,
    is_loopback,
    mail,
    sqlite,
)
from tools.variables import table

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "NUMBTRACK_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz"
    "zyxwvutsrqponmlkjihgfedcba9876543210",
    "NUMBTRACK_ENCRYPTION_KEYS": f"a:{base64.b64encode(bytes(range(32))).decode()}",
    "NUMBTRACK_HOSTS": "example.org",
}


def start(tmp_path, code="pass", **told):
    """Start a fresh process with these variables alone."""
    environ = {"PATH": os.environ["PATH"], "NUMBTRACK_VAR": str(tmp_path), **told}
    return subprocess.run(
        [sys.executable, "-c", f"from numbtrack import settings as s; {code}"],
        env=environ, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_nothing_set_tells_every_missing_variable_at_once_with_its_mend(tmp_path):
    refused = start(tmp_path)

    assert refused.returncode != 0
    for name in ("NUMBTRACK_SECRET_KEY", "NUMBTRACK_ENCRYPTION_KEYS", "NUMBTRACK_HOSTS"):
        assert re.search(rf"{name} .*Mend: ", refused.stderr), name


def test_production_is_the_default_and_its_doors_are_closed(tmp_path):
    started = start(
        tmp_path,
        "print(s.DEVELOPMENT, s.DEBUG, s.SIGN_UP_OPEN, s.SESSION_COOKIE_NAME, s.SECURE_SSL_REDIRECT)",
        **GOOD,
    )

    assert started.stdout.split() == ["False", "False", "False", "__Host-numbtrack-session", "True"]


@pytest.mark.parametrize(
    ("sign_up", "mail_to", "told"),
    [
        ("closed", "", "closed False"),
        ("invited", "smtp://h", "invited False"),
        ("open", "smtp://h", "open True"),
    ],
)
def test_who_may_make_an_account_is_told_by_one_variable(tmp_path, sign_up, mail_to, told):
    told_so = GOOD | {"NUMBTRACK_SIGN_UP": sign_up, "EMAIL_URL": mail_to}
    started = start(tmp_path, "print(s.SIGN_UP, s.SIGN_UP_OPEN)", **told_so)

    assert started.stdout.strip() == told


def test_production_asks_for_https_for_years_and_guards_its_cookies(tmp_path):
    started = start(
        tmp_path,
        "print(s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, "
        "s.CSRF_COOKIE_NAME, s.AWAY_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_HTTPONLY, "
        "s.EMAIL_BACKEND)",
        **GOOD,
    )

    assert started.stdout.split() == [
        "True", "True", "__Host-numbtrack-csrf", "__Host-numbtrack-away", "True", "True",
        "numbtrack.mail.NoMail",
    ]  # fmt: skip


def test_development_needs_nothing_and_keeps_its_secrets_to_itself(tmp_path):
    told = {"NUMBTRACK_ENV": "development"}
    first = start(tmp_path, "print(s.SECRET_KEY, s.ENCRYPTION_KEYS)", **told)
    second = start(tmp_path, "print(s.SECRET_KEY, s.ENCRYPTION_KEYS)", **told)

    assert first.returncode == 0
    assert first.stdout == second.stdout
    modes = {
        stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("secret-key", "encryption-keys")
    }
    assert modes == {0o600}


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"NUMBTRACK_ENV": "dev"}, "NUMBTRACK_ENV"),
        ({"NUMBTRACK_SECRET_KEY": "x" * 60}, "NUMBTRACK_SECRET_KEY"),
        ({"NUMBTRACK_SECRET_KEY": "short"}, "NUMBTRACK_SECRET_KEY"),
        ({"NUMBTRACK_ENCRYPTION_KEYS": "a:b"}, "NUMBTRACK_ENCRYPTION_KEYS"),
        ({"NUMBTRACK_ENV": "development", "NUMBTRACK_HOSTS": "example.org"}, "NUMBTRACK_HOSTS"),
        ({"NUMBTRACK_SIGN_UP": "yes"}, "NUMBTRACK_SIGN_UP"),
        ({"NUMBTRACK_TRUSTED_PROXIES": "one"}, "NUMBTRACK_TRUSTED_PROXIES"),
        ({"NUMBTRACK_SIGN_UP": "open"}, "NUMBTRACK_SIGN_UP"),
        ({"NUMBTRACK_SIGN_UP": "invited"}, "NUMBTRACK_SIGN_UP"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://host:port/name"}, "DATABASE_URL"),
        ({"EMAIL_URL": "gopher://x"}, "EMAIL_URL"),
        ({"NUMBTRACK_SIGNUP": "open"}, "NUMBTRACK_SIGNUP"),
    ],
)
def test_a_variable_that_cannot_be_used_stops_the_start_by_name(tmp_path, told, name):
    refused = start(tmp_path, **(GOOD | told))

    assert refused.returncode != 0
    assert re.search(rf"- {name} .*Mend: ", refused.stderr)


def test_a_database_that_others_can_read_stops_the_start(tmp_path):
    file = tmp_path / "numbtrack.sqlite3"
    file.touch(mode=0o644)
    file.chmod(0o644)

    refused = start(tmp_path, **GOOD)

    assert refused.returncode != 0
    assert f"Mend: run: chmod 600 {file}" in refused.stderr
    file.chmod(0o600)
    assert start(tmp_path, **GOOD).returncode == 0
    file.with_name(f"{file.name}-wal").touch()
    file.with_name(f"{file.name}-wal").chmod(0o640)
    assert start(tmp_path, **GOOD).returncode != 0
    assert start(tmp_path, NUMBTRACK_ENV="development").returncode != 0


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "short",
        "a" * 80,
        "abcdefghij" * 5,
        "django-insecure-0123456789abcdefghijklmnopqrstuvwxyz-and-more",
        "0123456789abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG  # made with python3",
    ],
)
def test_a_secret_that_can_be_guessed_stops_the_start(tmp_path, secret):
    refused = start(tmp_path, **GOOD | {"NUMBTRACK_SECRET_KEY": secret})

    assert refused.returncode != 0
    assert "NUMBTRACK_SECRET_KEY" in refused.stderr


def test_a_password_in_a_faulty_address_is_not_repeated(tmp_path):
    refused = start(tmp_path, **GOOD, DATABASE_URL="mysql://me:canary-pass@host/name")

    assert "canary" not in refused.stderr


def test_a_postgres_address_is_taken_apart():
    told = database("postgres://me:p%40ss@db.example:5433/diary?sslmode=require")

    assert (told["ENGINE"], told["USER"], told["PASSWORD"], told["HOST"], told["PORT"], told["NAME"]) == (
        "django.db.backends.postgresql", "me", "p@ss", "db.example", "5433", "diary",
    )  # fmt: skip
    assert told["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("url", ["postgres://host", "sqlite:///", "x", "postgres://h:99999/n"])
def test_an_address_that_names_no_database_is_refused(url):
    with pytest.raises(ValueError, match=r"."):
        database(url)


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [("smtp://me:x@mail.example", 587, True, False), ("smtps://mail.example", 465, False, True)],
)
def test_a_mail_server_is_always_spoken_to_under_tls(url, port, tls, ssl):
    told = mail(url)

    assert (told["EMAIL_PORT"], told["EMAIL_USE_TLS"], told["EMAIL_USE_SSL"]) == (port, tls, ssl)


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("127.0.0.1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("example.org", False),
    ],
)
def test_a_host_is_this_machine_or_not(host, ours):
    assert is_loopback(host) == ours


def test_make_run_serves_this_machine_alone(tmp_path):
    refused = subprocess.run(
        [sys.executable, "-m", "tools.serve", "--host", "0.0.0.0"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "NUMBTRACK_VAR": str(tmp_path)},
    )  # fmt: skip

    assert refused.returncode == 2
    assert "serves this machine alone" in refused.stdout


def test_a_generated_file_is_made_once(tmp_path):
    made = iter(["first", "second"])

    assert [generated(tmp_path / "key", lambda: next(made)) for _ in range(2)] == ["first", "first"]


def test_a_reader_knows_its_variables_alone():
    with pytest.raises(KeyError):
        Reader({}).text("NUMBTRACK_UNKNOWN")
    with pytest.raises(Misconfigured):
        Reader({"NUMBTRACK_UNKNOWN": "x"}).finish()


def test_the_readme_shows_every_variable_as_it_is():
    assert table() in (ROOT / "README.md").read_text()
    assert len(VARIABLES) == len({each.name for each in VARIABLES})


def test_the_demo_is_refused_in_production(tmp_path):
    refused = subprocess.run(
        [sys.executable, "manage.py", "demo"],
        env={"PATH": os.environ["PATH"], "NUMBTRACK_VAR": str(tmp_path), **GOOD},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert refused.returncode != 0
    assert "development" in refused.stderr


@pytest.mark.parametrize(
    ("told", "verification"),
    [({}, "none"), ({"EMAIL_URL": "smtp://me:x@mail.example"}, "mandatory")],
)
def test_an_address_is_confirmed_only_where_mail_can_be_sent(tmp_path, told, verification):
    started = start(
        tmp_path, "print(s.ACCOUNT_EMAIL_VERIFICATION, s.EMAIL_BACKEND)", **GOOD, **told
    )

    chosen, backend = started.stdout.split()
    assert chosen == verification
    assert (backend == "numbtrack.mail.Later") == bool(told)


def test_sqlite_answers_only_after_the_disk_has_it(tmp_path):
    file = sqlite3.connect(tmp_path / "diary.sqlite3", isolation_level=None)
    told = sqlite(tmp_path)["OPTIONS"]

    for command in told["init_command"].split(";"):
        file.execute(command)
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    found = {name: file.execute(f"PRAGMA {name}").fetchone()[0] for name in names}
    file.close()

    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert told["transaction_mode"] == "IMMEDIATE"


def test_the_deployment_checks_pass_with_a_key_and_a_host_alone():
    checked = subprocess.run(
        [sys.executable, "-m", "tools.check_deploy"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("command", [["migrate"], ["backup"], ["check_keys"]])
def test_nothing_but_the_look_at_the_settings_goes_without_the_key_that_seals(tmp_path, command):
    told = {name: value for name, value in GOOD.items() if name != "NUMBTRACK_ENCRYPTION_KEYS"}
    refused = subprocess.run(
        [sys.executable, "manage.py", *command],
        env={"PATH": os.environ["PATH"], "NUMBTRACK_VAR": str(tmp_path), **told},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert refused.returncode != 0
    assert "NUMBTRACK_ENCRYPTION_KEYS cannot be used: there is no key" in refused.stderr
