"""Opens every page of the demo, signed out and in, and shows each to the Nu Html Checker.

Needs Java; the checker is fetched from the npm registry, pinned. ``make validate`` runs it, and CI.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess  # runs this checkout and a checker
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from tools.assets import fetch
from tools.screenshots import free_port, wait_for

ROOT = Path(__file__).resolve().parent.parent
CHECKER = ROOT / "tools" / "validity"
JAR = CHECKER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
OUTSIDE = ("/", "/help-now/", "/learn/", "/learn/5/", "/privacy/", "/accounts/login/",
           "/accounts/signup/", "/accounts/password/reset/", "/nowhere/")  # fmt: skip
INSIDE = ("/", "/trends/", "/journal/", "/medications/", "/summary/", "/summary/take-along/",
          "/accounts/settings/", "/accounts/security/", "/accounts/leaving/", "/care/",
          "/check-ins/", "/accounts/second-step/app/on/",
          "/accounts/second-step/passkeys/new/")  # fmt: skip
UNKNOWN_TO_IT = ".*(vector-effect|paint-order).*doesn't exist.*"
"""Properties of SVG 2 that every browser has and the checker's list of CSS lacks."""
OF_A_KIND = 2
"""Pages that differ in a key or a day alone: so many of them are looked at."""


class Visitor:
    """Opens pages as a browser without a script does."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> tuple[str, str]:
        """Return (kind, page) of an address, of an error too."""
        try:
            with self.opener.open(self.address + path) as answer:
                return answer.headers.get_content_type(), answer.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.headers.get_content_type(), error.read().decode()

    def sign_in(self) -> None:
        from numbtrack.demo import EMAIL, PASSWORD  # noqa: PLC0415  # Django is set up by then

        _, page = self.get("/accounts/login/")
        found = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)
        told = {
            "login": EMAIL,
            "password": PASSWORD,
            "csrfmiddlewaretoken": found[1] if found else "",
        }
        self.opener.open(f"{self.address}/accounts/login/", urllib.parse.urlencode(told).encode())


def main() -> int:
    java = shutil.which("java")
    if java is None:
        print("The checker needs Java: on Debian, `apt-get install default-jre-headless`.")
        return 1
    if not JAR.exists() and not fetch(CHECKER):
        print("The checker could not be fetched from the npm registry.")
        return 1
    with tempfile.TemporaryDirectory() as var:
        pages = Path(var) / "pages"
        pages.mkdir()
        _keep_pages(Path(var), pages)
        check = [java, "-Xss4m", "-jar", str(JAR), "--errors-only",
                 "--filterpattern", UNKNOWN_TO_IT]  # fmt: skip
        count = len(list(pages.iterdir()))
        styles = sorted(map(str, (ROOT / "static" / "css").glob("*.css")))
        of_pages = subprocess.run([*check, str(pages)], check=False).returncode  # noqa: S603
        of_styles = subprocess.run([*check, "--css", *styles], check=False).returncode  # noqa: S603
        print(f"{count} pages and {len(styles)} style sheets were looked at")
    return of_pages or of_styles


def _keep_pages(var: Path, pages: Path) -> None:
    environ = os.environ | {"NUMBTRACK_ENV": "development", "NUMBTRACK_VAR": str(var)}
    for command in (["migrate", "--verbosity", "0"], ["demo"]):
        manage = [sys.executable, "manage.py", *command]
        subprocess.run(manage, cwd=ROOT, env=environ, check=True)  # noqa: S603
    port = free_port()
    serve = [sys.executable, "-m", "tools.serve", "--port", str(port)]
    server = subprocess.Popen(serve, cwd=ROOT, env=environ)  # noqa: S603
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        visitor = Visitor(f"http://127.0.0.1:{port}")
        for path in OUTSIDE:
            _keep(pages, f"out{path}", visitor.get(path)[1])
        visitor.sign_in()
        _walk(visitor, pages)
    finally:
        server.terminate()
        server.wait()


def _walk(visitor: Visitor, pages: Path) -> None:
    """Follow every link to a page of ours, a few of each kind."""
    seen: set[str] = set()
    kinds: dict[str, int] = {}
    waiting = list(INSIDE)
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]+|\d{4}-\d\d-\d\d|\d+", "#", path.partition("?")[0])
        if path in seen or kinds.get(kind, 0) >= OF_A_KIND or "logout" in path:
            continue
        seen.add(path)
        kinds[kind] = kinds.get(kind, 0) + 1
        content, page = visitor.get(path)
        if content == "text/html":
            _keep(pages, path, page)
            waiting += map(html.unescape, re.findall(r'href="(/(?!static/)[^"#]*)', page))


def _keep(pages: Path, path: str, page: str) -> None:
    name = re.sub(r"[^a-z0-9]+", "_", path.lower())[:80]
    (pages / f"{len(list(pages.iterdir())):03}{name}.html").write_text(page)


if __name__ == "__main__":
    os.environ.setdefault("NUMBTRACK_ENV", "development")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "numbtrack.settings")
    import django

    django.setup()
    sys.exit(main())
