"""A whole numbtrack of its own: database, keys and server, to be killed and started again."""

from __future__ import annotations

import base64
import contextlib
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "an ordinary long password"
ZONE = "UTC"
OPTIONS = (
    "-c listen_addresses=127.0.0.1 -c unix_socket_directories= "
    "-c min_wal_size=32MB -c max_wal_size=64MB -c wal_recycle=off "
    "-c log_min_error_statement=panic -c log_error_verbosity=terse"
)
WHOLE = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("PRAGMA integrity_check")
    print(cursor.fetchone()[0])
"""
EVERY_INDEX = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
    cursor.execute(
        "SELECT bt_index_check(i.indexrelid, true) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree' AND c.relpersistence <> 't'"
    )
    print("ok")
"""
HASH = """
import hashlib, io, zipfile
from accounts.models import User
from summary.archive.pack import HARM, SENSITIVE, pack
for person in User.objects.order_by("email"):
    file = zipfile.ZipFile(io.BytesIO(pack(person, [HARM, SENSITIVE])))
    told = b"".join(file.read(name) for name in sorted(file.namelist()))
    print(person.email, hashlib.sha256(told).hexdigest())
"""


def a_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def key_of(letter):
    return f"{letter}:{base64.b64encode(letter.encode() * 32).decode()}"


class Cluster:
    """A PostgreSQL of its own, whose server can be killed. Root may not run one: postgres does."""

    def __init__(self, folder):
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"))
        self.data, self.port = folder / "data", a_port()
        folder.mkdir(parents=True)
        self.as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if self.as_postgres:
            for each in (folder, *folder.parents):
                if str(each).startswith("/tmp/"):  # where pytest keeps its folders
                    each.chmod(0o755)
            shutil.chown(folder, "postgres")
        self._run("initdb", "-D", self.data, "-U", "numbtrack", "--auth=trust", "--data-checksums")
        self._start_somewhere()
        self._run("createdb", *self._where(), "-U", "numbtrack", "numbtrack")

    def _where(self):
        return ["-h", "127.0.0.1", "-p", str(self.port)]

    def _run(self, name, *told):
        command = [*self.as_postgres, str(self.bin / name), *map(str, told)]
        subprocess.run(command, check=True, capture_output=True, cwd="/")

    def _start_somewhere(self):
        """Start at a port that is free now; another program may be faster."""
        for _ in range(3):
            self.port = a_port()
            with contextlib.suppress(subprocess.CalledProcessError):
                self.start()
                return
        self.start()

    def start(self):
        options = f"-p {self.port} {OPTIONS}"
        self._run("pg_ctl", "-D", self.data, "-w", "-l", self.data / "log", "-o", options, "start")

    def kill(self):
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in (pid, *map(int, children)):
            _kill(each)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        time.sleep(0.3)

    @staticmethod
    def children(pid):
        return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]

    def freeze(self, signal_sent=signal.SIGSTOP):
        """Hang as a machine does whose disk has gone; thaw with SIGCONT."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in (pid, *map(int, children)):
            os.kill(each, signal_sent)

    def stop(self):
        try:
            self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        except subprocess.CalledProcessError:  # a child that was frozen keeps it waiting
            self.kill()

    @property
    def url(self):
        return f"postgres://numbtrack:x@127.0.0.1:{self.port}/numbtrack"


def _limited(largest_file):
    """Let no file of a process grow beyond so many bytes."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY))

    return limit


def _kill(pid):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


class Installation:
    """One numbtrack. cluster: its PostgreSQL, None for SQLite."""

    def __init__(self, folder, keys=None, cluster=None):
        self.var, self.cluster, self.server = folder, cluster, None
        folder.mkdir(parents=True, exist_ok=True)
        self.port = a_port()
        self.environ = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "NUMBTRACK_ENV": "development",
            "NUMBTRACK_VAR": str(folder),
            "NUMBTRACK_SECRET_KEY": "faults-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
            "NUMBTRACK_ENCRYPTION_KEYS": keys or key_of("k"),
            "DJANGO_SETTINGS_MODULE": "numbtrack.settings",
            "PYTHONHASHSEED": "0",  # the same constraints in the same words
        }
        if cluster is not None:
            self.environ["DATABASE_URL"] = cluster.url

    def manage(self, *told, stdin="", good=True):
        """Run a command; return what it prints, with its faults where it is meant to fail."""
        done = subprocess.run(
            [sys.executable, "manage.py", *map(str, told)],
            env=self.environ, cwd=ROOT, input=stdin, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode == 0) == good, done.stdout + done.stderr
        return done.stdout if good else done.stdout + done.stderr

    def ask(self, code):
        return self.manage("shell", "-v", "0", "-c", code)

    def add_person(self, email):
        self.manage("create_person", email, "--password-stdin", "--timezone", ZONE, stdin=PASSWORD)

    def hashes(self):
        return self.ask(HASH)

    @property
    def database(self):
        return self.var / "numbtrack.sqlite3"

    def is_whole(self):
        """Tell whether the database finds no fault in itself."""
        if self.cluster is None:
            return self.ask(WHOLE) == "ok\n"
        return self.ask(EVERY_INDEX) == "ok\n"

    # --- its server

    def start(self, largest_file=None):
        """Start the server. largest_file: bytes, as if the disk were full beyond them."""
        command = [
            sys.executable, "-m", "gunicorn", "numbtrack.wsgi", "--bind", f"127.0.0.1:{self.port}",
            "--workers", "2", "--log-level", "error", "--graceful-timeout", "20",
        ]  # fmt: skip
        with (self.var / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                command, env=self.environ, cwd=ROOT, stdout=log, stderr=log,
                preexec_fn=_limited(largest_file) if largest_file else None,  # noqa: PLW1509
            )  # fmt: skip
        self.wait_until_it_answers()

    def wait_until_it_answers(self, seconds=30):
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            try:
                with urllib.request.urlopen(f"{self.address}/readyz", timeout=2) as answer:
                    if answer.status == 200:
                        return time.monotonic() - began
            except OSError:
                time.sleep(0.1)
        raise AssertionError((self.var / "server.log").read_text()[-3000:])

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def workers(self):
        pid = self.server.pid
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))

    def kill_workers(self):
        for pid in self.workers():
            _kill(pid)

    def kill(self):
        workers = self.workers()
        _kill(self.server.pid)
        for pid in workers:
            _kill(pid)
        self.server.wait()

    def stop(self):
        """Stop as a deployment does, and wait."""
        if self.server is not None and self.server.poll() is None:
            self.server.terminate()
            self.server.wait(timeout=40)


class Browser:
    """As much of a browser as a form needs: cookies, a token, and no patience."""

    def __init__(self, installation, email):
        self.at, self.email = installation.address, email
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), _NoRedirects()
        )
        page = self.get("/accounts/login/")
        told = {"login": email, "password": PASSWORD, "own_device": "on"}
        status = self.post("/accounts/login/", told, token_in(page))
        assert status == 302, status
        self.token = token_in(self.get("/journal/"))

    def get(self, path, timeout=30):
        with self.opener.open(f"{self.at}{path}", timeout=timeout) as answer:
            return answer.read().decode()

    def look(self, path, timeout=30):
        """Return the status of a page, 0 where none came."""
        return self._ask(urllib.request.Request(f"{self.at}{path}"), timeout)

    def post(self, path, told, token, timeout=30):
        """Return the status of the answer, 0 where none came: then ``why`` says what did."""
        body = urllib.parse.urlencode(told | {"csrfmiddlewaretoken": token}).encode()
        return self._ask(urllib.request.Request(f"{self.at}{path}", body), timeout)

    def _ask(self, request, timeout):
        self.page, self.why = "", None
        try:
            with self.opener.open(request, timeout=timeout) as answer:
                self.page = answer.read().decode(errors="replace")  # a file of the person's, too
                return answer.status
        except urllib.error.HTTPError as error:
            self.page = error.read().decode()
            return error.code
        except OSError as error:
            self.why = getattr(error, "reason", error)
            return 0

    def write(self, words, submission=None, timeout=30):
        told = {"text": words, "submission": submission or str(uuid4()), "day": today()}
        return self.post("/journal/", told, self.token, timeout)


def today():
    """Return the day that it is for everybody here: a day begins at four in the morning, UTC."""
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() - 4 * 3600))


def token_in(page):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None
