"""How often a person means to check in, and how days are counted aloud under it."""

from __future__ import annotations

from enum import StrEnum

from domain.numbers import counted


class Rhythm(StrEnum):
    """Daily counts days out of days. Under the others nothing speaks of days without one."""

    DAILY = "daily"
    WEEKLY = "weekly"
    PAUSED = "paused"

    @property
    def label(self) -> str:
        """The word on the button."""
        return self.value.capitalize()

    @property
    def counts_blanks(self) -> bool:
        return self is Rhythm.DAILY

    def rated(self, rated: int, days: int) -> str:
        """Return "22 of 28 days", or "4 days" where blanks are not spoken of."""
        if self.counts_blanks:
            return f"{rated} of {counted(days, 'day', 'days')}"
        return counted(rated, "day", "days")
