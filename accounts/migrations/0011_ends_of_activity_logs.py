"""Every account gets the record of where its activity log begins and ends."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils.crypto import salted_hmac


def begin(apps, schema_editor):
    """Bind each log as it stands to its first and last line, those of new accounts to none."""
    Activity = apps.get_model("accounts", "Activity")
    ActivityLog = apps.get_model("accounts", "ActivityLog")
    for person in apps.get_model("accounts", "User").objects.only("pk").iterator():
        lines = Activity.objects.filter(owner=person).order_by("number")
        first, last = lines.first(), lines.last()
        log = ActivityLog(
            owner=person,
            first=first.number if first else 1,
            last=last.number if last else 0,
            latest=last.seal if last else "",
        )
        told = f"{person.pk}|{log.first}|{log.last}|{log.latest}"
        log.seal = salted_hmac("accounts.activity_log", told, algorithm="sha256").hexdigest()
        log.save(force_insert=True)


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
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
