from __future__ import annotations

from django.urls import path

from journal import views

app_name = "journal"
urlpatterns = [
    path("", views.journal, name="list"),
    path("search/", views.search, name="search"),
    path("practices/", views.practices, name="practices"),
    path("practices/<uuid:key>/delete/", views.remove_practice, name="delete-practice"),
    path("practices/<uuid:key>/bring-back/", views.return_practice, name="bring-back-practice"),
    path("<uuid:key>/edit/", views.edit, name="edit"),
    path("<uuid:key>/delete/", views.delete, name="delete"),
    path("<uuid:key>/bring-back/", views.bring_back, name="bring-back"),
]
