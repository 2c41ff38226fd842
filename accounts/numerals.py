"""How a person reads decimal numbers, guessed from their browser's language until they say."""

from __future__ import annotations

from domain.numbers import DecimalSign

WITH_COMMA = frozenset(
    {
        "af", "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fr",
        "gl", "hr", "hu", "hy", "id", "is", "it", "ka", "kk", "lt", "lv", "mk", "nb", "nl", "nn",
        "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk", "uz", "vi",
    }
)  # fmt: skip
"""Languages that write 5,3."""
BUT_POINT = frozenset(
    {
        "de-ch", "de-li", "es-419", "es-do", "es-gt", "es-hn", "es-mx", "es-ni", "es-pa", "es-pe",
        "es-pr", "es-sv", "es-us", "it-ch",
    }
)  # fmt: skip
"""Places that write 5.3 in such a language."""


def guess_sign(accept_language: str) -> DecimalSign:
    """Return how the first language of a browser writes numbers: "de-AT" -> comma."""
    first = accept_language.split(",", maxsplit=1)[0].split(";", maxsplit=1)[0].strip().lower()
    if first.partition("-")[0] in WITH_COMMA and first not in BUT_POINT:
        return DecimalSign.COMMA
    return DecimalSign.POINT
