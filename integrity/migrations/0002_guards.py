"""What of integrity risks is added and never changed, and what writes the record by itself."""

from django.db import migrations

from records.triggers import append_only, watch

INFORMATION = ["state", "level", "reason", "demand", "judged_at", "judged_by_id", "confirmed_at", "confirmed_by_id"]
PLAN = ["state", "plan_due_on", "plan", "planned_at", "planned_by_id", "finish_on", "agreed_at", "agreed_by_id"]
RESULT = ["feedback", "reported_at", "reported_by_id", "verdict", "ended_at", "ended_by_id", "reason", "document_id"]
STATED = ["state", "resolved", "assessment", "problems", "steps", "figures", "submitted_at", "submitted_by_id"]
DECIDED = ["state", "decided_at", "decided_by_id"]
SIGNED = ["state", "words", "signed_at", "signed_by_id", "ended_at", "ended_by_id"]
ANSWER = ["state", "due_on", "again_at", "answer", "answered_at", "judged_at", "judged_by_id", "opinion"]


class Migration(migrations.Migration):
    dependencies = [("integrity", "0001_initial"), ("records", "0002_guards")]
    operations = [
        append_only("integrity_term"),
        append_only("integrity_duty"),
        append_only("integrity_separation", ["ended_on"]),
        append_only("integrity_round"),
        append_only("integrity_reminder", [*ANSWER, "document_id"]),
        append_only("integrity_riskinformation", [*INFORMATION, "remark", "organisation_id"]),
        append_only("integrity_opening", [*DECIDED, "opened_at"]),
        append_only("integrity_alarm", ["document_id"]),
        append_only("integrity_riskorder", [*PLAN, *RESULT, "organisation_id"]),
        append_only("integrity_accountability", [*DECIDED, "opinion"]),
        append_only("integrity_selfreport", [*STATED, *DECIDED, "reason", "reminded_at", "organisation_id"]),
        append_only("integrity_analysis", SIGNED),
        append_only("integrity_archivenote", ["state", "signed_at", "signed_by_id", "refusal"]),
        watch(
            "integrity_riskinformation",
            "integrity.information",
            columns=["state", "level", "judged_by_id", "confirmed_by_id"],
            content_type=("integrity", "riskinformation"),
        ),
        watch(
            "integrity_alarm",
            "integrity.alarm",
            columns=["level", "document_id"],
            content_type=("integrity", "alarm"),
            organisation="organisation_id",
        ),
        watch(
            "integrity_riskorder",
            "integrity.order",
            columns=["state", "plan_due_on", "finish_on", "agreed_by_id", "ended_by_id"],
            content_type=("integrity", "riskorder"),
            organisation="organisation_id",
        ),
        watch(
            "integrity_reminder",
            "integrity.reminder",
            columns=["state", "due_on", "judged_by_id"],
            content_type=("integrity", "reminder"),
        ),
        watch(
            "integrity_accountability",
            "integrity.accountability",
            columns=["state", "decided_by_id"],
            content_type=("integrity", "accountability"),
        ),
        watch(
            "integrity_selfreport",
            "integrity.report",
            columns=["state", "submitted_by_id", "decided_by_id"],
            content_type=("integrity", "selfreport"),
            organisation="organisation_id",
        ),
        watch(
            "integrity_analysis",
            "integrity.analysis",
            columns=["state", "signed_by_id", "ended_by_id"],
            content_type=("integrity", "analysis"),
        ),
        watch(
            "integrity_archivenote",
            "integrity.note",
            columns=["state", "signed_by_id"],
            content_type=("integrity", "archivenote"),
        ),
    ]
