"""allauth's forms as our pages show them: labels that stay, and no placeholder for one."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django.core.validators import MaxLengthValidator

from accounts.passwords import LONGEST

LONGEST_ADDRESS = 254
PASSWORD_HINT = f"8 to {LONGEST} characters; 15 or more is better. Any characters."


class _Plain:
    """Takes the placeholders away, which repeat the labels and vanish when one types."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        for name in ("password1", "password2"):
            if name in self.fields:
                self.fields[name].help_text = PASSWORD_HINT if name == "password1" else ""


class NewcomerForm(_Plain, allauth.SignupForm):  # type: ignore[misc]  # allauth ships no types
    """The whole sign-up form: e-mail and password first, then our questions."""

    field_order = ("email", "password1", "timezone", "country")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.help_text = "Used to sign in. No name is needed."
        email.validators.append(MaxLengthValidator(LONGEST_ADDRESS))
        self.order_fields(self.field_order)


class SignInForm(_Plain, allauth.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ChangePasswordForm(_Plain, allauth.ChangePasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(_Plain, allauth.ResetPasswordForm):  # type: ignore[misc]
    pass


class NewPasswordForm(_Plain, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(_Plain, allauth.ReauthenticateForm):  # type: ignore[misc]
    pass
