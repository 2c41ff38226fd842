from __future__ import annotations

from django.urls import path

from journal.views import entries, events, pictures, practices

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
    path("<uuid:key>/pictures/", pictures.new, name="pictures"),
    path("pictures/<uuid:key>/", pictures.picture, name="picture"),
    path("pictures/<uuid:key>/delete/", pictures.delete, name="delete-picture"),
    path("pictures/<uuid:key>/bring-back/", pictures.bring_back, name="bring-back-picture"),
    path("<uuid:key>/edit/", entries.edit, name="edit"),
    path("<uuid:key>/delete/", entries.delete, name="delete"),
    path("<uuid:key>/bring-back/", entries.bring_back, name="bring-back"),
]
