"""A real browser on a running numbtrack. Without Chromium the journeys are skipped, never in CI."""

from __future__ import annotations

import os
import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.factories import PASSWORD, a_person

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop runs in the tests' thread
expect.set_options(timeout=15_000)
CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
WHY = "Chromium is not installed: on Debian, `apt-get install chromium`"


def pytest_collection_modifyitems(items):
    if CHROMIUM or os.environ.get("CI"):
        return
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.skip(reason=WHY))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    assert CHROMIUM, WHY
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags}


@pytest.fixture
def desktop():
    return {
        "viewport": {"width": 1280, "height": 900},
        "locale": "en-GB",
        "timezone_id": "Europe/London",
    }


@pytest.fixture
def watched(live_server):
    """Note what no page may do: ask another host, break its policy, or fail in a script."""
    faults = []

    def watch(page):
        ours = urlsplit(live_server.url).netloc

        def asked(request):
            if urlsplit(request.url).netloc not in {ours, ""} and not request.url.startswith(
                "data:"
            ):
                faults.append(f"asked {request.url}")

        page.on("request", asked)
        page.on("pageerror", lambda error: faults.append(f"script failed: {error}"))
        page.on(
            "console",
            lambda line: (
                faults.append(f"console: {line.text}")
                if "Content Security Policy" in line.text
                else None
            ),
        )
        return page

    yield watch
    assert faults == []


@pytest.fixture
def open_page(browser, live_server, watched):
    """Open a watched page in a context of its own."""
    contexts = []

    def open_in(**told):
        context = browser.new_context(base_url=live_server.url, **told)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return watched(context.new_page())

    yield open_in
    for context in contexts:
        context.close()


@pytest.fixture
def person(live_server):
    return a_person("alice@example.org")


@pytest.fixture
def signed_in(open_page, person):
    """Open a page where Alice is signed in already."""

    def open_as(**told):
        page = open_page(**told)
        page.goto("/accounts/login/")
        page.get_by_label("E-mail").fill(person.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/check-ins/new/**")
        return page

    return open_as
