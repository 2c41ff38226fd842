from __future__ import annotations

from django.urls import path

from dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("trends/", views.trends, name="trends"),
    path("days/<day:day>/", views.day, name="day"),
]
