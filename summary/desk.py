"""All that a page can be made from, fetched once for a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone as clock

from accounts.kept import comparing_of
from accounts.models import User
from care.actions import find_choices
from domain.acts import acts
from domain.companions import COMPANIONS
from domain.diary import Diary
from domain.happenings import Happening
from domain.regimen import Story
from summary.appendix import appendix
from summary.audiences import Clinician, clinicians
from summary.forms import Offered, SummaryForm
from summary.page import Choices, Page, Sources, summary_page

MOST_ACTS = 8
"""Changes that are offered for the page, the latest first."""


@dataclass(frozen=True)
class Desk:
    """All that a page can be made from, fetched once for a request."""

    person: User
    today: date
    diary: Diary
    stories: Sequence[Story]
    happenings: Sequence[Happening]
    clinician: Clinician
    clinicians: Sequence[Clinician]
    offered: Offered

    def page(self, choices: Choices) -> Page:
        """Return the page for what was chosen; what is sensitive is read where it was ticked."""
        person = self.person
        comparing = comparing_of(person, self.diary, self.stories, self.happenings, self.today)
        sources = Sources(
            diary=self.diary,
            stories=self.stories,
            today=self.today,
            rhythm=person.rhythm,
            comparing=comparing,
            harm=person.check_ins.harm_answers() if choices.harm else {},
            appendix=appendix(person, choices.parts, choices.interval, self.diary),
        )
        return summary_page(sources, choices)

    def form(self, data: Any, **kwargs: Any) -> SummaryForm:
        return SummaryForm(data, offered=self.offered, **kwargs)

    def initial(self) -> dict[str, Any]:
        """Return what is ticked at first: what was last chosen for this clinician, or usual."""
        audience = self.clinician.audience
        known = {each.key for each in self.offered.companions}
        usual = {
            "for_whom": self.clinician.key,
            "companions": [key for key in audience.companions if key in known],
            "questions": [str(n) for n in audience.questions],
            "parts": list(audience.parts),
            "around": [str(act.key) for act in self.offered.acts[:1]],
        }
        return usual | find_choices(owner=self.person, clinician=self.clinician.key)


def desk_of(person: User, whom: str) -> Desk:
    """Fetch what a person's page for a clinician can be made from."""
    today = person.today(clock.now())
    diary = person.check_ins.diary()
    stories = person.medication_events.standing().stories()
    known = clinicians(person)
    answered = {key for each in diary.days for key in each.companions}
    offered = Offered(
        today=today,
        country=person.country,
        visit=person.visits.latest_before(today),
        questions={f"own-{each.pk}": str(each.words) for each in person.questions.waiting()},
        acts=acts(stories)[:MOST_ACTS],
        companions=[each for key, each in COMPANIONS.items() if key in answered],
        asks_about_harm=bool(person.asks_about_harm),
    )
    return Desk(
        person=person,
        today=today,
        diary=diary,
        stories=stories,
        happenings=person.dated_events.happenings(),
        clinician=next((each for each in known if each.key == whom), known[0]),
        clinicians=known,
        offered=offered,
    )
