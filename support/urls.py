from __future__ import annotations

from django.urls import path

from support import views

urlpatterns = [
    path("", views.home, name="home"),
    path("help-now/", views.help_now, name="help-now"),
    path("help-now/worker.js", views.worker, name="help-worker"),
    path("help-now/plan/", views.plan, name="plan"),
    path("help-now/plan/edit/", views.edit_plan, name="edit-plan"),
    path("privacy/", views.privacy, name="privacy"),
]
