"""The log of rights is only appended to; what two people signed does not change; states write the record."""

from django.db import migrations

from records.triggers import append_only, watch

SIGNED = ["state", "decided_at", "decided_by_id"]


class Migration(migrations.Migration):
    dependencies = [("administration", "0001_initial"), ("records", "0002_guards")]
    operations = [
        append_only("administration_rightchange"),
        append_only("administration_download"),
        append_only("administration_grant", [*SIGNED, "opinion", "post_id"]),
        append_only(
            "administration_reorganisation",
            ["state", "confirmed_at", "confirmed_by_id", "opinion", "done_at", "moved"],
        ),
        append_only("administration_successor", ["organisation_id"]),
        append_only("administration_postplan"),
        append_only("administration_campaign", ["closed_at"]),
        append_only("administration_confirmation", [*SIGNED, "reason"]),
        watch(
            "administration_rightchange",
            "administration.right",
            columns=["post_id", "user_id", "organisation_id", "role", "kind", "day", "changed_by_id"],
            content_type=("administration", "rightchange"),
            organisation="organisation_id",
        ),
        watch(
            "administration_grant",
            "administration.grant",
            columns=["state", "user_id", "role", "decided_by_id", "post_id"],
            content_type=("administration", "grant"),
            organisation="organisation_id",
        ),
        watch(
            "administration_reorganisation",
            "administration.reorganisation",
            columns=["state", "kind", "day", "confirmed_by_id"],
            content_type=("administration", "reorganisation"),
            organisation="organisation_id",
        ),
        watch(
            "administration_confirmation",
            "administration.confirmation",
            columns=["state", "decided_by_id"],
            content_type=("administration", "confirmation"),
            organisation="organisation_id",
        ),
    ]
