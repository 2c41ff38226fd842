from __future__ import annotations

from django.urls import path

from summary import bringing, files, views

app_name = "summary"
urlpatterns = [
    path("", views.build, name="build"),
    path("page.pdf", views.download, name="pdf"),
    path("share/", views.share_page, name="share"),
    path("page.fhir.json", views.download_fhir, name="fhir"),
    path("fhir/<slug:name>.json", files.published, name="published"),
    path("bring-in/", bringing.bring_in_page, name="bring-in"),
    path("bring-in/confirm/", bringing.confirm, name="confirm-bring-in"),
    path("bring-in/undo/", bringing.undo, name="undo-bring-in"),
    path("take-along/", files.take_along, name="take-along"),
]
