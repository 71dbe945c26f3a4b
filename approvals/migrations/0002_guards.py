"""Published versions of items and evidence refuse change; states write entries by themselves, so that a hand on the
table shows in the record.
"""

from django.db import migrations

from records.triggers import append_only, watch

PARTS = ["itemdocument", "itemstep", "itemfee", "itembranch", "item_windows"]
FREE = "ARRAY['state', 'valid_to', 'popularity']"
KEEP_ITEM = f"""
CREATE TRIGGER keep_version BEFORE UPDATE ON approvals_item FOR EACH ROW
    WHEN (OLD.state <> 'draft' AND (to_jsonb(OLD) - {FREE}) IS DISTINCT FROM (to_jsonb(NEW) - {FREE}))
    EXECUTE FUNCTION records_refuse();
CREATE TRIGGER keep_published BEFORE DELETE ON approvals_item FOR EACH ROW
    WHEN (OLD.state <> 'draft') EXECUTE FUNCTION records_refuse();
CREATE FUNCTION approvals_keep_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM approvals_item WHERE id IN (OLD.item_id, NEW.item_id) AND state <> 'draft') THEN
    RAISE EXCEPTION 'a published version of an item does not change: make a new draft';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
"""
FREE_ITEM = """
DROP TRIGGER keep_version ON approvals_item;
DROP TRIGGER keep_published ON approvals_item;
DROP FUNCTION approvals_keep_parts();
"""


def keep_parts(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER keep_parts BEFORE INSERT OR UPDATE OR DELETE ON approvals_{table} FOR EACH ROW "
        "EXECUTE FUNCTION approvals_keep_parts()",
        f"DROP TRIGGER keep_parts ON approvals_{table}",
    )


def watched(model, *columns):
    return watch(
        f"approvals_{model}",
        f"approvals.{model}",
        columns=["state", *columns],
        content_type=("approvals", model),
        organisation="organisation_id",
    )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial"), ("records", "0002_guards")]

    operations = [
        migrations.RunSQL(KEEP_ITEM, FREE_ITEM),
        *[keep_parts(table) for table in PARTS],
        append_only("approvals_charge"),
        append_only("approvals_refund"),
        append_only("approvals_cleanup"),
        append_only("approvals_casemessage", except_columns=["read_at"]),
        watched("branch", "agrees", "closed_at"),
        watched("licence", "number", "valid_until"),
        watched("rating", "stars", "is_default"),
        watched("slip", "number", "decided_at"),
        watched("slipreport", "number"),
        watched("penalty", "number", "amount", "decided_at"),
        watched("levy", "number", "amount", "approved_at", "paid_at"),
        watch(
            "approvals_case",
            "approvals.case",
            columns=["number", "state", "submitted_at", "accepted_at", "decided_at", "result"],
            content_type=("approvals", "case"),
            organisation="organisation_id",
        ),
        watch(
            "approvals_extensionrequest",
            "approvals.extensionrequest",
            columns=["state", "days"],
            content_type=("approvals", "extensionrequest"),
        ),
    ]
