"""What gunicorn answers by itself, where no request could be made out: as calm as any page."""

from __future__ import annotations

from typing import Any

from gunicorn.util import write_nonblock  # type: ignore[import-untyped]

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>Diary</title></head>
<body><main><h1>That request could not be read.</h1>
<p>Nothing was changed. Go back, or <a href="/">start again</a>.</p>
<p><a href="/help-now/">Get help now</a></p></main></body>
</html>
"""
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": (
        "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Connection": "close",
}
"""Over http browsers pay no heed to the one about transport (RFC 6797, 8.1)."""


def refuse(sock: Any, status_int: int, reason: str, mesg: str) -> None:
    """Answer with a page that repeats nothing of what was sent: what gunicorn calls for errors."""
    body = PAGE.encode()
    lines = [f"HTTP/1.1 {status_int} {reason}"]
    lines += [f"{name}: {value}" for name, value in HEADERS.items()]
    lines += [f"Content-Length: {len(body)}", "", ""]
    write_nonblock(sock, "\r\n".join(lines).encode("latin-1") + body)
