"""Model fields that every keeper shares."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.sealing import seal, unseal


class _Sealed(bytes):
    """Bytes as they came from the database, not opened yet."""


class _Opened:
    """Opens a sealed value when it is first read, since only then its row is known."""

    def __init__(self, field: SealedTextField) -> None:
        self.field = field

    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, _Sealed):
            value = unseal(value, self.field.place_of(instance)) if value else ""
            instance.__dict__[name] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.Field):  # type: ignore[type-arg]  # its value is plain text
    """Text that is stored sealed and read as text through its row.

    The row needs an ``owner`` and an id before its first save. Empty text is stored empty.
    ``values()`` and ``values_list()`` give the sealed bytes: words are read from rows alone.
    Raises accounts.sealing.CannotUnseal where a value does not open.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
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

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else _Sealed(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        text = getattr(model_instance, self.attname)
        return seal(text, self.place_of(model_instance)) if text else b""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            if value:
                raise TypeError("sealed text is written by saving its row, not by update()")
            value = b""
        return None if value is None else connection.Database.Binary(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(getattr(obj, self.attname))
