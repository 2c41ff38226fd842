"""A record of where an account's activity log begins and ends."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_more_kinds_of_activity"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityLog",
            fields=[
                (
                    "owner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="activity_log",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("first", models.PositiveIntegerField(default=1)),
                ("last", models.PositiveIntegerField(default=0)),
                ("latest", models.CharField(blank=True, default="", max_length=64)),
                ("seal", models.CharField(max_length=64)),
            ],
        ),
    ]
