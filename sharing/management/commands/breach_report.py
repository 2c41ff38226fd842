"""Names whose data were taken out or looked at since a moment, so that they can be told."""

from __future__ import annotations

import csv
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Activity, ActivityKind
from sharing.models import Opening

TELLING = (
    ActivityKind.SIGNED_IN,
    ActivityKind.EXPORTED,
    ActivityKind.SHARED,
    ActivityKind.EMAIL_CHANGED,
    ActivityKind.PASSWORD_CHANGED,
    ActivityKind.CODE_USED,
    ActivityKind.PASSKEY_ADDED,
    ActivityKind.APP_REMOVED,
    ActivityKind.PASSKEY_REMOVED,
    ActivityKind.RESET_LINK,
    ActivityKind.GUESSED,
)


class Command(BaseCommand):
    help = "Write who was signed in to, exported, shared or opened since a moment, as CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", required=True, help="such as 2026-11-20T08:00, in UTC")

    def handle(self, *, since: str, **options: Any) -> None:
        try:
            moment = datetime.fromisoformat(since)
        except ValueError:
            raise CommandError("Write the moment like 2026-11-20T08:00.") from None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        lines = Activity.objects.filter(at__gte=moment, kind__in=TELLING).select_related("owner")
        openings = Opening.objects.filter(opened_at__gte=moment).select_related("page__owner")
        rows = [
            (each.at, each.owner.email, each.kind, each.detail, each.client, each.by)
            for each in lines
        ]
        rows += [
            (each.opened_at, each.page.owner.email, "opened a shared page", "", each.client, "")
            for each in openings
        ]
        writer = csv.writer(self.stdout or sys.stdout)
        writer.writerow(("when (UTC)", "account", "what", "detail", "browser", "by"))
        for when, *told in sorted(rows, key=lambda row: row[0]):
            writer.writerow((when.astimezone(UTC).isoformat(timespec="seconds"), *told))
