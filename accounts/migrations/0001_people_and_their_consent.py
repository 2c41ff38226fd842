import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Tries",
            fields=[
                ("door", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("began_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("timezone", models.CharField(default="UTC", max_length=64)),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("AR", "Argentina"),
                            ("AU", "Australia"),
                            ("AT", "Austria"),
                            ("BD", "Bangladesh"),
                            ("BE", "Belgium"),
                            ("BR", "Brazil"),
                            ("BN", "Brunei"),
                            ("CA", "Canada"),
                            ("CL", "Chile"),
                            ("CN", "China"),
                            ("CO", "Colombia"),
                            ("CR", "Costa Rica"),
                            ("HR", "Croatia"),
                            ("CY", "Cyprus"),
                            ("CZ", "Czechia"),
                            ("DK", "Denmark"),
                            ("EE", "Estonia"),
                            ("FI", "Finland"),
                            ("FR", "France"),
                            ("DE", "Germany"),
                            ("GR", "Greece"),
                            ("HK", "Hong Kong"),
                            ("HU", "Hungary"),
                            ("IS", "Iceland"),
                            ("IN", "India"),
                            ("ID", "Indonesia"),
                            ("IE", "Ireland"),
                            ("IL", "Israel"),
                            ("IT", "Italy"),
                            ("JP", "Japan"),
                            ("KE", "Kenya"),
                            ("LV", "Latvia"),
                            ("LB", "Lebanon"),
                            ("LT", "Lithuania"),
                            ("LU", "Luxembourg"),
                            ("MY", "Malaysia"),
                            ("MX", "Mexico"),
                            ("NP", "Nepal"),
                            ("NL", "Netherlands"),
                            ("NZ", "New Zealand"),
                            ("NO", "Norway"),
                            ("PK", "Pakistan"),
                            ("PE", "Peru"),
                            ("PH", "Philippines"),
                            ("PL", "Poland"),
                            ("PT", "Portugal"),
                            ("RO", "Romania"),
                            ("RS", "Serbia"),
                            ("SG", "Singapore"),
                            ("SI", "Slovenia"),
                            ("ZA", "South Africa"),
                            ("KR", "South Korea"),
                            ("ES", "Spain"),
                            ("SE", "Sweden"),
                            ("CH", "Switzerland"),
                            ("TW", "Taiwan"),
                            ("TH", "Thailand"),
                            ("TR", "Türkiye"),
                            ("UA", "Ukraine"),
                            ("AE", "United Arab Emirates"),
                            ("GB", "United Kingdom"),
                            ("US", "United States"),
                            ("UY", "Uruguay"),
                            ("", "Another country"),
                        ],
                        default="",
                        max_length=2,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="user_email_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.CharField(max_length=20)),
                (
                    "given_by",
                    models.CharField(
                        choices=[("person", "Person"), ("operator", "Operator")], max_length=10
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
