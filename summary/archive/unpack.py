"""Puts all that the file of an account holds into an empty account, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import DatabaseError, OperationalError, connection, models, transaction
from django.db.models.sql import InsertQuery

from accounts.fields import SealedField
from accounts.freshness import touch
from accounts.keeping import wait_for_turn
from accounts.models import User
from accounts.zones import find_zone
from care.models import PageChoices
from checkins.models import Answers
from domain.companions import COMPANIONS, MOST_ON, in_order
from domain.days import EARLIEST_DAY, LATEST_DAY, LATEST_START
from domain.dimensions import DIMENSIONS, NotRated
from summary.archive.reading import Account, NotAnAccount
from summary.archive.shape import (
    KINDS,
    SETTINGS,
    Kind,
    fields_of,
    is_file,
    is_shared_key,
    mine,
    parent_of,
)

Rows: TypeAlias = Mapping[str, Sequence[Any]]
"""Name of a kind -> its rows, made and not saved."""

LONGEST_WORDS = 20_000
PARENTS = {parent_of(field) for kind in KINDS.values() for field in fields_of(kind)}
"""Names of the kinds that rows of others refer to."""


class NotEmpty(Exception):
    """The account holds something already: nothing is mixed into it."""


def is_empty(owner: User) -> bool:
    """Tell whether an account holds nothing of its own; what was only ticked is nothing."""
    return not any(mine(kind, owner).exists() for kind in KINDS.values() if kind is not PageChoices)


@dataclass(frozen=True)
class Ready:
    """An account as the statements that save it, with all of it checked and sealed already.

    statements: name of a kind -> (SQL, its values).
    """

    settings: Mapping[str, Any]
    statements: Mapping[str, Sequence[tuple[str, Sequence[Any]]]]


def unpack(owner: User, account: Account, today: date) -> None:
    """Put all of an account into an empty one. Raises NotAnAccount, NotEmpty."""
    put_in(owner, make_ready(owner, account, today))


def make_ready(owner: User, account: Account, today: date) -> Ready:
    """Make every row of an account, read each as the pages do, and seal it: costly, saves nothing.

    today: no check-in may lie behind the day after it, which it is already elsewhere. Raises
    NotAnAccount.
    """
    loading = _Loading(owner, account)
    rows = {name: loading.rows(name, kind) for name, kind in KINDS.items()}
    with _known_here():
        _read_through(rows, latest=today + timedelta(days=1))
    statements = {}
    for name, kind in KINDS.items():
        with _fits(name):
            statements[name] = list(_statements(kind, rows[name]))
    return Ready(account.content["settings"], statements)


def _statements(kind: Kind, rows: Sequence[models.Model]) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield what ``bulk_create`` would carry out, without carrying it out."""
    fields = kind._meta.concrete_fields
    size = max(1, connection.ops.bulk_batch_size(fields, rows))
    for first in range(0, len(rows), size):
        query = InsertQuery(kind)
        query.insert_values(fields, list(rows[first : first + size]))
        yield from query.get_compiler(connection=connection).as_sql()


@transaction.atomic
def put_in(owner: User, ready: Ready) -> None:
    """Save the rows of an account and its settings, all of it or nothing.

    Others wait on SQLite meanwhile: what can be done before is not done here. Raises NotAnAccount,
    NotEmpty.
    """
    wait_for_turn(owner)
    if not is_empty(owner):
        raise NotEmpty
    owner.page_choices.all().delete()
    take_over(owner, ready.settings)
    for name, statements in ready.statements.items():
        with _fits(name), transaction.atomic(), connection.cursor() as cursor:
            for sql, values in statements:
                cursor.execute(sql, values)
    touch([owner.pk])
    with _known_here():
        [str(each.title) for each in owner.medications.stories()]


@contextmanager
def _fits(name: str) -> Iterator[None]:
    """Say of rows that the database does not take that they do not fit. Raises NotAnAccount."""
    try:
        yield
    except OperationalError:  # the database, and not the file
        raise
    except (DatabaseError, ValidationError, ValueError, TypeError, OverflowError) as error:
        raise NotAnAccount(f"“{name}” in the file does not fit together.") from error


def take_over(owner: User, told: Mapping[str, Any]) -> None:
    """Take over the settings of the file. Raises NotAnAccount."""
    for name in SETTINGS:
        if name in told:
            field: Any = owner._meta.get_field(name)
            setattr(owner, name, _value("the settings", field, told[name]))
    if not _are_known(owner):
        raise NotAnAccount("The settings in the file cannot be read.")
    owner.save(update_fields=list(SETTINGS))


def _are_known(owner: User) -> bool:
    """Tell whether settings that each field takes are ones that the pages could have set."""
    keys = owner.companion_keys
    return (
        all(isinstance(each, str) for each in keys)
        and keys == [each.key for each in in_order(keys)]
        and len(keys) <= MOST_ON
        and owner.day_starts_at <= LATEST_START
        and find_zone(owner.timezone) is not None
    )


def _require(good: bool) -> None:
    if not good:
        raise ValueError


def _read_answers(answers: Answers) -> None:
    """Read one day's answers, which the database checks by key alone."""
    numbers = answers.ratings.items()
    good = all(key in DIMENSIONS and type(value) is int for key, value in numbers)
    beside = answers.companions.items()
    _require(good and all(COMPANIONS[key].accepts(value) for key, value in beside))
    [NotRated(reason) for reason in answers.not_rated.values()]
    answers.told()


@contextmanager
def _known_here() -> Iterator[None]:
    """Say of what the pages could not read that it is not known. Raises NotAnAccount."""
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise NotAnAccount("Something in the file is not known here.") from error


def _read_through(rows: Rows, latest: date) -> None:
    """Read every row as the pages do: what one of them could not read is not let in."""
    for answers in (*rows["check_ins"], *rows["earlier_answers"]):
        _read_answers(answers)
    for check_in in rows["check_ins"]:
        _require(check_in.day <= latest)
    for event in rows["medication_events"]:
        _require(all(isinstance(each, str) for each in event.reasons))
    happenings = [each.happening() for each in rows["dated_events"]]
    [(each.label, each.told) for each in happenings]
    [each.said for each in rows["dated_events"]]
    [(each.known, each.said) for each in rows["practices"]]
    [each.tags for each in rows["journal_entries"]]
    for chosen in rows["page_choices"]:
        _require(all(map(_is_choice, json.loads(str(chosen.told)).values())))
    for background in rows["background"]:
        _require(isinstance(json.loads(str(background.conditions) or "{}"), dict))
        background.standings()


def _is_choice(value: Any) -> bool:
    """Tell whether a value is one of a form: words, or a list of them."""
    listed = value if isinstance(value, list) else [value]
    return all(isinstance(each, str) for each in listed)


class _Loading:
    """Rows on their way in: places in the file become keys of this database."""

    def __init__(self, owner: User, account: Account) -> None:
        self.owner, self.account = owner, account
        self.keys: dict[str, UUID] = {}
        self.parents: dict[UUID, models.Model] = {}
        self.shared: dict[str, UUID] = {}

    def rows(self, name: str, kind: Kind) -> list[models.Model]:
        """Make the rows of a kind. Raises NotAnAccount."""
        rows = []
        for place, told in enumerate(self.account.content[name], start=1):
            row = self._row(f"{name} {place}", kind, told)
            self.keys[f"{name}/{place}"] = row.pk
            if name in PARENTS:
                self.parents[row.pk] = row
            rows.append(row)
        return rows

    def _row(self, where: str, kind: Kind, told: Mapping[str, Any]) -> models.Model:
        row: Any = kind()
        if any(field.name == "owner" for field in kind._meta.concrete_fields):
            row.owner = self.owner
        for field in fields_of(kind):
            if field.name not in told:
                raise NotAnAccount(f"“{field.name}” is missing at {where}.")
            value = self._value(where, field, told[field.name])
            if parent_of(field) and value is not None:  # at hand, not asked for row by row
                setattr(row, field.name, self._parent(where, field, value))
            else:
                setattr(row, field.attname, value)
        return row  # type: ignore[no-any-return]

    def _parent(self, where: str, field: models.Field[Any, Any], key: UUID) -> models.Model:
        parent = self.parents.get(key)
        if parent is None or type(parent) is not field.related_model:
            raise NotAnAccount(f"What “{field.name}” refers to is missing at {where}.")
        return parent

    def _value(self, where: str, field: models.Field[Any, Any], told: Any) -> Any:
        if is_file(field):
            return self._file(where, told)
        if parent_of(field) or is_shared_key(field):
            return self._key(where, field, told)
        if field.name == "clinician" and isinstance(told, str) and told in self.keys:
            return str(self.keys[told])
        return _value(where, field, told)

    def _file(self, where: str, told: Any) -> bytes:
        content = self.account.files.get(told if isinstance(told, str) else "")
        if content is None:
            raise NotAnAccount(f"A picture is missing at {where}.")
        return content

    def _key(self, where: str, field: models.Field[Any, Any], told: Any) -> UUID | None:
        if told is None and field.null:
            return None
        if is_shared_key(field):
            return self.shared.setdefault(str(told), uuid4())
        key = self.keys.get(told if isinstance(told, str) else "")
        if key is None:
            raise NotAnAccount(f"What “{field.name}” refers to is missing at {where}.")
        return key


def _value(where: str, field: models.Field[Any, Any], told: Any) -> Any:
    """Return a value of the file as its field takes it. Raises NotAnAccount."""
    if isinstance(field, SealedField):
        if not isinstance(told, str) or len(told) > LONGEST_WORDS:
            raise NotAnAccount(f"“{field.name}” cannot be read at {where}.")
        return told
    if told is None and field.null:
        return None
    try:
        if isinstance(field, models.JSONField):
            return _same_kind(told, field.get_default())
        if told == "" and isinstance(field, models.CharField) and field.blank:
            return ""
        return _in_its_time(field.clean(told, None), field)
    except (ValidationError, TypeError, ValueError, ArithmeticError) as error:
        raise NotAnAccount(f"“{field.name}” cannot be read at {where}.") from error


def _same_kind(told: Any, usual: Any) -> Any:
    """Return a list where a list is kept, and a mapping where one is. Raises TypeError."""
    if type(told) is not type(usual):
        raise TypeError
    return told


def _in_its_time(value: Any, field: models.Field[Any, Any]) -> Any:
    """Return a value whose day, moment or zone the pages can show. Raises ValueError."""
    if isinstance(value, datetime):
        good = value.tzinfo is not None and EARLIEST_DAY <= value.date() <= LATEST_DAY
    elif isinstance(value, date):
        good = EARLIEST_DAY <= value <= LATEST_DAY
    else:
        good = field.name != "timezone" or find_zone(value) is not None
    _require(good)
    return value
