"""Numbers are written as the person reads them, on every page and on none of the files."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.actions import change_settings
from accounts.numerals import guess_sign
from domain.numbers import DecimalSign, one_decimal, plain, two_decimals, written_with
from tests.factories import MONDAY, a_change, a_check_in, days_of_check_ins


def words_of(page):
    return re.sub(r"<script.*?</script>|<[^>]*>", " ", page, flags=re.DOTALL)


@pytest.fixture
def with_commas(alice):
    change_settings(owner=alice, decimal_sign=",")
    return alice


def test_numbers_have_a_point_unless_told():
    assert (one_decimal(5.25), two_decimals(-0.345), plain(Decimal("1000.50"))) == (
        "5.3", "-0.35", "1,000.5",
    )  # fmt: skip


def test_with_a_comma_thousands_are_set_apart_by_a_space():
    with written_with(DecimalSign.COMMA):
        told = (one_decimal(5.25), two_decimals(0.345), plain(Decimal("1000.50")), plain(7.5))

    assert told == ("5,3", "0,35", "1\N{NO-BREAK SPACE}000,5", "7,5")
    assert one_decimal(5.25) == "5.3"


def test_what_is_nearly_nothing_has_no_sign():
    assert one_decimal(-0.01) == "0.0"


@pytest.mark.parametrize(
    ("language", "sign"),
    [
        ("de-AT,de;q=0.9", ","),
        ("fr", ","),
        ("en-GB,de;q=0.5", "."),
        ("de-CH", "."),
        ("es-MX", "."),
        ("", "."),
        ("*", "."),
    ],
)
def test_the_sign_is_guessed_from_the_first_language_of_the_browser(language, sign):
    assert guess_sign(language) == sign


@pytest.mark.parametrize("address", ["/trends/", "/summary/"])
def test_pages_write_numbers_as_their_person_reads_them(as_alice, with_commas, address):
    days_of_check_ins(with_commas, 30)
    a_change(with_commas, dose=Decimal("2.5"))

    page = as_alice.get(address).content.decode()

    assert "6,0" in page
    assert "2,5 mg" in page
    assert not re.search(r"\b6\.0\b", words_of(page))


def test_another_persons_page_after_it_has_points(as_alice, with_commas, bob, client):
    days_of_check_ins(bob, 30)
    as_alice.get("/trends/")

    client.force_login(bob)

    assert "Typical in the last 28 days 6.0" in client.get("/trends/").content.decode()


def test_files_for_other_programs_keep_the_point(as_alice, with_commas):
    a_check_in(with_commas, MONDAY - timedelta(1), companions={"sleep_hours": 7.5})

    told = as_alice.post("/summary/take-along/", {"what": "check-ins-csv"}).content.decode()

    assert ",7.5," in told


def test_the_sign_can_be_chosen_in_the_settings(as_alice, alice):
    page = as_alice.get("/accounts/settings/").content.decode()

    assert "How numbers are written" in page
    assert "5,3" in page
