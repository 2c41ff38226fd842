"""How a day is entered, changed, deleted and brought back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from accounts.keeping import (
    FEW,
    ChangedElsewhere,
    bring_back,
    held_in,
    keep_newest,
    need_room,
    need_room_for_change,
    wait_for_turn,
)
from accounts.models import User
from checkins.models import ANSWERS, CheckIn, EarlierAnswers, Told
from domain.companions import COMPANIONS
from domain.days import may_be_filled_in
from domain.dimensions import DIMENSIONS


class NotThatDay(Exception):
    """The day is in the future, or too far back to be filled in."""


@transaction.atomic
def record_check_in(
    *,
    owner: User,
    day: date,
    today: date,
    timezone: str,
    now: datetime,
    told: Told,
    submission: UUID,
    seen_version: int | None = None,
) -> CheckIn:
    """Save a day's answers; the ones they replace are kept.

    today: the person's day at ``now``. submission: the form's own key; a form that was sent
    before answers as the first time, also when the day was changed or deleted meanwhile.
    seen_version: the version that the form showed, 0 for an empty day, None where it told none.
    Raises NotThatDay, ChangedElsewhere where another page was faster, TooManyRows where there is
    no room for the words of its note, and ValueError for an answer that no form of ours can give.
    """
    _refuse_unknown(told)
    wait_for_turn(owner)
    before = find_by_submission(owner=owner, submission=submission)
    if before is not None:
        return before
    standing = owner.check_ins.standing().filter(day=day).first()
    if standing is None:
        if not may_be_filled_in(day, today):
            raise NotThatDay(day)
        fresh = CheckIn(
            owner=owner,
            day=day,
            timezone=timezone,
            lag_days=(today - day).days,
            entered_at=now,
            submission=submission,
            version=_next_version(owner, day),
        )
        fresh.tell(told)
        need_room(owner.check_ins.standing(), told={"note": told.note})
        fresh.save(force_insert=True)
        return fresh
    if standing.told() == told:
        return standing
    if seen_version is not None and standing.version != seen_version:
        raise ChangedElsewhere(standing)
    need_room_for_change(standing, {"note": told.note})
    return _replace(standing, told, submission, now)


def _next_version(owner: User, day: date) -> int:
    """Return the version of a day entered anew: above a deleted one that a tab may still show."""
    before = owner.check_ins.filter(day=day).aggregate(latest=Max("version"))["latest"]
    return int(before or 0) + 1


def _refuse_unknown(told: Told) -> None:
    for key in told.not_rated:
        if not (key in DIMENSIONS or (key in COMPANIONS and COMPANIONS[key].unsure)):
            raise ValueError(f"{key} cannot be answered like that")
    for key, value in told.companions.items():
        if key not in COMPANIONS or not COMPANIONS[key].accepts(value):
            raise ValueError(f"{key} cannot be answered like that")


def _replace(standing: CheckIn, told: Told, submission: UUID, now: datetime) -> CheckIn:
    """Put other answers in the place of those that stand, which are kept beside them.

    Of very many such answers of a person, those replaced longest ago are forgotten.
    """
    _forget_oldest(EarlierAnswers.objects.filter(check_in__owner=standing.owner_id))
    earlier = EarlierAnswers(
        check_in=standing,
        version=standing.version,
        submission=standing.submission,
        saved_at=standing.changed_at or standing.entered_at,
        replaced_at=now,
    )
    earlier.tell(standing.told())
    earlier.save(force_insert=True)
    standing.tell(told)
    standing.submission = submission
    standing.changed_at = max(now, standing.entered_at)
    standing.version += 1
    standing.save(update_fields=[*ANSWERS, "submission", "changed_at", "version"])
    return standing


def _forget_oldest(kept: QuerySet[EarlierAnswers]) -> None:
    """Make room for one more; where the words of all are too many, let go of the oldest tenth."""
    most = EarlierAnswers.MOST - 1
    count = kept.count()
    if count >= FEW and held_in(kept) > EarlierAnswers.LARGEST:
        most = min(most, count - count // 10)
    keep_newest(kept.order_by("-replaced_at", "-version"), most)


def find_by_submission(*, owner: User, submission: UUID) -> CheckIn | None:
    """Return the check-in that a form has saved before, or None for a form that is new."""
    own = owner.check_ins.filter(submission=submission).first()
    if own is not None:
        return own
    replaced = Q(earlier_answers__submission=submission)
    return owner.check_ins.filter(replaced).first()


@transaction.atomic
def bring_back_check_in(*, check_in: CheckIn) -> CheckIn:
    """Undo a deletion. A day that was entered anew in between stays as it is."""
    wait_for_turn(check_in.owner)
    standing = check_in.owner.check_ins.standing().filter(day=check_in.day).first()
    if standing is not None:
        return standing
    bring_back(check_in)
    return check_in
