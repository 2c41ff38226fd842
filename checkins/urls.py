from __future__ import annotations

from django.urls import path

from checkins import views

app_name = "checkins"
urlpatterns = [
    path("", views.history, name="history"),
    path("new/", views.new, name="new"),
    path("companions/", views.companions, name="companions"),
    path("<day:day>/saved/", views.saved, name="saved"),
    path("<day:day>/edit/", views.edit, name="edit"),
    path("<day:day>/delete/", views.delete, name="delete"),
    path("deleted/<uuid:key>/bring-back/", views.bring_back, name="bring-back"),
]
