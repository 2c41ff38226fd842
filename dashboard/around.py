"""Ratings before and after one change: a sentence first, then a picture, then how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone as clock
from django.views.decorators.http import require_safe

from accounts.models import PersonRequest
from dashboard.forms import SettlingForm
from domain.acts import Act, acts
from domain.before_after import Compared, Windows, compare, slots_of, windows
from domain.dimensions import DIMENSIONS, Dimension
from domain.happenings import around
from domain.sentences import TALK_FIRST, of_shares, of_the_time, verdict
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


@require_safe
def around_change(request: PersonRequest, key: UUID) -> HttpResponse:
    """Compare the days before and after one act, whatever its page and its number of steps."""
    today = request.user.today(clock.now())
    stories = request.user.medication_events.standing().stories()
    act = next((each for each in acts(stories) if each.key == key), None)
    if act is None:
        raise Http404
    form = SettlingForm(request.GET or None, initial={"settling": act.settling})
    settling = act.settling if not form.is_valid() else form.cleaned_data["settling"]
    compared = windows(act.first, act.latest, settling, about=act.about)
    diary = request.user.check_ins.diary()
    seen = [
        _seen(act, compared, each, diary.counted(each), f"{request.user.pk} {key}", today)
        for each in DIMENSIONS.values()
    ]
    happenings = request.user.dated_events.happenings()
    others = around(compared.interval, act.changes, stories, happenings)
    context = {
        "act": act,
        "windows": compared,
        "settling": settling,
        "form": form,
        "seen": seen,
        "of_the_time": of_the_time(others),
        "talk_first": TALK_FIRST,
    }
    return render(request, "dashboard/around.html", context, status=422 if form.errors else 200)


def _seen(
    act: Act,
    compared: Windows,
    dimension: Dimension,
    ratings: Mapping[date, int],
    seed: str,
    today: date,
) -> Seen:
    before, after = slots_of(ratings, compared.before), slots_of(ratings, compared.after)
    found = compare(before, after, f"{seed} {dimension.key}")
    said = verdict(act, compared, dimension.label.lower(), found, today)
    uneven = of_shares(found)
    sizes = None
    if found.carry_before is not None and found.carry_after is not None:
        sizes = (
            effective_size(found.rated_before, found.carry_before.r1),
            effective_size(found.rated_after, found.carry_after.r1),
        )
    return Seen(dimension, found, [*said, *([uneven] if uneven else [])], ratings, sizes)
