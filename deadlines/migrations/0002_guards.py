"""What supervision holds is placed and released, never forgotten; a calendar is switched on as it was proposed."""

from django.db import migrations

from records.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial"), ("records", "0002_guards")]

    operations = [
        append_only("deadlines_yeardraft", except_columns=["state", "decided_by_id", "decided_at", "moved", "reason"]),
        append_only("deadlines_hold", except_columns=["released_at", "released_by_id", "release_reason"]),
    ]
