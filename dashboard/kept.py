"""Keeps what is costly to compute until the person's data change: nothing of it is written down."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar
from uuid import UUID

from accounts.models import User

MOST_PEOPLE = 200
MOST_RESULTS = 1_000

Result = TypeVar("Result")


class Kept:
    """Results of people by the version of their data, in this process alone.

    A new version of a person's data lets go of all that was kept of the one before. The person
    who was served longest ago is let go first.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._people: OrderedDict[UUID, tuple[int, dict[Hashable, Any]]] = OrderedDict()

    def of(self, person: User) -> dict[Hashable, Any]:
        """Return what is kept of a person's present data."""
        with self._lock:
            version, results = self._people.pop(person.pk, (-1, {}))
            if version != person.data_version or len(results) >= MOST_RESULTS:
                results = {}
            self._people[person.pk] = (person.data_version, results)
            while len(self._people) > MOST_PEOPLE:
                self._people.popitem(last=False)
            return results

    def once(self, person: User, name: Hashable, compute: Callable[[], Result]) -> Result:
        """Return a result of this name, computed once for a version of the person's data."""
        results = self.of(person)
        if name not in results:
            results[name] = compute()
        found: Result = results[name]
        return found


kept = Kept()
