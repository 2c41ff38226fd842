import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.fields


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0004_dated_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="in_summary",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="EntryPicture",
            fields=[
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("data", accounts.fields.SealedBytesField(blank=True, default=b"")),
                (
                    "encoding",
                    models.CharField(choices=[("jpeg", "JPEG"), ("png", "PNG")], max_length=4),
                ),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("words", accounts.fields.SealedTextField(blank=True, default="")),
                ("written_at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="journal.entry",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entry_pictures",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "submission"), name="entry_picture_created_once"
                    )
                ],
            },
        ),
    ]
