"""The door of a shared page, the page behind it, and the person's own list of what they share."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.activity import note
from accounts.clients import coarse
from accounts.downloads import attachment
from accounts.models import ActivityKind
from accounts.requests import PersonRequest
from sharing.actions import (
    OPEN_FOR,
    Ended,
    NothingOpened,
    TooManyTries,
    end,
    find_open,
    forget_ended,
    open_page,
)
from sharing.forms import CodeForm
from sharing.models import SharedPage
from sharing.secrets import hash_of_link

SALT = "sharing.open"
NOT_INDEXED = "noindex, nofollow, noarchive"
WRONG = "This link and this code open nothing. Look at both again, or ask the person for them."
SharedView = Callable[[HttpRequest, SharedPage], HttpResponse]


# --- for someone who was given a link


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, link: UUID) -> HttpResponse:
    """Ask for the code. Looking at the door opens nothing and tells nothing of what is behind."""
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return _door(request, form, 422 if form.errors else 200)
    try:
        page = open_page(
            link=link,
            code=form.cleaned_data["code"],
            address=get_adapter().get_client_ip(request),
            client=coarse(request.headers.get("User-Agent", "")),
            now=clock.now(),
        )
    except NothingOpened:
        form.add_error("code", WRONG)
        return _door(request, form, 422)
    except TooManyTries as error:
        minutes = max(1, round(error.wait.total_seconds() / 60))
        form.add_error("code", f"Too many tries. Try again in {minutes} minutes.")
        answer = _door(request, form, 429)
        answer.headers["Retry-After"] = str(math.ceil(error.wait.total_seconds()))
        return answer
    except Ended:
        return _ended(request)
    answer = redirect("sharing:page", link=link)
    answer.set_cookie(
        _cookie(link),
        signing.dumps(str(page.pk), salt=SALT),
        max_age=int(OPEN_FOR.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return answer


def _cookie(link: UUID) -> str:
    """Return the name of the cookie of one link: two links can be open in one browser."""
    return settings.SESSION_COOKIE_NAME.replace("session", f"shared-{hash_of_link(link)[:8]}")


def _door(request: HttpRequest, form: CodeForm, status: int) -> HttpResponse:
    return _show(request, "sharing/door.html", {"form": form}, status)


def _ended(request: HttpRequest) -> HttpResponse:
    return _show(request, "sharing/ended.html", {}, 410)


def _show(request: HttpRequest, name: str, told: dict[str, Any], status: int = 200) -> HttpResponse:
    """Show a page to a stranger, even to one who is signed in to a diary of their own."""
    answer = render(request, name, {"person": None, **told}, status=status)
    answer.headers["X-Robots-Tag"] = NOT_INDEXED
    return answer


def opened(view: SharedView) -> Callable[..., HttpResponse]:
    """Give a view the page that this browser has opened; lead to the door where it has not."""

    @login_not_required
    @require_safe
    @wraps(view)
    def asked(request: HttpRequest, link: UUID) -> HttpResponse:
        try:
            told = signing.loads(
                request.COOKIES.get(_cookie(link), ""), salt=SALT, max_age=OPEN_FOR
            )
            answer = view(request, find_open(link=link, key=UUID(told), now=clock.now()))
        except (signing.BadSignature, ValueError):
            return redirect("sharing:door", link=link)
        except Ended:
            return _ended(request)
        answer.headers["X-Robots-Tag"] = NOT_INDEXED
        return answer

    return asked


@opened
def page(request: HttpRequest, page: SharedPage) -> HttpResponse:
    link = request.resolver_match.kwargs["link"] if request.resolver_match else ""
    return _show(request, "sharing/page.html", {"shared": page, "link": link})


@opened
def pdf(request: HttpRequest, page: SharedPage) -> HttpResponse:
    return attachment(bytes(page.pdf), "application/pdf", "summary.pdf")


@opened
def fhir(request: HttpRequest, page: SharedPage) -> HttpResponse:
    if not page.fhir:
        raise Http404
    return attachment(str(page.fhir).encode(), "application/fhir+json", "summary.fhir.json")


# --- for the person who shares


@require_safe
def shares(request: PersonRequest) -> HttpResponse:
    """Show what is shared and what has ended, with every opening."""
    now = clock.now()
    forget_ended(pages=request.user.shared_pages.all(), now=now)
    shared = request.user.shared_pages.without_pages().order_by("-shared_at")
    pages = list(shared.prefetch_related("openings"))
    context = {
        "zone": request.user.zone,
        "open_pages": [each for each in pages if not each.ended(now)],
        "ended_pages": [each for each in pages if each.ended(now)],
    }
    return render(request, "sharing/list.html", context)


@require_POST
def end_share(request: PersonRequest, key: UUID) -> HttpResponse:
    shared = get_object_or_404(request.user.shared_pages.without_pages(), pk=key)
    end(page=shared, now=clock.now())
    note(request, ActivityKind.SHARE_ENDED)
    messages.success(request, "Ended. The link opens nothing from now on.")
    return redirect("sharing:list")
