"""The robot drafts notices about red cards of projects; nothing is issued before a person has written it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WORDS = "The robot drafted this notice: one person goes through it, another signs."


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0003_seeds")]
    operations = [
        migrations.AlterField(
            model_name="notice",
            name="drafted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["drafted", "dropped"]), ("drafted_by__isnull", False), _connector="OR"),
                name="notice_issued_was_written_by_somebody",
                violation_error_message=WORDS,
            ),
        ),
    ]
