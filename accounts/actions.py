"""How a person comes to be, what they settle, and what they have not finished typing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import CONSENT_VERSION, Background, Consent, Draft, User
from accounts.rows import Removable
from accounts.sealing import CannotUnseal
from domain.background import Standing
from domain.companions import MOST_ON, in_order
from domain.days import BRING_BACK_FOR


class AlreadyThere(Exception):
    """A person with this e-mail address exists."""


def forget_pending_address(*, owner: User) -> None:
    """Let no address that waits to be confirmed take the place of a person's own."""
    EmailAddress.objects.filter(user=owner, verified=False, primary=False).delete()


def find_pending_address(*, owner: User) -> EmailAddress | None:
    """Return the address that waits to be confirmed, beside the one with which they sign in."""
    return EmailAddress.objects.filter(user=owner, verified=False, primary=False).first()


@transaction.atomic
def ask_for_address(*, owner: User, email: str) -> EmailAddress:
    """Let an address wait to be confirmed; the one with which they sign in stays until then."""
    wait_for_turn(owner)
    forget_pending_address(owner=owner)
    return EmailAddress.objects.create(user=owner, email=email)


@transaction.atomic
def change_address(*, owner: User, email: str) -> EmailAddress:
    """Let a person sign in with another address from now on. Raises AlreadyThere."""
    wait_for_turn(owner)
    if is_taken(email=email):
        raise AlreadyThere
    EmailAddress.objects.filter(user=owner).delete()
    owner.email = email
    with _unless_taken():
        owner.save(update_fields=["email"])
    return EmailAddress.objects.create(user=owner, email=email, primary=True)


def is_taken(*, email: str) -> bool:
    """Tell whether there is an account with this address, in whatever case it is written."""
    return User.objects.filter(email__iexact=email).exists()


@transaction.atomic
def create_person(*, email: str, password: str, timezone: str, country: str, now: datetime) -> User:
    """Make a person on an operator's word, ready to sign in.

    The consent is recorded as given to the operator; whether the safety question is asked is
    left to the person, on their first page. Raises AlreadyThere.
    """
    if is_taken(email=email):
        raise AlreadyThere
    with _unless_taken():
        person = User.objects.create_user(email, password, timezone=timezone, country=country)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record_consent(owner=person, given_by=Consent.GivenBy.OPERATOR, now=now)
    return person


@contextmanager
def _unless_taken() -> Iterator[None]:
    """Take an address that somebody else takes at this moment for taken. Raises AlreadyThere."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise AlreadyThere from None


class AccountGone(Exception):
    """The account was erased since its owner was asked for."""


def wait_for_turn(owner: User) -> None:
    """Let one write of a person follow another, within a transaction.

    What is looked up after it cannot be changed by another tab until the transaction ends.
    Raises AccountGone.
    """
    try:
        User.objects.select_for_update().only("pk").get(pk=owner.pk)
    except User.DoesNotExist:
        raise AccountGone from None


def record_consent(*, owner: User, given_by: Consent.GivenBy, now: datetime) -> Consent:
    """Keep that a person agreed to the present text, and when."""
    return owner.consents.create(version=CONSENT_VERSION, given_by=given_by, given_at=now)


def change_settings(*, owner: User, **chosen: Any) -> None:
    """Keep where a person lives, how often they check in, and how pages look.

    chosen: names of the person's own facts -> what they hold from now on. Days already
    filed stay where they are.
    """
    for name, value in chosen.items():
        setattr(owner, name, value)
    owner.save(update_fields=list(chosen))


class TooManyCompanions(Exception):
    """More companions than a check-in can hold."""


def choose_companions(*, owner: User, keys: Iterable[str]) -> None:
    """Keep what is asked beside the four. Answers given before stay. Raises TooManyCompanions."""
    chosen = [each.key for each in in_order(keys)]
    if len(chosen) > MOST_ON:
        raise TooManyCompanions
    owner.companion_keys = chosen
    owner.save(update_fields=["companion_keys"])


# --- background


def find_background(*, owner: User) -> Background | None:
    """Return what a person told of their background, None where they told nothing."""
    return Background.objects.filter(owner=owner).first()


@transaction.atomic
def tell_background(
    *,
    owner: User,
    standings: Mapping[str, Standing],
    words: Mapping[str, str],
    now: datetime,
    seen_version: int | None = None,
) -> Background:
    """Keep the background as it is told now. words: own_word, since, after, family.

    seen_version: of what the form showed, 0 for nothing. Raises ChangedElsewhere.
    """
    wait_for_turn(owner)
    standing = find_background(owner=owner)
    version = standing.version if standing else 0
    background = standing or Background(owner=owner)
    background.conditions = json.dumps(dict(standings)) if standings else ""
    for name, value in words.items():
        setattr(background, name, value)
    if standing and background.version == version:
        return background
    if seen_version is not None and seen_version != version:
        raise ChangedElsewhere(find_background(owner=owner))
    background.changed_at = now
    background.save()
    return background


@transaction.atomic
def take_away(row: Removable, siblings: QuerySet[Any], now: datetime) -> None:
    """Hide a row; those of its siblings that have been hidden for a week are gone for good."""
    wait_for_turn(row.owner)
    siblings.filter(deleted_at__lt=now - BRING_BACK_FOR).delete()
    row.deleted_at = now
    row.save(update_fields=["deleted_at"])


@transaction.atomic
def bring_back(row: Removable) -> None:
    """Undo a deletion. Raises TooManyRows where others have taken its place."""
    wait_for_turn(row.owner)
    rows: Any = type(row)._base_manager
    need_room(rows.filter(owner=row.owner, deleted_at=None).exclude(pk=row.pk))
    row.deleted_at = None
    row.save(update_fields=["deleted_at"])


def forget_removed(*, now: datetime) -> int:
    """Delete what anybody hid longer ago than it can be brought back; return how many rows."""
    kinds = [model for model in apps.get_models() if issubclass(model, Removable)]
    hidden = [kind._base_manager.filter(deleted_at__lt=now - BRING_BACK_FOR) for kind in kinds]
    return sum(rows.delete()[0] for rows in hidden)


class ChangedElsewhere(Exception):
    """What is to be saved was saved from another page since this one was opened."""

    def __init__(self, standing: Any) -> None:
        super().__init__()
        self.standing = standing


class TooManyRows(Exception):
    """The person has as many rows of this kind as a diary holds."""


def need_room(rows: QuerySet[Any], more: int = 1) -> None:
    """Raise TooManyRows where a diary does not hold so many more rows beside these.

    rows: a person's, of a kind that is Limited.
    """
    if rows.count() + more > rows.model.MOST:
        raise TooManyRows


@transaction.atomic
def keep_once(rows: Any, *, owner: User, submission: UUID, **told: Any) -> Any:
    """Keep a new row of a person; the same form sent twice is kept once.

    rows: the person's rows of this kind. Raises TooManyRows.
    """
    wait_for_turn(owner)
    found = rows.filter(submission=submission).first()
    if found is not None:
        return found
    need_room(rows.standing())
    return rows.create(submission=submission, **told)


@transaction.atomic
def change_row(row: Any, *, seen_version: int | None, **told: Any) -> None:
    """Replace what a versioned row of a person holds; the same again leaves it untouched.

    seen_version: the version that the form showed. told: fields -> values. Raises
    ChangedElsewhere, with the row as it stands, where another page was faster.
    """
    wait_for_turn(row.owner)
    row.refresh_from_db(fields=["version", *told])
    if all(getattr(row, name) == value for name, value in told.items()):
        return
    if seen_version is not None and seen_version != row.version:
        raise ChangedElsewhere(row)
    for name, value in told.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=["version", *told])


# --- drafts

KEEP_DRAFTS_FOR = timedelta(days=7)
MOST_DRAFTS = 50
NOT_KEPT = ("csrfmiddlewaretoken", "submission")
NOT_TYPED = ("day", "zone", "seen")
PADDED_TO = 1024
"""Drafts are sealed at a length of whole such blocks: a choice would change the length."""


@transaction.atomic
def keep_draft(*, owner: User, device: str, page: str, words: QueryDict, now: datetime) -> None:
    """Keep what is typed on a page so far; an earlier draft of the page is replaced.

    A page on which nothing is typed any more has none. Of a person's very many drafts the oldest
    are forgotten.
    """
    wait_for_turn(owner)
    forget_old_drafts(now=now)
    typed = words.copy()
    for name in NOT_KEPT:
        typed.pop(name, None)
    if not any(any(values) for name, values in typed.lists() if name not in NOT_TYPED):
        forget_draft(owner=owner, device=device, page=page)
        return
    draft = owner.drafts.filter(device=device, page=page).first()
    if draft is None:
        newest = owner.drafts.order_by("-saved_at").values_list("pk", flat=True)
        owner.drafts.exclude(pk__in=list(newest[: MOST_DRAFTS - 1])).delete()
        draft = Draft(owner=owner, device=device, page=page)
    text = typed.urlencode()
    draft.words, draft.saved_at = text.ljust(-(-len(text) // PADDED_TO) * PADDED_TO), now
    draft.save()


def find_draft(*, owner: User, device: str, page: str, now: datetime) -> QueryDict | None:
    """Return the fields of a page as they were left on this device, or None.

    A draft that does not open is none: it must not stand in the way of the page.
    """
    fresh = owner.drafts.filter(saved_at__gte=now - KEEP_DRAFTS_FOR)
    draft = fresh.filter(device=device, page=page).first()
    try:
        return None if draft is None else QueryDict(str(draft.words).rstrip())
    except CannotUnseal:
        return None


def forget_old_drafts(*, now: datetime) -> int:
    """Forget everybody's drafts that have outlived their time; return how many."""
    return Draft.objects.filter(saved_at__lt=now - KEEP_DRAFTS_FOR).delete()[0]


def forget_draft(*, owner: User, device: str | None = None, page: str | None = None) -> None:
    """Forget what was typed: on one device or on all, on one page or on all."""
    drafts = owner.drafts.all()
    drafts = drafts if device is None else drafts.filter(device=device)
    (drafts if page is None else drafts.filter(page=page)).delete()
