import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ratings", models.JSONField(default=dict)),
                ("not_rated", models.JSONField(default=dict)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("timezone", models.CharField(max_length=64)),
                ("lag_days", models.PositiveSmallIntegerField()),
                ("entered_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="check_ins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EarlierAnswers",
            fields=[
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ratings", models.JSONField(default=dict)),
                ("not_rated", models.JSONField(default=dict)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("saved_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField()),
                (
                    "check_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier_answers",
                        to="checkins.checkin",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="checkin",
            index=models.Index(fields=["owner", "day"], name="check_in_by_day"),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None)),
                fields=("owner", "day"),
                name="check_in_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.UniqueConstraint(
                fields=("owner", "submission"), name="check_in_created_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(("lag_days__lte", 7)), name="check_in_within_backfill"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("changed_at", None),
                    ("changed_at__gte", models.F("entered_at")),
                    _connector="OR",
                ),
                name="check_in_changed_after_entered",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ratings__has_key", "detachment"), _negated=True),
                    ("ratings__detachment__in", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                    _connector="OR",
                ),
                name="check_in_detachment_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ratings__has_key", "anhedonia"), _negated=True),
                    ("ratings__anhedonia__in", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                    _connector="OR",
                ),
                name="check_in_anhedonia_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ratings__has_key", "empathy"), _negated=True),
                    ("ratings__empathy__in", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                    _connector="OR",
                ),
                name="check_in_empathy_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ratings__has_key", "physical_sensation"), _negated=True),
                    ("ratings__physical_sensation__in", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                    _connector="OR",
                ),
                name="check_in_physical_sensation_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("not_rated__has_key", "detachment"), _negated=True),
                    ("not_rated__detachment__in", ["cant_tell"]),
                    _connector="OR",
                ),
                name="check_in_detachment_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("not_rated__has_key", "anhedonia"), _negated=True),
                    ("not_rated__anhedonia__in", ["cant_tell", "not_applicable"]),
                    _connector="OR",
                ),
                name="check_in_anhedonia_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("not_rated__has_key", "empathy"), _negated=True),
                    ("not_rated__empathy__in", ["cant_tell", "not_applicable"]),
                    _connector="OR",
                ),
                name="check_in_empathy_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("not_rated__has_key", "physical_sensation"), _negated=True),
                    ("not_rated__physical_sensation__in", ["cant_tell"]),
                    _connector="OR",
                ),
                name="check_in_physical_sensation_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("not_rated__has_key", "detachment"),
                    ("ratings__has_key", "detachment"),
                    _negated=True,
                ),
                name="check_in_detachment_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("not_rated__has_key", "anhedonia"),
                    ("ratings__has_key", "anhedonia"),
                    _negated=True,
                ),
                name="check_in_anhedonia_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("not_rated__has_key", "empathy"),
                    ("ratings__has_key", "empathy"),
                    _negated=True,
                ),
                name="check_in_empathy_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("not_rated__has_key", "physical_sensation"),
                    ("ratings__has_key", "physical_sensation"),
                    _negated=True,
                ),
                name="check_in_physical_sensation_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="earlieranswers",
            constraint=models.UniqueConstraint(
                fields=("check_in", "version"), name="earlier_answers_once_a_version"
            ),
        ),
    ]
