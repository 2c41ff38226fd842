from __future__ import annotations

from django.urls import path

from journal.views import entries, events, practices

app_name = "journal"
urlpatterns = [
    path("", entries.journal, name="list"),
    path("search/", entries.search, name="search"),
    path("practices/", practices.practices, name="practices"),
    path("practices/<uuid:key>/delete/", practices.remove_practice, name="delete-practice"),
    path("practices/<uuid:key>/bring-back/", practices.return_practice, name="bring-back-practice"),
    path("events/", events.events, name="events"),
    path("events/new/", events.new, name="new-event"),
    path("events/<uuid:key>/edit/", events.edit, name="edit-event"),
    path("events/<uuid:key>/delete/", events.delete, name="delete-event"),
    path("events/<uuid:key>/bring-back/", events.bring_back, name="bring-back-event"),
    path("<uuid:key>/edit/", entries.edit, name="edit"),
    path("<uuid:key>/delete/", entries.delete, name="delete"),
    path("<uuid:key>/bring-back/", entries.bring_back, name="bring-back"),
]
