from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("medications", "0001_medications_and_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="medicationevent",
            name="route",
            field=models.CharField(
                blank=True,
                choices=[
                    ("oral", "oral"),
                    ("sublingual", "sublingual"),
                    ("nasal", "nasal"),
                    ("inhaled", "inhaled"),
                    ("skin_patch", "skin patch"),
                    ("skin", "on the skin"),
                    ("under_the_skin", "under the skin"),
                    ("muscle", "muscle"),
                    ("vein", "vein"),
                    ("implant", "implant"),
                    ("other", "other"),
                ],
                db_default="",
                default="",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="medicationevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "route__in",
                        [
                            "",
                            "oral",
                            "sublingual",
                            "nasal",
                            "inhaled",
                            "skin_patch",
                            "skin",
                            "under_the_skin",
                            "muscle",
                            "vein",
                            "implant",
                            "other",
                        ],
                    )
                ),
                name="medication_event_route",
            ),
        ),
    ]
