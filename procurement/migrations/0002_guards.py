"""What the database itself refuses or sees: bids after the deadline, keys outside of their window, bids read before it
has closed, offers that do not rise, evidence that is changed."""

# ruff: noqa: S608 - constants only
from django.db import migrations

from records.triggers import append_only, watch

# ERRCODE check_violation becomes Django's IntegrityError.
REFUSE = "RAISE EXCEPTION '{}' USING ERRCODE = 'check_violation', CONSTRAINT = '{}';"
OF_BOX = """SELECT b.size, b.window, b.round, t.round, t.bids_due_at
    INTO box_size, box_window, box_round, now_round, due
    FROM procurement_box b JOIN procurement_tender t ON t.id = b.tender_id"""
NAMES = "DECLARE box_size integer; box_window integer; box_round integer; now_round integer; due timestamptz;"
OVERHEAD = 148 + 16 + 8  # procurement.sealing: head, tag and work

FUNCTIONS = {
    "sealedbid": f"""{NAMES}
BEGIN
  {OF_BOX} WHERE b.id = NEW.box_id FOR SHARE OF t;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.withdrawn_at IS NOT NULL OR due IS NULL OR NEW.withdrawn_at >= due THEN
      {REFUSE.format("a bid is withdrawn once, before the deadline", "sealedbid_withdrawn_in_time")}
    END IF;
    RETURN NEW;
  END IF;
  IF due IS NULL OR box_round <> now_round OR NEW.received_at >= due OR NEW.withdrawn_at IS NOT NULL THEN
    {REFUSE.format("bids are taken until the deadline", "sealedbid_in_time")}
  END IF;
  IF length(NEW.sealed) <> box_size + {OVERHEAD} OR NEW.digest <> encode(sha256(NEW.sealed), 'hex') THEN
    {REFUSE.format("a sealed bid has the size of its box and its own digest", "sealedbid_is_whole")}
  END IF;
  RETURN NEW;
END""",
    "reveal": f"""{NAMES}
BEGIN
  {OF_BOX} WHERE b.id = (SELECT box_id FROM procurement_sealedbid WHERE id = NEW.sealed_bid_id);
  IF due IS NULL OR NEW.revealed_at < due OR NEW.revealed_at >= due + make_interval(mins => box_window) THEN
    {REFUSE.format("keys are taken from the deadline until the window closes", "reveal_in_window")}
  END IF;
  RETURN NEW;
END""",
    "bid": f"""{NAMES}
BEGIN
  IF NEW.sealed_bid_id IS NULL THEN RETURN NEW; END IF;
  {OF_BOX} WHERE b.id = (SELECT box_id FROM procurement_sealedbid WHERE id = NEW.sealed_bid_id);
  IF due IS NULL OR NEW.opened_at < due + make_interval(mins => box_window) THEN
    {REFUSE.format("nothing is opened before the window has closed", "bid_after_window")}
  END IF;
  RETURN NEW;
END""",
    "bankline": f"""DECLARE due timestamptz;
BEGIN
  SELECT bids_due_at INTO due FROM procurement_tender WHERE id = NEW.tender_id;
  IF due IS NULL OR NEW.entered_at < due THEN
    {REFUSE.format("the list of payers comes after the deadline", "bankline_after_deadline")}
  END IF;
  RETURN NEW;
END""",
    "offer": f"""DECLARE a procurement_auction; highest bigint;
BEGIN
  SELECT * INTO a FROM procurement_auction WHERE id = NEW.auction_id FOR UPDATE;
  SELECT max(amount) INTO highest FROM procurement_offer WHERE auction_id = NEW.auction_id;
  IF a.state <> 'running' OR NEW.offered_at < a.starts_at OR NEW.offered_at >= a.ends_at THEN
    {REFUSE.format("offers are taken while the auction runs", "offer_in_time")}
  END IF;
  IF NEW.amount < coalesce(highest + a.increment, a.start_price) THEN
    {REFUSE.format("an offer is higher than all before it", "offer_rises")}
  END IF;
  RETURN NEW;
END""",
}
WHEN = {"sealedbid": "INSERT OR UPDATE"}


def guard(name: str, body: str):
    function, table = f"procurement_{name}_guard", f"procurement_{name}"
    return migrations.RunSQL(
        [
            f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
            f"CREATE TRIGGER in_time BEFORE {WHEN.get(name, 'INSERT')} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()",
        ],
        [f"DROP TRIGGER in_time ON {table}", f"DROP FUNCTION {function}()"],
    )


# Of a suspicion the numbers follow the facts and the state follows the deeds; what it is about never changes.
MUTABLE = [
    *("group", "severity", "parties", "value", "threshold", "group_size", "detail", "version_id", "lapsed_at"),
    *("state", "proposal", "proposed_by_id", "decided_by_id", "decided_at", "resting"),
]


class Migration(migrations.Migration):
    dependencies = [("procurement", "0001_initial"), ("records", "0002_guards")]
    operations = [
        watch(
            "procurement_tender",
            "procurement.tender",
            columns=["number", "state", "done", "round", "method", "control_price", "bids_due_at"],
            content_type=("procurement", "tender"),
            organisation="centre_id",
        ),
        watch(
            "procurement_objection",
            "procurement.objection",
            columns=["tender_id", "state", "is_upheld"],
            content_type=("procurement", "objection"),
        ),
        watch(
            "procurement_bidcomplaint",
            "procurement.bidcomplaint",
            columns=["tender_id", "state", "outcome"],
            content_type=("procurement", "bidcomplaint"),
            organisation="organisation_id",
        ),
        append_only("procurement_participation"),
        append_only(
            "procurement_step",
            except_columns=[
                "confirmed_at",
                "confirmed_by_id",
                "opinion",
                "finished_at",
                "finished_by_id",
                "organisation_id",
                "facts",
            ],
        ),
        append_only("procurement_notice"),
        append_only("procurement_clarification"),
        append_only("procurement_methodchange"),
        append_only("procurement_candidate"),
        append_only("procurement_supplement"),
        append_only("procurement_suspension", except_columns=["until_at", "until_by_id"]),
        append_only("procurement_handover", except_columns=["received_at", "received_by_id"]),
        append_only(
            "procurement_award", except_columns=["noticed_at", "noticed_by_id", "reported_at", "losers_refunded_at"]
        ),
        append_only("procurement_contract", except_columns=["published_at", "filed_at", "winner_refunded_at"]),
        append_only("procurement_parameter"),
        # bids, openings, auctions
        *(guard(name, body) for name, body in FUNCTIONS.items()),
        watch(
            "procurement_auction",
            "procurement.auction",
            columns=["tender_id", "state", "ends_at", "winner_id", "price"],
            content_type=("procurement", "auction"),
        ),
        watch(
            "procurement_bid",
            "procurement.bid",
            columns=["tender_id", "party_id", "price", "state"],
            content_type=("procurement", "bid"),
        ),
        watch(
            "procurement_guarantee",
            "procurement.guarantee",
            columns=["bid_id", "amount", "state"],
            content_type=("procurement", "guarantee"),
        ),
        append_only("procurement_box"),
        append_only("procurement_sealedbid", except_columns=["withdrawn_at"]),
        append_only("procurement_reveal"),
        append_only("procurement_bid"),
        append_only("procurement_onsite"),
        append_only("procurement_opening"),
        append_only("procurement_bankline"),
        append_only(
            "procurement_guarantee",
            except_columns=["state", "interest", "reference", "reason", "settled_at", "settled_by_id"],
        ),
        append_only("procurement_paddle"),
        append_only("procurement_offer"),
        append_only(
            "procurement_auction",
            except_columns=["ends_at", "state", "reserve", "winner_id", "price", "closed_at"],
        ),
        append_only("procurement_paper"),
        append_only("procurement_inquiry", except_columns=["answer", "answered_at", "answered_by_id"]),
        append_only(
            "procurement_prequalification", except_columns=["due_at", "state", "concluded_at", "concluded_by_id"]
        ),
        append_only("procurement_applicant", except_columns=["is_able", "reason", "examined_at", "examined_by_id"]),
        append_only("procurement_delivery", except_columns=["paid_on", "reference", "paid_by_id"]),
        append_only("procurement_withdrawnguarantee", except_columns=["returned_at", "returned_by_id", "reference"]),
        # suspicions
        append_only("procurement_flagdeed"),
        append_only("procurement_flagversion", except_columns=["signed_by_id", "signed_at", "valid_from"]),
        append_only("procurement_behaviour", except_columns=["ended_on", "ended_by_id", "ended_reason"]),
        append_only("procurement_flag", except_columns=MUTABLE),
        watch("procurement_flag", "procurement.flag", ["state"], ("procurement", "flag"), "organisation_id"),
        # registers, the draw, scores
        watch(
            "procurement_registration",
            "procurement.registration",
            columns=["code", "state"],
            content_type=("procurement", "registration"),
        ),
        watch(
            "procurement_misconduct",
            "procurement.misconduct",
            columns=["number", "state", "grade", "until_on"],
            content_type=("procurement", "misconduct"),
            organisation="organisation_id",
        ),
        watch(
            "procurement_draw",
            "procurement.draw",
            columns=["tender_id", "state", "commitment", "log_digest"],
            content_type=("procurement", "draw"),
        ),
        watch(
            "procurement_seat",
            "procurement.seat",
            columns=["draw_id", "number", "state"],
            content_type=("procurement", "seat"),
        ),
        append_only("procurement_creditrecord"),
        append_only("procurement_openrecord", except_columns=["withdrawn_at", "withdrawn_by_id", "withdrawn_reason"]),
        append_only("procurement_deduction", except_columns=["confirmed_at", "confirmed_by_id"]),
        append_only("procurement_appraisal"),
        append_only("procurement_sheet"),
        append_only("procurement_score"),
        append_only("procurement_report"),
        append_only(
            "procurement_draw",
            except_columns=[
                "state",
                "drawn_at",
                "drawn_by_id",
                "sealed_log",
                "log_digest",
                "checked_at",
                "revealed_at",
                "seed",
                "log",
            ],
        ),
        append_only("procurement_seat", except_columns=["state", "replied_at", "arrived_at", "reason", "holder_id"]),
    ]
