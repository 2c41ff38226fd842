"""A person's own plan: sealed, on the help page, and never in the way of help."""

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from accounts.keeping import ChangedElsewhere
from accounts.sealing import CannotUnseal
from domain.crisis import find_number, phone_link
from support.actions import find_plan, keep_plan
from support.models import LONGEST_PART
from tests.factories import NOW

pytestmark = pytest.mark.django_db
EDIT, HELP = "/help-now/plan/edit/", "/help-now/"
PLAN = {"people": "Anna 07700 900123\r\nDr Khan", "places": "The library", "helps": "Cold water"}


def a_plan(owner, **told):
    parts = {"people": "", "places": "", "helps": ""} | told
    return keep_plan(owner=owner, **parts, seen_version=0, now=NOW)


def test_a_plan_is_kept_and_stands_on_the_help_page(as_alice):
    as_alice.post(EDIT, PLAN | {"seen": "0"})

    for address in (HELP, reverse("plan")):
        page = as_alice.get(address).content.decode()
        assert 'href="tel:07700900123"' in page
        for words in ("Anna 07700 900123", "Dr Khan", "The library", "Cold water"):
            assert words in page


def test_help_comes_before_the_plan_and_the_plan_before_the_lines(as_alice, alice):
    a_plan(alice, helps="Cold water")

    page = as_alice.get(HELP).content.decode()

    assert page.find("tel:999") < page.find("Cold water") < page.find("tel:116123")


def test_someone_without_a_plan_is_led_to_writing_one(as_alice, client):
    assert 'href="/help-now/plan/edit/"' in as_alice.get(HELP).content.decode()


def test_someone_signed_out_sees_no_word_of_plans(client, alice):
    a_plan(alice, helps="Cold water")

    page = client.get(HELP).content.decode()

    assert "Cold water" not in page
    assert "plan" not in page.partition("<main")[2].partition("</main>")[0].lower()


def test_a_plan_is_sealed(alice):
    a_plan(alice, people="canary-anna", places="canary-library", helps="canary-water")

    with connection.cursor() as cursor:
        cursor.execute("SELECT people, places, helps FROM support_plan")
        assert all(b"canary" not in bytes(part) for part in cursor.fetchone())


def test_a_plan_can_be_emptied(as_alice, alice):
    a_plan(alice, helps="Cold water")

    as_alice.post(EDIT, {"people": "", "places": "", "helps": "", "seen": "1"})

    assert "No plan yet" in as_alice.get(reverse("plan")).content.decode()
    assert "Cold water" not in as_alice.get(HELP).content.decode()


def test_a_stale_tab_overwrites_nothing_and_shows_both(as_alice, alice):
    a_plan(alice, helps="Cold water")

    response = as_alice.post(EDIT, {"helps": "A walk", "seen": "0"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Cold water" in page
    assert "A walk" in page
    assert find_plan(owner=alice).helps == "Cold water"
    as_alice.post(EDIT, {"helps": "A walk", "seen": "1"})
    assert find_plan(owner=alice).helps == "A walk"


def test_the_action_refuses_a_version_that_no_longer_stands(alice):
    a_plan(alice, helps="Cold water")

    with pytest.raises(ChangedElsewhere):
        a_plan(alice, helps="A walk")


def test_the_same_plan_again_changes_nothing(alice):
    assert a_plan(alice, helps="x").version == a_plan(alice, helps="x").version == 1


def test_a_part_that_is_too_long_is_met_with_a_sentence(as_alice):
    response = as_alice.post(EDIT, {"helps": "x" * (LONGEST_PART + 1), "seen": "0"})

    assert response.status_code == 422
    assert "This part holds up to 4,000 characters; this has 4,001." in response.content.decode()


@pytest.mark.parametrize("fault", [DatabaseError("gone"), CannotUnseal("another key")])
def test_help_is_shown_also_where_the_plan_cannot_be_read(as_alice, monkeypatch, fault):
    def fail(**facts):
        raise fault

    monkeypatch.setattr("support.views.read_plan", fail)

    page = as_alice.get(HELP).content.decode()

    assert 'href="tel:999"' in page


def test_markup_in_a_plan_is_text(as_alice, alice):
    a_plan(alice, people='<a href="javascript:alert(1)">112</a> 0123456')

    page = as_alice.get(HELP).content.decode()

    assert "<a href=&quot;javascript" not in page
    assert "&lt;a href=" in page


@pytest.mark.parametrize(
    ("line", "link"),
    [
        ("Anna 07700 900123", "tel:07700900123"),
        ("+44 (0)20 7946 0000 Dr Khan", "tel:+442079460000"),
        ("(020) 7946 0000", "tel:02079460000"),
        ("112", "tel:112"),
        ("Lifeline 988 24/7", "tel:988"),
        ("Samaritans 116 123 (24/7)", "tel:116123"),
        ("Anna 0171 1234567 / 0151 7654321", "tel:01711234567"),
        ("Mum 07700 900123 07700 900456", ""),
        ("Mum 555 1234 - 8-20h", "tel:5551234"),
        ("born 12.03.1960, 555 0100", "tel:5550100"),
        ("Dr Khan since 2019", ""),
        ("Anna, flat 12", ""),
        ("Mum", ""),
        ("Room 3, then 0123/456-789", "tel:0123456789"),
        ("javascript:alert(1)", ""),
        ("٠١٢٣٤٥", ""),
    ],
)
def test_a_number_in_a_line_is_dialled_whole_or_not_at_all(line, link):
    assert phone_link(find_number(line)) == link


def test_a_button_names_the_number_that_it_dials(as_alice, alice):
    a_plan(alice, people="Anna 07700 900123 (evenings)")

    assert (
        '<a class="btn" href="tel:07700900123">Call 07700 900123</a>'
        in as_alice.get(HELP).content.decode()
    )


def test_a_plan_with_a_part_that_does_not_open_leaves_help_standing(as_alice, alice):
    a_plan(alice, people="Anna", helps="Cold water")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE support_plan SET helps = %s", [b"\x01\x02broken"])

    for address in (HELP, "/help-now/plan/"):
        page = as_alice.get(address).content.decode()
        assert "Your plan is there and cannot be opened just now." in page
        assert "Write it" not in page
        assert "tel:999" in page


def test_a_plan_names_itself_without_telling_what_was_written(alice):
    plan = a_plan(alice, helps="private")

    assert str(plan) == f"plan #{plan.pk}"
