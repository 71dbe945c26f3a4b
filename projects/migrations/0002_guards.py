"""What the database itself keeps: plans whose weights add up, nodes nobody rewrites, states that write the record."""

from django.db import migrations

from records.triggers import append_only, watch

REFUSE = "RAISE EXCEPTION '{}' USING ERRCODE = 'check_violation', CONSTRAINT = '{}';"

# At the end of the transaction, so that a plan may be written node by node.
WEIGHTS = f"""
CREATE FUNCTION projects_weights() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE key bigint; whole bigint;
BEGIN
  key := CASE WHEN TG_TABLE_NAME = 'projects_project' THEN to_jsonb(NEW) ->> 'id'
              ELSE coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> 'project_id' END;
  SELECT coalesce(sum(weight), 0) INTO whole FROM projects_node WHERE project_id = key;
  IF whole <> 100 AND EXISTS (SELECT FROM projects_project
      WHERE id = key AND state NOT IN ('draft', 'submitted')) THEN
    {REFUSE.format("the weights of a plan add up to 100", "plan_weighs_100")}
  END IF;
  RETURN NULL;
END $$
"""
# Once the plan is approved its nodes stand: only their progress and, by an approved change, their days move; and the
# unit, when a reorganisation ends it (the record shows that).
STANDS = f"""
CREATE FUNCTION projects_node_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moving text[] := ARRAY['share', 'done_on', 'done_words', 'done_by_id', 'planned_on', 'original_on',
  'starts_on', 'organisation_id'];
BEGIN
  IF EXISTS (SELECT FROM projects_project WHERE id = OLD.project_id AND state NOT IN ('draft', 'submitted'))
      AND (TG_OP = 'DELETE' OR to_jsonb(OLD) - moving IS DISTINCT FROM to_jsonb(NEW) - moving) THEN
    {REFUSE.format("the nodes of an approved plan stand", "node_of_an_approved_plan")}
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$
"""
TRIGGERS = [
    "CREATE CONSTRAINT TRIGGER weighs AFTER INSERT OR UPDATE OF state ON projects_project DEFERRABLE INITIALLY "
    "DEFERRED FOR EACH ROW EXECUTE FUNCTION projects_weights()",
    "CREATE CONSTRAINT TRIGGER weighs AFTER INSERT OR DELETE OR UPDATE OF weight ON projects_node DEFERRABLE "
    "INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION projects_weights()",
    "CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON projects_node FOR EACH ROW "
    "EXECUTE FUNCTION projects_node_stands()",
    "CREATE TRIGGER no_truncate BEFORE TRUNCATE ON projects_node FOR EACH STATEMENT EXECUTE FUNCTION records_refuse()",
]
REPORT_LIFE = ["investment", "words", "state", "submitted_at", "submitted_by_id", "decided_at", "decided_by_id"]
PROBLEM_LIFE = ["state", "due_on", "answer", "solved_at", "solved_by_id", "decided_at", "decided_by_id", "reason"]


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial"), ("records", "0002_guards")]
    operations = [
        migrations.RunSQL(WEIGHTS, "DROP FUNCTION projects_weights() CASCADE"),
        migrations.RunSQL(STANDS, "DROP FUNCTION projects_node_stands() CASCADE"),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        append_only("projects_followup"),
        append_only("projects_term"),
        append_only("projects_change", ["state", "decided_at", "decided_by_id", "opinion"]),
        append_only("projects_monthlyreport", [*REPORT_LIFE, "reason"]),
        append_only("projects_problem", PROBLEM_LIFE),
        watch(
            "projects_project",
            "projects.project",
            columns=["state", "planned_start", "planned_finish", "started_on", "finished_on", "produced_on", "total"],
            content_type=("projects", "project"),
            organisation="organisation_id",
        ),
        watch(
            "projects_node",
            "projects.node",
            columns=["weight", "planned_on", "original_on", "share", "done_on", "organisation_id"],
            content_type=("projects", "node"),
            organisation="organisation_id",
        ),
        watch(
            "projects_change",
            "projects.change",
            columns=["state", "to_on", "decided_by_id"],
            content_type=("projects", "change"),
        ),
        watch(
            "projects_monthlyreport",
            "projects.report",
            columns=["state", "investment", "decided_by_id"],
            content_type=("projects", "monthlyreport"),
        ),
        watch(
            "projects_problem",
            "projects.problem",
            columns=["state", "due_on", "decided_by_id"],
            content_type=("projects", "problem"),
            organisation="organisation_id",
        ),
    ]
