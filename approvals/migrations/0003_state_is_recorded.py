"""A case's state writes an entry by itself, so that a hand on the table shows in the record."""

from django.db import migrations

from records.triggers import watch


class Migration(migrations.Migration):
    dependencies = [("approvals", "0002_initial"), ("records", "0002_append_only")]
    operations = [
        watch(
            "approvals_case",
            "approvals.case",
            columns=["number", "state", "submitted_at", "accepted_at", "decided_at", "result"],
            content_type=("approvals", "case"),
            organisation="organisation_id",
        )
    ]
