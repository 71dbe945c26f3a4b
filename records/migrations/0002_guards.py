"""The database's own part of the record: it stamps and hashes every entry and refuses to change evidence.

Messages and attempts to deliver them are evidence of who was told; they are guarded here because accounts lies below.
"""

from django.db import migrations

from records.triggers import append_only, canon

STAMP = """
CREATE FUNCTION records_stamp() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  NEW.txid := pg_current_xact_id()::text::bigint;
  NEW.recorded_at := clock_timestamp();
  NEW.db_user := session_user;
  NEW.canon := {canon};
  NEW.digest := encode(sha256('\\x00'::bytea || convert_to(NEW.canon, 'UTF8')), 'hex');
  RETURN NEW;
END $$
""".format(canon=canon("NEW"))

REFUSE = """
CREATE FUNCTION records_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only table %: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL([REFUSE], ["DROP FUNCTION records_refuse()"]),
        migrations.RunSQL(
            [
                STAMP,
                "CREATE TRIGGER stamp BEFORE INSERT ON records_entry FOR EACH ROW EXECUTE FUNCTION records_stamp()",
            ],
            ["DROP TRIGGER stamp ON records_entry", "DROP FUNCTION records_stamp()"],
        ),
        append_only("records_entry"),
        append_only("records_leaf"),
        append_only("records_node"),
        append_only("records_seal"),
        append_only("records_document"),
        append_only("records_printing"),
        append_only("records_sealuse"),
        append_only("records_look"),
        append_only("records_anomaly", except_columns=["noticed_at"]),
        append_only(
            "records_attachment",
            except_columns=["subject_type_id", "subject_id", "kind"],
            delete_when="OLD.subject_id IS NULL",
        ),
        append_only("accounts_message", except_columns=["read_at", "escalate_at"]),
        append_only("accounts_attempt"),
    ]
