"""Cases are found by pieces of the name, by the end of the telephone, by time over all units, and by their end."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models

import approvals.grams

PIECES = """
CREATE FUNCTION approvals_grams(name text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN (
    SELECT array_agg(DISTINCT substr(lower(name), place, size))
    FROM generate_series(1, length(lower(name))) AS place, generate_series(1, 2) AS size
    WHERE place + size - 1 <= length(lower(name))
)
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0008_penalties_hear")]
    operations = [
        migrations.RunSQL(PIECES, "DROP FUNCTION approvals_grams(text)"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["organisation", "closed_at"],
                name="case_closed_when",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-submitted_at", "-id"], name="case_by_time"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                approvals.grams.Grams("applicant_name"), name="case_name_pieces"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(django.db.models.functions.text.Right("telephone", 4), name="case_telephone_tail"),
        ),
    ]
