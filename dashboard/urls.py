from __future__ import annotations

from django.urls import path

from dashboard import around, day, medicine, trends

app_name = "dashboard"
urlpatterns = [
    path("trends/", trends.trends, name="trends"),
    path("trends/usual-range/", trends.usual_range, name="usual-range"),
    path("medications/<uuid:key>/", medicine.medicine, name="medicine"),
    path("trends/changes/<uuid:key>/", around.around_change, name="around"),
    path("days/<day:day>/", day.day, name="day"),
]
