"""Signing in is the default for every page."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import (
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    connection,
)
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone as clock

from accounts.carried import kept_over_sign_in
from accounts.keeping import AccountGone
from accounts.models import User
from accounts.requests import find_person
from accounts.sessions import is_over, stay
from accounts.turns import Busy
from numbtrack.errors import busy
from numbtrack.patience import note_lock, wait_no_longer

logger = logging.getLogger(__name__)
OUT_OF_REACH = (OperationalError, InterfaceError, InternalError)
"""What a database raises that does not answer, or in which nothing can be written just now."""

SESSION_KEY = re.compile(r"[a-z0-9]{32}")


class Sessions(SessionMiddleware):
    """Django's sessions; a cookie that cannot be a session's is no cookie.

    A cookie can hold any byte, and PostgreSQL refuses to be asked for a NUL.
    """

    def process_request(self, request: HttpRequest) -> None:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if key and not SESSION_KEY.fullmatch(key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Answer where the session cannot be kept: what the request wrote has been written.

        Django answers 400 to both, as if nothing had been done.
        """
        try:
            return super().process_response(request, response)
        except (InterfaceError, SessionInterrupted) as error:
            if _is_out_of_reach(error):
                logger.warning("a session could not be kept, and its answer was given")
                return response
        ended = redirect(settings.LOGIN_URL)
        ended.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
        return ended


def _is_out_of_reach(error: BaseException | None) -> bool:
    """Tell whether it is the database that failed, and not the session that is gone."""
    while error is not None and not isinstance(error, OUT_OF_REACH):
        error = error.__context__
    return error is not None


def _stay(request: HttpRequest, person: User) -> HttpResponseBase | None:
    """Note that somebody is here; where nothing can be written just now they can still read.

    Whoever writes has waited once by then, and is told. Somebody who was erased meanwhile is led
    to where one signs in.
    """
    try:
        stay(request, person, clock.now())
    except IntegrityError:
        if User.objects.filter(pk=person.pk).exists():
            raise
        request.session.flush()
        return redirect(settings.LOGIN_URL)
    except OUT_OF_REACH as error:
        if request.method not in {"GET", "HEAD"}:
            raise
        note_lock(error)
        logger.warning("it could not be noted that somebody is here")
        request.session.modified = False  # or it would be waited for once more
        if not connection.in_atomic_block:
            connection.close()  # one that broke answers no question of the page
            wait_no_longer()
    return None


class SignedInByDefault(LoginRequiredMiddleware):
    """Django's rule, asked in another order: a page for anyone needs no session at all.

    Django looks up who is there first, and help would then fail with the database.
    """

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Lead who writes while the account is erased elsewhere to where one signs in.

        Who asks for costly work while too much of it waits is told so.
        """
        if isinstance(exception, AccountGone):
            request.session.flush()
            return redirect(settings.LOGIN_URL)
        return busy(request) if isinstance(exception, Busy) else None

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        person = None if answer is not None else find_person(request)
        if person is not None and is_over(request, clock.now()):
            request.session.flush()
            request.user, person = AnonymousUser(), None
            answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None:
            return kept_over_sign_in(request, answer)
        if person is not None:
            answer = _stay(request, person)
            if answer is not None:
                return answer
            if person.stopped_at and not getattr(view_func, "open_while_stopped", False):
                return redirect(person.stopped_at)
        return None
