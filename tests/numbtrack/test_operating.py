"""What an operator meets: logs, a start that refuses, tools that are written down."""

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.core.management import get_commands
from django.db import connection

from numbtrack.durability import KEEPS_QUIET, faults, spills
from numbtrack.logs import REFERENCE, AsJson, NoWords
from tests.faults.installation import Installation, a_port
from tests.numbtrack.test_environment import GOOD, ROOT


def a_line(**told):
    record = logging.LogRecord(
        "accounts", logging.INFO, "x.py", 1, "erased person=%s", ("7",), None
    )
    for name, value in told.items():
        setattr(record, name, value)
    NoWords().filter(record)
    return json.loads(AsJson().format(record))


def test_a_line_of_the_log_is_json_with_the_number_of_its_request():
    here = REFERENCE.set("ab12cd34")
    try:
        line = a_line()
    finally:
        REFERENCE.reset(here)

    assert re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:.]+\+00:00", line.pop("at"))
    assert line == {
        "level": "INFO", "logger": "accounts", "message": "erased person=7",
        "reference": "ab12cd34",
    }  # fmt: skip


def test_a_fault_in_the_log_has_places_and_no_words():
    try:
        int("canary words")
    except ValueError:
        line = a_line(exc_info=sys.exc_info())

    assert "builtins.ValueError at " in line["fault"]
    assert "canary" not in json.dumps(line)


@pytest.mark.django_db
def test_a_database_that_could_lose_it_is_named_with_its_mend():
    found = faults({}.get)

    assert found
    assert all(
        re.fullmatch(r"\w+ is None\. Mend: (set it to \w+|stop .+)\.", each) for each in found
    )


def test_every_setting_that_would_tell_the_log_of_people_is_asked_for(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")

    found = spills({}.get)

    assert [each.split()[0] for each in found] == [
        "log_statement", "log_min_duration_statement", "log_min_duration_sample",
        "log_transaction_sample_rate", "log_min_error_statement", "log_error_verbosity",
    ]  # fmt: skip
    book = (ROOT / "docs/operations.md").read_text()
    assert [name for name in KEEPS_QUIET if name not in book] == []


# --- the server of many


@pytest.fixture
def production(tmp_path):
    port = a_port()
    environ = {"PATH": os.environ["PATH"], "NUMBTRACK_VAR": str(tmp_path), **GOOD}
    environ["NUMBTRACK_HOSTS"] = "example.org,127.0.0.1"

    def serve():
        return subprocess.Popen(
            [sys.executable, "-m", "tools.serve", "--production", "--port", str(port)],
            env=environ, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    serve.port, serve.environ = port, environ
    return serve


def test_it_starts_only_once_the_database_was_migrated_on_purpose(production):
    with production() as refused:
        said = refused.communicate(timeout=120)[0]
    assert refused.returncode == 1
    assert "the database waits for migrations. Stop every server" in said


def test_it_leads_to_https_tells_nothing_of_itself_and_stops_gracefully(production):
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v", "0"], env=production.environ, cwd=ROOT,
        check=True,
    )  # fmt: skip
    server = production()
    try:
        _wait(production.port)
        page = _ask(production.port, "/")
        assert (page.status, page.headers["Location"]) == (
            301,
            f"https://127.0.0.1:{production.port}/",
        )
        assert _ask(production.port, "/healthz").read() == b"ok\n"
        forged = {"X-Forwarded-Proto": "https", "X-Forwarded-Ssl": "on"}
        assert _ask(production.port, "/accounts/login/", forged).status == 301
        raw = _raw(production.port, b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n\r\n")
        assert raw.startswith(b"HTTP/1.1 414")
        assert b"Content-Security-Policy: default-src 'none'" in raw
        assert b"/help-now/" in raw
        assert b"xxx" not in raw
        for secret in ("/.git/config", "/.env", "/static/", "/var/secret-key", "/manage.py"):
            assert _ask(production.port, secret, {"X-Forwarded-Proto": "https"}).status in {
                301,
                404,
            }
        assert "gunicorn/" not in str(page.headers)
    finally:
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=40)[0]
    assert server.returncode == 0, said


def _wait(port):
    for _ in range(300):
        try:
            if _ask(port, "/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("it does not answer")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None

    def http_error_301(self, request, answer, *_):
        return answer


def _raw(port, sent):
    with socket.create_connection(("127.0.0.1", port), timeout=5) as asking:
        asking.sendall(sent)
        return asking.recv(10_000)


def _ask(port, path, headers=()):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=dict(headers))
    return urllib.request.build_opener(_Stay()).open(request, timeout=5)


def test_a_backup_is_made_before_what_is_there_is_brought_up_to_date(tmp_path):
    one = Installation(tmp_path)
    one.manage("migrate", "-v", "0")
    one.add_person("somebody@example.org")
    one.manage("migrate", "-v", "0", "--no-backup", "accounts", "0008")
    one.server = subprocess.Popen(
        [sys.executable, "-m", "tools.serve", "--port", str(one.port)],
        env=one.environ, cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        one.wait_until_it_answers(60)
    finally:
        one.server.terminate()
        said = one.server.communicate(timeout=40)[0]

    (backup,) = (tmp_path / "backups").glob("*.backup")
    assert f"A backup was made before the database is brought up to date: {backup}" in said
    assert "Good: made" in one.manage("verify_backup", backup)


def test_nothing_reaches_another_machine():
    with (
        socket.socket() as asking,
        pytest.raises(AssertionError, match=r"something asked for 192\.0\.2\.1"),
    ):
        asking.connect(("192.0.2.1", 80))


# --- what is written down


def test_every_command_of_ours_is_in_the_operators_book():
    book = (ROOT / "docs/operations.md").read_text()
    ours = {
        name
        for name, app in get_commands().items()
        if app in {"accounts", "numbtrack", "sharing", "summary", "support", "medications"}
    }

    assert ours
    assert [name for name in sorted(ours) if f"`{name}" not in book and name not in book] == []
