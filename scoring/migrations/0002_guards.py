"""What was published never changes; marks are taken back, never rewritten."""

from django.db import migrations

from records.triggers import append_only, watch

KEPT_OPEN = ["confirmed_at", "confirmed_by_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_reason"]
ANSWERED = [
    *("state", "outcome", "points", "opinion", "proposed_at", "proposed_by_id", "decided_at", "decided_by_id"),
    "changed_at",
]
DECIDED = [
    *("state", "demand", "decided_at", "decided_by_id", "reason", "document_id", "answer", "answered_at"),
    *("answered_by_id", "accepted_at", "accepted_by_id"),
]
FREE = "ARRAY['state', 'signed_at', 'signed_by_id', 'valid_from']"
# Once in force a scheme and its items stand: another version is drafted instead.
KEEP = f"""
CREATE TRIGGER keep_version BEFORE UPDATE ON scoring_scheme FOR EACH ROW
    WHEN (OLD.state <> 'draft' AND (to_jsonb(OLD) - {FREE}) IS DISTINCT FROM (to_jsonb(NEW) - {FREE}))
    EXECUTE FUNCTION records_refuse();
CREATE TRIGGER keep_scheme BEFORE DELETE ON scoring_scheme FOR EACH ROW
    WHEN (OLD.state <> 'draft') EXECUTE FUNCTION records_refuse();
CREATE FUNCTION scoring_keep_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM scoring_scheme WHERE id IN (OLD.scheme_id, NEW.scheme_id) AND state <> 'draft') THEN
    RAISE EXCEPTION 'a scheme in force does not change: make a new draft';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE FUNCTION scoring_keep_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM scoring_category c JOIN scoring_scheme s ON s.id = c.scheme_id
      WHERE c.id IN (OLD.category_id, NEW.category_id) AND s.state <> 'draft') THEN
    RAISE EXCEPTION 'a scheme in force does not change: make a new draft';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER keep_parts BEFORE INSERT OR UPDATE OR DELETE ON scoring_category FOR EACH ROW
    EXECUTE FUNCTION scoring_keep_category();
CREATE TRIGGER keep_parts BEFORE INSERT OR UPDATE OR DELETE ON scoring_item FOR EACH ROW
    EXECUTE FUNCTION scoring_keep_item();
"""
FREE_AGAIN = """
DROP FUNCTION scoring_keep_item() CASCADE;
DROP FUNCTION scoring_keep_category() CASCADE;
DROP TRIGGER keep_version ON scoring_scheme;
DROP TRIGGER keep_scheme ON scoring_scheme;
"""


# indicators
REFUSE = "RAISE EXCEPTION '{}' USING ERRCODE = 'check_violation', CONSTRAINT = '{}';"

# A document goes into force with weights that add up to 100 below every node; its text then stands.
DOCUMENT = f"""
CREATE FUNCTION scoring_goals_stand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := ARRAY['state', 'signed_at', 'signed_by_id'];
BEGIN
  IF OLD.state <> 'draft' AND to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free THEN
    {REFUSE.format("a document in force does not change", "goals_stand")}
  END IF;
  IF OLD.state = 'draft' AND NEW.state = 'in_force' AND (
      EXISTS (SELECT FROM scoring_indicator WHERE document_id = NEW.id GROUP BY parent_id HAVING sum(weight) <> 100)
      OR EXISTS (SELECT FROM scoring_task WHERE document_id = NEW.id AND weight IS NULL)) THEN
    {REFUSE.format("the weights below a node add up to 100", "goals_weigh_100")}
  END IF;
  RETURN NEW;
END $$
"""
# By statement, not by row: thousands of rows are read in at once.
TREE = f"""
CREATE FUNCTION scoring_tree_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM changed c JOIN scoring_goaldocument d ON d.id = c.document_id WHERE d.state <> 'draft') THEN
    {REFUSE.format("the indicators of a document in force stand", "indicators_stand")}
  END IF;
  RETURN NULL;
END $$
"""
TASK = f"""
CREATE FUNCTION scoring_task_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE life text[] := ARRAY['responsible_id', 'done_on', 'state', 'self_points', 'self_words', 'self_at', 'self_by_id',
  'points', 'words', 'reviewed_at', 'reviewed_by_id', 'signed_at', 'signed_by_id', 'reason'];
BEGIN
  IF to_jsonb(OLD) - life IS DISTINCT FROM to_jsonb(NEW) - life AND EXISTS (
      SELECT FROM scoring_goaldocument WHERE id = OLD.document_id AND state <> 'draft') THEN
    {REFUSE.format("the tasks of a document in force stand", "tasks_stand")}
  END IF;
  RETURN NEW;
END $$
"""
# Each insert of observations leaves one row a task in the queue; scoring.models.progress says how it is read.
QUEUE = """
CREATE FUNCTION scoring_queue_progress() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO scoring_delta (task_id, amount) SELECT task_id, sum(amount) FROM made GROUP BY task_id ORDER BY task_id;
  RETURN NULL;
END $$
"""
BY = "FOR EACH STATEMENT EXECUTE FUNCTION scoring_tree_stands()"
TRIGGERS = [
    "CREATE TRIGGER stands BEFORE UPDATE ON scoring_goaldocument FOR EACH ROW EXECUTE FUNCTION scoring_goals_stand()",
    *(
        f"CREATE TRIGGER stands_{verb} AFTER {verb} ON {table} REFERENCING {row} TABLE AS changed {BY}"
        for table in ("scoring_indicator", "scoring_task")
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"))
        if (table, verb) != ("scoring_task", "UPDATE")
    ),
    "CREATE TRIGGER stands BEFORE UPDATE ON scoring_task FOR EACH ROW EXECUTE FUNCTION scoring_task_stands()",
    "CREATE TRIGGER queue_progress AFTER INSERT ON scoring_observation REFERENCING NEW TABLE AS made "
    "FOR EACH STATEMENT EXECUTE FUNCTION scoring_queue_progress()",
    *(
        f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION records_refuse()"
        for table in ("scoring_goaldocument", "scoring_indicator", "scoring_task", "scoring_delta", "scoring_rollup")
    ),
    *(
        f"CREATE TRIGGER no_delete BEFORE DELETE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION records_refuse()"
        for table in ("scoring_goaldocument", "scoring_indicator", "scoring_task", "scoring_rollup")
    ),
]
FUNCTIONS = ["goals_stand", "tree_stands", "task_stands", "queue_progress"]
DELAY_LIFE = [
    *(
        "state",
        "due_on",
        "why",
        "measures",
        "explained_at",
        "explained_by_id",
        "decided_at",
        "decided_by_id",
        "reason",
    ),
    "document_id",
]
RATED = ["state", "points", "self_points", "done_on", "reviewed_by_id", "signed_by_id", "responsible_id"]

# surveys
# A slip that was used stays used; ballots and results come into being while the box is being counted, never later.
KEEP_VOTES = """
CREATE FUNCTION scoring_keep_slip() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a used or void slip stays so';
END $$;
CREATE TRIGGER keep_slip BEFORE UPDATE ON scoring_slip FOR EACH ROW
    WHEN ((OLD.used AND NOT NEW.used) OR (OLD.void AND NOT NEW.void)) EXECUTE FUNCTION scoring_keep_slip();
CREATE FUNCTION scoring_keep_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM scoring_surveymeeting WHERE id = NEW.meeting_id AND state = 'counting') THEN
    RAISE EXCEPTION 'votes are counted between the closing of the box and the telling of the result';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_ballot BEFORE INSERT ON scoring_ballot FOR EACH ROW EXECUTE FUNCTION scoring_keep_count();
CREATE TRIGGER keep_tally BEFORE INSERT ON scoring_tally FOR EACH ROW EXECUTE FUNCTION scoring_keep_count();
"""
FREE_VOTES = """
DROP FUNCTION scoring_keep_count() CASCADE;
DROP FUNCTION scoring_keep_slip() CASCADE;
"""
ENDED = ["ended_at", "ended_by_id", "reason", "key", "sealed"]
INVITED = ["answer", "reason", "answered_at", "answered_by_id"]
TRACKED = [
    *("state", "wording", "way", "organisation_id", "given_at", "given_by_id", "answer", "answered_at"),
    *("answered_by_id", "decided_at", "decided_by_id", "reason"),
]
HANDED_IN = ["state", "words", "submitted_at", "evaluation", "evaluated_at", "evaluated_by_id"]


class Migration(migrations.Migration):
    dependencies = [("scoring", "0001_initial"), ("records", "0002_guards")]
    operations = [
        migrations.RunSQL(KEEP, FREE_AGAIN),
        append_only("scoring_mark", except_columns=KEPT_OPEN),
        append_only("scoring_publication"),
        append_only("scoring_result"),
        append_only("scoring_sheet"),
        append_only("scoring_review", except_columns=ANSWERED),
        append_only("scoring_consequence", except_columns=DECIDED),
        watch(
            "scoring_round",
            "scoring.round",
            columns=["scheme_id", "first", "last", "state", "signed_by_id"],
            content_type=("scoring", "round"),
            organisation="organisation_id",
        ),
        watch(
            "scoring_mark",
            "scoring.mark",
            columns=["sheet_id", "kind", "points", "confirmed_by_id", "withdrawn_at"],
            content_type=("scoring", "mark"),
        ),
        watch(
            "scoring_review",
            "scoring.review",
            columns=["sheet_id", "state", "outcome", "points", "proposed_by_id", "decided_by_id"],
            content_type=("scoring", "review"),
        ),
        watch(
            "scoring_consequence",
            "scoring.consequence",
            columns=["sheet_id", "appraised_id", "kind", "demand", "state", "decided_by_id", "document_id"],
            content_type=("scoring", "consequence"),
        ),
        # indicators and weekly reports
        migrations.RunSQL(
            [DOCUMENT, TREE, TASK, QUEUE], [f"DROP FUNCTION scoring_{name}() CASCADE" for name in FUNCTIONS]
        ),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        append_only("scoring_observation"),
        append_only("scoring_delay", DELAY_LIFE),
        append_only(
            "scoring_weeklyreport", ["values", "words", "due_on", "submitted_at", "submitted_on", "submitted_by_id"]
        ),
        append_only("scoring_monthlysummary", ["state", "signed_at", "signed_by_id", "document_id"]),
        watch(
            "scoring_goaldocument",
            "scoring.goals",
            columns=["state", "tolerance", "explain_days", "signed_by_id"],
            content_type=("scoring", "goaldocument"),
            organisation="organisation_id",
        ),
        watch(
            "scoring_task",
            "scoring.task",
            columns=RATED,
            content_type=("scoring", "task"),
            organisation="organisation_id",
        ),
        watch(
            "scoring_delay",
            "scoring.delay",
            columns=["state", "due_on", "decided_by_id"],
            content_type=("scoring", "delay"),
        ),
        watch(
            "scoring_weeklyreport",
            "scoring.weekly",
            columns=["values", "submitted_at", "submitted_by_id"],
            content_type=("scoring", "weeklyreport"),
            organisation="organisation_id",
        ),
        watch(
            "scoring_monthlysummary",
            "scoring.summary",
            columns=["state", "totals", "signed_by_id"],
            content_type=("scoring", "monthlysummary"),
        ),
        # surveys, ratings, duty reports
        migrations.RunSQL(KEEP_VOTES, FREE_VOTES),
        append_only("scoring_evaluator", except_columns=ENDED),
        append_only("scoring_surveyobject"),
        append_only("scoring_evaluatordraw"),
        append_only("scoring_invitation", except_columns=INVITED),
        append_only("scoring_slip", except_columns=["used", "void"]),
        append_only("scoring_ballot"),
        append_only("scoring_tally"),
        append_only("scoring_papercount", except_columns=["valid", "invalid", "counts", "counted_at"]),
        append_only("scoring_opinion", except_columns=TRACKED),
        append_only("scoring_unitrating", except_columns=["comment_state", "decided_at", "decided_by_id", "reason"]),
        append_only("scoring_dutyyear"),
        append_only("scoring_dutyreport", except_columns=HANDED_IN),
        append_only("scoring_dutytalk"),
        watch(
            "scoring_survey",
            "scoring.survey",
            columns=["name", "kind", "first", "last", "aspects", "values", "floor", "state"],
            content_type=("scoring", "survey"),
            organisation="organisation_id",
        ),
        watch(
            "scoring_surveymeeting",
            "scoring.meeting",
            columns=["survey_id", "held_on", "state", "document_id"],
            content_type=("scoring", "surveymeeting"),
        ),
        watch(
            "scoring_papercount",
            "scoring.paper_count",
            columns=["meeting_id", "valid", "invalid", "counts", "counted_by_id"],
            content_type=("scoring", "papercount"),
        ),
        watch(
            "scoring_opinion",
            "scoring.opinion",
            columns=["about_id", "way", "organisation_id", "state"],
            content_type=("scoring", "opinion"),
        ),
        watch(
            "scoring_dutyreport",
            "scoring.duty_report",
            columns=["year_id", "person_id", "organisation_id", "state", "evaluated_by_id"],
            content_type=("scoring", "dutyreport"),
        ),
    ]
