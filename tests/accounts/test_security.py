"""Who can get in, for how long, and what a person sees and decides about it."""

import base64
import json
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module
from io import StringIO
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, TestCase
from django.utils import timezone

from accounts.activity import broken_lines, forget_old_activity, note_activity
from accounts.invitations import invite
from accounts.leaving import erase
from accounts.models import Activity, ActivityKind, ActivityLog, SignIn, User
from accounts.sealing import unseal
from accounts.second_factor import PLACE, opened_secret
from accounts.sessions import stay
from journal.actions import write_entry
from sharing.models import CalendarFeed, SharedPage
from tests.conftest import NOW, sign_in_on_an_own_device
from tests.factories import MONDAY, PASSWORD, a_check_in
from tests.records import everything

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
NEW = "quite another one 77"
TODAY = "/check-ins/new/"


def sign_in(person, own=False, agent=FIREFOX, client=None, password=PASSWORD, follow=False):
    client = client or Client(headers={"User-Agent": agent})
    told = {"login": person.email, "password": password} | ({"own_device": "on"} if own else {})
    client.last = client.post("/accounts/login/", told, follow=follow)
    return client


def is_in(client):
    return client.get(TODAY).status_code == 200


def told_of(person):
    return [each.kind for each in person.activities.order_by("number")]


# --- how long


def test_on_a_shared_device_half_an_hour_without_use_ends_it(alice, clock):
    client = sign_in(alice)
    clock.shift(timedelta(minutes=29))
    assert is_in(client)
    clock.shift(timedelta(minutes=29))
    assert is_in(client)
    clock.shift(timedelta(minutes=31))

    assert not is_in(client)


def test_on_a_shared_device_it_ends_after_twelve_hours_of_use(alice, clock):
    client = sign_in(alice)
    for _ in range(28):
        clock.shift(timedelta(minutes=25))
        assert is_in(client)
    clock.shift(timedelta(minutes=25))

    assert not is_in(client)


def test_on_an_own_device_it_lasts_thirty_days_and_no_longer(alice, clock):
    client = sign_in(alice, own=True)
    clock.shift(timedelta(days=29))
    assert is_in(client)
    clock.shift(timedelta(days=1, minutes=1))

    assert not is_in(client)


@pytest.mark.parametrize(("own", "seconds"), [(False, 1800), (True, 30 * 86400)])
def test_the_cookie_lives_as_long_as_the_session(alice, own, seconds):
    client = sign_in(alice, own=own)

    assert client.last.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == seconds


def test_reading_writes_no_session_more_than_once_a_minute(alice, clock, django_assert_num_queries):
    client = sign_in(alice)
    client.get("/accounts/activity/")

    with django_assert_num_queries(3):
        client.get("/accounts/activity/")


def test_a_session_is_another_one_after_signing_in(alice):
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["own_device"] = False
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key

    sign_in(alice, client=client)

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_a_copied_cookie_opens_nothing_after_signing_out(alice):
    client, copy = sign_in(alice), Client()
    copy.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert is_in(copy)

    client.post("/accounts/logout/")

    assert not is_in(copy)


def an_entry_sent(client, during, monkeypatch):
    """Send an entry whose session meets something while the entry is being kept."""
    keep = write_entry

    def meet(**told):
        kept = keep(**told)
        during()
        return kept

    monkeypatch.setattr("journal.views.entries.write_entry", meet)
    told = {"text": "words", "day": str(MONDAY), "submission": str(uuid4())}
    return client.post("/journal/", told)


def test_what_is_kept_while_its_session_is_ended_elsewhere_leads_to_where_one_signs_in(
    alice, clock, monkeypatch
):
    client = sign_in(alice)
    clock.shift(timedelta(minutes=2))

    answer = an_entry_sent(client, Session.objects.all().delete, monkeypatch)

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert answer.cookies[settings.SESSION_COOKIE_NAME].value == ""
    assert alice.journal_entries.get().text == "words"


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_where_only_the_session_cannot_be_kept_the_answer_is_given(
    alice, clock, monkeypatch, caplog, error
):
    client = sign_in(alice)
    clock.shift(timedelta(minutes=2))

    def go():
        monkeypatch.setattr(Session, "save", fail)

    def fail(*_, **__):
        raise error("server closed the connection unexpectedly")

    answer = an_entry_sent(client, go, monkeypatch)

    assert (answer.status_code, answer["Location"]) == (302, "/journal/")
    assert "a session could not be kept" in caplog.text
    assert alice.journal_entries.get().text == "words"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_who_is_erased_as_they_come_is_led_to_where_one_signs_in(
    alice, clock, monkeypatch, method
):
    client = sign_in(alice)
    clock.shift(timedelta(minutes=2))
    note_it = stay

    def erased_first(request, person, now):
        erase(owner=User.objects.get(pk=person.pk), now=now)
        note_it(request, person, now)

    monkeypatch.setattr("numbtrack.door.stay", erased_first)

    answer = getattr(client, method)("/accounts/leaving/stay/" if method == "post" else TODAY)

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert SignIn.objects.count() == 0


def test_an_erasure_from_the_page_that_fails_closes_the_account_and_can_be_stopped(
    as_alice, alice, monkeypatch
):
    def fail(**_):
        raise OperationalError("no answer within 4 seconds")

    monkeypatch.setattr("accounts.security.erase", fail)
    as_alice.raise_request_exception = False

    answer = as_alice.post("/accounts/leaving/", {"when": "now", "word": "delete"})

    alice.refresh_from_db()
    assert answer.status_code == 503
    assert alice.leaving_since is not None
    assert as_alice.get("/journal/")["Location"] == "/accounts/leaving/"
    as_alice.post("/accounts/leaving/stay/")
    assert as_alice.get("/journal/").status_code == 200


# --- where


def test_each_browser_is_listed_and_can_be_ended(alice):
    laptop, phone = sign_in(alice), sign_in(alice, own=True, agent=PHONE)
    page = laptop.get("/accounts/security/").content.decode()
    assert "Firefox on Linux" in page
    assert "Safari on iPhone, your own" in page
    other = alice.sign_ins.get(own_device=True)

    laptop.post("/accounts/security/devices/end/", {"sign_in": str(other.pk)})

    assert is_in(laptop)
    assert not is_in(phone)
    assert "Safari" not in laptop.get("/accounts/security/").content.decode()


def test_all_others_can_be_ended_at_once(alice):
    here, *others = [sign_in(alice) for _ in range(3)]

    here.post("/accounts/security/devices/end/", {"sign_in": "others"})

    assert is_in(here)
    assert not any(map(is_in, others))


@pytest.mark.parametrize("told", ["", "x", "8f3a1c9e-0000-4000-8000-000000000001"])
def test_ending_what_is_none_ends_nothing(alice, bob, told):
    client, other = sign_in(alice), sign_in(bob)

    assert client.post("/accounts/security/devices/end/", {"sign_in": told}).status_code == 302

    assert is_in(client)
    assert is_in(other)


def test_nobody_ends_the_session_of_another(alice, bob):
    client, other = sign_in(alice), sign_in(bob)

    client.post("/accounts/security/devices/end/", {"sign_in": str(bob.sign_ins.get().pk)})

    assert is_in(other)


def test_what_has_ended_by_itself_leaves_the_list(alice, clock):
    sign_in(alice, agent=PHONE)
    clock.shift(timedelta(minutes=31))

    page = sign_in(alice).get("/accounts/security/").content.decode()

    assert "iPhone" not in page


def test_a_new_password_ends_every_other_session_and_stays_in_the_list(alice):
    here, other = sign_in(alice), sign_in(alice)
    told = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}

    assert here.post("/accounts/password/change/", told).status_code == 302

    assert is_in(here)
    assert not is_in(other)
    assert "now, this device" in here.get("/accounts/security/").content.decode()


# --- the log


def test_signing_in_and_out_is_in_the_log_with_the_browser_and_no_address(alice):
    client = sign_in(alice)
    client.post("/accounts/logout/")

    assert told_of(alice) == ["signed_in", "signed_out"]
    assert {each.client for each in alice.activities.all()} == {"Firefox on Linux"}
    assert {each.name for each in Activity._meta.fields} == {
        "id", "owner", "number", "kind", "detail", "client", "by", "at", "before", "seal",
    }  # fmt: skip


def test_a_file_and_a_shared_page_are_in_the_log(as_alice, alice):
    as_alice.post("/summary/take-along/", {"what": "check-ins-csv"})
    told = {"period": "12", "blocks": ["ratings"], "paper": "a4"}
    as_alice.post("/summary/page.pdf", told)
    as_alice.post("/summary/share/", told | {"submission": str(uuid4()), "ends_in": "3"})
    shared = alice.shared_pages.get()
    as_alice.post(f"/shares/{shared.pk}/end/")

    assert told_of(alice)[1:] == ["exported", "exported", "shared", "share_ended"]
    page = as_alice.get("/accounts/activity/").content.decode()
    assert "Took a file along: check-ins-csv" in page


def test_the_log_is_read_by_its_person_alone(as_alice, bob):
    note_activity(owner=bob, kind=ActivityKind.EXPORTED, now=NOW, detail="canary-bob")

    assert "canary-bob" not in as_alice.get("/accounts/activity/").content.decode()


@pytest.fixture
def log_of_four(alice):
    for _ in range(4):
        note_activity(owner=alice, kind=ActivityKind.EXPORTED, now=NOW)
    assert list(broken_lines(alice)) == []
    return alice.activities.order_by("number")


def test_a_changed_line_and_a_missing_one_are_found(alice, log_of_four):
    log_of_four.filter(number=2).update(detail="something else")
    assert list(broken_lines(alice)) == [2]

    log_of_four.filter(number=2).delete()
    assert list(broken_lines(alice)) == [3]
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("audit_verify", stdout=out)
    assert f"person={alice.pk} line=3" in out.getvalue()


@pytest.mark.parametrize(
    "changed",
    [{"at": NOW + timedelta(seconds=1)}, {"by": "operator"}, {"kind": "shared"},
     {"client": "another"}, {"detail": "x"}, {"seal": "0" * 64}, {"before": "0" * 64}],
    ids=str,
)  # fmt: skip
def test_no_part_of_a_line_can_be_changed_unseen(alice, log_of_four, changed):
    log_of_four.filter(number=2).update(**changed)

    assert 2 in broken_lines(alice)


@pytest.mark.parametrize(
    ("cut", "found"), [([1, 2], [1]), ([4], [4]), ([3, 4], [4]), ([1, 2, 3, 4], [4])]
)
def test_lines_cut_off_either_end_are_found(alice, log_of_four, cut, found):
    log_of_four.filter(number__in=cut).delete()
    assert list(broken_lines(alice)) == found

    note_activity(owner=alice, kind=ActivityKind.EXPORTED, now=NOW)
    assert list(broken_lines(alice)) != [], "a line added afterwards hides it"
    forget_old_activity(now=NOW + timedelta(days=366))
    assert list(broken_lines(alice)) != [], "a year later it is hidden"


def test_what_a_log_keeps_of_its_ends_cannot_be_written_to_fit(alice, log_of_four):
    shorter = log_of_four.get(number=2)
    log_of_four.filter(number__gt=2).delete()
    ActivityLog.objects.filter(owner=alice).update(last=2, latest=shorter.seal)
    assert list(broken_lines(alice)) == [0]

    note_activity(owner=alice, kind=ActivityKind.EXPORTED, now=NOW)
    assert list(broken_lines(alice)) == [0]
    forget_old_activity(now=NOW + timedelta(days=366))
    assert 0 in broken_lines(alice)


def test_a_log_whose_ends_were_deleted_with_all_its_lines_is_found(alice, log_of_four):
    log_of_four.delete()
    ActivityLog.objects.filter(owner=alice).delete()
    assert list(broken_lines(alice)) == [0]

    note_activity(owner=alice, kind=ActivityKind.EXPORTED, now=NOW)
    assert list(broken_lines(alice)) == [0]


def test_logs_from_before_their_ends_were_kept_verify_after_the_upgrade(alice, bob, log_of_four):
    log_of_four.filter(number=1).delete()  # forgotten after a year, as it was then
    ActivityLog.objects.all().delete()

    import_module("accounts.migrations.0012_begin_activity_logs").begin(apps, None)

    assert [*broken_lines(alice), *broken_lines(bob)] == []
    assert [ActivityLog.objects.get(owner=each).first for each in (alice, bob)] == [2, 1]


def test_the_log_is_forgotten_after_a_year_and_still_verifies(alice):
    note_activity(owner=alice, kind=ActivityKind.EXPORTED, now=NOW - timedelta(days=366))
    note_activity(owner=alice, kind=ActivityKind.EXPORTED, now=NOW)

    assert forget_old_activity(now=NOW) == 1

    assert [each.number for each in alice.activities.all()] == [2]
    assert list(broken_lines(alice)) == []


def test_a_log_of_which_all_is_forgotten_goes_on_and_still_verifies(alice):
    note_activity(owner=alice, kind=ActivityKind.EXPORTED, now=NOW - timedelta(days=400))
    forget_old_activity(now=NOW)
    assert list(broken_lines(alice)) == []

    note_activity(owner=alice, kind=ActivityKind.EXPORTED, now=NOW)

    assert [each.number for each in alice.activities.all()] == [2]
    assert list(broken_lines(alice)) == []


# --- once more, before a weighty step

WEIGHTY = {
    "/summary/take-along/": {"what": "check-ins-csv"},
    "/summary/page.pdf": {"period": "12", "blocks": ["ratings"], "paper": "a4"},
    "/summary/page.fhir.json": {"period": "12", "blocks": ["ratings"], "paper": "a4"},
    "/summary/share/": {
        "period": "12", "blocks": ["ratings"], "paper": "a4", "ends_in": "3",
        "submission": "8f3a1c9e-0000-4000-8000-000000000001",
    },
    "/accounts/leaving/": {"when": "in a week", "word": "delete"},
    "/accounts/email/": {"email": "new@example.org", "action_add": ""},
    "/accounts/second-step/passkeys/remove/": {"passkey": "1"},
    "/accounts/security/devices/end/": {"sign_in": "others"},
}  # fmt: skip


@pytest.mark.parametrize("address", WEIGHTY)
def test_a_weighty_step_asks_for_the_password_ten_minutes_after_signing_in(
    as_alice, alice, clock, address
):
    clock.shift(timedelta(minutes=11))
    before = told_of(alice)

    asked = as_alice.post(address, WEIGHTY[address])

    assert "Is it you?" in asked.content.decode()
    assert told_of(alice) == before


@pytest.mark.parametrize("name", ["app/on/", "codes/new/", "passkeys/new/", "codes/", "app/off/"])
def test_a_change_of_the_second_step_asks_for_the_password_too(alice, clock, name):
    client = sign_in(alice, own=True)
    with_an_app(client, alice)
    clock.shift(timedelta(minutes=11))

    answers = [
        client.get(f"/accounts/second-step/{name}"),
        client.post(f"/accounts/second-step/{name}"),
    ]

    for answer in answers:
        assert answer.status_code in {302, 405}
        assert "/accounts/reauthenticate/" in getattr(answer, "url", "/accounts/reauthenticate/")


def test_nothing_that_was_typed_is_lost_by_being_asked(as_alice, clock):
    clock.shift(timedelta(minutes=11))
    told = WEIGHTY["/summary/page.pdf"] | {"statement": "It is <glass> & “far”."}

    page = as_alice.post("/summary/page.pdf", told).content.decode()
    assert "It is &lt;glass&gt; &amp; “far”." in page
    wrong = as_alice.post("/summary/page.pdf", told | {"your_password": "not it"})
    assert wrong.status_code == 422
    assert "It is &lt;glass&gt;" in wrong.content.decode()
    right = as_alice.post("/summary/page.pdf", told | {"your_password": PASSWORD})
    assert "Save the file" in right.content.decode()
    assert "It is &lt;glass&gt;" in right.content.decode()
    assert PASSWORD not in right.content.decode()
    right = as_alice.post("/summary/page.pdf", told)

    assert right.content.startswith(b"%PDF")


def test_a_password_just_shown_counts_for_ten_minutes(as_alice, clock):
    clock.shift(timedelta(minutes=11))
    told = WEIGHTY["/summary/take-along/"]
    as_alice.post("/summary/take-along/", told | {"your_password": PASSWORD})
    clock.shift(timedelta(minutes=10))
    assert as_alice.post("/summary/take-along/", told)["Content-Type"].startswith("text/csv")
    clock.shift(timedelta(minutes=1))

    assert "Is it you?" in as_alice.post("/summary/take-along/", told).content.decode()


def test_so_many_costly_steps_are_taken_in_ten_minutes_and_no_more(as_alice, clock):
    told = WEIGHTY["/summary/take-along/"]
    for _ in range(60):
        assert as_alice.post("/summary/take-along/", told).status_code == 200

    answer = as_alice.post("/summary/take-along/", told)

    assert answer.status_code == 429
    assert answer["Retry-After"] == "600"
    clock.shift(timedelta(minutes=10))
    assert as_alice.post("/summary/take-along/", told).status_code == 200


def test_guessing_there_is_limited(as_alice, clock):
    clock.shift(timedelta(minutes=11))
    told = WEIGHTY["/summary/take-along/"]
    for _ in range(10):
        as_alice.post("/summary/take-along/", told | {"your_password": "not it"})

    page = as_alice.post("/summary/take-along/", told | {"your_password": PASSWORD})

    assert "Too many tries. Wait ten minutes." in page.content.decode()


# --- the second step


def with_an_app(client, person):
    """Turn on codes from an app, and return its secret."""
    client.get("/accounts/second-step/app/on/")
    secret = opened_secret(client.session["mfa.totp.secret"])
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post("/accounts/second-step/app/on/", {"code": code_of(secret)})
    return secret


def without_an_app(client):
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post("/accounts/second-step/app/off/")


WRONG_CODE = "This code does not fit."


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


def test_a_code_is_asked_after_the_password_and_counts_once(alice, clock):
    secret = with_an_app(sign_in(alice), alice)
    clock.shift(timedelta(minutes=5))
    client = sign_in(alice)
    assert client.last.url == "/accounts/second-step/"
    assert not is_in(client)

    assert client.post("/accounts/second-step/", {"code": code_of(secret)}).status_code == 302
    assert is_in(client)

    used = code_of(secret)
    for seconds in (0, 31, 29):  # as long as a slow clock's codes are accepted
        clock.shift(timedelta(seconds=seconds))
        again = sign_in(alice)
        refused = again.post("/accounts/second-step/", {"code": used})
        assert WRONG_CODE in refused.content.decode()
        assert not is_in(again)


def test_the_code_that_turned_an_app_on_signs_nobody_in(alice, clock):
    secret = with_an_app(sign_in(alice), alice)
    used = code_of(secret)
    clock.shift(timedelta(seconds=20))
    client = sign_in(alice)

    client.post("/accounts/second-step/", {"code": used})

    assert not is_in(client)


def test_the_secret_of_an_app_is_sealed_while_it_is_set_up(alice):
    client = sign_in(alice)
    page = client.get("/accounts/second-step/app/on/").content.decode()
    shown = re.search(r'class="secret" dir="ltr">([A-Z2-7 ]+)<', page)[1].replace(" ", "")

    assert shown not in str([each.get_decoded() for each in Session.objects.all()])


def test_a_session_that_is_kept_busy_ends_all_the_same(alice, clock):
    client = sign_in(alice)
    for _ in range(35):
        clock.shift(timedelta(minutes=20))
        client.get(TODAY)
    clock.shift(timedelta(minutes=19, seconds=59))
    assert is_in(client)
    session = client.session
    session.set_expiry(3600)  # as a message does that is saved in its last second
    session.save()
    clock.shift(timedelta(seconds=1))

    assert not is_in(client)


def test_its_secret_is_sealed(alice):
    secret = with_an_app(sign_in(alice), alice)

    for factor in Authenticator.objects.all():
        assert secret not in str(factor.data)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert unseal(base64.b64decode(kept), PLACE) == secret


def test_recovery_codes_are_ten_shown_once_and_each_works_once(alice, clock):
    client = sign_in(alice)
    with_an_app(client, alice)
    page = client.get("/accounts/second-step/codes/").content.decode()
    assert page.count('class="secret secret--code"') == 10
    code = page.partition('class="secret secret--code" dir="ltr">')[2].partition("<")[0]

    assert code not in client.get("/accounts/second-step/codes/").content.decode()
    kept = Authenticator.objects.get(type="recovery_codes").data
    assert code not in str(kept)
    assert "fresh" not in kept  # hashes alone, from the page that showed them on
    assert len(set(kept["hashes"])) == 10
    clock.shift(timedelta(minutes=5))
    first, second = sign_in(alice), sign_in(alice)
    first.post("/accounts/second-step/", {"code": code})
    second.post("/accounts/second-step/", {"code": code})
    assert is_in(first)
    assert not is_in(second)
    assert told_of(alice).count("code_used") == 1
    assert "9 of 10 are left" in first.get("/accounts/second-step/codes/").content.decode()


def test_new_recovery_codes_end_the_old_ones(alice, clock):
    client = sign_in(alice, own=True)
    with_an_app(client, alice)
    old = codes_on(client.get("/accounts/second-step/codes/"))
    client.post("/accounts/second-step/codes/new/")
    new = codes_on(client.get("/accounts/second-step/codes/"))
    assert not set(old) & set(new)
    clock.shift(timedelta(minutes=5))

    late, right = sign_in(alice), sign_in(alice)
    late.post("/accounts/second-step/", {"code": old[0]})
    right.post("/accounts/second-step/", {"code": f" {new[3][:5]} {new[3][5:]} "})

    assert not is_in(late)
    assert is_in(right)


def codes_on(page):
    return re.findall(
        r'class="secret secret--code" dir="ltr">(\d{5} \d{5})<', page.content.decode()
    )


def test_a_new_password_by_mail_still_asks_for_the_second_step(alice, clock):
    with_an_app(sign_in(alice), alice)
    Client().post("/accounts/password/reset/", {"email": alice.email})
    link = next(each for each in mail.outbox[-1].body.split() if each.startswith("http"))
    client = Client()
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    clock.shift(timedelta(minutes=5))

    client = sign_in(alice, password=NEW)

    assert client.last.url == "/accounts/second-step/"
    assert not is_in(client)


def test_a_second_step_needs_the_password_first_and_ends_other_sessions(alice, clock):
    client, other = sign_in(alice, own=True), sign_in(alice, own=True)
    clock.shift(timedelta(minutes=11))
    page = client.get("/accounts/second-step/app/on/")
    assert page.url.startswith("/accounts/reauthenticate/")
    client.post(page.url, {"password": PASSWORD})

    with_an_app(client, alice)

    assert is_in(client)
    assert not is_in(other)
    assert "app_added" in told_of(alice)


def test_codes_can_be_turned_off_which_ends_every_other_session(alice):
    client, other = sign_in(alice), Client()
    with_an_app(client, alice)
    other.force_login(alice)  # with a code, on another device
    assert is_in(other)

    without_an_app(client)

    assert (is_in(client), is_in(other)) == (True, False)
    assert not Authenticator.objects.filter(type="totp").exists()
    assert "app_removed" in told_of(alice)


def test_secrets_of_the_second_step_are_sealed_anew_with_the_others(alice, settings, clock):
    secret = with_an_app(sign_in(alice), alice)
    old = settings.ENCRYPTION_KEYS
    new = "next:" + "B" * 43 + "="
    settings.ENCRYPTION_KEYS = f"{new},{old}"
    call_command("rotate_keys", stdout=StringIO())
    settings.ENCRYPTION_KEYS = new
    clock.shift(timedelta(minutes=1))

    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))


# --- what is told by mail


@pytest.mark.django_db(transaction=True)
def test_each_change_is_told_by_mail_without_an_address_or_a_word_of_the_diary(alice, settings):
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    everything(alice, words="canary-4d1c2b3a4f5e")
    client = sign_in(alice)
    with_an_app(client, alice)
    without_an_app(client)
    told = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/accounts/password/change/", told)

    subjects = [each.subject for each in mail.outbox]
    assert subjects == [
        "A new device signed in",
        "Codes from an app were turned on",
        "Codes from an app were turned off",
        "Your password was changed",
    ]
    for each in mail.outbox:
        whole = f"{each.subject} {each.body}".lower()
        assert not any(
            word in whole
            for word in ("canary", "numb", "diary", "sertraline", "vortioxetine", "127.0.0.1")
        )
        assert "firefox on linux" in whole


def test_a_device_that_is_known_is_not_told_again(alice, settings):
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    client = sign_in(alice)
    client.post("/accounts/logout/")
    sign_in(alice, client=client)

    assert [each.subject for each in mail.outbox] == ["A new device signed in"]


def test_another_address_is_told_to_the_old_one_and_counts_once_confirmed(alice, settings):
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client = sign_in(alice)
    mail.outbox.clear()

    client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    link = next(each for each in mail.outbox[-1].body.split() if each.startswith("http"))
    assert mail.outbox[-1].to == ["new@example.org"]
    client.post(link)

    alice.refresh_from_db()
    assert alice.email == "new@example.org"
    told = [each for each in mail.outbox if each.to == ["alice@example.org"]]
    assert [each.subject for each in told] == ["Your e-mail address was changed"]
    assert "email_changed" in told_of(alice)


@pytest.mark.parametrize("times", [1, 2])
def test_without_mail_another_address_counts_at_once_however_the_account_was_made(
    settings, clock, times
):
    settings.SIGN_UP_OPEN = True
    for n in range(2):  # the second is no worse off than the first
        client = Client()
        client.post("/accounts/signup/", NEWCOMER | {"email": f"first{n}@example.org"})
        for time in range(times):
            address = f"another{n}{time}@example.org"
            answer = client.post("/accounts/email/", {"email": address, "action_add": ""})
            assert answer.url == "/accounts/security/"

        person = User.objects.get(email=address)
        assert is_in(sign_in(person, password=NEWCOMER["password1"]))
        assert told_of(person).count("email_changed") == times
        assert EmailAddress.objects.filter(user=person).count() == 1


def test_an_address_that_waits_can_be_let_go_and_changes_nothing(settings, clock, alice):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    EmailAddress.objects.filter(user=alice).update(verified=False)  # as a newcomer's without mail
    client = sign_in_on_an_own_device(Client(), alice)
    for address in ("one@example.org", "two@example.org"):
        client.post("/accounts/email/", {"email": address, "action_add": ""})
    page = client.get("/accounts/email/").content.decode()
    assert "Waiting for <b>two@example.org</b>" in page
    assert "You sign in as <b>alice@example.org</b>" in page

    client.post("/accounts/email/", {"action_remove": ""})

    assert "Waiting" not in client.get("/accounts/email/").content.decode()
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    assert [each.email for each in EmailAddress.objects.all()] == ["alice@example.org"]


def test_an_address_that_is_taken_as_it_is_sent_is_refused_and_the_own_one_stays(
    as_alice, alice, bob, monkeypatch
):
    monkeypatch.setattr("accounts.door.is_taken", lambda **_: False)
    monkeypatch.setattr("accounts.actions.is_taken", lambda **_: False)

    answer = as_alice.post("/accounts/email/", {"email": bob.email, "action_add": ""})

    assert answer.status_code == 422
    assert "This address cannot be used here." in answer.content.decode()
    assert f"You sign in as <b>{alice.email}" in answer.content.decode().replace("strong", "b")


def test_an_address_of_somebody_else_is_refused_where_no_letter_can_ask(as_alice, bob):
    answer = as_alice.post("/accounts/email/", {"email": "BOB@example.org", "action_add": ""})

    assert answer.status_code == 422
    assert "This address cannot be used here." in answer.content.decode()


# --- a form that comes too late


def test_what_was_sent_after_the_session_ended_is_there_after_signing_in(alice, clock):
    client = sign_in(alice)
    clock.shift(timedelta(minutes=31))
    told = {"text": "It is all <behind> glass.", "submission": str(uuid4()), "day": str(MONDAY)}
    refused = client.post("/journal/", told)
    assert refused.url.startswith("/accounts/login/")
    assert "behind" not in str([each.get_decoded() for each in Session.objects.all()])

    page = sign_in(alice, client=client, follow=True).last.content.decode()
    assert "What you typed is here" in page
    assert "It is all &lt;behind&gt; glass." in page
    assert 'action="/journal/"' in page
    client.post("/journal/", told)

    assert str(alice.journal_entries.get().text) == "It is all <behind> glass."


def test_it_is_there_too_where_the_address_was_changed_in_between(alice, clock):
    client = sign_in(alice)
    alice.email = "new@example.org"
    alice.save()
    clock.shift(timedelta(minutes=31))
    client.post("/journal/", {"text": "the same words", "submission": str(uuid4())})

    page = sign_in(alice, client=client, follow=True).last.content.decode()

    assert "the same words" in page


def test_another_person_on_the_same_machine_sees_nothing_of_it(alice, bob, clock):
    client = sign_in(alice)
    clock.shift(timedelta(minutes=31))
    client.post("/journal/", {"text": "canary words", "submission": str(uuid4())})

    page = sign_in(bob, client=client, follow=True).last.content.decode()

    assert "canary words" not in page
    assert "canary words" not in client.get("/accounts/carried/", follow=True).content.decode()


def test_what_a_script_sent_by_itself_is_not_carried(alice, clock):
    client = sign_in(alice)
    clock.shift(timedelta(minutes=31))
    headers = {"Sec-Fetch-Mode": "cors"}
    client.post("/accounts/drafts/?page=entry", {"text": "half"}, headers=headers)

    assert sign_in(alice, client=client).last.url == "/check-ins/new/"


def test_a_session_from_before_there_were_limits_has_them_from_now_on(alice, clock):
    client = sign_in(alice)
    session = client.session
    for name in ("began_at", "seen_at", "sign_in", "sign_in_key"):
        del session[name]
    session.save()
    alice.sign_ins.all().delete()

    assert is_in(client)
    assert alice.sign_ins.count() == 1
    clock.shift(timedelta(minutes=31))
    assert not is_in(client)


def test_it_can_be_let_go_of(alice, clock):
    client = sign_in(alice)
    clock.shift(timedelta(minutes=31))
    client.post("/journal/", {"text": "canary words", "submission": str(uuid4())})
    sign_in(alice, client=client)

    client.post("/accounts/carried/")

    assert "canary words" not in client.get("/accounts/carried/", follow=True).content.decode()


# --- what was agreed


def test_taking_the_agreement_back_stops_everything_but_leaving_with_ones_data(as_alice, alice):
    a_check_in(alice, MONDAY, rating=9)
    assert as_alice.post("/accounts/agreement/").status_code == 422
    as_alice.post("/accounts/agreement/", {"sure": "on"})

    for address in (TODAY, "/journal/", "/trends/", "/summary/", "/medications/"):
        assert as_alice.get(address).url == "/accounts/agreement/"
    assert as_alice.post("/journal/", {"text": "x"}).url == "/accounts/agreement/"
    assert as_alice.get("/accounts/leaving/").status_code == 200
    told = as_alice.post("/summary/take-along/", {"what": "check-ins-csv"})
    assert told["Content-Type"].startswith("text/csv")
    consent = alice.consents.get()
    assert consent.withdrawn_at == NOW
    assert "withdrew" in told_of(alice)


def test_taking_it_back_twice_takes_it_back_once(as_alice, alice):
    for _ in range(2):
        answer = as_alice.post("/accounts/agreement/", {"sure": "on"})
        assert (answer.status_code, answer.url) == (302, "/accounts/agreement/")

    alice.refresh_from_db()
    assert alice.withdrawn_since is not None
    assert not alice.consents.in_force().exists()
    assert as_alice.post("/accounts/agreement/").status_code == 422
    assert not alice.consents.in_force().exists()


def test_one_can_agree_again_and_both_stand_in_the_record(as_alice, alice):
    as_alice.post("/accounts/agreement/", {"sure": "on"})
    as_alice.post("/accounts/agreement/", {"agree": "again"})

    assert is_in(as_alice)
    assert alice.consents.count() == 2
    assert alice.consents.in_force().count() == 1


# --- deleting everything


def test_everything_is_deleted_in_a_week_unless_it_is_stopped(as_alice, alice, clock):
    as_alice.post("/accounts/leaving/", {"when": "in a week", "word": "delete"})
    assert as_alice.get(TODAY).url == "/accounts/leaving/"
    assert "23 March 2026" in as_alice.get("/accounts/leaving/").content.decode()
    clock.shift(timedelta(days=6))
    call_command("tidy", stdout=StringIO())

    as_alice.post("/accounts/leaving/stay/")

    assert is_in(as_alice)
    assert told_of(alice)[-2:] == ["leaving", "stayed"]


def test_after_a_week_it_is_gone(as_alice, clock):
    as_alice.post("/accounts/leaving/", {"when": "in a week", "word": "delete"})
    clock.shift(timedelta(days=7, minutes=1))

    call_command("tidy", stdout=StringIO())

    assert not User.objects.exists()


def test_asking_again_moves_no_date_and_only_at_once_is_left(as_alice, alice, clock):
    as_alice.post("/accounts/leaving/", {"when": "in a week", "word": "delete"})
    clock.shift(timedelta(days=3))

    page = as_alice.get("/accounts/leaving/").content.decode()
    assert "23 March 2026" in page
    assert 'type="radio"' not in page
    as_alice.post("/accounts/leaving/", {"when": "now", "word": ""})
    assert User.objects.get().leaving_since == NOW
    as_alice.post(
        "/accounts/leaving/", {"when": "now", "word": "delete", "your_password": PASSWORD}
    )

    assert not User.objects.exists()


def test_a_button_that_was_pressed_after_the_session_ended_is_said_not_to_have_done_anything(
    alice, clock
):
    client = sign_in(alice)
    client.post("/accounts/leaving/", {"when": "in a week", "word": "delete"})
    clock.shift(timedelta(minutes=31))

    refused = client.post("/accounts/leaving/stay/")

    assert refused.url == "/accounts/login/"
    assert "nothing was done yet" in client.get(refused.url).content.decode()
    page = sign_in(alice, client=client, follow=True).last
    assert page.redirect_chain[-1][0] == "/accounts/leaving/"
    assert "Keep my account" in page.content.decode()


def test_before_leaving_everything_is_what_is_offered_to_take_along(as_alice):
    link = "/summary/take-along/?what=account"
    assert link in as_alice.get("/accounts/leaving/").content.decode()

    page = as_alice.get(link).content.decode()

    assert "<h1>Take everything along</h1>" in page
    assert re.search(r'value="account" checked', page)


def test_the_word_must_be_typed(as_alice, alice):
    answer = as_alice.post("/accounts/leaving/", {"when": "now", "word": "yes"})

    assert answer.status_code == 422
    assert "Type the word delete" in answer.content.decode()
    assert User.objects.filter(pk=alice.pk).exists()


def test_a_shared_page_and_the_reminder_close_while_the_account_is_on_its_way_out(as_alice, alice):
    keys = everything(alice)
    feed = f"/calendar/{keys['sharing:feed'][0]}.ics"
    assert Client().get(feed).status_code == 200
    as_alice.post("/accounts/leaving/", {"when": "in a week", "word": "delete"})

    assert Client().get(feed).status_code == 404
    assert SharedPage.objects.select_related("owner").get().closed(NOW) is True


# --- by invitation

NEWCOMER = {
    "email": "new@example.org", "password1": NEW, "timezone": "Europe/London", "country": "GB",
    "adult": "on", "nobody_monitors": "on", "consent": "on",
}  # fmt: skip


@pytest.fixture
def invited(settings, clock):
    settings.SIGN_UP, settings.SIGN_UP_OPEN = "invited", False
    out = StringIO()
    call_command("invite", stdout=out)
    return "/" + out.getvalue().split()[0].split("/", 3)[3]


def test_an_invitation_makes_one_account(invited):
    assert "By invitation" in Client().get("/accounts/signup/").content.decode()
    Client().post("/accounts/signup/", NEWCOMER)
    assert not User.objects.exists()
    first, second = Client(), Client()
    first.get(invited)
    second.get(invited)
    assert first.post("/accounts/signup/", NEWCOMER).status_code == 302
    assert User.objects.get().email == "new@example.org"

    second.post("/accounts/signup/", NEWCOMER | {"email": "second@example.org"})

    assert User.objects.count() == 1


def test_looking_at_an_invitation_does_not_use_it_up_and_it_ends(invited, clock):
    Client().get(invited)
    Client().head(invited)
    client = Client()
    client.get(invited)
    assert "Start a diary" in client.get("/accounts/signup/").content.decode()
    clock.shift(timedelta(days=15))

    client = Client()
    client.get(invited)

    assert "By invitation" in client.get("/accounts/signup/").content.decode()


def test_an_invitation_tells_of_no_account_that_there_is(invited, settings, alice):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client = Client()
    client.get(invited)

    client.post("/accounts/signup/", NEWCOMER | {"email": alice.email})

    assert "By invitation" in client.get("/accounts/signup/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_invitation_opened_in_many_browsers_makes_one_account(settings):
    settings.SIGN_UP, settings.SIGN_UP_OPEN = "invited", False
    link = invite(now=timezone.now())
    clients = [Client() for _ in range(6)]
    for client in clients:
        client.get(f"/accounts/invitation/{link}/")

    def send(n):
        try:
            told = NEWCOMER | {"email": f"new{n}@example.org"}
            return clients[n].post("/accounts/signup/", told).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = Counter(pool.map(send, range(6)))

    assert User.objects.count() == 1
    assert answers == {302: 1, 200: 5}


def test_signing_up_stands_in_the_log_with_the_agreement(settings, clock):
    settings.SIGN_UP_OPEN = True
    Client().post("/accounts/signup/", NEWCOMER)

    assert "agreed" in told_of(User.objects.get())


# --- more of the second step


def test_somebody_with_a_second_step_can_change_their_address_after_showing_their_password(
    alice, settings, clock
):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client = sign_in(alice, own=True)
    with_an_app(client, alice)
    clock.shift(timedelta(minutes=11))
    told = {"email": "new@example.org", "action_add": ""}

    assert "Is it you?" in client.post("/accounts/email/", told).content.decode()
    client.post("/accounts/email/", told | {"your_password": PASSWORD})

    assert mail.outbox[-1].to == ["new@example.org"]


def test_the_second_step_is_offered_where_no_mail_can_be_sent(settings, clock):
    settings.SIGN_UP_OPEN = True
    client = Client()
    client.post("/accounts/signup/", NEWCOMER)

    assert client.get("/accounts/second-step/app/on/").status_code == 200


def test_guessing_at_codes_is_limited(alice, clock):
    secret = with_an_app(sign_in(alice), alice)
    clock.shift(timedelta(minutes=5))
    client = sign_in(alice)
    answers = [
        client.post("/accounts/second-step/", {"code": f"{n:06}"}).status_code for n in range(12)
    ]
    right = client.post("/accounts/second-step/", {"code": code_of(secret)})

    assert 429 in answers or right.status_code != 302
    assert not is_in(client)


def test_nobody_removes_the_passkey_of_another(as_alice, bob):
    passkey = Authenticator.objects.create(user=bob, type="webauthn", data={"name": "x"})

    told = {"passkey": str(passkey.pk)}
    assert as_alice.post("/accounts/second-step/passkeys/remove/", told).status_code == 404

    assert Authenticator.objects.filter(pk=passkey.pk).exists()


@pytest.mark.parametrize("told", ["", "x", "9" * 30, "-1", "²"])
def test_a_passkey_that_is_none_is_not_found(as_alice, told):
    answer = as_alice.post("/accounts/second-step/passkeys/remove/", {"passkey": told})

    assert answer.status_code == 404


def test_the_log_can_be_taken_along(as_alice):
    told = as_alice.post("/summary/take-along/", {"what": "activity-csv"}).content.decode()

    assert "Signed in" in told
    assert "Took a file along,activity-csv" in told


# --- what somebody tried who wanted in

OTHER = {"email": "evil@example.org", "action_add": ""}


def change_the_password(client):
    told = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    return client.post("/accounts/password/change/", told)


def test_an_address_that_waits_is_forgotten_with_a_new_password(alice, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    thief, owner = sign_in(alice), sign_in(alice)
    thief.post("/accounts/email/", OTHER)
    link = next(each for each in mail.outbox[-1].body.split() if each.startswith("http"))

    change_the_password(owner)
    Client().post(link)

    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    assert not EmailAddress.objects.filter(email="evil@example.org").exists()


def test_a_question_of_the_second_step_is_no_question_for_a_passkey_alone(alice):
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["mfa.webauthn.state"] = {"challenge": "x", "user_verification": "preferred"}
    session["own_device"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    client.post("/accounts/passkey/", {"credential": "{}"})

    assert "mfa.webauthn.state" not in client.session
    assert client.session["own_device"] is False


def test_signing_out_half_way_leaves_nothing_of_the_try(alice, clock):
    with_an_app(sign_in(alice), alice)
    client = sign_in(alice, own=True)
    client.post("/accounts/logout/")

    assert dict(client.session) == {}


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/accounts/leaving/", {"when": "now", "word": "delete"}),
        ("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW}),
        ("/accounts/drafts/?page=entry", {"text": "half"}),
        ("/accounts/still-here/", {"x": "y"}),
        ("/check-ins/2026-03-10/delete/", {}),
    ],
)
def test_nothing_but_words_is_carried_over_signing_in(alice, clock, address, told):
    client = sign_in(alice)
    clock.shift(timedelta(minutes=31))
    client.post("/journal/", {"text": "canary words", "submission": str(uuid4())})
    client.post(address, told)

    page = sign_in(alice, client=client, follow=True).last.content.decode()

    assert "canary words" in page
    assert 'action="/journal/"' in page
    assert NEW not in page
    assert PASSWORD not in page


def test_taking_the_agreement_back_ends_shared_pages_for_good(as_alice, alice):
    everything(alice)
    as_alice.post("/accounts/agreement/", {"sure": "on"})
    as_alice.post("/accounts/agreement/", {"agree": "again"})

    page = SharedPage.objects.get()
    assert page.ended(NOW)
    assert bytes(page.pdf) == b""
    assert not CalendarFeed.objects.exists()


def test_no_page_shows_a_number_of_somebody_who_took_it_back(as_alice, alice):
    for n in range(30):
        a_check_in(alice, MONDAY - timedelta(n), rating=7)
    assert "7.0" in as_alice.get("/learn/5/").content.decode()

    as_alice.post("/accounts/agreement/", {"sure": "on"})

    assert "7.0" not in as_alice.get("/learn/5/").content.decode()


def test_somebody_who_took_it_back_can_still_close_their_doors(as_alice):
    as_alice.post("/accounts/agreement/", {"sure": "on"})

    for address in ("/accounts/security/", "/accounts/password/change/", "/accounts/activity/"):
        assert as_alice.get(address).status_code == 200
    others = as_alice.post("/accounts/security/devices/end/", {"sign_in": "others"})
    assert others.url == "/accounts/security/"


def test_a_second_step_begun_with_the_old_password_ends_with_it(alice, clock):
    owner = sign_in(alice, own=True)
    secret = with_an_app(owner, alice)
    clock.shift(timedelta(minutes=5))
    thief = sign_in(alice)
    change_the_password(owner)

    answer = thief.post("/accounts/second-step/", {"code": code_of(secret)})

    assert answer.url == "/accounts/login/"
    assert not is_in(thief)


def test_who_writes_while_the_account_is_erased_elsewhere_is_led_to_the_door(
    as_alice, alice, monkeypatch
):
    find = User.objects.select_for_update

    def gone(*args, **kwargs):
        User.objects.filter(pk=alice.pk).delete()
        return find(*args, **kwargs)

    monkeypatch.setattr(User.objects, "select_for_update", gone)

    answer = as_alice.post("/journal/", {"text": "x", "day": str(MONDAY), "submission": uuid4()})

    assert (answer.status_code, answer.url) == (302, "/accounts/login/")


def test_somebody_who_was_half_way_in_leaves_nothing_when_they_are_erased(alice, clock):
    with_an_app(sign_in(alice), alice)
    clock.shift(timedelta(minutes=5))
    half = sign_in(alice)

    erase(owner=alice, now=NOW)

    told = str([each.get_decoded() for each in Session.objects.all()])
    assert "alice@example.org" not in told
    assert str(alice.pk) not in told
    assert half.get("/accounts/second-step/").status_code == 302
    assert half.get("/accounts/login/").status_code == 200


def test_a_browser_stays_in_the_list_while_its_password_is_changed(alice):
    here = sign_in(alice)
    change_the_password(here)
    other = sign_in(alice, password=NEW)

    assert other.get("/accounts/security/").content.decode().count("Firefox on Linux") >= 2
    other.post("/accounts/security/devices/end/", {"sign_in": "others"})

    assert not is_in(here)


def test_guessing_the_password_by_changing_it_is_limited_as_elsewhere(alice):
    client = sign_in(alice)
    wrong = {"oldpassword": "not it", "password1": NEW, "password2": NEW}
    for _ in range(10):
        client.post("/accounts/password/change/", wrong)

    page = change_the_password(client)

    assert page.status_code in {200, 422, 429}
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


KEY_OF_SOMEBODY = {
    "id": "AA", "rawId": "AA", "type": "public-key", "clientExtensionResults": 5,
    "response": {"clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA"},
}  # fmt: skip
NEW_KEY = {"id": "AA", "rawId": "BB", "response": {"clientDataJSON": "*", "attestationObject": "*"}}
ODD = ["", "x", "[]", "5", "9" * 5000, "[" * 20_000, "{}", '{"id": 5}',
       json.dumps(KEY_OF_SOMEBODY), json.dumps(NEW_KEY)]  # fmt: skip


@pytest.mark.parametrize("place", range(len(ODD)))
@pytest.mark.parametrize("address", ["/accounts/passkey/", "/accounts/second-step/passkeys/new/"])
def test_an_odd_credential_is_no_fault(as_alice, address, place):
    client = as_alice if "new" in address else Client()
    client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})

    assert client.post(address, {"credential": ODD[place], "name": "x"}).status_code < 500
