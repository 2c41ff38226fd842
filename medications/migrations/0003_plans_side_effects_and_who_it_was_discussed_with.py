import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.fields


class Migration(migrations.Migration):
    dependencies = [
        ("medications", "0002_route_of_an_event"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="medicationevent",
            name="discussed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="medicationevent",
            name="discussed_with",
            field=accounts.fields.SealedTextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="medicationevent",
            name="frequency_words",
            field=accounts.fields.SealedTextField(blank=True, default=""),
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("plan", models.UUIDField()),
                ("day", models.DateField()),
                (
                    "dose",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True),
                ),
                ("unit", models.CharField(blank=True, default="", max_length=10)),
                ("frequency", models.CharField(blank=True, default="", max_length=20)),
                ("switch_group", models.UUIDField(blank=True, null=True)),
                ("story", models.UUIDField(blank=True, null=True)),
                ("skipped", models.BooleanField(default=False)),
                ("written_at", models.DateTimeField()),
                (
                    "medication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan_steps",
                        to="medications.medication",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan_steps",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["owner", "day"], name="plan_step_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "submission"), name="plan_step_created_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dose", None),
                            models.Q(("dose__gt", 0), ("dose__lte", 1000000)),
                            _connector="OR",
                        ),
                        name="plan_step_dose",
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
                        name="plan_step_dose_has_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SideEffectNote",
            fields=[
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", accounts.fields.SealedTextField(blank=True, default="")),
                ("began_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("written_at", models.DateTimeField()),
                (
                    "medication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="side_effects",
                        to="medications.medication",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="side_effect_notes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "submission"), name="side_effect_created_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gte", models.F("began_on")),
                            _connector="OR",
                        ),
                        name="side_effect_ends_after_start",
                    ),
                ],
            },
        ),
    ]
