"""Letters are sent apart from the pages that ask for them, whatever the mail server does."""

import logging
import socket
import threading
import time

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.test import Client

from accounts.models import User
from numbtrack import mail
from tests.factories import PASSWORD, a_person

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Server(BaseEmailBackend):
    """A mail server that takes letters, or none for some tries."""

    took, refuses = [], 0

    def send_messages(self, letters):
        if Server.refuses:
            Server.refuses -= 1
            raise ConnectionRefusedError("somebody@example.org is unknown here")
        Server.took.extend(each.subject for each in letters)


@pytest.fixture(autouse=True)
def later(settings, monkeypatch):
    """Letters go their usual way, to the server above; nothing waits long for another try."""
    settings.EMAIL_BACKEND = "numbtrack.mail.Later"
    monkeypatch.setattr(mail, "SENT_BY", "tests.numbtrack.test_mail.Server")
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    monkeypatch.setattr(mail, "BETWEEN_TRIES", 0.01)
    Server.took, Server.refuses = [], 0
    mail._stops.clear()
    yield
    assert mail.empty(20)
    mail._stops.clear()


def letter(subject="one"):
    return EmailMessage(subject, "words", None, ["somebody@example.org"])


@pytest.fixture
def silent(settings, monkeypatch):
    """A mail server that lets people in and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(50)
        monkeypatch.setattr(mail, "SENT_BY", SMTP)
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()
        settings.EMAIL_TIMEOUT = 1
        yield listening


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_sent_once_what_it_tells_of_is_kept():
    with transaction.atomic():
        letter().send()
        time.sleep(0.2)
        assert Server.took == []

    assert mail.empty()
    assert Server.took == ["one"]


@pytest.mark.django_db(transaction=True)
def test_what_is_not_kept_is_told_to_nobody():
    with transaction.atomic():
        letter().send()
        transaction.set_rollback(True)

    assert mail.empty()
    assert Server.took == []


@pytest.mark.django_db(transaction=True)
def test_a_server_that_takes_none_for_a_while_is_asked_again():
    Server.refuses = 2
    letter().send()

    assert mail.empty()
    assert Server.took == ["one"]


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_cannot_be_sent_is_in_the_log_without_a_word_of_it(caplog):
    Server.refuses = 10
    with caplog.at_level(logging.WARNING):
        letter("canary-subject").send()
        assert mail.empty()

    told = caplog.text
    assert "the mail server took it in none of 3 tries" in told
    assert "ConnectionRefusedError" in told
    assert "somebody@example.org" not in told
    assert "canary" not in told


@pytest.mark.django_db(transaction=True)
def test_beyond_so_many_letters_one_is_let_go_of_and_the_log_says_so(
    monkeypatch, caplog, settings, silent
):
    monkeypatch.setattr(mail, "_waiting", mail.Queue(2))
    monkeypatch.setattr(mail, "_have_a_carrier", lambda: None)

    for _ in range(3):
        letter().send()

    assert "too many wait" in caplog.text
    assert not mail.empty(0)
    assert "let go of as the server stopped: 2" in caplog.text
    assert mail.empty(0)


PAGES = {
    "/accounts/password/reset/": {"email": "alice@example.org"},
    "/accounts/login/": {"login": "alice@example.org", "password": PASSWORD},
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", PAGES)
def test_no_page_waits_for_a_mail_server_that_says_nothing(silent, address):
    a_person("alice@example.org")

    answer = Client(raise_request_exception=False).post(address, PAGES[address])

    assert answer.status_code == 302, "it waited until the mail server was given up"
    assert mail._waiting.unfinished_tasks == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_that_was_made_is_no_failure_while_no_mail_can_be_sent(settings, monkeypatch):
    monkeypatch.setattr(mail, "SENT_BY", SMTP)
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    a_person("alice@example.org")
    client = Client()
    client.post("/accounts/login/", PAGES["/accounts/login/"])
    new = "quite another one 77"

    told = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = client.post("/accounts/password/change/", told)

    assert answer.status_code == 302
    assert User.objects.get().check_password(new)
    elsewhere = {"login": "alice@example.org", "password": new}
    assert Client().post("/accounts/login/", elsewhere).status_code == 302


def test_each_process_has_a_thread_of_its_own(monkeypatch):
    monkeypatch.setattr(mail, "_carrier_of", -1)
    before = threading.active_count()

    mail._have_a_carrier()
    mail._have_a_carrier()

    assert threading.active_count() == before + 1
