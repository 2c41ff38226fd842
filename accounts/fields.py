"""Model fields that every keeper shares."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.sealing import CannotUnseal, seal_bytes, unseal_bytes


class _Sealed(bytes):
    """Bytes as they came from the database, not opened yet."""


class _Opened:
    """Opens a sealed value when it is first read, since only then its row is known."""

    def __init__(self, field: SealedField) -> None:
        self.field = field

    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, _Sealed):
            value = self.field.opened(value, instance)
            instance.__dict__[name] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(models.Field):  # type: ignore[type-arg]  # its value is what it opens to
    """Content that is stored sealed and read through its row.

    The row needs an ``owner`` and an id before its first save. Empty content is stored empty.
    ``values()`` and ``values_list()`` give the sealed bytes: content is read from rows alone.
    Raises accounts.sealing.CannotUnseal where a value does not open.
    """

    empty: Any = b""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", self.empty)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        return "BinaryField"

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opened(self))

    def place_of(self, instance: Any) -> str:
        """Return what a value is bound to: table, column, owner and row."""
        table = instance._meta.db_table
        return f"{table}|{self.column}|{instance.owner_id}|{instance.pk}"

    def opened(self, sealed: bytes, instance: Any) -> Any:
        """Return what a sealed value of a row holds."""
        if not sealed:
            return self.empty
        return self.to_content(unseal_bytes(bytes(sealed), self.place_of(instance)))

    def to_content(self, opened: bytes) -> Any:
        return opened

    def to_bytes(self, content: Any) -> bytes:
        return bytes(content)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else _Sealed(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        content = getattr(model_instance, self.attname)
        return seal_bytes(self.to_bytes(content), self.place_of(model_instance)) if content else b""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            if value:
                raise TypeError("sealed text is written by saving its row, not by update()")
            value = b""
        return None if value is None else connection.Database.Binary(value)


class SealedBytesField(SealedField):
    """Bytes that are stored sealed."""


class SealedTextField(SealedField):
    """Text that is stored sealed and read as text through its row."""

    empty = ""

    def to_content(self, opened: bytes) -> Any:
        try:
            return opened.decode()
        except UnicodeDecodeError:
            raise CannotUnseal("it holds no text") from None

    def to_bytes(self, content: Any) -> bytes:
        return str(content).encode()

    def value_to_string(self, obj: models.Model) -> str:
        return str(getattr(obj, self.attname))
