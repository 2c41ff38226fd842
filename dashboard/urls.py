from __future__ import annotations

from django.urls import path

from dashboard import medicine, views

app_name = "dashboard"
urlpatterns = [
    path("trends/", views.trends, name="trends"),
    path("medications/<uuid:key>/", medicine.medicine, name="medicine"),
    path("days/<day:day>/", views.day, name="day"),
]
