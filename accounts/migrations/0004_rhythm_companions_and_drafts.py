import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_theme_and_text_size"),
    ]

    operations = [
        migrations.CreateModel(
            name="Background",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("conditions", accounts.fields.SealedTextField(blank=True, default="")),
                ("own_word", accounts.fields.SealedTextField(blank=True, default="")),
                ("since", accounts.fields.SealedTextField(blank=True, default="")),
                ("after", accounts.fields.SealedTextField(blank=True, default="")),
                ("family", accounts.fields.SealedTextField(blank=True, default="")),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("device", models.CharField(max_length=64)),
                ("page", models.CharField(max_length=80)),
                ("words", accounts.fields.SealedTextField(blank=True, default="")),
                ("saved_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name="user",
            name="asks_about_harm",
            field=models.BooleanField(default=None, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="companion_keys",
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name="user",
            name="day_starts_at",
            field=models.PositiveSmallIntegerField(db_default=4, default=4),
        ),
        migrations.AddField(
            model_name="user",
            name="rhythm_key",
            field=models.CharField(
                choices=[("daily", "Daily"), ("weekly", "Weekly"), ("paused", "Paused")],
                db_default="daily",
                default="daily",
                max_length=6,
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("day_starts_at__lte", 12)), name="user_day_start_by_noon"
            ),
        ),
        migrations.AddField(
            model_name="background",
            name="owner",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="background",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="drafts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                fields=("owner", "device", "page"), name="draft_once_a_page"
            ),
        ),
    ]
