"""Reads the file of a whole account, and puts all of it into an empty one, or nothing."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction

from accounts.actions import wait_for_turn
from accounts.fields import SealedField
from accounts.models import Background, User
from accounts.zones import find_zone
from care.models import PageChoices
from checkins.models import Answers
from domain.companions import COMPANIONS, MOST_ON, in_order
from domain.days import EARLIEST_DAY, LATEST_DAY, LATEST_START
from domain.dimensions import DIMENSIONS, NotRated
from journal.actions import MOST_OF_AN_ENTRY, MOST_PICTURES
from journal.pictures import NotAPicture, check_kept
from summary.archive.beside import BESIDE
from summary.archive.pack import DATA, FORMAT, VERSION
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

LARGEST_WHOLE = 200_000_000
LARGEST_DATA = 50_000_000
"""Bytes of the text alone, unpacked."""
MOST_MARKS = {b"[": 100_000, b"{": 100_000, b",": 3_000_000}
"""How often what opens or parts a value may stand in the text, words included."""
MOST_FILES = MOST_PICTURES + 20
MOST_ROWS = 20_000
"""Of all kinds together: ten years of days, entries and practices are fewer."""
LONGEST_WORDS = 20_000
PARENTS = {parent_of(field) for kind in KINDS.values() for field in fields_of(kind)}
"""Names of the kinds that rows of others refer to."""
COMPRESSED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
TOO_MUCH = "The file holds more than an account of numbtrack can."
NO_ACCOUNT = "This is not a file of a whole account from numbtrack."
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    MemoryError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged file raises: encrypted, cut off, nested too deep, no text."""


class NotAnAccount(Exception):
    """A file that cannot be read as an account. Its words say why, for the person."""


class NotEmpty(Exception):
    """The account holds something already: nothing is mixed into it."""


@dataclass(frozen=True)
class Account:
    """A file that was read: its values, and the files beside them."""

    content: Mapping[str, Any]
    files: Mapping[str, bytes]

    def counts(self) -> dict[str, int]:
        """Return name of a kind -> how many rows of it, for those that there are."""
        return {name: len(self.content[name]) for name in KINDS if self.content[name]}


def read(content: bytes) -> Account:
    """Return what a ZIP holds: costly, and never within a transaction. Raises NotAnAccount."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            held = file.infolist()
            _check_sizes(held)
            brought = [each for each in held if not each.filename.startswith(BESIDE)]
            files = {each.filename: file.read(each) for each in brought}
        told = json.loads(_checked_text(files.pop(DATA)))
    except _DAMAGED as error:
        raise NotAnAccount(NO_ACCOUNT) from error
    _check(told)
    for name, picture in files.items():
        try:
            check_kept(picture)
        except NotAPicture as error:
            raise NotAnAccount(f"The picture {name[:60]} in the file cannot be read.") from error
    return Account(told, files)


def _check_sizes(held: Sequence[zipfile.ZipInfo]) -> None:
    """Look at what a ZIP tells of its files, before any of them is unpacked."""
    text = sum(each.file_size for each in held if each.filename == DATA)
    whole = sum(each.file_size for each in held)
    if len(held) > MOST_FILES or whole > LARGEST_WHOLE or text > LARGEST_DATA:
        raise NotAnAccount(TOO_MUCH)
    if any(each.compress_type not in COMPRESSED for each in held):
        raise NotAnAccount(NO_ACCOUNT)


def _checked_text(data: bytes) -> str:
    """Return the text, as long as what it opens up to is no larger than it looks."""
    if any(data.count(mark) > most for mark, most in MOST_MARKS.items()):
        raise NotAnAccount(TOO_MUCH)
    return data.decode()


def _check(told: Any) -> None:
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise NotAnAccount(NO_ACCOUNT)
    if told.get("version") != VERSION:
        raise NotAnAccount("The file is of another version of numbtrack than this one can read.")
    if not isinstance(told.get("settings"), dict):
        raise NotAnAccount("The settings in the file cannot be read.")
    for name in KINDS:
        rows = told.get(name)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise NotAnAccount(f"“{name}” in the file cannot be read.")
    if sum(len(told[name]) for name in KINDS) > MOST_ROWS:
        raise NotAnAccount(TOO_MUCH)
    of_an_entry = Counter(str(row.get("entry")) for row in told["pictures"])
    files = Counter(str(row.get("data")) for row in told["pictures"])
    if any(count > MOST_OF_AN_ENTRY for count in of_an_entry.values()):
        raise NotAnAccount(TOO_MUCH)
    if any(count > 1 for count in files.values()):
        raise NotAnAccount("Two pictures in the file are one and the same.")


def is_empty(owner: User) -> bool:
    """Tell whether an account holds nothing of its own; what was only ticked is nothing."""
    return not any(mine(kind, owner).exists() for kind in KINDS.values() if kind is not PageChoices)


@transaction.atomic
def unpack(owner: User, account: Account, today: date) -> list[tuple[str, UUID]]:
    """Put all of an account into an empty one; return (kind, key) of every row that was made.

    today: no check-in may lie behind the day after it, which it is already elsewhere. Nothing is
    kept where anything of it cannot be. Raises NotAnAccount, NotEmpty.
    """
    wait_for_turn(owner)
    if not is_empty(owner):
        raise NotEmpty
    owner.page_choices.all().delete()
    take_over(owner, account.content["settings"])
    loading = _Loading(owner, account)
    for name, kind in KINDS.items():
        loading.load(name, kind)
    _read_back(owner, today + timedelta(days=1))
    return loading.made


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


def _read_back(owner: User, latest: date) -> None:
    """Read every row as the pages do: what one of them could not read is not let in."""
    try:
        for check_in in owner.check_ins.prefetch_related("earlier_answers"):
            _require(check_in.day <= latest)
            for answers in (check_in, *check_in.earlier_answers.all()):
                _read_answers(answers)
        for event in owner.medication_events.all():
            _require(all(isinstance(each, str) for each in event.reasons))
        owner.check_ins.harm_answers()
        [str(each.title) for each in owner.medications.stories()]
        [(each.label, each.told) for each in owner.dated_events.happenings()]
        [each.said for each in owner.dated_events.all()]
        [(each.known, each.said) for each in owner.practice_notes.all()]
        [each.tags for each in owner.journal_entries.all()]
        for chosen in owner.page_choices.all():
            _require(all(map(_is_choice, json.loads(str(chosen.told)).values())))
        for background in Background.objects.filter(owner=owner):
            _require(isinstance(json.loads(str(background.conditions) or "{}"), dict))
            background.standings()
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise NotAnAccount("Something in the file is not known here.") from error


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
        self.made: list[tuple[str, UUID]] = []

    def load(self, name: str, kind: Kind) -> None:
        rows = []
        for place, told in enumerate(self.account.content[name], start=1):
            row = self._row(f"{name} {place}", kind, told)
            self.keys[f"{name}/{place}"] = row.pk
            if name in PARENTS:
                self.parents[row.pk] = row
            self.made.append((name, row.pk))
            rows.append(row)
        manager: Any = kind._default_manager
        try:
            with transaction.atomic():
                manager.bulk_create(rows)
        except (DatabaseError, ValidationError, ValueError, TypeError, OverflowError) as error:
            raise NotAnAccount(f"“{name}” in the file does not fit together.") from error

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
