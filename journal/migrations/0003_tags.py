from django.db import migrations

import accounts.fields


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0002_practices"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="tags_text",
            field=accounts.fields.SealedTextField(blank=True, default=""),
        ),
    ]
