from __future__ import annotations

from django.urls import path

from summary import views

app_name = "summary"
urlpatterns = [
    path("", views.build, name="build"),
    path("page.pdf", views.download, name="pdf"),
    path("share/", views.share_page, name="share"),
    path("page.fhir.json", views.download_fhir, name="fhir"),
    path("fhir/<slug:name>.json", views.published, name="published"),
    path("take-along/", views.take_along, name="take-along"),
]
