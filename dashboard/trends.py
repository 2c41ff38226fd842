"""Trends: ratings, companions and medicines on one time axis, and what can be said of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone as clock
from django.views.decorators.http import condition, require_POST, require_safe

from accounts.actions import change_settings
from accounts.kept import comparing_of, kept
from accounts.models import User
from accounts.requests import PersonRequest
from dashboard.asked import CLOSER_PLACES, PLACES, RANGES, SINCE_VISIT, Asked, read_asked
from dashboard.axis import Axis, axis_of
from dashboard.figures import figure
from dashboard.forms import UsualRangeForm
from dashboard.tables import (
    Row,
    companion_table,
    companion_weeks_table,
    days_table,
    weeks_table,
)
from domain import comparison
from domain.acts import acts
from domain.answers import Companion
from domain.charts import CompanionPanel, chart, companion_panel
from domain.companions import COMPANIONS
from domain.diary import Diary
from domain.dimensions import DIMENSIONS
from domain.lasting import lasting_change
from domain.linked import look_for_links, told_links
from domain.links import Link
from domain.regimen import Story
from domain.rhythm import Rhythm
from domain.sentences import TALK_FIRST, lasting_told
from medications.models import with_plans

_ALWAYS_ANEW = {"last_login", "password"}


@dataclass(frozen=True)
class Fetched:
    """All that the page is made from, fetched once, and what was asked of it."""

    person: User
    today: date
    diary: Diary
    stories: list[Story]
    axis: Axis
    asked: Asked


def version_of(request: PersonRequest) -> str:
    """Return an entity tag: the same as long as the page would show the same.

    The person's row holds how often their data were written, and each setting that a page heeds.
    """
    person = request.user
    facts = {
        each.attname: getattr(person, each.attname)
        for each in person._meta.concrete_fields
        if each.attname not in _ALWAYS_ANEW
    }
    told = f"{settings.RELEASE} {person.today(clock.now())} {request.get_full_path()} {facts}"
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=version_of)
def trends(request: PersonRequest) -> HttpResponse:
    person = request.user
    usual = {"shown": person.shows_usual_range, "usual_from": person.usual_from}
    return _page(request, UsualRangeForm(initial=usual, today=person.today(clock.now())))


def _page(request: PersonRequest, usual_form: UsualRangeForm) -> HttpResponse:
    today = request.user.today(clock.now())
    diary = request.user.check_ins.diary()
    stories = with_plans(
        request.user.medication_events.standing().stories(),
        request.user.plan_steps.standing().select_related("medication").order_by("day"),
    )
    axis = axis_of(request.user, today)
    asked = read_asked(request.GET, diary.began, today, axis.visit)
    fetched = Fetched(request.user, today, diary, stories, axis, asked)
    context = {
        "asked": asked,
        "today": today,
        "visit": axis.visit,
        "empty": not diary.days,
        "ranges": [
            (key, words) for key, (words, _) in RANGES.items() if key != SINCE_VISIT or axis.visit
        ],
        "version": version_of(request),
        "usual_form": usual_form,
        "comparison": comparison.rows(diary, today, request.user.rhythm),
        **_drawn(fetched),
        **_told(fetched),
    }
    status = 422 if asked.form.errors or usual_form.errors else 200
    return render(request, "dashboard/trends.html", context, status=status)


def _drawn(of: Fetched) -> dict[str, Any]:
    """Return the chart, its figure and the same numbers as tables."""
    person, interval = of.person, of.asked.interval
    shown = chart(
        of.diary,
        of.stories,
        interval,
        of.today,
        person.rhythm,
        of.axis.lanes(interval),
        usual=person.shows_usual_range,
        usual_from=person.usual_from,
    )
    offered = _offered(person.companion_keys, of.diary)
    companion = of.asked.companion if of.asked.companion in offered else None
    beside = None
    if companion is not None and companion.charted:
        beside = companion_panel(of.diary, companion, interval, of.today, person.rhythm)
    inside = of.diary.during(interval)
    return {
        "chart": shown,
        "figure": figure(shown, beside, of.stories, of.axis.happenings, of.axis.results),
        "rows": weeks_table(shown) if shown.weekly else days_table(inside),
        "offered": [(PLACES[each.key], each) for each in offered],
        "companion": companion,
        "beside": beside,
        "beside_rows": _beside_rows(inside, companion, beside, person.rhythm),
        "happened": [each for each in reversed(of.axis.happenings) if each.days.overlap(interval)],
    }


def _beside_rows(
    inside: Diary, companion: Companion | None, beside: CompanionPanel | None, rhythm: Rhythm
) -> list[Row]:
    if beside is not None and beside.weeks:
        return companion_weeks_table(beside, rhythm)
    return companion_table(inside, companion) if companion else []


def _offered(on: list[str], diary: Diary) -> list[Companion]:
    """Return the companions that can be looked at: those that are on, and those with days."""
    answered = {key for each in diary.days for key in each.companions}
    return [each for key, each in COMPANIONS.items() if key in answered | set(on)]


def _told(of: Fetched) -> dict[str, Any]:
    """Return what is said: of each change in the time shown, of links, of a lasting change."""
    diary, closer = of.diary, of.asked.closer
    comparing = comparing_of(of.person, diary, of.stories, of.axis.happenings, of.today)
    shown = [each for each in acts(of.stories) if each.first in of.asked.interval]
    return {
        "closer": [(CLOSER_PLACES[key], each) for key, each in DIMENSIONS.items()],
        "cards": [comparing.card(act, [closer]) for act in shown],
        "talk_first": TALK_FIRST,
        "links": told_links(_links(of.person, diary, of.asked), closer),
        "lasting": [
            lasting_told(found, each.label.lower())
            for each in DIMENSIONS.values()
            if diary.began
            and (found := lasting_change(diary.counted(each), diary.began, of.today)) is not None
        ],
    }


def _links(owner: User, diary: Diary, asked: Asked) -> list[Link]:
    name = ("links", owner.pk, owner.data_version, asked.closer.key, asked.interval)
    return kept.once(name, lambda: look_for_links(diary.during(asked.interval), asked.closer))


@require_POST
def usual_range(request: PersonRequest) -> HttpResponse:
    """Keep which four weeks are drawn, and whether; the way back keeps what was asked."""
    form = UsualRangeForm(request.POST, today=request.user.today(clock.now()))
    if not form.is_valid():
        return _page(request, form)
    change_settings(
        owner=request.user,
        shows_usual_range=form.cleaned_data["shown"],
        usual_from=form.cleaned_data["usual_from"],
    )
    return redirect(f"{reverse('dashboard:trends')}?{request.GET.urlencode()}#four")
