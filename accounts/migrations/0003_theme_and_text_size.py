from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_shared_cache"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="text_size",
            field=models.CharField(
                choices=[("usual", "Usual"), ("large", "Large"), ("largest", "Largest")],
                db_default="usual",
                default="usual",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="theme",
            field=models.CharField(
                choices=[("system", "As my device"), ("light", "Light"), ("dark", "Dark")],
                db_default="system",
                default="system",
                max_length=6,
            ),
        ),
    ]
