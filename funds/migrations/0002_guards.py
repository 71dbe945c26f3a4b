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

# At the end of the transaction, so that a proposal may be written before its lines.
ADDS_UP = """
CREATE FUNCTION funds_proposal_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE lines numeric; strange bigint;
BEGIN
  SELECT coalesce(sum(amount), 0) INTO lines FROM funds_line WHERE proposal_id = NEW.id;
  SELECT count(*) INTO strange FROM funds_line l JOIN funds_account a ON a.id IN (l.out_of_id, l.into_id)
    WHERE l.proposal_id = NEW.id AND a.fund_id <> NEW.fund_id;
  IF lines <> NEW.total OR strange > 0 THEN
    RAISE EXCEPTION 'a proposal is the sum of its lines' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'proposal_adds_up';
  END IF;
  RETURN NULL;
END $$
"""
PROPOSED = (
    "CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT ON funds_proposal DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION funds_proposal_adds_up()"
)
KEPT = ["value", "threshold", "detail", "state", "seen_at", "lapsed_at", "proposal", "proposed_by_id"]
KEPT += ["decided_by_id", "decided_at"]


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
        # budget and payments
        migrations.RunSQL(ADDS_UP, "DROP FUNCTION funds_proposal_adds_up() CASCADE"),
        migrations.RunSQL(PROPOSED, migrations.RunSQL.noop),
        append_only("funds_line"),
        append_only("funds_refusal"),
        append_only("funds_paymentfile"),
        append_only("funds_statement"),
        append_only("funds_term", ["signed_by_id", "signed_at", "since"]),
        append_only("funds_statementline", ["settled_at", "settled_by_id", "settlement"]),
        watch(
            "funds_proposal",
            "funds.proposal",
            columns=["number", "kind", "total", "state", "decided_by_id", "voucher_id"],
            content_type=("funds", "proposal"),
            organisation="organisation_id",
        ),
        watch(
            "funds_plan",
            "funds.plan",
            columns=["month", "amount", "state", "decided_by_id"],
            content_type=("funds", "plan"),
        ),
        watch(
            "funds_application",
            "funds.application",
            columns=["number", "payee_id", "amount", "kind", "state", "approved_by_id", "file_id", "voucher_id"],
            content_type=("funds", "application"),
        ),
        watch(
            "funds_paymentfile",
            "funds.file",
            columns=["number", "lines", "total", "digest"],
            content_type=("funds", "paymentfile"),
            organisation="organisation_id",
        ),
        # revenue and subsidies
        append_only("funds_programme", except_columns=["is_open"]),
        append_only(
            "funds_programmeversion",
            except_columns=["state", "programme_id", "decided_at", "decided_by_id", "answer"],
        ),
        watch(
            "funds_programmeversion",
            "funds.programmeversion",
            columns=["state", "code", "way", "rate", "excludes", "valid_from", "decided_by_id"],
            content_type=("funds", "programmeversion"),
            organisation="manager_id",
        ),
        append_only("funds_recipient", except_columns=["sealed", "seal_key"]),
        append_only("funds_rosterrow", except_columns=["ended_at"]),
        append_only("funds_ownrecords"),
        append_only("funds_rollstep"),
        append_only("funds_roll", except_columns=["state", "shown_on", "shown_until"]),
        append_only(
            "funds_rollline",
            except_columns=["state", "marks", "excused", "judged_at", "judged_by_id", "judged_words"],
        ),
        append_only(
            "funds_objection",
            except_columns=["answer", "is_upheld", "answered_at", "answered_by_id"],
        ),
        append_only(
            "funds_paylist",
            except_columns=["state", "count", "amount", "voucher_id", "digest", "decided_at", "decided_by_id"],
        ),
        append_only("funds_grant", except_columns=["state", "account_id", "bank_day", "reason"]),
        append_only("funds_purse", except_columns=["state", "amount", "handed_on", "paper", "handed_by_id"]),
        append_only("funds_collection", except_columns=["state", "account_id", "purse_id"]),
        append_only("funds_bankday"),
        append_only("funds_bankentry"),
        watch("funds_roll", "funds.roll", columns=["state", "shown_until"], content_type=("funds", "roll")),
        watch(
            "funds_rollline",
            "funds.rollline",
            columns=["state", "amount", "recipient_id", "account_digest", "excused"],
            content_type=("funds", "rollline"),
        ),
        watch(
            "funds_paylist",
            "funds.paylist",
            columns=["state", "count", "amount", "voucher_id", "digest"],
            content_type=("funds", "paylist"),
        ),
        watch("funds_grant", "funds.grant", columns=["state", "amount", "line_id"], content_type=("funds", "grant")),
        watch(
            "funds_purse",
            "funds.purse",
            columns=["state", "amount", "handed_on"],
            content_type=("funds", "purse"),
            organisation="organisation_id",
        ),
        watch(
            "funds_collection",
            "funds.collection",
            columns=["state", "amount", "account_id"],
            content_type=("funds", "collection"),
            organisation="organisation_id",
        ),
        # suspicions
        append_only("funds_fundflag", except_columns=[*KEPT, "level", "version_id"]),
        append_only("funds_fundflagdeed"),
        append_only("funds_flagversion", except_columns=["signed_by_id", "signed_at", "valid_from"]),
        append_only("funds_flaground"),
        watch(
            "funds_fundflag",
            "funds.fundflag",
            columns=["state", "code", "topic", "decided_by_id"],
            content_type=("funds", "fundflag"),
            organisation="organisation_id",
        ),
        # checks and deliveries
        append_only("funds_movement"),
        append_only("funds_delivery", ["state", "decided_at", "decided_by_id", "reason"]),
        append_only("funds_check", ["state", "decided_at", "decided_by_id", "reason"]),
        watch(
            "funds_delivery",
            "funds.delivery",
            columns=["number", "fund_id", "digest", "count", "total", "state", "decided_by_id"],
            content_type=("funds", "delivery"),
        ),
        watch(
            "funds_check",
            "funds.check",
            columns=["number", "kind", "fund_id", "amount", "questioned", "result", "state", "decided_by_id"],
            content_type=("funds", "check"),
            organisation="organisation_id",
        ),
    ]
