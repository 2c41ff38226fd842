from __future__ import annotations

from django.urls import path

from medications import views

app_name = "medications"
urlpatterns = [
    path("", views.medications, name="list"),
    path("changes/new/", views.new, name="new"),
    path("changes/<uuid:key>/edit/", views.edit, name="edit"),
    path("changes/<uuid:key>/delete/", views.delete, name="delete"),
    path("changes/<uuid:key>/bring-back/", views.bring_back, name="bring-back"),
]
