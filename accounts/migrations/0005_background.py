
import accounts.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_pace_companions_and_drafts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Background',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('conditions', accounts.fields.SealedTextField(blank=True, default='')),
                ('own_word', accounts.fields.SealedTextField(blank=True, default='')),
                ('since', accounts.fields.SealedTextField(blank=True, default='')),
                ('after', accounts.fields.SealedTextField(blank=True, default='')),
                ('family', accounts.fields.SealedTextField(blank=True, default='')),
                ('changed_at', models.DateTimeField()),
                ('owner', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='background', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
