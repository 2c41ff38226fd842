"""allauth's forms as our pages show them: labels that stay, and no placeholder for one."""

from __future__ import annotations

import struct
from typing import Any, cast

from allauth.account import forms as allauth
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
)
from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone as clock

from accounts.actions import is_taken
from accounts.confirming import check_own_password
from accounts.passwords import LONGEST
from accounts.sessions import OWN, PENDING, extend

LONGEST_ADDRESS = 254
NO_PASSKEY = "No passkey was used. Try again, or sign in another way."
PASSWORD_HINT = f"8 to {LONGEST} characters; 15 or more is better. Any characters."


LABELS = {
    "email": "E-mail",
    "login": "E-mail",
    "oldpassword": "Your password now",
    "password2": "New password, once more",
    "code": "Code",
}
MISSING = {
    "email": "Enter your e-mail address.",
    "login": "Enter your e-mail address.",
    "password": "Enter your password.",
    "oldpassword": "Enter the password that you have now.",
    "password1": "Enter a password.",
    "password2": "Enter the new password once more.",
    "code": "Enter the code.",
}


class _Plain:
    """Takes the placeholders away, which repeat the labels and vanish when one types."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            if name in MISSING:
                field.error_messages["required"] = MISSING[name]
            if name in {"password1", "password2"}:
                field.help_text = PASSWORD_HINT if name == "password1" else ""
        if "password2" in self.fields:
            self.fields["password1"].label = "New password"


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
        self.fields["own_device"] = forms.BooleanField(
            label="This is my own device",
            help_text="You stay signed in for 30 days. Otherwise it ends after half an hour "
            "without use.",
            required=False,
        )

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in, and remember whose the device is: that decides how long it lasts."""
        request.session[OWN] = self.cleaned_data["own_device"]
        response = cast("HttpResponse", super().login(request, redirect_url=redirect_url))
        if request.user.is_authenticated:
            extend(request, clock.now())
        elif self.user is not None:
            told = {"person": str(self.user.pk), "hash": self.user.get_session_auth_hash()}
            request.session[PENDING] = told
        return response


class ChangePasswordForm(_Plain, allauth.ChangePasswordForm):  # type: ignore[misc]
    def clean_oldpassword(self) -> str:
        """Take the password of now, guessed at no oftener than before any weighty step."""
        check_own_password(self.user, self.cleaned_data.get("oldpassword", ""))
        return cast("str", self.cleaned_data["oldpassword"])


class ResetPasswordForm(_Plain, allauth.ResetPasswordForm):  # type: ignore[misc]
    pass


class NewPasswordForm(_Plain, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(_Plain, allauth.ReauthenticateForm):  # type: ignore[misc]
    pass


TAKEN = "This address cannot be used here."


class NewAddressForm(_Plain, allauth.AddEmailForm):  # type: ignore[misc]
    """Another address to sign in with. by_mail: whether it is confirmed by a letter first.

    Then nobody is told here whether there is an account with it: the letter says so to its owner.
    """

    def __init__(self, *args: Any, by_mail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_mail = by_mail
        self.fields["email"].label = "New e-mail address"
        self.fields["email"].validators.append(MaxLengthValidator(LONGEST_ADDRESS))

    def clean_email(self) -> str:
        email = cast("str", super().clean_email())
        if not self.by_mail and is_taken(email=email):
            raise forms.ValidationError(TAKEN, code="taken")
        return email


class SecondStepForm(_Plain, AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AppForm(_Plain, ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "The code that the app shows"
        self.fields["code"].help_text = "Six digits. They change every half minute."
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    @property
    def grouped(self) -> str:
        """Return the secret in groups of four, which an app reads as well as a person does."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


LONGEST_CREDENTIAL = 20_000
ODD = (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, struct.error)


class CredentialField(forms.JSONField):
    """What a browser tells of a passkey; anything else is met with a sentence."""

    def to_python(self, value: Any) -> Any:
        try:
            told = super().to_python(value) if len(str(value or "")) <= LONGEST_CREDENTIAL else None
        except (RecursionError, ValueError):
            told = None
        if not isinstance(told, dict):
            raise forms.ValidationError(NO_PASSKEY, code="incorrect_code")
        return told

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show none again: each answer of a passkey is to one question."""
        return initial


class _Credential:
    """Turns whatever an odd credential breaks inside the library into one sentence."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField(widget=forms.HiddenInput)

    def _clean_fields(self) -> None:
        try:
            super()._clean_fields()  # type: ignore[misc]
        except ODD:
            self.add_error("credential", NO_PASSKEY)  # type: ignore[attr-defined]

    def _clean_form(self) -> None:
        try:
            super()._clean_form()  # type: ignore[misc]
        except ODD:
            self.add_error("credential", NO_PASSKEY)  # type: ignore[attr-defined]


class PasskeyLoginForm(_Credential, LoginWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeySecondForm(_Credential, AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyForm(_Credential, _Plain, AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "A name for it (optional)"
        self.fields["name"].max_length = 40
        self.fields["passwordless"].label = "Sign in with it alone, without the password"
        self.fields["passwordless"].help_text = "The device must then ask for a finger or a PIN."
