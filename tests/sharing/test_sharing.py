"""A shared page: two secrets, one frozen page, an end, and a log for the person who shares."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.clients import coarse
from sharing.actions import Frozen, end, open_page, share
from sharing.models import Opening, SharedPage
from sharing.secrets import LETTERS, hash_of_link, new_code
from sharing.views import _cookie
from summary.audiences import ANYONE, AUDIENCES
from summary.forms import ShareForm
from summary.page import BLOCKS
from tests.factories import MONDAY, NOW, a_change, days_of_check_ins

pytestmark = pytest.mark.django_db
TWO = [key for key in AUDIENCES if key != ANYONE][:2]


def choices(**told):
    usual = {"period": "12", "paper": "a4", "closer": "detachment", "blocks": list(BLOCKS)}
    return usual | {"ends_in": "14", "submission": str(uuid4())} | told


@pytest.fixture
def shared(alice):
    frozen = Frozen("12 weeks", "A. B.", "<p>frozen words</p>", b"%PDF-frozen", '{"a": 1}')
    return share(owner=alice, frozen=frozen, days=14, submission=uuid4(), now=NOW)


@pytest.fixture
def stranger():
    return Client(
        headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/150.0"}
    )


def door(shared):
    return f"/shared/{shared.link}/"


def opened(client, shared):
    return client.post(door(shared), {"code": shared.code}, follow=True)


# --- sharing


def test_sharing_shows_both_secrets_once_and_keeps_neither(as_alice, alice):
    days_of_check_ins(alice, 20)

    page = as_alice.post("/summary/share/", choices(statement="own words")).content.decode()

    link = re.search(r"/shared/([0-9a-f-]{36})/", page)[1]
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", page)[0]
    row = SharedPage.objects.values().get()
    stored = " ".join(str(value) for value in row.values())
    assert link.replace("-", "") not in stored.replace("-", "")
    assert code.replace("-", "") not in stored
    assert "<svg" in page.partition('class="qr"')[2]
    assert (row["expires_at"] - row["shared_at"]).days == 14


def test_pages_for_two_clinicians_can_be_told_apart_in_the_list(as_alice, alice):
    days_of_check_ins(alice, 20)
    for who in TWO:
        as_alice.post("/summary/share/", choices(for_whom=who))

    heads = re.findall("<h3>(For [^:<]+): ", as_alice.get("/shares/").content.decode())

    assert set(heads) == {f"For {AUDIENCES[who].label}" for who in TWO}


def test_a_lost_answer_is_given_again_with_secrets_that_open_the_one_page(as_alice, alice):
    told = choices()

    as_alice.post("/summary/share/", told)
    lost = alice.shared_pages.get().link_hash
    again = as_alice.post("/summary/share/", told)

    assert "shared once, with a new link and code" in again.content.decode()
    shared = again.context["shared"]
    assert alice.shared_pages.get().link_hash == hash_of_link(shared.link) != lost
    assert open_page(link=shared.link, code=shared.code, address="x", client="", now=NOW)
    assert [each.kind for each in alice.activities.all()].count("shared") == 1


def test_a_form_sent_again_closes_no_link_that_somebody_has_opened(as_alice, alice):
    told = choices()
    shared = as_alice.post("/summary/share/", told).context["shared"]
    open_page(link=shared.link, code=shared.code, address="x", client="", now=timezone.now())

    again = as_alice.post("/summary/share/", told)

    assert (again.status_code, again["Location"]) == (302, "/shares/")
    assert alice.shared_pages.get().link_hash == hash_of_link(shared.link)


@pytest.mark.parametrize("days", ["0", "31", "soon", ""])
def test_a_link_ends_within_thirty_days(as_alice, alice, days):
    response = as_alice.post("/summary/share/", choices(ends_in=days))

    assert response.status_code == 422
    assert "Write a number of days from 1 to 30." in response.content.decode()
    assert not alice.shared_pages.exists()


def test_what_is_shared_is_the_page_as_it_was(as_alice, alice, stranger):
    days_of_check_ins(alice, 20)
    a_change(alice, "sertraline", day=MONDAY - timedelta(30))
    told = as_alice.post(
        "/summary/share/", choices(statement="own words", who="A. B.")
    ).content.decode()
    address = re.search(r"/shared/[0-9a-f-]{36}/", told)[0]
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", told)[0]
    a_change(alice, "later medicine", day=MONDAY)

    page = stranger.post(address, {"code": code}, follow=True).content.decode()
    pdf = stranger.get(f"{address}page.pdf")

    assert "Summary shared by A. B." in page
    assert "own words" in page
    assert "rated 20 of 84 days" in page
    assert "later medicine" not in page
    assert pdf.content.startswith(b"%PDF")


# --- opening


def test_looking_at_the_door_opens_nothing_and_counts_nothing(stranger, shared):
    for ask in (stranger.get, stranger.head):
        response = ask(door(shared))
        assert response.status_code == 200
        assert b"frozen" not in response.content

    assert not Opening.objects.exists()
    assert stranger.get(f"{door(shared)}page/").status_code == 302


def test_the_door_of_a_link_that_is_none_looks_the_same(stranger, shared):
    real = stranger.get(door(shared)).content.decode()
    none = stranger.get(f"/shared/{uuid4()}/").content.decode()

    def bare(page):
        return re.sub(r'value="[^"]*"', "", page)

    assert bare(real) == bare(none)


def test_both_secrets_open_it_and_the_opening_is_noted(stranger, shared):
    response = opened(stranger, shared)

    assert "frozen words" in response.content.decode()
    (opening,) = shared.page.openings.all()
    assert (opening.client, opening.opened_at) == ("Firefox on Windows", NOW)


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")]
)
def test_a_code_can_be_typed_as_it_was_heard(stranger, shared, change):
    response = stranger.post(door(shared), {"code": change(shared.code)}, follow=True)

    assert "frozen words" in response.content.decode()


@pytest.mark.parametrize("code", ["AAAA-AAAA-AAAA", "", "x" * 50, "\x00", "💊"])
def test_a_wrong_code_opens_nothing(stranger, shared, code):
    response = stranger.post(door(shared), {"code": code})

    assert response.status_code == 422
    assert b"frozen" not in response.content


def test_the_code_of_another_link_opens_nothing(stranger, alice, shared):
    other = share(
        owner=alice, frozen=Frozen("", "", "x", b"x"), days=1, submission=uuid4(), now=NOW
    )

    response = stranger.post(door(shared), {"code": other.code})

    assert response.status_code == 422


def test_guesses_are_refused_after_ten_and_the_person_sees_them(stranger, as_alice, shared):
    found = [stranger.post(door(shared), {"code": "AAAA-AAAA-AAAA"}).status_code for _ in range(12)]
    right = stranger.post(door(shared), {"code": shared.code})

    assert found == [422] * 10 + [429] * 2
    assert right.status_code == 429
    assert "A wrong code was tried 10 times." in as_alice.get("/shares/").content.decode()


def test_a_right_code_is_not_a_guess(stranger, shared):
    found = [stranger.post(door(shared), {"code": shared.code}).status_code for _ in range(12)]

    assert found == [302] * 12


def test_guesses_at_links_are_refused_after_fifty(stranger):
    found = [
        stranger.post(f"/shared/{uuid4()}/", {"code": "AAAA-AAAA-AAAA"}).status_code
        for _ in range(52)
    ]

    assert found == [422] * 50 + [429] * 2


# --- what is behind it


def test_nobody_who_opens_it_is_asked_to_sign_in(stranger, shared):
    for page in (stranger.get(door(shared)), opened(stranger, shared)):
        assert "Sign in" not in page.content.decode()


def test_it_is_indexed_by_no_one_kept_by_no_one_and_tells_no_referrer(stranger, shared):
    for response in (
        stranger.get(door(shared)),
        opened(stranger, shared),
        stranger.get(f"{door(shared)}page.pdf"),
    ):
        assert response["X-Robots-Tag"].startswith("noindex")
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"


def test_from_it_nothing_else_of_the_person_can_be_reached(stranger, shared):
    page = opened(stranger, shared).content.decode()

    for address in ("/trends/", "/journal/", "/summary/", "/shares/", "/check-ins/new/"):
        assert stranger.get(address).status_code == 302
        assert f'href="{address}"' not in page


def test_its_cookie_opens_no_other_page(stranger, alice, shared):
    other = share(
        owner=alice, frozen=Frozen("", "", "others", b"x"), days=1, submission=uuid4(), now=NOW
    )
    opened(stranger, shared)
    (name,) = (name for name in stranger.cookies if "shared" in name)
    cookie = stranger.cookies[name]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/", True, "Strict")
    assert stranger.get(f"{door(other)}page/")["Location"] == door(other)

    renamed = _cookie(other.link)
    stranger.cookies[renamed] = cookie.value
    response = stranger.get(f"{door(other)}page/")

    assert response.status_code == 410
    assert b"others" not in response.content


@pytest.mark.parametrize("cookie", ["", "x", "x:y:z", "é"])
def test_another_cookie_leads_to_the_door(stranger, shared, cookie):
    stranger.cookies[_cookie(shared.link)] = cookie

    assert stranger.get(f"{door(shared)}page/")["Location"] == door(shared)


def test_someone_who_is_signed_in_sees_the_page_as_a_stranger_does(as_alice, bob, shared):
    client = Client()
    client.force_login(bob)

    page = opened(client, shared).content.decode()

    assert "frozen words" in page
    assert 'aria-label="Main"' not in page


def test_a_page_that_was_opened_stays_open_for_an_hour(stranger, shared, clock):
    opened(stranger, shared)
    clock.shift(timedelta(minutes=59))
    still = stranger.get(f"{door(shared)}page/")
    clock.shift(timedelta(minutes=2))

    assert (still.status_code, stranger.get(f"{door(shared)}page/").status_code) == (200, 302)


def test_the_fhir_file_is_offered_where_there_is_one(stranger, shared):
    page = opened(stranger, shared).content.decode()
    file = stranger.get(f"{door(shared)}page.fhir.json")

    assert "FHIR file" in page
    assert (file["Content-Type"], file.content) == ("application/fhir+json", b'{"a": 1}')


# --- its end


def test_it_ends_on_its_day_for_whoever_has_it_open(stranger, shared, clock):
    clock.shift(timedelta(days=14, minutes=-30))
    assert b"frozen words" in opened(stranger, shared).content
    clock.shift(timedelta(minutes=30))

    for address in ("page/", "page.pdf", "page.fhir.json"):
        answer = stranger.get(door(shared) + address)
        assert answer.status_code == 410
        assert b"frozen" not in answer.content
    assert stranger.post(door(shared), {"code": shared.code}).status_code == 410


def test_two_weeks_is_what_is_offered_first():
    assert ShareForm().fields["ends_in"].initial in {14, "14"}


def test_it_ends_at_once_for_whoever_has_it_open(stranger, as_alice, shared):
    opened(stranger, shared)

    as_alice.post(f"/shares/{shared.page.pk}/end/")

    for address in ("page/", "page.pdf", "page.fhir.json"):
        response = stranger.get(door(shared) + address)
        assert response.status_code == 410
        assert b"frozen" not in response.content
    assert stranger.post(door(shared), {"code": shared.code}).status_code == 410


def test_what_has_ended_is_let_go_of_and_its_openings_stay(as_alice, alice, stranger, shared):
    opened(stranger, shared)

    end(page=shared.page, now=NOW)

    row = alice.shared_pages.get()
    assert (str(row.sheet), bytes(row.pdf), str(row.fhir)) == ("", b"", "")
    page = as_alice.get("/shares/").content.decode()
    assert "Opened 16 March 2026, 20:30, Firefox on Windows" in page


def test_what_is_over_is_let_go_of_when_the_list_is_looked_at(as_alice, alice, shared, clock):
    clock.shift(timedelta(days=20))

    as_alice.get("/shares/")

    assert bytes(alice.shared_pages.get().pdf) == b""


def test_the_list_of_what_is_shared_reads_no_page_of_it(as_alice, shared):
    with CaptureQueriesContext(connection) as asked:
        page = as_alice.get("/shares/").content.decode()

    assert "12 weeks" in page
    fetched = [each["sql"] for each in asked if each["sql"].startswith("SELECT")]
    assert fetched
    assert [sql for sql in fetched if '"sheet"' in sql.partition("FROM")[0]] == []


def test_the_log_is_kept_for_a_year(as_alice, alice, shared, clock):
    clock.shift(timedelta(days=14 + 366))
    as_alice.force_login(alice)

    as_alice.get("/shares/")

    assert not alice.shared_pages.exists()


def test_nobody_else_can_end_it(client, bob, shared):
    client.force_login(bob)

    assert client.post(f"/shares/{shared.page.pk}/end/").status_code == 404
    assert SharedPage.objects.get().revoked_at is None


# --- the secrets


def test_neither_secret_stands_in_a_log(stranger, shared, caplog):
    caplog.set_level("DEBUG")
    stranger.post(door(shared), {"code": "AAAA-AAAA-AAAA"})
    opened(stranger, shared)

    told = " ".join(record.getMessage() for record in caplog.records)
    assert str(shared.link) not in told
    assert shared.code not in told


def test_a_code_has_twelve_signs_that_are_not_taken_for_one_another():
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(re.fullmatch(f"([{LETTERS}]{{4}}-){{2}}[{LETTERS}]{{4}}", code) for code in codes)
    assert not set("0O1IL") & set(LETTERS)


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/150.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/150.0 Safari/537.36 Edg/150.0", "Edge on Windows"),
        ("", "a browser"),
        ("WhatsApp/2", "a browser"),
    ],
)
def test_what_opened_it_is_said_coarsely(agent, said):
    assert coarse(agent) == said
