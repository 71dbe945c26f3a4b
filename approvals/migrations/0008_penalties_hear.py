"""Penalties keep the hearing and who was present at the review; a clock points at a row that exists already."""

import django.db.models.deletion
from django.db import migrations, models


def clock(model):
    field = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", db_index=False
    )
    return migrations.AlterField(model, "clock", field)


class Migration(migrations.Migration):
    dependencies = [("approvals", "0007_citizen_side"), ("deadlines", "0001_initial")]
    operations = [
        migrations.AddField(
            "penalty",
            "hearing",
            models.CharField(
                "hearing",
                max_length=10,
                blank=True,
                choices=[
                    ("", "no hearing asked for"),
                    ("waived", "right to a hearing given up"),
                    ("demanded", "hearing demanded"),
                    ("held", "hearing held"),
                ],
                default="",
            ),
            preserve_default=False,
        ),
        migrations.AddField("penalty", "hearing_on", models.DateField("hearing on", null=True)),
        migrations.AddField(
            "penalty",
            "hearing_record",
            models.TextField("record of the hearing", max_length=4000, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "penalty",
            "attendees",
            models.CharField("present at the review meeting", max_length=300, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "penalty", "earlier", models.TextField("earlier rounds", blank=True, default=""), preserve_default=False
        ),
        clock("levy"),
        clock("penalty"),
    ]
