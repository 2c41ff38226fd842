"""The roof's table of rooms. Who may open each page is in numbtrack/access.py."""

from __future__ import annotations

from django.urls import include, path

from domain.days import EARLIEST_DAY, LATEST_DAY
from numbtrack import health, reports
from numbtrack.converters import register_converters

register_converters(EARLIEST_DAY, LATEST_DAY)

urlpatterns = [
    path("", include("support.urls")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("policy-report/", reports.policy_report, name="policy-report"),
    path("accounts/", include("accounts.urls")),
    path("check-ins/", include("checkins.urls")),
    path("care/", include("care.urls")),
    path("journal/", include("journal.urls")),
    path("medications/", include("medications.urls")),
    path("", include("dashboard.urls")),
    path("learn/", include("learn.urls")),
    path("", include("sharing.urls")),
    path("summary/", include("summary.urls")),
]
handler400 = "numbtrack.errors.bad_request"
handler403 = "numbtrack.errors.forbidden"
handler404 = "numbtrack.errors.not_found"
handler429 = "numbtrack.errors.too_many"
handler500 = "numbtrack.errors.our_fault"
