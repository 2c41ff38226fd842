from __future__ import annotations

from django.urls import path

from support import views

urlpatterns = [
    path("", views.home, name="home"),
    path("help-now/", views.help_now, name="help-now"),
    path("about-the-numbers/", views.numbers, name="numbers"),
    path("privacy/", views.privacy, name="privacy"),
]
