from __future__ import annotations

from django.urls import path

from summary import views

app_name = "summary"
urlpatterns = [
    path("", views.build, name="build"),
    path("page.pdf", views.download, name="pdf"),
    path("share/", views.share_page, name="share"),
    path("take-along/", views.take_along, name="take-along"),
]
