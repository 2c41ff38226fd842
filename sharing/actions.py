"""How a page is shared, opened and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.guessing import count_try, name_of, take_back_try
from accounts.keeping import TooManyRows, wait_for_turn
from accounts.models import User
from sharing.models import CalendarFeed, Opening, SharedPage, SharedPageQuerySet
from sharing.secrets import hash_of, hash_of_code, hash_of_link, new_code, new_link, same

USUAL_DAYS, MOST_DAYS = 14, 30
MOST_PAGES = 50
TRIES_A_LINK, TRIES_AN_ADDRESS = 10, 50
OPEN_FOR = timedelta(minutes=60)
KEEP_LOG_FOR = timedelta(days=365)


class NothingOpened(Exception):
    """A link and a code that open nothing: which of the two is wrong is not told."""


class Ended(Exception):
    """The page was shared, and is no longer."""


class TooManyTries(Exception):
    """Too many tries at a link, or from an address. wait: until it may be tried again."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


@dataclass(frozen=True)
class Frozen:
    """A page as it is now. who: whose it is, as they named themselves, or nothing."""

    label: str
    who: str
    sheet: str
    pdf: bytes
    fhir: str = ""


@dataclass(frozen=True)
class Shared:
    """A page that was just shared, with its secrets: they are shown once and kept nowhere."""

    page: SharedPage
    link: UUID
    code: str
    is_anew: bool = False
    """Whether the form was sent again, so that these secrets stand in the place of the first."""


@transaction.atomic
def share(
    *, owner: User, frozen: Frozen, days: int, submission: UUID, now: datetime
) -> Shared | None:
    """Share a page for so many days, 1 to 30.

    The same form again shares it once: where nobody has opened it yet, new secrets take the place
    of those whose answer may have been lost; otherwise None. Raises TooManyRows.
    """
    wait_for_turn(owner)
    forget_ended(pages=owner.shared_pages.all(), now=now)
    before = owner.shared_pages.without_pages().filter(submission=submission).first()
    if before is not None:
        return None if before.ended(now) or before.openings.exists() else _with_new_secrets(before)
    if owner.shared_pages.count() >= MOST_PAGES:
        raise TooManyRows
    link, code = new_link(), new_code()
    page = owner.shared_pages.create(
        submission=submission,
        link_hash=hash_of_link(link),
        code_hash=hash_of_code(link, code),
        label=frozen.label,
        who=frozen.who,
        sheet=frozen.sheet,
        pdf=frozen.pdf,
        fhir=frozen.fhir,
        shared_at=now,
        expires_at=now + timedelta(days=min(MOST_DAYS, max(1, days))),
    )
    return Shared(page, link, code)


def _with_new_secrets(page: SharedPage) -> Shared:
    link, code = new_link(), new_code()
    page.link_hash, page.code_hash = hash_of_link(link), hash_of_code(link, code)
    page.save(update_fields=["link_hash", "code_hash"])
    return Shared(page, link, code, is_anew=True)


def open_page(*, link: UUID, code: str, address: str, client: str, now: datetime) -> SharedPage:
    """Open a shared page with both secrets, and note that it was opened.

    address: of the one who asks; guesses are counted by it and by the link. Raises TooManyTries,
    NothingOpened, Ended.
    """
    doors = {
        f"share:{name_of(link.hex)}": TRIES_A_LINK,
        f"share-from:{name_of(address)}": TRIES_AN_ADDRESS,
    }
    for door, most in doors.items():
        wait = count_try(door=door, most=most, now=now)
        if wait is not None:
            raise TooManyTries(wait)
    pages = SharedPage.objects.select_related("owner")
    page = pages.filter(link_hash=hash_of_link(link)).first()
    if page is None:
        raise NothingOpened
    if not same(page.code_hash, hash_of_code(link, code)):
        SharedPage.objects.filter(pk=page.pk).update(wrong_codes=F("wrong_codes") + 1)
        raise NothingOpened
    for door in doors:  # a right code is not a guess
        take_back_try(door=door)
    if page.closed(now):
        raise Ended
    Opening.objects.create(page=page, opened_at=now, client=client)
    return page


def find_open(*, link: UUID, key: UUID, now: datetime) -> SharedPage:
    """Return an opened page as long as it has not ended. Raises Ended."""
    pages = SharedPage.objects.select_related("owner")
    page = pages.filter(pk=key, link_hash=hash_of_link(link)).first()
    if page is None or page.closed(now):
        raise Ended
    return page


@transaction.atomic
def end(*, page: SharedPage, now: datetime) -> None:
    """End a shared page at once, for those who have it open too, and let go of what it held."""
    wait_for_turn(page.owner)
    held = SharedPage.objects.filter(pk=page.pk)
    held.filter(revoked_at=None).update(revoked_at=now)
    held.empty()


@transaction.atomic
def forget_ended(*, pages: SharedPageQuerySet, now: datetime) -> int:
    """Let go of what ended pages held; when they were opened is kept for a year.

    pages: a person's, or everybody's at night. Returns how many let go.
    """
    emptied = pages.ended(now).empty()
    pages.without_pages().filter(expires_at__lt=now - KEEP_LOG_FOR).delete()
    return emptied


# --- the reminder in a calendar


@transaction.atomic
def make_feed(*, owner: User, at: time, now: datetime) -> UUID:
    """Make a new address for the reminder and return its secret; an earlier one ends."""
    wait_for_turn(owner)
    end_feed(owner=owner)
    link = new_link()
    CalendarFeed.objects.create(
        owner=owner, link_hash=hash_of("calendar", link.hex), at=at, made_at=now
    )
    return link


@transaction.atomic
def end_feed(*, owner: User) -> None:
    """End the address: whoever asks there finds nothing."""
    CalendarFeed.objects.filter(owner=owner).delete()


def find_feed(*, link: UUID) -> CalendarFeed | None:
    hashed = hash_of("calendar", link.hex)
    feeds = CalendarFeed.objects.select_related("owner").filter(owner__is_active=True)
    found = feeds.filter(link_hash=hashed).first()
    return None if found is None or found.owner.stopped_at else found
