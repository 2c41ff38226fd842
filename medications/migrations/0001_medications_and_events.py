import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.fields
import domain.regimen


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Medication",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("catalogue_atc", models.CharField(blank=True, default="", max_length=10)),
                ("drug_class", models.CharField(blank=True, default="", max_length=60)),
                (
                    "route",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("oral", "oral"),
                            ("sublingual", "sublingual"),
                            ("nasal", "nasal"),
                            ("inhaled", "inhaled"),
                            ("skin_patch", "skin patch"),
                            ("skin", "on the skin"),
                            ("under_the_skin", "under the skin"),
                            ("muscle", "muscle"),
                            ("vein", "vein"),
                            ("implant", "implant"),
                            ("other", "other"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("taken_for", accounts.fields.SealedTextField(blank=True, default="")),
                ("prescriber", accounts.fields.SealedTextField(blank=True, default="")),
                ("note", accounts.fields.SealedTextField(blank=True, default="")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="medications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MedicationEvent",
            fields=[
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("story", models.UUIDField(default=uuid.uuid4)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (domain.regimen.Kind["STARTED"], "Started"),
                            (domain.regimen.Kind["STOPPED"], "Stopped"),
                            (domain.regimen.Kind["DOSE_INCREASED"], "Dose increased"),
                            (domain.regimen.Kind["DOSE_DECREASED"], "Dose decreased"),
                            (domain.regimen.Kind["SWITCHED"], "Switched"),
                            (domain.regimen.Kind["CROSS_TAPER"], "Cross taper"),
                            (domain.regimen.Kind["PAUSED"], "Paused"),
                            (domain.regimen.Kind["RESUMED"], "Resumed"),
                            (domain.regimen.Kind["MISSED_DOSES"], "Missed doses"),
                            (domain.regimen.Kind["COURSE"], "Course"),
                            (domain.regimen.Kind["ROUTE_OR_FORM_CHANGED"], "Route or form changed"),
                        ],
                        max_length=24,
                    ),
                ),
                ("day", models.DateField()),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            (domain.regimen.Precision["DAY"], domain.regimen.Precision["DAY"]),
                            (domain.regimen.Precision["MONTH"], domain.regimen.Precision["MONTH"]),
                            (domain.regimen.Precision["YEAR"], domain.regimen.Precision["YEAR"]),
                        ],
                        default=domain.regimen.Precision["DAY"],
                        max_length=5,
                    ),
                ),
                ("about", models.BooleanField(default=False)),
                ("end_day", models.DateField(blank=True, null=True)),
                (
                    "dose",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True),
                ),
                ("unit", models.CharField(blank=True, default="", max_length=10)),
                ("frequency", models.CharField(blank=True, default="", max_length=20)),
                ("missed", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("reasons", models.JSONField(blank=True, default=list)),
                ("switch_group", models.UUIDField(blank=True, null=True)),
                ("note", accounts.fields.SealedTextField(blank=True, default="")),
                ("atc", models.CharField(blank=True, default="", max_length=10)),
                ("drug_class", models.CharField(blank=True, default="", max_length=60)),
                (
                    "medication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="medications.medication",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="medication_events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["owner", "day"], name="medication_event_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "submission"), name="medication_event_created_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at", None)),
                        fields=("story",),
                        name="medication_event_one_standing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "started",
                                    "stopped",
                                    "dose_increased",
                                    "dose_decreased",
                                    "switched",
                                    "cross_taper",
                                    "paused",
                                    "resumed",
                                    "missed_doses",
                                    "course",
                                    "route_or_form_changed",
                                ],
                            )
                        ),
                        name="medication_event_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dose", None),
                            models.Q(("dose__gte", 0), ("dose__lte", 1000000)),
                            _connector="OR",
                        ),
                        name="medication_event_dose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dose", None),
                            models.Q(
                                (
                                    "unit__in",
                                    (
                                        "mg",
                                        "mcg",
                                        "g",
                                        "mL",
                                        "mmol",
                                        "IU",
                                        "tablet",
                                        "capsule",
                                        "drop",
                                        "spray",
                                        "patch",
                                        "mcg/h",
                                        "injection",
                                        "infusion",
                                    ),
                                ),
                                (
                                    "frequency__in",
                                    [
                                        "once_daily",
                                        "twice_daily",
                                        "three_daily",
                                        "four_daily",
                                        "every_other_day",
                                        "weekly",
                                        "two_weekly",
                                        "four_weekly",
                                        "monthly",
                                        "three_monthly",
                                        "six_monthly",
                                        "course",
                                        "as_needed",
                                        "other",
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="medication_event_dose_has_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end_day", None), ("end_day__gte", models.F("day")), _connector="OR"
                        ),
                        name="medication_event_ends_after_start",
                    ),
                ],
            },
        ),
    ]
