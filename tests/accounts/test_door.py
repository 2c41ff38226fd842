"""Signing up, signing in, signing out."""

import io
import re
from datetime import timedelta
from pathlib import Path

import allauth
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import countries
from accounts.actions import AlreadyThere, change_address, create_person
from accounts.adapter import TRIES, TRIES_FROM_AN_ADDRESS
from accounts.models import Consent, Tries, User
from numbtrack import settings as as_shipped
from tests.factories import NOW, PASSWORD, a_person

pytestmark = pytest.mark.django_db
SIGN_UP, SIGN_IN = "/accounts/signup/", "/accounts/login/"


def newcomer(**told):
    return {
        "email": "new@example.org",
        "password1": "seventeen grey pebbles",
        "timezone": "Europe/Berlin",
        "country": "DE",
        "adult": "on",
        "nobody_monitors": "on",
        "consent": "on",
    } | told


# --- signing up


def test_a_newcomer_gives_an_address_a_password_and_three_agreements(client, clock):
    response = client.post(SIGN_UP, newcomer())

    person = User.objects.get()
    consent = person.consents.get()
    assert response.url == "/check-ins/new/"
    assert (person.email, person.timezone, person.country) == (
        "new@example.org",
        "Europe/Berlin",
        "DE",
    )
    assert (consent.version, consent.given_by, consent.given_at) == ("2026-11", "person", NOW)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"adult": ""}, "18 or over"),
        ({"nobody_monitors": ""}, "nobody reads or watches what you enter"),
        ({"consent": ""}, "may not keep your entries"),
        ({"timezone": ""}, "Choose the time zone you live in."),
        ({"timezone": "Mars/Olympus"}, "Choose the time zone you live in."),
        ({"password1": "short"}, "at least 8"),
        ({"password1": "password123"}, "Many people use this one"),
        ({"password1": "my numbtrack diary"}, "without the name of this site"),
        ({"password1": "x" * 129}, "128"),
        ({"email": "nobody"}, "valid email"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_the_rest_stays(client, told, sentence):
    response = client.post(SIGN_UP, newcomer(**told))

    page = response.content.decode()
    assert sentence in page
    assert "new@example.org" in page or "email" in told
    assert User.objects.count() == 0


def test_a_password_of_128_signs_is_kept_whole(client, clock):
    long = "é" * 127 + "!"
    client.post(SIGN_UP, newcomer(password1=long))

    assert User.objects.get().check_password(long)


def test_sign_up_can_be_closed_and_the_page_says_so(client, settings):
    settings.SIGN_UP_OPEN = False

    page = client.get(SIGN_UP).content.decode()
    client.post(SIGN_UP, newcomer())

    assert "New accounts are closed here" in page
    assert User.objects.count() == 0


def test_an_address_is_taken_once_whatever_its_case(client, clock):
    a_person("new@example.org")

    client.post(SIGN_UP, newcomer(email="NEW@example.org"))

    assert User.objects.count() == 1


def test_an_address_of_254_signs_is_the_longest(client, clock):
    long = "y" * 240 + "@example.org"
    for address in (long, "y" + long, "yyyyyyyyyyyyyy" + long):
        client.post(SIGN_UP, newcomer(email=address))
        client.post("/accounts/logout/")

    assert sorted(len(person.email) for person in User.objects.all()) == [252, 253]


def test_no_account_exists_before_somebody_makes_one():
    assert User.objects.count() == 0


def test_passwords_are_kept_as_argon2id(settings):
    settings.PASSWORD_HASHERS = as_shipped.PASSWORD_HASHERS

    assert a_person("new@example.org").password.startswith("argon2$argon2id")


def test_an_older_hash_is_made_anew_when_its_owner_signs_in(client, alice, settings):
    settings.PASSWORD_HASHERS = as_shipped.PASSWORD_HASHERS
    alice.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    alice.save()

    assert sign_in(client).status_code == 302

    alice.refresh_from_db()
    assert alice.password.startswith("argon2$argon2id")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (SIGN_UP, ["email", "new-password"]),
        (SIGN_IN, ["email", "current-password"]),
        ("/accounts/password/reset/", ["email"]),
    ],
)
def test_password_managers_are_told_which_field_is_which(client, db, address, expected):
    assert re.findall(r'autocomplete="([a-z-]+)"', client.get(address).content.decode()) == expected


@pytest.mark.parametrize(("password", "is_taken"), [("f4.Gq_7", False), ("f4.Gq_7!", True)])
def test_a_password_has_eight_signs_at_least(client, clock, password, is_taken):
    client.post(SIGN_UP, newcomer(password1=password))

    assert User.objects.exists() == is_taken


def test_a_password_keeps_the_spaces_around_it(client, clock):
    client.post(SIGN_UP, newcomer(password1="  between spaces  "))

    assert User.objects.get().check_password("  between spaces  ")


def test_a_new_password_ends_the_trust_in_other_devices_and_not_in_this_one(client, alice):
    here, there = Client(), Client()
    for device in (here, there):
        sign_in(device)
    new = "quite another one 77"
    here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    here.post("/accounts/logout/")
    for n in range(TRIES + 1):
        sign_in(client, password=f"guess {n}")

    assert sign_in(there, password=new).status_code == 429
    assert sign_in(here, password=new).status_code == 302


# --- signing in


def sign_in(client, email="alice@example.org", password=PASSWORD, **sent):
    return client.post(SIGN_IN, {"login": email, "password": password}, **sent)


def test_signing_in_leads_to_todays_questions(client, alice):
    assert sign_in(client).url == "/check-ins/new/"


def test_the_session_has_another_name_after_signing_in(client, alice):
    client.get(SIGN_IN)
    client.session.save()
    before = client.session.session_key

    sign_in(client)

    assert client.session.session_key != before


def test_guessing_ends_with_429_and_when_to_come_back(client, alice):
    answers = [sign_in(client, password=f"guess {n}") for n in range(TRIES + 2)]

    assert [each.status_code for each in answers] == [200] * TRIES + [429, 429]
    assert answers[-1].headers["Retry-After"] == "600"
    assert "Too many tries" in answers[-1].content.decode()


def guesses_at_many(client, sent_with):
    """Guess once at each of so many accounts; return the statuses."""
    return [
        sign_in(client, f"person{n}@example.org", "guess", **sent_with(n)).status_code
        for n in range(TRIES_FROM_AN_ADDRESS + 1)
    ]


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"])
def test_a_forged_address_gives_no_further_tries(client, alice, header):
    answers = guesses_at_many(client, lambda n: {header: f"203.0.113.{n}"})

    assert answers[-1] == 429


def test_behind_a_proxy_its_own_word_counts_and_no_word_before_it(client, alice, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = {"HTTP_X_FORWARDED_FOR": "203.0.113.1, 198.51.100.7"}

    answers = guesses_at_many(
        client, lambda n: {"HTTP_X_FORWARDED_FOR": f"203.0.113.{n}, 198.51.100.7"}
    )
    assert answers[-1] == 429
    assert sign_in(Client(), "bob@example.org", "guess", **forged).status_code == 429

    another = {"HTTP_X_FORWARDED_FOR": "198.51.100.7, 198.51.100.8"}
    assert sign_in(Client(), "bob@example.org", "guess", **another).status_code == 200


@pytest.mark.parametrize("told", ["", "nonsense", "1.2.3.4.5", "198.51.100.7:80, x"])
def test_a_proxy_that_says_nothing_of_use_is_no_fault(client, alice, settings, told):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    assert sign_in(client, HTTP_X_FORWARDED_FOR=told).status_code == 302


def test_a_household_with_many_addresses_has_one_count(client, alice):
    answers = guesses_at_many(client, lambda n: {"REMOTE_ADDR": f"2001:db8:1:2::{n:x}"})

    assert answers[-1] == 429
    elsewhere = {"REMOTE_ADDR": "2001:db8:1:3::1"}
    assert sign_in(Client(), "bob@example.org", "guess", **elsewhere).status_code == 200


def test_one_address_cannot_guess_at_many_accounts(client, alice):
    answers = [
        sign_in(client, f"person{n}@example.org", "guess").status_code
        for n in range(TRIES_FROM_AN_ADDRESS + 1)
    ]

    assert answers == [200] * TRIES_FROM_AN_ADDRESS + [429]


def test_a_known_device_signs_in_while_its_address_is_closed(client, alice):
    known = Client()
    sign_in(known)
    for n in range(TRIES_FROM_AN_ADDRESS + 1):
        sign_in(client, f"person{n}@example.org", "guess")

    assert sign_in(Client()).status_code == 429
    assert sign_in(known).status_code == 302


@pytest.mark.parametrize("address", ["/accounts/password/reset/", SIGN_IN])
def test_a_refusal_offers_help_near_you_and_says_when_to_come_back(client, alice, address):
    for n in range(40):
        response = client.post(
            address,
            {"login": "alice@example.org", "email": "alice@example.org", "password": f"guess {n}"},
            HTTP_ACCEPT_LANGUAGE="de-DE",
        )

    page = response.content.decode()
    assert (response.status_code, response.headers["Retry-After"]) == (429, "600")
    assert 'href="tel:112"' in page
    assert "It does not diagnose" in page


def test_another_account_at_the_same_address_still_signs_in(client, alice, bob):
    for n in range(100):
        sign_in(client, password=f"guess {n}")

    assert sign_in(Client(), "bob@example.org").status_code == 302


def test_the_owner_still_signs_in_on_a_device_that_knows_them(client, alice):
    known = Client()
    sign_in(known)
    known.post("/accounts/logout/")
    for n in range(TRIES + 1):
        sign_in(client, password=f"guess {n}")

    assert sign_in(client).status_code == 429
    assert sign_in(known).status_code == 302


def test_right_passwords_do_not_use_up_the_tries(alice):
    for _ in range(TRIES + 2):
        assert sign_in(Client()).status_code == 302


def test_the_wait_is_counted_from_the_first_try_and_told(client, alice, clock):
    for n in range(TRIES):
        sign_in(client, password=f"guess {n}")
    clock.shift(timedelta(minutes=4))

    first = sign_in(client)
    clock.shift(timedelta(minutes=5))
    second = sign_in(client)

    assert [each.headers["Retry-After"] for each in (first, second)] == ["360", "60"]


def test_what_is_counted_names_nobody_and_is_forgotten(client, alice, clock):
    sign_in(client, password="a guess")
    doors = " ".join(Tries.objects.values_list("door", flat=True))
    assert not re.search(r"alice|example|127\.0", doors)

    clock.shift(timedelta(minutes=11))
    sign_in(client)
    assert Tries.objects.filter(tries__gt=0).count() == 0


def test_the_door_opens_again_after_ten_minutes(client, alice, clock):
    for n in range(TRIES + 1):
        sign_in(client, password=f"guess {n}")
    clock.shift(timedelta(minutes=11))

    assert sign_in(client).status_code == 302


def test_known_and_unknown_addresses_get_the_same_answer(client, alice):
    pages = [
        re.sub(r'value="[^"]*"', "", sign_in(Client(), email, "wrong").content.decode())
        for email in ("alice@example.org", "nobody@example.org")
    ]

    assert pages[0] == pages[1]


def test_a_reset_tells_nobody_whether_an_address_is_known(client, alice):
    answers = [
        client.post("/accounts/password/reset/", {"email": email}).url
        for email in ("alice@example.org", "nobody@example.org")
    ]

    assert answers[0] == answers[1] == "/accounts/password/reset/done/"


def test_a_new_password_can_be_set_by_the_link_that_was_mailed(client, alice):
    client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]

    form = client.get(link, follow=True)
    client.post(
        form.request["PATH_INFO"],
        {"password1": "nine slow herons", "password2": "nine slow herons"},
    )

    alice.refresh_from_db()
    assert alice.check_password("nine slow herons")


def test_no_mail_speaks_of_the_diary(client, alice):
    client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})

    assert mail.outbox
    for letter in mail.outbox:
        words = f"{letter.subject} {letter.body}".lower().replace("http://testserver", "")
        assert not re.search(r"numb(?!track)|medic|mood|diagnos", words)


def test_signing_out_ends_the_session_and_empties_the_browser(client, alice):
    sign_in(client)
    cookie = client.cookies["numbtrack-session"].value

    response = client.post("/accounts/logout/")

    copied = Client()
    copied.cookies["numbtrack-session"] = cookie
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert copied.get("/trends/").status_code == 302


# --- an operator's way in


def command(email="op@example.org", password="an operators choice", monkeypatch=None, **options):
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command("create_person", email, password_stdin=True, stdout=out, **options)
    return out.getvalue()


def test_an_operator_makes_a_person_who_is_asked_nothing_more(client, clock, monkeypatch):
    told = command(timezone="Europe/Berlin", country="DE", monkeypatch=monkeypatch)

    response = sign_in(client, "op@example.org", "an operators choice")
    assert told == "op@example.org can sign in now.\n"
    assert response.url == "/check-ins/new/"
    assert client.get("/check-ins/new/").status_code == 200
    assert Consent.objects.get().given_by == "operator"


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"email": "nobody"}, "valid email"),
        ({"password": "short"}, "too short"),
        ({"timezone": "Mars/Olympus"}, "time zone is not known"),
        ({"country": "ZZZ"}, "country is not known"),
    ],
)
def test_an_operator_is_told_what_is_amiss(monkeypatch, told, sentence):
    with pytest.raises(CommandError, match=sentence):
        command(monkeypatch=monkeypatch, **told)


def test_an_operator_cannot_make_the_same_person_twice(alice, monkeypatch):
    with pytest.raises(CommandError, match="already an account"):
        command("ALICE@example.org", monkeypatch=monkeypatch)
    with pytest.raises(AlreadyThere):
        create_person(email="alice@example.org", password="x", timezone="UTC", country="", now=NOW)


# --- settings of the person


@pytest.mark.parametrize(
    "take",
    [
        lambda _, theirs: a_person(theirs),
        lambda somebody, theirs: change_address(owner=somebody, email=theirs),
    ],
    ids=["made", "changed to"],
)
def test_an_address_that_is_taken_at_the_same_moment_is_taken(alice, bob, monkeypatch, take):
    monkeypatch.setattr("accounts.actions.is_taken", lambda **_: False)

    with pytest.raises(AlreadyThere):
        take(bob, alice.email)

    assert User.objects.filter(email=alice.email).count() == 1
    assert User.objects.filter(email=bob.email).count() == 1


def test_time_zone_and_country_can_be_changed(as_alice, alice):
    as_alice.post("/accounts/settings/", chosen(timezone="Asia/Tokyo", country="JP"))

    alice.refresh_from_db()
    assert (alice.timezone, alice.country) == ("Asia/Tokyo", "JP")


def chosen(**told):
    return {
        "timezone": "UTC",
        "country": "",
        "theme": "system",
        "decimal_sign": ".",
        "text_size": "usual",
        "rhythm_key": "daily",
        "day_starts_at": "4",
    } | told


@pytest.mark.parametrize(
    ("told", "start"),
    [
        ({}, '<html lang="en">'),
        ({"theme": "dark"}, '<html lang="en" data-theme="dark">'),
        ({"text_size": "large"}, '<html lang="en" data-text="large">'),
        (
            {"theme": "light", "text_size": "largest"},
            '<html lang="en" data-theme="light" data-text="largest">',
        ),
    ],
)
def test_appearance_and_size_of_text_are_in_the_page_itself(as_alice, told, start):
    as_alice.post("/accounts/settings/", chosen(**told))

    for address in ("/check-ins/new/", "/trends/", "/help-now/", "/nowhere/"):
        assert start in as_alice.get(address).content.decode()


@pytest.mark.parametrize("told", [{"theme": "neon"}, {"theme": ""}, {"text_size": "huge"}])
def test_an_appearance_that_is_not_offered_is_refused(as_alice, told):
    assert (
        "One thing needs a look"
        in as_alice.post("/accounts/settings/", chosen(**told)).content.decode()
    )


def test_a_zone_that_nobody_knows_is_refused(as_alice, alice):
    response = as_alice.post("/accounts/settings/", chosen(timezone="Mars/Olympus"))

    assert "Choose the time zone you live in." in response.content.decode()


@pytest.mark.parametrize(
    ("language", "country"),
    [("de-AT,de;q=0.9", "AT"), ("en", ""), ("fr,en-GB;q=0.5", "GB"), ("", ""), ("xx-YY", "")],
)
def test_a_country_is_guessed_from_the_language_as_a_default(language, country):
    assert countries.guess(language) == country


def test_a_person_names_themselves_by_key_alone(alice):
    assert str(alice) == f"person #{alice.pk}"
    assert get_user_model() is User


# --- words


def test_no_sentence_of_the_library_stands_on_a_page_of_ours(as_alice):
    """Every template of a message that the library has is written anew, in our own tone."""
    theirs = Path(allauth.__file__).parent / "templates"
    ours = Path(__file__).resolve().parents[2] / "templates"
    told = {file.relative_to(theirs) for file in theirs.rglob("messages/*.txt")}
    needed = {file for file in told if file.parts[0] in {"account", "mfa"}}
    unused = {"login_code_sent.txt", "phone_verification_sent.txt", "phone_verified.txt"}
    assert needed
    assert [
        str(file) for file in needed if file.name not in unused and not (ours / file).exists()
    ] == []

    pages = [
        Client().post(SIGN_IN, {}),
        Client().post(SIGN_IN, {"login": "alice@example.org", "password": "wrong"}),
        Client().post(SIGN_UP, {}),
        Client().post("/accounts/password/reset/", {}),
        as_alice.post("/accounts/password/change/", {}),
        as_alice.post("/accounts/email/", {"action_add": ""}),
        as_alice.post("/accounts/second-step/app/on/", {"code": "000000"}),
    ]
    for page in pages:
        text = page.content.decode()
        assert 'class="error' in text
        for phrase in ("is required", "specified", "ncorrect", "uccessful", "Email"):
            assert phrase not in text, (page.request["PATH_INFO"], phrase)
