"""Evidence of supervision refuses change; states write entries by themselves, so that a hand on the table shows in the
record. The columns left out of a guard are those that change in the life of a row; everything else never does.
"""

from django.db import migrations

from records.triggers import append_only, watch

CARD_LIFE = ["state", "superseded_by_id", "counts_as", "appeal_until", "confirmed_by_id", "confirmed_at"]

SAID = ["matter", "facts", "basis", "demand", "days", "colour", "organisation_id", "responsible_id"]
SAID += ["drafted_by_id", "drafted_at", "number", "instruction_id"]
NOTICE_LIFE = [*SAID, "state", "issued_by_id", "issued_at", "ended_by_id", "ended_at", "reason", "clock_id"]
OLD, NEW = (", ".join(f"{row}.{name}" for name in SAID) for row in ("OLD", "NEW"))
NOTICE_STANDS = f"""
CREATE TRIGGER notice_stands BEFORE UPDATE ON monitoring_notice FOR EACH ROW
    WHEN (OLD.number <> '' AND ROW({OLD}) IS DISTINCT FROM ROW({NEW})) EXECUTE FUNCTION records_refuse()
"""
CASE_LIFE = ["number", "state", "filed_by_id", "filed_at", "reason", "result"]
CASE_LIFE += ["concluded_by_id", "concluded_at", "clock_id"]
DECIDED = ["state", "decided_by_id", "decided_at", "refusal"]
SIGNED = ["state", "signed_by_id", "signed_at", "refusal"]

RULE_LIFE = "ARRAY['state', 'valid_to']"
RULE_CHANGED = f"(to_jsonb(OLD) - {RULE_LIFE}) IS DISTINCT FROM (to_jsonb(NEW) - {RULE_LIFE})"
RULE_ONCE_SIGNED = {  # a draft may be written again; a signed version only ends
    "no_update": f"BEFORE UPDATE ON monitoring_ruleversion FOR EACH ROW WHEN (OLD.state <> 'draft' AND {RULE_CHANGED})",
    "no_delete": "BEFORE DELETE ON monitoring_ruleversion FOR EACH ROW",
    "no_truncate": "BEFORE TRUNCATE ON monitoring_ruleversion FOR EACH STATEMENT",
}

ENDED = ["state", "ended_by_id", "ended_at"]
PLANNED = [*ENDED, "number", "approved_by_id", "approved_at", "result"]
TOLD = [*ENDED, "issued_by_id", "issued_at", "reason", "clock_id"]


def watched(model, columns, organisation="organisation_id"):
    about = {"columns": columns, "content_type": ("monitoring", model), "organisation": organisation}
    return watch(f"monitoring_{model}", f"monitoring.{model}", **about)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial"), ("records", "0002_guards")]

    operations = [
        # rules, what they found, and the life of a card
        migrations.RunSQL(
            [
                f"CREATE TRIGGER {name} {rule} EXECUTE FUNCTION records_refuse()"
                for name, rule in RULE_ONCE_SIGNED.items()
            ],
            [f"DROP TRIGGER {name} ON monitoring_ruleversion" for name in RULE_ONCE_SIGNED],
        ),
        append_only("monitoring_finding"),
        append_only("monitoring_warningend"),
        append_only("monitoring_urge", except_columns=["number"]),
        append_only("monitoring_card", except_columns=CARD_LIFE),
        append_only("monitoring_answer"),
        append_only("monitoring_acknowledgement"),
        append_only("monitoring_remark"),
        append_only("monitoring_appeal", except_columns=["state", "clock_id", "reason", "decided_by_id", "decided_at"]),
        watched("card", ["number", "colour", "state", "superseded_by_id", "counts_as"], None),
        watched("appeal", ["card_id", "state", "decided_by_id"], None),
        # the watch itself: sweeps, duty, reports
        append_only("monitoring_sweeplog"),
        append_only("monitoring_platformfinding", except_columns=["resolved_at", "resolved_by_id", "note"]),
        append_only("monitoring_duty", except_columns=["ended_at", "handover", "successor_id"]),
        append_only("monitoring_dutynote"),
        append_only("monitoring_report", except_columns=["state", "number", "decided_by_id", "decided_at", "reason"]),
        watched("report", ["state", "number"]),
        # notices, instructions, efficiency cases, archives
        append_only("monitoring_instruction"),
        append_only("monitoring_noticereply"),
        append_only("monitoring_noticeverdict"),
        append_only("monitoring_involved"),
        append_only("monitoring_notice", except_columns=NOTICE_LIFE),
        migrations.RunSQL(NOTICE_STANDS, "DROP TRIGGER notice_stands ON monitoring_notice"),
        append_only("monitoring_efficiencycase", except_columns=CASE_LIFE),
        append_only("monitoring_outcome", except_columns=DECIDED),
        append_only("monitoring_archiveline", except_columns=SIGNED),
        watched("notice", ["number", "state", "colour"]),
        watched("efficiencycase", ["number", "state"]),
        watched("outcome", ["kind", "state"], None),
        watched("archiveline", ["kind", "state", "corrects"]),
        # cameras and patrols, spot checks and how findings were put right
        append_only("monitoring_patrol"),
        append_only("monitoring_patrolnote"),
        append_only("monitoring_shot"),
        append_only("monitoring_inspection", except_columns=PLANNED),
        append_only("monitoring_inspection_units"),
        append_only("monitoring_inspection_inspectors"),
        append_only("monitoring_spotfinding", except_columns=TOLD),
        append_only("monitoring_rectification"),
        append_only("monitoring_rectificationverdict"),
        watched("camera", ["code", "place", "retired_on"]),
        watched("inspection", ["number", "state"]),
        watched("spotfinding", ["state"]),
    ]
