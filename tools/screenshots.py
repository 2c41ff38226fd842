"""Makes the pictures of the README from the demo data, on a numbtrack of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess  # runs this checkout
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
STATEMENT = (
    "Since the autumn I feel less far away, but I still notice that other people’s feelings do "
    "not reach me. I would like to know whether that part can change."
)


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Screenshots need Chromium: on Debian, `apt-get install chromium`.")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var:
        environ = os.environ | {"NUMBTRACK_ENV": "development", "NUMBTRACK_VAR": var}
        for command in (["migrate", "--verbosity", "0"], ["demo"]):
            manage = [sys.executable, "manage.py", *command]
            subprocess.run(manage, cwd=ROOT, env=environ, check=True)  # noqa: S603
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        serve = [sys.executable, "-m", "tools.serve", "--port", str(port)]
        server = subprocess.Popen(serve, cwd=ROOT, env=environ)  # noqa: S603
        try:
            wait_for(f"{address}/healthz")
            _take(address, chromium)
        finally:
            server.terminate()
            server.wait()
    return 0


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=1)  # noqa: S310  # our own server
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


def _take(address: str, chromium: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        told = {"locale": "en-GB", "timezone_id": "Europe/London"}
        phone = browser.new_page(viewport={"width": 360, "height": 640}, base_url=address, **told)  # type: ignore[arg-type]
        _sign_in(phone)
        phone.goto("/check-ins/new/")
        phone.screenshot(path=PICTURES / "today.png")
        phone.goto(f"/days/{datetime.now(UTC).date() - timedelta(days=2)}/")
        phone.set_viewport_size({"width": 360, "height": 1250})
        phone.screenshot(path=PICTURES / "day.png")
        desk = browser.new_page(viewport={"width": 1280, "height": 900}, base_url=address, **told)  # type: ignore[arg-type]
        _sign_in(desk)
        desk.goto("/trends/")
        desk.wait_for_selector("[data-drawn]")
        desk.screenshot(path=PICTURES / "trends.png", full_page=True)
        desk.goto("/medications/")
        desk.screenshot(path=PICTURES / "medications.png", full_page=True)
        desk.goto("/summary/")
        desk.get_by_label("What I most want to talk about").fill(STATEMENT)
        with desk.expect_download() as download:
            desk.get_by_role("button", name="Download PDF").click()
        _as_picture(Path(download.value.path()))
        browser.close()


def _sign_in(page: Page) -> None:
    from numbtrack.demo import EMAIL, PASSWORD  # noqa: PLC0415  # Django is set up by then

    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def _as_picture(pdf: Path) -> None:
    """Turn page 1 into a PNG with Debian's poppler, where it is installed."""
    if shutil.which("pdftoppm") is None:
        print("The picture of the PDF needs pdftoppm: on Debian, `apt-get install poppler-utils`.")
        return
    target = PICTURES / "page"
    command = ["pdftoppm", "-r", "90", "-png", "-singlefile", str(pdf), str(target)]
    subprocess.run(command, check=True)  # noqa: S603


if __name__ == "__main__":
    os.environ.setdefault("NUMBTRACK_ENV", "development")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "numbtrack.settings")
    import django

    django.setup()
    sys.exit(main())
