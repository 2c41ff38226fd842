from datetime import date

import pytest

from accounts.countries import NAMES
from domain.crisis import COUNTRIES, LINES, HelpLine, help_for, read_lines


def a_line(**told):
    facts = {
        "country": "GB",
        "name": "Someone",
        "contact": "116 123",
        "kind": "phone",
        "hours": "24/7",
        "url": "https://example.org",
        "confidence": "high",
    }
    return HelpLine(**(facts | told))


@pytest.mark.parametrize(
    ("contact", "kind", "link"),
    [
        ("116 123", "phone", "tel:116123"),
        ("*4141", "phone", "tel:*4141"),
        ("+880 9612 119911", "phone", "tel:+8809612119911"),
        ("(011) 5275-1135", "phone", "tel:01152751135"),
        ("113 option 5", "phone", "tel:113"),
        ("Text SHOUT to 85258", "text", "sms:85258?body=SHOUT"),
        ("Text 988", "text", "sms:988"),
        ("https://cvv.org.br/chat/", "chat", "https://cvv.org.br/chat/"),
    ],
)
def test_a_contact_becomes_a_link_that_a_phone_follows(contact, kind, link):
    assert a_line(contact=contact, kind=kind).link == link


def test_high_is_shown_medium_apart_and_low_never():
    lines = [a_line(name=level, confidence=level) for level in ("high", "medium", "low")]

    shown = help_for("GB", lines)

    assert [line.name for line in shown.lines] == ["high"]
    assert [line.name for line in shown.unchecked] == ["medium"]


@pytest.mark.parametrize(
    ("told", "confidence", "verified_on"),
    [
        ({"source": "a list; confidence=low"}, "low", None),
        ({"source": "no word of it"}, "medium", None),
        ({"source": "confidence=low", "verified_on": "2026-03-10"}, "high", date(2026, 3, 10)),
    ],
)
def test_a_row_that_ships_may_say_when_it_was_checked_too(told, confidence, verified_on):
    row = {
        "country_code": "GB",
        "name": "A",
        "contact": "112",
        "kind": "phone",
        "hours": "",
        "url": "",
    }

    (line,) = read_lines([row | told])

    assert (line.confidence, line.verified_on) == (confidence, verified_on)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_an_emergency_number_a_directory_and_a_name(country):
    shown = help_for(country)

    assert shown.emergency
    assert "findahelpline.com" in [line.action for line in shown.directories]
    assert country in NAMES


def test_a_country_without_lines_still_has_the_directories():
    shown = help_for("XX")

    assert (shown.emergency, shown.lines) == ((), ())
    assert shown.directories


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.country} {line.name}")
def test_every_line_of_the_catalogue_can_be_followed(line):
    assert line.link.startswith(("tel:", "sms:", "https://"))
    assert line.confidence in {"high", "medium", "low"}
