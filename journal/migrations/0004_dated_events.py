import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.fields
import domain.dates


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0003_tags"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DatedEvent",
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
                ("kind_text", accounts.fields.SealedTextField(blank=True, default="")),
                ("day", models.DateField()),
                ("end_day", models.DateField(blank=True, null=True)),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            (domain.dates.Precision["DAY"], domain.dates.Precision["DAY"]),
                            (domain.dates.Precision["MONTH"], domain.dates.Precision["MONTH"]),
                            (domain.dates.Precision["YEAR"], domain.dates.Precision["YEAR"]),
                        ],
                        default=domain.dates.Precision["DAY"],
                        max_length=5,
                    ),
                ),
                ("about", models.BooleanField(default=False)),
                ("reaction", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("therapy", accounts.fields.SealedTextField(blank=True, default="")),
                ("fits", accounts.fields.SealedTextField(blank=True, default="")),
                ("helped", accounts.fields.SealedTextField(blank=True, default="")),
                ("note", accounts.fields.SealedTextField(blank=True, default="")),
                ("written_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dated_events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["owner", "day"], name="dated_event_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "submission"), name="dated_event_created_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end_day", None), ("end_day__gte", models.F("day")), _connector="OR"
                        ),
                        name="dated_event_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reaction", None), ("reaction__lte", 10), _connector="OR"
                        ),
                        name="dated_event_reaction",
                    ),
                ],
            },
        ),
    ]
