from __future__ import annotations

from django.urls import path

from medications.views import changes, facts, plans, switches

app_name = "medications"
urlpatterns = [
    path("", changes.overview, name="list"),
    path("changes/new/", changes.new, name="new"),
    path("changes/<uuid:key>/edit/", changes.edit, name="edit"),
    path("changes/<uuid:key>/delete/", changes.delete, name="delete"),
    path("changes/<uuid:key>/bring-back/", changes.bring_back, name="bring-back"),
    path("switches/new/", switches.new, {"cross_taper": False}, name="new-switch"),
    path("cross-tapers/new/", switches.new, {"cross_taper": True}, name="new-cross-taper"),
    path("switches/<uuid:key>/", switches.switch, name="switch"),
    path("switches/<uuid:key>/delete/", switches.delete, name="delete-switch"),
    path("switches/<uuid:key>/bring-back/", switches.bring_back, name="bring-back-switch"),
    path("plans/new/", plans.new, name="new-plan"),
    path("plans/<uuid:key>/delete/", plans.delete, name="delete-plan"),
    path("plans/<uuid:key>/bring-back/", plans.bring_back, name="bring-back-plan"),
    path("plans/steps/<uuid:key>/", plans.step, name="step"),
    path("plans/steps/<uuid:key>/open-again/", plans.open_again, name="open-step-again"),
    path("<uuid:key>/edit/", facts.edit, name="edit-medication"),
    path("<uuid:key>/side-effects/new/", facts.new_side_effect, name="new-side-effect"),
    path("side-effects/<uuid:key>/edit/", facts.edit_side_effect, name="edit-side-effect"),
    path("side-effects/<uuid:key>/delete/", facts.delete_side_effect, name="delete-side-effect"),
    path(
        "side-effects/<uuid:key>/bring-back/",
        facts.bring_back_side_effect,
        name="bring-back-side-effect",
    ),
]
