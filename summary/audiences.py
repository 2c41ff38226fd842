"""For whom a page is: it changes what is ticked at first, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from accounts.models import User
from domain.care import ROLES


@dataclass(frozen=True)
class Audience:
    """A kind of clinician. companions, questions, parts: what is ticked at first."""

    label: str
    companions: Sequence[str] = ()
    questions: Sequence[int] = ()
    parts: Sequence[str] = ()


ANYONE = "anyone"
AUDIENCES: Mapping[str, Audience] = MappingProxyType(
    {
        ANYONE: Audience("Anyone"),
        "psychiatry": Audience(
            "Psychiatry",
            companions=("sadness", "low_motivation", "anxiety", "not_caring", "bothered"),
            questions=(1, 3),
        ),
        "neurology": Audience(
            "Neurology",
            companions=("fatigue", "numb_areas", "pain", "migraine", "sleep_trouble"),
            questions=(3, 6),
            parts=("happened",),
        ),
        "gp": Audience(
            "GP",
            companions=("fatigue", "sleep_hours", "pain", "appetite", "stress"),
            questions=(5, 7),
        ),
    }
)
KIND_OF_ROLE = MappingProxyType(
    {"psychiatrist": "psychiatry", "neurologist": "neurology", "gp": "gp"}
)


@dataclass(frozen=True)
class Clinician:
    """Someone a page can be for. key: what their choices are remembered under."""

    key: str
    label: str
    audience: Audience

    @property
    def named(self) -> str:
        """The label as it is printed; nothing where the page is for anyone."""
        return "" if self.key == ANYONE else self.label


def clinicians(owner: User) -> list[Clinician]:
    """Return the kinds of clinicians, and those of the care team."""
    kinds = [Clinician(key, each.label, each) for key, each in AUDIENCES.items()]
    team = [
        Clinician(
            str(each.pk),
            str(each.name) or ROLES[each.role],
            AUDIENCES[KIND_OF_ROLE.get(each.role, "anyone")],
        )
        for each in owner.carers.standing().order_by("written_at")
    ]
    return kinds + team
