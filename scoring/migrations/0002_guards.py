"""What was published never changes; marks are taken back, never rewritten."""

from django.db import migrations

from records.triggers import append_only, watch

KEPT_OPEN = ["confirmed_at", "confirmed_by_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_reason"]
ANSWERED = [
    *("state", "outcome", "points", "opinion", "proposed_at", "proposed_by_id", "decided_at", "decided_by_id"),
    "changed_at",
]
DECIDED = [
    *("state", "decided_at", "decided_by_id", "reason", "document_id", "answer", "answered_at", "answered_by_id"),
    *("accepted_at", "accepted_by_id"),
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
            "scoring_scheme",
            "scoring.scheme",
            columns=["code", "version", "parameters", "state", "signed_by_id"],
            content_type=("scoring", "scheme"),
        ),
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
            columns=["sheet_id", "kind", "state", "decided_by_id", "document_id"],
            content_type=("scoring", "consequence"),
        ),
    ]
