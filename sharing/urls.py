from __future__ import annotations

from django.urls import path

from sharing import calendars, views

app_name = "sharing"
urlpatterns = [
    path("reminder/", calendars.reminder, name="reminder"),
    path("reminder/end/", calendars.end_reminder, name="end-reminder"),
    path("calendar/<uuid:link>.ics", calendars.feed, name="feed"),
    path("shares/", views.shares, name="list"),
    path("shares/<uuid:key>/end/", views.end_share, name="end"),
    path("shared/<uuid:link>/", views.door, name="door"),
    path("shared/<uuid:link>/page/", views.page, name="page"),
    path("shared/<uuid:link>/page.pdf", views.pdf, name="pdf"),
    path("shared/<uuid:link>/page.fhir.json", views.fhir, name="fhir"),
]
