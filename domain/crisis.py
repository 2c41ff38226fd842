"""Help lines by country, under fixed rules of what may be shown."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from urllib.parse import quote

WORLDWIDE = "ZZ"
_TEXT_WORD_TO = re.compile(r"^text (?P<word>\S+) to (?P<number>[\d+* -]+)", re.IGNORECASE)
_TEXT_NUMBER = re.compile(r"^text (?P<number>[\d+* -]+)", re.IGNORECASE)
_NUMBER = re.compile(r"^[\d+*() -]+")


@dataclass(frozen=True)
class HelpLine:
    """One way to reach someone. confidence: how well the row was evidenced."""

    country: str
    name: str
    contact: str
    kind: str
    hours: str
    url: str
    confidence: str

    @cached_property
    def link(self) -> str:
        """The link a phone can follow: tel:, sms: or https:; empty where there is none."""
        if self.kind in {"chat", "directory"}:
            return self.contact if self.contact.startswith("https://") else self.url
        if word := _TEXT_WORD_TO.match(self.contact):
            return f"sms:{_digits(word['number'])}?body={quote(word['word'])}"
        if number := _TEXT_NUMBER.match(self.contact):
            return f"sms:{_digits(number['number'])}"
        if self.kind == "whatsapp":
            return self.url
        number = _NUMBER.match(self.contact)
        digits = _digits(number.group()) if number else ""
        return f"tel:{digits}" if digits else self.url

    @property
    def action(self) -> str:
        """The words on the button."""
        if self.link.startswith("sms:"):
            return self.contact
        if self.link.startswith("tel:"):
            return f"Call {self.contact}"
        return self.link.removeprefix("https://").removeprefix("www.").rstrip("/")

    @property
    def how(self) -> str:
        """How it is reached and when, in words."""
        ways = {"phone": "Phone", "text": "Text message", "chat": "Chat", "whatsapp": "WhatsApp"}
        hours = {"24/7": "day and night", "check": "", "": ""}.get(self.hours, self.hours)
        return " · ".join(part for part in (ways.get(self.kind, ""), hours) if part)


@dataclass(frozen=True)
class CountryHelp:
    """What may be shown for a country: low-confidence rows are already left out."""

    code: str
    emergency: tuple[HelpLine, ...]
    lines: tuple[HelpLine, ...]
    unchecked: tuple[HelpLine, ...]
    directories: tuple[HelpLine, ...]


def _digits(number: str) -> str:
    return re.sub(r"[^\d*+]", "", number)


def read_lines(rows: Iterable[Mapping[str, str]]) -> list[HelpLine]:
    """Return help lines from rows of crisis_lines.csv.

    Raises KeyError where a column is missing. The confidence is the end of ``source``.
    """
    return [
        HelpLine(
            row["country_code"],
            row["name"],
            row["contact"],
            row["kind"],
            row["hours"],
            row["url"],
            row["source"].rpartition("confidence=")[2].strip(),
        )
        for row in rows
    ]


def _shipped() -> list[HelpLine]:
    text = files("domain").joinpath("data", "crisis_lines.csv").read_text(encoding="utf-8")
    return read_lines(csv.DictReader(text.splitlines()))


LINES = tuple(_shipped())
COUNTRIES = tuple(sorted({line.country for line in LINES} - {WORLDWIDE}))


def help_for(country: str, lines: Iterable[HelpLine] = LINES) -> CountryHelp:
    """Return what may be shown for a country; an unknown one gets the worldwide directories.

    High confidence is shown, medium apart as not checked recently, low never. The emergency
    row and the directories are always there.
    """
    rows = list(lines)
    own = [line for line in rows if line.country == country]
    people = [line for line in own if line.kind not in {"emergency", "directory"}]
    return CountryHelp(
        country,
        tuple(line for line in own if line.kind == "emergency"),
        tuple(line for line in people if line.confidence == "high"),
        tuple(line for line in people if line.confidence == "medium"),
        tuple(line for line in rows if line.kind == "directory" and line.confidence != "low"),
    )
