from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("medications", "0003_plans_side_effects_and_who_it_was_discussed_with"),
    ]

    operations = [
        migrations.AddField(
            model_name="medication",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="sideeffectnote",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
    ]
