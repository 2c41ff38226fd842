"""Every account gets the record of where its activity log begins and ends."""

from django.db import migrations
from django.utils.crypto import salted_hmac


def begin(apps, schema_editor):
    """Bind each log as it stands to its first and last line, those of new accounts to none."""
    Activity = apps.get_model("accounts", "Activity")
    ActivityLog = apps.get_model("accounts", "ActivityLog")
    for person in apps.get_model("accounts", "User").objects.filter(activity_log=None).only("pk"):
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
        ("accounts", "0011_ends_of_activity_logs"),
    ]

    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
