from __future__ import annotations

from django.urls import path

from learn import views

app_name = "learn"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:place>/", views.article, name="article"),
]
