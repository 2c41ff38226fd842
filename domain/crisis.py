"""Help lines by country, under fixed rules of what may be shown, and how they are corrected."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources import files
from itertools import zip_longest
from urllib.parse import quote

WORLDWIDE = "ZZ"
_TEXT_WORD_TO = re.compile(r"^text (?P<word>\S+) to (?P<number>[\d+* -]+)", re.IGNORECASE)
_TEXT_NUMBER = re.compile(r"^text (?P<number>[\d+* -]+)", re.IGNORECASE)
_NO_NUMBER = re.compile(
    r"24/7|\b[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2,4}\b|\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b"
)
"""Hours and dates: never part of a number."""

_NUMBER = re.compile(r"[+*]?(?:\([0-9]{1,5}\) ?)?[0-9]+(?:[ ./-][0-9]+)*")
FEWEST_DIGITS, MOST_DIGITS = 3, 15


@dataclass(frozen=True)
class HelpLine:
    """One way to reach someone.

    confidence: how well the row was evidenced. verified_on, verified_by: when it was checked
    on the service's own site and by whom; None and empty where nobody told.
    """

    country: str
    name: str
    contact: str
    kind: str
    hours: str
    url: str
    confidence: str
    verified_on: date | None = None
    verified_by: str = ""

    @property
    def place(self) -> tuple[str, str, str]:
        """What corrections replace: every line of this country, name and kind."""
        return (self.country, self.name, self.kind)

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
        return phone_link(find_number(self.contact, at_start=True)) or self.url

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

    @property
    def has_dates(self) -> bool:
        """Tell whether any line shown was checked by whoever runs this installation."""
        return any(line.verified_on for line in (*self.lines, *self.unchecked))


def _digits(number: str) -> str:
    return re.sub(r"[^0-9*+]", "", number)


def find_number(text: str, *, at_start: bool = False) -> str:
    """Return the first number that can be dialled in a line as it is written, or nothing.

    Where it cannot be told where a number ends, there is none: no button is better than one
    that rings a stranger. at_start: only a number that the line begins with.
    """
    told = _NO_NUMBER.sub(";", text.replace("(0)", ""))
    for found in _NUMBER.finditer(told):
        if at_start and told[: found.start()].strip():
            return ""
        digits = re.sub(r"[^0-9]", "", found.group())
        is_year = len(digits) == 4 and digits[:2] in {"19", "20"} and not at_start
        if len(digits) >= FEWEST_DIGITS and not is_year:
            return found.group() if len(digits) <= MOST_DIGITS else ""
    return ""


def phone_link(number: str) -> str:
    """Return the tel: link of a number as it is written."""
    return f"tel:{_digits(number)}" if number else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _line(told: Mapping[str, str]) -> HelpLine:
    verified_on = _day(told.get("verified_on", ""))
    confidence = told["source"].rpartition("confidence=")[2].strip()
    if verified_on is not None:
        confidence = "high"
    elif confidence not in {"high", "medium", "low"}:
        confidence = "medium"
    return HelpLine(
        told["country_code"],
        told["name"],
        told["contact"],
        told["kind"],
        told["hours"],
        told["url"],
        confidence,
        verified_on,
        told.get("verified_by", ""),
    )


def read_lines(rows: Iterable[Mapping[str, str]]) -> list[HelpLine]:
    """Return help lines from rows of crisis_lines.csv.

    Raises KeyError where a column is missing that every row has. The confidence is the end of
    ``source``; a line that was checked on its own site is of high confidence.
    """
    return [_line(row) for row in rows]


KINDS = ("phone", "text", "chat", "whatsapp", "emergency", "directory")
EARLIEST_CHECK = date(2020, 1, 1)
ALWAYS_SHOWN = ("emergency", "directory")
COLUMNS = ("country_code", "name", "contact", "kind")
"""What each row of corrections must have; MORE_COLUMNS may follow."""

MORE_COLUMNS = ("hours", "url", "source", "verified_on", "verified_by", "show")


@dataclass(frozen=True)
class Correction:
    """A line as the operator knows it. show: False takes the line of its place away."""

    line: HelpLine
    show: bool


def read_corrections(
    rows: Iterable[Mapping[str, str | None]], countries: Collection[str], today: date
) -> tuple[list[Correction], list[str]]:
    """Return the corrections of a file, and a sentence for each fault; a faulty row is none.

    rows: as csv.DictReader gives them. countries: two-letter codes that can be chosen.
    today: no line can have been checked later.
    """
    found: list[Correction] = []
    faults: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for number, row in enumerate(rows, start=2):
        told = {name: (row.get(name) or "").strip() for name in (*COLUMNS, *MORE_COLUMNS)}
        wrong = [*_faults_of(told, countries), *_faults_of_the_check(told, today)]
        correction = None if wrong else _correction(told)
        same = tuple(told[name] for name in COLUMNS)
        if correction is not None and same in seen:
            wrong = ["an earlier row is the same"]
        faults += [f"Row {number}: {each}." for each in wrong]
        if correction is not None and not wrong:
            seen.add(same)
            found.append(correction)
    return found, faults


def _faults_of(told: Mapping[str, str], countries: Collection[str]) -> Iterator[str]:
    yield from (f"{name} is empty" for name in COLUMNS if not told[name])
    if told["country_code"] and told["country_code"] not in {*countries, WORLDWIDE}:
        yield f"{told['country_code']} is not a country that can be chosen"
    if told["kind"] and told["kind"] not in KINDS:
        yield f"kind is one of {', '.join(KINDS)}"
    if told["show"] not in {"", "yes", "no"}:
        yield "show is yes, no or empty"
    if told["kind"] in ALWAYS_SHOWN and (told["show"] == "no" or _line(told).confidence == "low"):
        yield "emergency rows and directories can be corrected, not taken away"
    if told["url"] and not told["url"].startswith("https://"):
        yield "url begins with https://"
    if told["contact"] and told["kind"] in KINDS and not _line(told).link:
        yield "contact is no number, and there is no url to follow"


def _faults_of_the_check(told: Mapping[str, str], today: date) -> Iterator[str]:
    day = _day(told["verified_on"])
    if told["verified_on"] and day is None:
        yield "verified_on is a day like 2026-11-22"
    elif day is not None and not EARLIEST_CHECK <= day <= today:
        yield f"verified_on is a day from {EARLIEST_CHECK} to today"
    elif bool(told["verified_on"]) != bool(told["verified_by"]):
        yield "verified_on and verified_by go together"


def _correction(told: Mapping[str, str]) -> Correction:
    return Correction(_line(told), told["show"] != "no")


def corrected(
    shipped: Iterable[HelpLine], corrections: Iterable[Correction]
) -> tuple[HelpLine, ...]:
    """Return the lines with the corrections in their places, and new ones at the end.

    The corrections of a place replace every line of it; one with show False leaves none.
    """
    by_place: dict[tuple[str, str, str], list[HelpLine]] = {}
    for each in corrections:
        by_place.setdefault(each.line.place, []).extend([each.line] if each.show else [])
    lines: list[HelpLine] = []
    done: set[tuple[str, str, str]] = set()
    for line in shipped:
        if line.place not in by_place:
            lines.append(line)
        elif line.place not in done:
            lines += by_place[line.place]
            done.add(line.place)
    return (*lines, *(line for place in by_place if place not in done for line in by_place[place]))


def differences(
    before: Iterable[HelpLine], after: Iterable[HelpLine]
) -> list[tuple[HelpLine | None, HelpLine | None]]:
    """Return (old, new) for each line that changes; None where a line comes or goes."""
    old, new = _by_place(before), _by_place(after)
    return [
        pair
        for place in dict.fromkeys([*old, *new])
        for pair in zip_longest(old.get(place, []), new.get(place, []))
        if pair[0] != pair[1]
    ]


def _by_place(lines: Iterable[HelpLine]) -> dict[tuple[str, str, str], list[HelpLine]]:
    found: dict[tuple[str, str, str], list[HelpLine]] = {}
    for line in lines:
        found.setdefault(line.place, []).append(line)
    return found


def _shipped() -> list[HelpLine]:
    text = files("domain").joinpath("data", "crisis_lines.csv").read_text(encoding="utf-8")
    return read_lines(csv.DictReader(text.splitlines()))


LINES: tuple[HelpLine, ...] = tuple(_shipped())
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
