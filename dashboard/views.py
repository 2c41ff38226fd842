"""Trends: four panels and the medicines on one time axis."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone as clock
from django.views.decorators.http import require_safe

from accounts.models import PersonRequest
from dashboard.figures import figure
from dashboard.tables import days_table, weeks_table
from domain.charts import chart
from domain.days import local_date
from domain.diary import Diary
from domain.intervals import Interval

RANGES = {
    "4-weeks": ("4 weeks", 28),
    "12-weeks": ("12 weeks", 84),
    "1-year": ("1 year", 365),
    "all": ("All", None),
}
USUAL_RANGE = "12-weeks"


@require_safe
def trends(request: PersonRequest) -> HttpResponse:
    today = local_date(clock.now(), request.user.zone)
    chosen = request.GET.get("range", USUAL_RANGE)
    chosen = chosen if chosen in RANGES else USUAL_RANGE
    diary = request.user.check_ins.diary()
    stories = request.user.medication_events.standing().stories()
    interval = _interval(diary, RANGES[chosen][1], today)
    shown = chart(diary, stories, interval, today)
    context = {
        "chart": shown,
        "figure": figure(shown),
        "ranges": [(key, words) for key, (words, _) in RANGES.items()],
        "chosen": chosen,
        "empty": not diary.days,
        "rows": weeks_table(shown) if shown.weekly else days_table(diary.during(interval)),
    }
    return render(request, "dashboard/trends.html", context)


def _interval(diary: Diary, days: int | None, today: date) -> Interval:
    if days is not None:
        return Interval.latest(days, today)
    began = min(diary.began or today, today - timedelta(days=27))
    return Interval(began, today + timedelta(days=1))
