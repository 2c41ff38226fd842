from django.db import migrations

import accounts.fields


class Migration(migrations.Migration):
    dependencies = [
        ("medications", "0004_versions_against_stale_tabs"),
    ]

    operations = [
        migrations.AddField(
            model_name="planstep",
            name="frequency_words",
            field=accounts.fields.SealedTextField(blank=True, default=""),
        ),
    ]
