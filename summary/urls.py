from __future__ import annotations

from django.urls import path

from summary import views

app_name = "summary"
urlpatterns = [
    path("", views.build, name="build"),
    path("page.pdf", views.download, name="pdf"),
    path("check-ins.csv", views.check_ins, name="check-ins-csv"),
    path("medication-changes.csv", views.medications, name="medications-csv"),
]
