"""Who took note of a red card in the room, and when."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from records.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0004_watch"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="taken note of at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken note of by",
                    ),
                ),
                (
                    "card",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgement",
                        to="monitoring.card",
                    ),
                ),
            ],
            options={"ordering": ["-pk"]},
        ),
        append_only("monitoring_acknowledgement"),
    ]
