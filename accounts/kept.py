"""Keeps what is costly to compute, in this process alone: nothing of it is written down.

A result's name holds all that it was computed from, or the version of the person's data, so that
what has changed is computed anew and what has not is never computed twice.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from accounts.models import User
from domain.comparing import Comparing
from domain.diary import Diary
from domain.happenings import Happening
from domain.regimen import Story

MOST_RESULTS = 20_000

Result = TypeVar("Result")


class Kept:
    """Results by name; the one that was asked for longest ago is let go first."""

    def __init__(self, most: int = MOST_RESULTS) -> None:
        self.most = most
        self._lock = Lock()
        self._results: OrderedDict[Hashable, Any] = OrderedDict()

    def once(self, name: Hashable, compute: Callable[[], Result]) -> Result:
        """Return the result of this name, computed where it is not kept."""
        with self._lock:
            if name in self._results:
                self._results.move_to_end(name)
                found: Result = self._results[name]
                return found
        found = compute()
        with self._lock:
            self._results[name] = found
            while len(self._results) > self.most:
                self._results.popitem(last=False)
        return found


kept = Kept()


def comparing_of(
    owner: User,
    diary: Diary,
    stories: Sequence[Story],
    happenings: Sequence[Happening],
    today: date,
) -> Comparing:
    """Return what compares a person's days around their changes, each computed once."""
    return Comparing(str(owner.pk), kept.once, diary, stories, happenings, today)
