"""What people type in forms, made even."""

from __future__ import annotations

from typing import Any

from django import forms


class WordsField(forms.CharField):
    """Free words with paragraphs: optional, with line ends of one kind.

    longest: how many characters it holds; what: what is said to hold them, "A note".
    """

    def __init__(
        self, *, longest: int, what: str, rows: int = 3, instead: str = "", **kwargs: Any
    ) -> None:
        kwargs.setdefault("required", False)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        self.longest, self.what, self.instead = longest, what, instead

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            told = f"{self.what} holds up to {self.longest:,} characters; this has {len(value):,}."
            raise forms.ValidationError(f"{told} {self.instead}".strip(), code="max_length")
