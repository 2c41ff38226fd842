import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CarePlan",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("working_on", accounts.fields.SealedTextField(blank=True, default="")),
                ("helping", accounts.fields.SealedTextField(blank=True, default="")),
                ("body", accounts.fields.SealedTextField(blank=True, default="")),
                ("mind", accounts.fields.SealedTextField(blank=True, default="")),
                ("people", accounts.fields.SealedTextField(blank=True, default="")),
                ("changed_at", models.DateTimeField()),
                (
                    "owner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_plan",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("at", models.TimeField(blank=True, null=True)),
                ("seen_by", accounts.fields.SealedTextField(blank=True, default="")),
                ("decided", accounts.fields.SealedTextField(blank=True, default="")),
                ("written_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Question",
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
                ("written_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="questions",
                        to="care.visit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Carer",
            fields=[
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("psychiatrist", "Psychiatrist"),
                            ("neurologist", "Neurologist"),
                            ("gp", "GP or family doctor"),
                            ("therapist", "Therapist"),
                            ("nurse", "Nurse"),
                            ("pharmacist", "Pharmacist"),
                            ("trusted", "A person I trust"),
                            ("other", "Someone else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", accounts.fields.SealedTextField(blank=True, default="")),
                ("reach", accounts.fields.SealedTextField(blank=True, default="")),
                ("note", accounts.fields.SealedTextField(blank=True, default="")),
                ("written_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="carers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "submission"), name="carer_created_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "psychiatrist",
                                    "neurologist",
                                    "gp",
                                    "therapist",
                                    "nurse",
                                    "pharmacist",
                                    "trusted",
                                    "other",
                                ],
                            )
                        ),
                        name="carer_role_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LabTest",
            fields=[
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("vitamin_d", "Vitamin D"),
                            ("b12", "Vitamin B12"),
                            ("folate", "Folate"),
                            ("tsh", "TSH (thyroid)"),
                            ("free_t4", "Free T4 (thyroid)"),
                            ("free_t3", "Free T3 (thyroid)"),
                            ("iron", "Iron"),
                            ("ferritin", "Ferritin"),
                            ("testosterone", "Testosterone"),
                            ("estradiol", "Estrogen (estradiol)"),
                            ("other", "Another test"),
                        ],
                        max_length=20,
                    ),
                ),
                ("own_name", accounts.fields.SealedTextField(blank=True, default="")),
                ("asked_on", models.DateField(blank=True, null=True)),
                ("ordered_on", models.DateField(blank=True, null=True)),
                ("result_on", models.DateField(blank=True, null=True)),
                ("value", accounts.fields.SealedTextField(blank=True, default="")),
                ("unit", accounts.fields.SealedTextField(blank=True, default="")),
                ("lab_range", accounts.fields.SealedTextField(blank=True, default="")),
                ("note", accounts.fields.SealedTextField(blank=True, default="")),
                ("written_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lab_tests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "submission"), name="lab_test_created_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "vitamin_d",
                                    "b12",
                                    "folate",
                                    "tsh",
                                    "free_t4",
                                    "free_t3",
                                    "iron",
                                    "ferritin",
                                    "testosterone",
                                    "estradiol",
                                    "other",
                                ],
                            )
                        ),
                        name="lab_test_is_known",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["owner", "day"], name="visit_by_day"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                fields=("owner", "submission"), name="visit_created_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("owner", "submission"), name="question_created_once"
            ),
        ),
    ]
