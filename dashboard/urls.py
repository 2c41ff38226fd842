from __future__ import annotations

from django.urls import path

from dashboard import around, medicine, views

app_name = "dashboard"
urlpatterns = [
    path("trends/", views.trends, name="trends"),
    path("medications/<uuid:key>/", medicine.medicine, name="medicine"),
    path("trends/changes/<uuid:key>/", around.around_change, name="around"),
    path("days/<day:day>/", views.day, name="day"),
]
