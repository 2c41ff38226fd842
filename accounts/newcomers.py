"""The whole sign-up form: allauth's e-mail and password, then our questions."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm

from accounts.passwords import LONGEST


class NewcomerForm(SignupForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = "Used to sign in. No name is needed."
        password = self.fields["password1"]
        password.help_text = f"8 to {LONGEST} characters; 15 or more is better. Any characters."
