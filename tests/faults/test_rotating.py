"""Keys are changed while people go on writing, and none of the two waits in vain."""

import threading

from tests.faults.installation import Browser, key_of

MANY = """
from datetime import timedelta
from accounts.models import User
from django.utils import timezone
from journal.models import Entry
owner, now = User.objects.get(), timezone.now()
Entry.objects.bulk_create(
    Entry(owner=owner, day=now.date() - timedelta(days=9), text=f"words {n}", timezone="UTC", written_at=now)
    for n in range(400)
)
"""


def test_every_word_is_sealed_anew_while_somebody_writes(install):
    one = install(keys=f"{key_of('k')},{key_of('n')}")
    one.add_person("alice@example.org")
    one.ask(MANY)
    one.start()
    browser = Browser(one, "alice@example.org")
    statuses, going = [], threading.Event()
    going.set()

    def write():
        while going.is_set() and len(statuses) < 99:  # as many as a day holds
            statuses.append(browser.write(f"meanwhile {len(statuses)}"))

    thread = threading.Thread(target=write)
    thread.start()
    one.environ["NUMBTRACK_ENCRYPTION_KEYS"] = f"{key_of('n')},{key_of('k')}"
    told = one.manage("rotate_keys")
    going.clear()
    thread.join()

    assert "journal_entry" in told
    assert set(statuses) == {302}
    one.manage("rotate_keys")  # what was written meanwhile, with the key that the server had
    one.environ["NUMBTRACK_ENCRYPTION_KEYS"] = key_of("n")
    one.manage("check_keys")
