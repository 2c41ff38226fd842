"""What lies beside an account in its file, to be read and not to be brought in again.

How the account was made and used, and what was entered once more as tables and for a clinic.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from allauth.mfa.models import Authenticator

from accounts.models import User
from summary.fhir.bundles import as_json, collection
from summary.fhir.gathered import gather
from summary.more_tables import activity_csv, journal_csv, lab_tests_csv, practices_csv
from summary.tables import Ticked, check_ins_csv, medication_events_csv

BESIDE = "beside/"
"""How the names of these files begin: whoever brings an account in leaves them aside."""


def beside(owner: User, ticked: Ticked, now: datetime) -> Mapping[str, bytes]:
    """Return name -> content of every such file."""
    companions = [each.key for each in ticked.companions()]
    kept = gather(owner, who="", today=owner.today(now), now=now, companions=companions)
    days = owner.check_ins.standing().order_by("day")
    changes = owner.medication_events.standing().select_related("medication")
    entries = owner.journal_entries.standing().with_picture_count().order_by("day", "written_at")
    written = {
        "account.json": json.dumps(_about(owner), ensure_ascii=False, indent=1),
        "activity.csv": activity_csv(owner.activities.order_by("number")),
        "check-ins.csv": check_ins_csv(days, ticked),
        "medication-changes.csv": medication_events_csv(changes.order_by("day", "recorded_at")),
        "journal.csv": journal_csv(entries),
        "laboratory-tests.csv": lab_tests_csv(owner.lab_tests.standing().order_by("written_at")),
        "practices.csv": practices_csv(
            owner.practice_notes.standing().order_by("day", "written_at")
        ),
        "check-ins-and-medicines.fhir.json": as_json(collection(kept)),
    }
    return {f"{BESIDE}{name}": content.encode() for name, content in written.items()}


def _about(owner: User) -> dict[str, object]:
    """Return how an account was made and used: agreements, devices, pages shared."""
    factors = Authenticator.objects.filter(user=owner).order_by("created_at")
    return {
        "email": owner.email,
        "joined_at": owner.joined_at.isoformat(),
        "agreements": [
            {
                "version": each.version,
                "given_by": each.given_by,
                "given_at": each.given_at.isoformat(),
                "withdrawn_at": each.withdrawn_at.isoformat() if each.withdrawn_at else None,
            }
            for each in owner.consents.order_by("given_at")
        ],
        "signed_in": [
            {
                "client": each.client,
                "own_device": each.own_device,
                "began_at": each.began_at.isoformat(),
                "seen_at": each.seen_at.isoformat(),
            }
            for each in owner.sign_ins.order_by("began_at")
        ],
        "second_steps": list(factors.values_list("type", flat=True)),
        "shared_pages": [
            {
                "label": each.label,
                "shared_at": each.shared_at.isoformat(),
                "expires_at": each.expires_at.isoformat(),
                "revoked_at": each.revoked_at.isoformat() if each.revoked_at else None,
                "openings": [
                    {"opened_at": one.opened_at.isoformat(), "client": one.client}
                    for one in each.openings.order_by("opened_at")
                ],
            }
            for each in owner.shared_pages.without_pages()
            .order_by("shared_at")
            .prefetch_related("openings")
        ],
    }
