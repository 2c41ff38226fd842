"""One change with ratings before and after it, as every page and the printed one tell of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.acts import Act
from domain.before_after import Compared, Windows, compare, slots_of, windows
from domain.diary import Diary
from domain.dimensions import Dimension
from domain.happenings import Happening, around
from domain.regimen import Story
from domain.sentences import of_shares, of_the_time, verdict
from domain.series import effective_size


@dataclass(frozen=True)
class Seen:
    """One dimension around an act. sizes: as how many separate days each window counts."""

    dimension: Dimension
    found: Compared
    said: list[str]
    ratings: Mapping[date, int]
    sizes: tuple[float, float] | None

    @property
    def typical(self) -> tuple[float | None, float | None]:
        return (self.found.typical_before, self.found.typical_after)


@dataclass(frozen=True)
class Card:
    """One act with its days, what is said of all dimensions, and those that are looked at."""

    act: Act
    windows: Windows
    settling: int
    of_the_time: list[str]
    seen: list[Seen]


@dataclass(frozen=True)
class Comparing:
    """All that is needed to compare a person's days around any of their acts.

    seed: names the person, so that a reprint agrees. once: (name, compute) -> what was computed
    under that name, which holds all that it is computed from.
    """

    seed: str
    once: Callable[[Hashable, Callable[[], Compared]], Compared]
    diary: Diary
    stories: Sequence[Story]
    happenings: Sequence[Happening]
    today: date

    def card(self, act: Act, dimensions: Iterable[Dimension], settling: int | None = None) -> Card:
        """Return the card of an act. settling: days left out after it, the usual ones if None."""
        left_out = act.settling if settling is None else settling
        compared = windows(act.first, act.latest, left_out, about=act.about)
        others = around(compared.interval, act.changes, self.stories, self.happenings)
        seen = [self._seen(act, compared, each) for each in dimensions]
        return Card(act, compared, left_out, of_the_time(others), seen)

    def _seen(self, act: Act, compared: Windows, dimension: Dimension) -> Seen:
        ratings = self.diary.during(compared.interval).counted(dimension)
        before, after = slots_of(ratings, compared.before), slots_of(ratings, compared.after)
        seed = f"{self.seed} {act.key} {dimension.key}"
        found = self.once(
            ("around", seed, tuple(before), tuple(after)), lambda: compare(before, after, seed)
        )
        said = verdict(act, compared, dimension.label.lower(), found, self.today)
        uneven = of_shares(found)
        return Seen(
            dimension, found, [*said, *([uneven] if uneven else [])], ratings, _sizes(found)
        )


def _sizes(found: Compared) -> tuple[float, float] | None:
    if found.carry_before is None or found.carry_after is None:
        return None
    return (
        effective_size(found.rated_before, found.carry_before.r1),
        effective_size(found.rated_after, found.carry_after.r1),
    )
