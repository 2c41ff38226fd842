import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.fields


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_entries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PracticeNote",
            fields=[
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("practice", models.CharField(max_length=20)),
                ("done", models.BooleanField(default=True)),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("after", models.CharField(blank=True, default="", max_length=10)),
                ("note", accounts.fields.SealedTextField(blank=True, default="")),
                ("timezone", models.CharField(max_length=64)),
                ("written_at", models.DateTimeField()),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="practice_notes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["owner", "-day"], name="practice_note_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "submission"), name="practice_note_created_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "practice__in",
                                [
                                    "presence",
                                    "tell_someone",
                                    "express",
                                    "memories",
                                    "mirror",
                                    "open_stance",
                                    "lab_check",
                                    "therapy",
                                    "medicine_talk",
                                    "move",
                                    "relax",
                                    "eat",
                                    "sleep",
                                    "triggers",
                                    "ask_help",
                                    "stress_care",
                                ],
                            )
                        ),
                        name="practice_note_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes", None), ("minutes__lte", 600), _connector="OR"
                        ),
                        name="practice_note_minutes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("after__in", ["", "less_numb", "same", "more_numb", "cant_tell"])
                        ),
                        name="practice_note_after",
                    ),
                ],
            },
        ),
    ]
