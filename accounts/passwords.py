"""Passwords that a guesser tries first."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

PRODUCT_WORDS = ("numbtrack", "numb track", "numb-track")
LONGEST = 128


class NotCommon(CommonPasswordValidator):
    """Refuses what many people use, from a list that ships with Django."""

    def get_error_message(self) -> str:
        return "Many people use this one. Choose another."


class NotTheProduct:
    """Refuses passwords with the product's name in them, and ones too long to check."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(f"Use at most {LONGEST} characters.", code="password_too_long")
        if any(word in password.casefold() for word in PRODUCT_WORDS):
            raise ValidationError(
                "Choose a password without the name of this site.", code="password_product"
            )

    def get_help_text(self) -> str:
        return f"At most {LONGEST} characters, without the name of this site."
