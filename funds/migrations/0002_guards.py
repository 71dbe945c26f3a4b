"""What the database itself keeps: lots that follow the postings, vouchers that add up, bookings nobody changes."""

from django.db import migrations

from records.triggers import append_only, watch

REFUSE = "RAISE EXCEPTION '{}' USING ERRCODE = 'check_violation', CONSTRAINT = '{}';"

# A posting takes from the lot of its parent and makes a lot of its own. It belongs to its voucher's own transaction.
POST = f"""
CREATE FUNCTION funds_post() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE lot funds_lot; voucher funds_voucher; theirs bigint;
BEGIN
  SELECT * INTO voucher FROM funds_voucher WHERE id = NEW.voucher_id;
  IF voucher.txid IS DISTINCT FROM pg_current_xact_id()::text::bigint THEN
    {REFUSE.format("a posting is written with its voucher", "posting_with_its_voucher")}
  END IF;
  SELECT count(*) INTO theirs FROM funds_account
    WHERE id IN (NEW.out_of_id, NEW.into_id) AND fund_id = voucher.fund_id;
  IF theirs <> 2 THEN
    {REFUSE.format("money stays in its fund", "posting_in_its_fund")}
  END IF;
  IF NEW.parent_id IS NULL THEN
    IF voucher.kind <> 'arrive' OR (SELECT stage FROM funds_account WHERE id = NEW.out_of_id) <> 'outside' THEN
      {REFUSE.format("money comes from somewhere", "posting_has_a_parent")}
    END IF;
    NEW.source_id := NEW.id;
  ELSE
    UPDATE funds_lot SET rest = rest - NEW.amount WHERE posting_id = NEW.parent_id RETURNING * INTO lot;
    IF lot.account_id IS DISTINCT FROM NEW.out_of_id THEN
      {REFUSE.format("money is taken from where it lies", "posting_from_where_it_lies")}
    END IF;
    IF lot.since > voucher.happened_on THEN
      {REFUSE.format("money moves on after it came", "posting_after_its_parent")}
    END IF;
    NEW.source_id := lot.source_id;
  END IF;
  INSERT INTO funds_lot (posting_id, account_id, source_id, rest, since)
    VALUES (NEW.id, NEW.into_id, NEW.source_id, NEW.amount, voucher.happened_on);
  RETURN NEW;
END $$
"""
VOUCHER = f"""
CREATE FUNCTION funds_voucher_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.txid := pg_current_xact_id()::text::bigint;
  IF EXISTS (SELECT FROM funds_closing WHERE fund_id = NEW.fund_id AND until >= NEW.happened_on) THEN
    {REFUSE.format("the period is closed", "voucher_in_an_open_period")}
  END IF;
  RETURN NEW;
END $$
"""
# At the end of the transaction, so that a voucher may be written before its postings.
BALANCED = f"""
CREATE FUNCTION funds_voucher_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found record;
BEGIN
  SELECT coalesce(sum(amount), 0) AS amount, count(*) AS lines, encode(sha256(convert_to(coalesce(string_agg(
    concat_ws(':', coalesce(parent_id, 0), out_of_id, into_id, amount), E'\\n' ORDER BY id), ''), 'UTF8')), 'hex')
    AS digest INTO found FROM funds_posting WHERE voucher_id = NEW.id;
  IF found.amount <> NEW.amount OR found.lines <> NEW.lines OR found.digest <> NEW.digest THEN
    {REFUSE.format("a voucher is the sum of its postings", "voucher_balanced")}
  END IF;
  RETURN NULL;
END $$
"""
TRIGGERS = {
    "funds_voucher": [
        "CREATE TRIGGER opened BEFORE INSERT ON funds_voucher FOR EACH ROW EXECUTE FUNCTION funds_voucher_open()",
        "CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON funds_voucher DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION funds_voucher_balanced()",
    ],
    "funds_posting": [
        "CREATE TRIGGER posted BEFORE INSERT ON funds_posting FOR EACH ROW EXECUTE FUNCTION funds_post()"
    ],
    # only the posting of money writes lots: a statement of somebody's own stands at depth 0
    "funds_lot": [
        "CREATE TRIGGER by_postings_only BEFORE INSERT OR UPDATE OR DELETE ON funds_lot FOR EACH ROW "
        "WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION records_refuse()",
        "CREATE TRIGGER no_truncate BEFORE TRUNCATE ON funds_lot FOR EACH STATEMENT EXECUTE FUNCTION records_refuse()",
    ],
}
FUNCTIONS = {"funds_post": POST, "funds_voucher_open": VOUCHER, "funds_voucher_balanced": BALANCED}


class Migration(migrations.Migration):
    dependencies = [("funds", "0001_initial"), ("records", "0002_guards")]
    operations = [
        *(migrations.RunSQL(text, f"DROP FUNCTION {name}() CASCADE") for name, text in FUNCTIONS.items()),
        *(migrations.RunSQL(rows, migrations.RunSQL.noop) for rows in TRIGGERS.values()),
        append_only("funds_posting"),
        append_only("funds_voucher"),
        append_only("funds_closing"),
        watch(
            "funds_voucher",
            "funds.voucher",
            columns=["number", "kind", "happened_on", "amount", "lines", "digest", "economic_class", "reverses_id"],
            content_type=("funds", "voucher"),
            organisation="organisation_id",
        ),
    ]
