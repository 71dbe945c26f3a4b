"""What the database itself refuses or sees: who handles, what is published, what is never changed."""

from django.db import migrations

from records.triggers import append_only, watch

# Nobody who holds a post in the accused unit becomes the handler, whichever post they act from.
HANDLER_GUARD = """
CREATE FUNCTION complaints_order_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.accused_id IS NOT NULL AND NEW.handler_id IS NOT NULL AND EXISTS (
    SELECT FROM accounts_post WHERE user_id = NEW.handler_id AND organisation_id = NEW.accused_id AND ended_on IS NULL
  ) THEN
    RAISE EXCEPTION 'the accused unit never handles the complaint' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'order_not_with_people_of_the_accused';
  END IF;
  RETURN NEW;
END $$
"""

# What nobody may publish, whoever asks: anonymous and confidential orders, reports, efficiency complaints, and the
# words of somebody who did not agree.
PUBLICATION_GUARD = """
CREATE FUNCTION complaints_publication_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM complaints_order WHERE id = NEW.order_id AND asked_public AND NOT is_anonymous AND NOT is_confidential
      AND kind NOT IN ('report', 'efficiency')
  ) THEN
    RAISE EXCEPTION 'this order is never published' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'publication_of_what_may_be_public';
  END IF;
  RETURN NEW;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial"), ("records", "0002_guards")]
    operations = [
        watch(
            "complaints_order",
            "complaints.order",
            columns=["number", "state", "received_at", "assigned_at", "accepted_at", "replied_at", "closed_at"],
            content_type=("complaints", "order"),
            organisation="organisation_id",
        ),
        append_only("complaints_note"),
        append_only("complaints_visit"),
        append_only("complaints_reference"),
        append_only("complaints_assignment", except_columns=["returned_at", "returned_by_id", "return_reason"]),
        append_only("complaints_reply", except_columns=["state", "signed_by_id", "sent_at", "remark"]),
        migrations.RunSQL(
            [
                HANDLER_GUARD,
                "CREATE TRIGGER handler_is_not_accused BEFORE INSERT OR UPDATE OF handler_id, accused_id ON "
                "complaints_order FOR EACH ROW EXECUTE FUNCTION complaints_order_guard()",
            ],
            ["DROP TRIGGER handler_is_not_accused ON complaints_order", "DROP FUNCTION complaints_order_guard()"],
        ),
        # answers and what is published
        append_only("complaints_replycheck"),
        append_only("complaints_proof"),
        append_only("complaints_articleversion", except_columns=["approved_by_id", "approved_at"]),
        migrations.RunSQL(
            [
                PUBLICATION_GUARD,
                "CREATE TRIGGER may_be_public BEFORE INSERT OR UPDATE ON complaints_publication "
                "FOR EACH ROW EXECUTE FUNCTION complaints_publication_guard()",
            ],
            ["DROP TRIGGER may_be_public ON complaints_publication", "DROP FUNCTION complaints_publication_guard()"],
        ),
        # who wrote, and who may know
        append_only("complaints_secret"),
        append_only("complaints_talk"),
        append_only("complaints_support"),
        append_only("complaints_inbound"),
        append_only("complaints_complainant", except_columns=["key", "sealed"]),
        append_only(
            "complaints_opening", except_columns=["state", "decided_at", "decided_by_id", "opinion", "opened_at"]
        ),
        append_only(
            "complaints_transfer", except_columns=["state", "clock_id", "answered_at", "answered_by_id", "answer"]
        ),
        # meeting the people
        append_only("complaints_call", except_columns=["outcome", "answer", "answered_at", "order_id"]),
        append_only("complaints_milestone", except_columns=["clock_id", "done_at", "done_by_id", "proof"]),
        append_only("complaints_promise", except_columns=["kept_at"]),
        append_only("complaints_arrival"),
        append_only("complaints_minutes"),
        append_only("complaints_signature"),
        append_only("complaints_part"),
        append_only("complaints_integritytalk", except_columns=["clock_id"]),
        append_only("complaints_talknote"),
        append_only("complaints_opinion", except_columns=["treatment", "organisation_id", "order_id"]),
        append_only("complaints_firmproblem"),
        watch(
            "complaints_session",
            "complaints.session",
            columns=["number", "state", "outcome", "order_id"],
            content_type=("complaints", "session"),
        ),
    ]
