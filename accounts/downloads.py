"""Answers that are files."""

from __future__ import annotations

from django.http import HttpResponse


def attachment(content: bytes | str, kind: str, name: str) -> HttpResponse:
    """Return an answer that a browser keeps as a file of that name."""
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=told)
