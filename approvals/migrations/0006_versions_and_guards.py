"""What was published becomes version 1; published versions and evidence refuse change, states write entries."""

from django.db import migrations

from records.triggers import append_only, watch

PARTS = ["approvals_itemdocument", "approvals_itemstep", "approvals_itemfee", "approvals_itembranch"]
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
        f"CREATE TRIGGER keep_parts BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW "
        "EXECUTE FUNCTION approvals_keep_parts()",
        f"DROP TRIGGER keep_parts ON {table}",
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
    dependencies = [("approvals", "0005_whole_hall"), ("records", "0005_registers_stay")]
    operations = [
        migrations.RunSQL(
            "UPDATE approvals_item SET state = CASE WHEN is_published THEN 'published' ELSE 'retired' END",
            "UPDATE approvals_item SET is_published = (state = 'published')",
        ),
        migrations.RemoveField("item", "is_published"),
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
    ]
