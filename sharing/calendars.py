"""A person's reminder as a calendar: made, ended, and read by a calendar program."""

from __future__ import annotations

from datetime import time
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone as clock
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest, sent
from sharing.actions import end_feed, find_feed, make_feed
from sharing.forms import ReminderForm
from sharing.ics import calendar
from sharing.models import CalendarFeed

USUAL_TIME = time(20, 30)


@require_http_methods(["GET", "POST"])
def reminder(request: PersonRequest) -> HttpResponse:
    """Make an address for a calendar program; it is shown this once."""
    feed = CalendarFeed.objects.filter(owner=request.user).first()
    form = ReminderForm(sent(request), initial={"at": feed.at if feed else USUAL_TIME})
    address = ""
    if form.is_valid():
        link = make_feed(owner=request.user, at=form.cleaned_data["at"], now=clock.now())
        address = request.build_absolute_uri(reverse("sharing:feed", args=[link]))
        feed = CalendarFeed.objects.get(owner=request.user)
    context = {"form": form, "feed": feed, "address": address, "zone": request.user.zone}
    status = 422 if form.errors else 200
    return render(request, "sharing/reminder.html", context, status=status)


@require_POST
def end_reminder(request: PersonRequest) -> HttpResponse:
    end_feed(owner=request.user)
    messages.success(request, "Ended. The address gives nothing from now on.")
    return redirect("sharing:reminder")


@login_not_required
@require_safe
def feed(request: HttpRequest, link: UUID) -> HttpResponse:
    """Answer a calendar program. Nothing of it tells whose it is or what it reminds of."""
    found = find_feed(link=link)
    if found is None:
        raise Http404
    made = found.made_at.astimezone(found.owner.zone).date()
    text = calendar(found.pk, made, found.at, found.owner.rhythm, found.made_at)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer
