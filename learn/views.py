"""Pages to read, signed in or not, and while the database does not answer."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone as clock
from django.views.decorators.http import require_safe

from accounts.requests import find_person
from domain import comparison
from domain.companions import NEUROLOGICAL
from domain.dimensions import DIMENSIONS
from domain.places import find_at
from domain.practices import NOT_PROVEN, PRACTICES
from domain.wording import QUESTIONS_FOR_CLINICIAN
from learn.articles import ARTICLES, neighbour, numbered_articles

COMPARES = "numbness-or-low-mood"


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "learn/index.html", {"articles": numbered_articles()})


@login_not_required
@require_safe
def article(request: HttpRequest, place: int) -> HttpResponse:
    """Show a page by its place: an address in a history tells nothing of what was read."""
    chosen = ARTICLES.get(find_at(ARTICLES, str(place)))
    if chosen is None:
        raise Http404
    context = {
        "article": chosen,
        "articles": numbered_articles(),
        "next": neighbour(place),
        "dimensions": DIMENSIONS,
        "neurological": NEUROLOGICAL,
        "practices": list(enumerate(PRACTICES.values(), start=1)),
        "not_proven": NOT_PROVEN,
        "questions": QUESTIONS_FOR_CLINICIAN,
        "rows": _own_rows(request) if chosen.slug == COMPARES else [],
    }
    return render(request, chosen.template, context)


def _own_rows(request: HttpRequest) -> list[comparison.Row]:
    """Return the rows with the numbers of whoever is signed in; without them for anyone else."""
    person = find_person(request)
    try:
        if person is not None and not person.stopped_at:
            today = person.today(clock.now())
            return comparison.rows(person.check_ins.diary(), today, person.rhythm)
    except Error:  # the words must be there while the database is down
        pass
    return comparison.without_numbers()
