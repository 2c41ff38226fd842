from __future__ import annotations

from django.urls import path

from care.views import overview, rows

app_name = "care"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("questions/<uuid:key>/delete/", overview.delete_question, name="delete-question"),
    path(
        "questions/<uuid:key>/bring-back/",
        overview.bring_back_question,
        name="bring-back-question",
    ),
    path("visits/new/", rows.new_visit, name="new-visit"),
    path("visits/<uuid:key>/edit/", rows.edit_visit, name="edit-visit"),
    path("visits/<uuid:key>/delete/", rows.delete_visit, name="delete-visit"),
    path("visits/<uuid:key>/bring-back/", rows.bring_back_visit, name="bring-back-visit"),
    path("tests/new/", rows.new_test, name="new-test"),
    path("tests/<uuid:key>/edit/", rows.edit_test, name="edit-test"),
    path("tests/<uuid:key>/delete/", rows.delete_test, name="delete-test"),
    path("tests/<uuid:key>/bring-back/", rows.bring_back_test, name="bring-back-test"),
    path("team/new/", rows.new_carer, name="new-carer"),
    path("team/<uuid:key>/edit/", rows.edit_carer, name="edit-carer"),
    path("team/<uuid:key>/delete/", rows.delete_carer, name="delete-carer"),
    path("team/<uuid:key>/bring-back/", rows.bring_back_carer, name="bring-back-carer"),
    path("working-on/", rows.edit_plan, name="edit-plan"),
]
