"""What browsers report of the content security policy: noted in our own log, and nowhere else."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone as clock
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.guessing import count_try, name_of

logger = logging.getLogger(__name__)

LONGEST = 10_000
MOST = 30
DIRECTIVES = frozenset(
    f"{name}-src{part}"
    for name in ("default", "script", "style", "img", "connect", "font", "frame", "object", "media")
    for part in ("", "-elem", "-attr")
) | {"base-uri", "form-action", "frame-ancestors"}


@login_not_required
@csrf_exempt  # the browser sends it by itself, without our token; nothing is changed by it
@require_POST
def policy_report(request: HttpRequest) -> HttpResponse:
    """Note one violation: which rule, which host, which kind of page. Never an address or words."""
    address = get_adapter().get_client_ip(request)
    door = f"report:{name_of(address)}"
    told = _read(request)
    if told is None or count_try(door=door, most=MOST, now=clock.now()) is not None:
        return HttpResponse(status=204)
    rule = str(told.get("effective-directive") or told.get("violated-directive", "")).split(" ")[0]
    logger.warning(
        "policy broken rule=%s blocked=%s page=%s",
        rule if rule in DIRECTIVES else "unknown",
        _blocked(str(told.get("blocked-uri", ""))),
        _page(str(told.get("document-uri", ""))),
    )
    return HttpResponse(status=204)


def _read(request: HttpRequest) -> dict[str, Any] | None:
    if len(request.body) > LONGEST:
        return None
    try:
        told = json.loads(request.body)["csp-report"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _blocked(address: str) -> str:
    """Return what was refused: a host of few characters, or the kind that the browser names."""
    try:
        host = urlsplit(address).hostname or address
    except ValueError:
        return "unknown"
    kept = "".join(
        each for each in host[:80] if each.isascii() and (each.isalnum() or each in ".-")
    )
    return kept or "unknown"


def _page(address: str) -> str:
    """Return the name of the page, without the keys and days that stand in its address."""
    try:
        return resolve(urlsplit(address).path).view_name
    except (Resolver404, ValueError):
        return "unknown"
