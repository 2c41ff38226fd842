"""Asking for the password once more, before a step that weighs: nothing typed is lost by it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.hashers import check_password
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone as clock

from accounts.guessing import count_try, name_of, take_back_try
from accounts.models import User
from accounts.requests import PersonRequest
from accounts.sessions import confirm, recently_confirmed
from accounts.telling import flat, told_words
from accounts.turns import too_often

FIELD = "your_password"
TRIES = 10
MOST_STEPS = 60
WRONG = "This is not your password. Try once more."


class PasswordForm(forms.Form):
    """The password of who is signed in, once more."""

    your_password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password."},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_your_password(self) -> str:
        told: str = self.cleaned_data[FIELD]
        check_own_password(self.person, told)
        return told


def check_own_password(person: User, told: str) -> None:
    """Compare what somebody who is signed in told with their password. Raises ValidationError."""
    door, now = f"confirm:{name_of(str(person.pk))}", clock.now()
    if count_try(door=door, most=TRIES, now=now) is not None:
        raise forms.ValidationError("Too many tries. Wait ten minutes.", code="too_many")
    if not check_password(told, person.password):
        raise forms.ValidationError(WRONG, code="wrong")
    take_back_try(door=door)


def confirm_first(
    request: PersonRequest, *, back: str = "security", makes_file: bool = False
) -> HttpResponse | None:
    """Return the page that asks for the password, or None where it was shown in ten minutes.

    What the form before it held goes along, so that the step happens with one more button. Where
    it makes a file, a page says first that it can be saved: a browser that saves a file stays on
    the page that asked. back: the name of the page to go to instead. Such steps are costly, too:
    a person has so many in ten minutes.
    """
    refused = too_often(request, "weighty", MOST_STEPS)
    if refused is not None:
        return refused
    if recently_confirmed(request, clock.now()):
        return None
    asked = FIELD in request.POST
    form = PasswordForm(request.POST if asked else None, person=request.user)
    context = {
        "form": form,
        "carried": flat(request.POST),
        "typed": told_words(request.POST),
        "to": request.get_full_path(),
        "back": back,
    }
    if form.is_valid():
        confirm(request, clock.now())
        return render(request, "accounts/ready.html", context) if makes_file else None
    status = 422 if asked else 200
    return render(request, "accounts/confirm.html", context, status=status)


def confirmed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view's POST through only after ``confirm_first``."""

    @wraps(view)
    def asked(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = confirm_first(request) if request.method == "POST" else None
        return page if page is not None else view(request, *args, **kwargs)

    return asked
