"""Sealed bids: what is refused when they are put in, taken back, and opened; and what nobody can see before."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounts.actor import ROBOT
from procurement import rounds, sealing
from procurement.actions import boxes, objecting
from procurement.models import Against, Bid, Reveal, SealedBid, Tender
from procurement.words_bids import WORDS
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at
from tests.procurement.sealing import acting_for, bring, drop, sealed_for

DUE = at("2026-03-23 09:30")


@pytest.fixture
def open_tender(course):
    """Bids are taken until 2026-03-23 09:30."""
    return course.to("closing")


def put(tender, sealed, moment="2026-03-20"):
    boxes.box_of(tender, at(moment), size=64)
    return boxes.drop(tender, sealed, by=ROBOT, now=at(moment))


def test_bid_lies_in_the_box_with_a_receipt(open_tender, firms):
    sealed, keys = sealed_for(open_tender, firms["alpha"])
    receipt = put(open_tender, sealed)
    assert receipt.digest == keys["digest"]
    assert Entry.objects.get(digest=receipt.entry).body == {"digest": keys["digest"]}


def test_same_file_twice_lies_there_once_with_the_same_receipt(open_tender, firms):
    sealed, _keys = sealed_for(open_tender, firms["alpha"])
    assert put(open_tender, sealed) == put(open_tender, sealed, "2026-03-21")
    assert SealedBid.objects.count() == 1


@pytest.mark.parametrize(("late", "taken"), [(-1, True), (0, False), (1, False)])
def test_a_second_late_is_late(open_tender, firms, late, taken):
    sealed, _keys = sealed_for(open_tender, firms["alpha"])
    boxes.box_of(open_tender, DUE, size=64)
    if taken:
        assert boxes.drop(open_tender, sealed, by=ROBOT, now=DUE + timedelta(seconds=late))
        return
    with pytest.raises(Refused, match="09:30:00"):
        boxes.drop(open_tender, sealed, by=ROBOT, now=DUE + timedelta(seconds=late))
    assert not SealedBid.objects.exists()


def cut(sealed):
    return sealed[:-100]


def bent(sealed):
    return sealed[:500] + bytes([sealed[500] ^ 1]) + sealed[501:]


def plain(sealed):
    return b"%PDF-1.7" + sealed[8:]


def elsewhere(sealed):
    return sealed[:8] + sealing.box_mark("YXJY20260302-0001-5", 1) + sealed[40:]


def second_round(sealed):
    return sealed[:8] + bytes(32) + sealed[40:]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [(cut, "size"), (bent, "work"), (plain, "format"), (elsewhere, "tender"), (second_round, "tender")],
)
def test_spoilt_file_is_refused_at_once(open_tender, firms, spoil, code):
    sealed, _keys = sealed_for(open_tender, firms["alpha"])
    with pytest.raises(Refused) as refused:
        put(open_tender, spoil(sealed))
    assert (refused.value.message, refused.value.field) == (str(WORDS[code]), "sealed")
    assert not SealedBid.objects.exists()


def test_bid_is_withdrawn_with_its_secret_and_replaced(open_tender, firms):
    keys = drop(open_tender, firms["alpha"])
    secret = bytes.fromhex(keys["withdrawal"])
    boxes.withdraw(open_tender, keys["digest"], secret, by=ROBOT, now=at("2026-03-22 18:00"))
    again = drop(open_tender, firms["alpha"], 880_000_000, moment=at("2026-03-22 18:05"))
    assert list(SealedBid.objects.filter(withdrawn_at=None).values_list("digest", flat=True)) == [again["digest"]]


@pytest.mark.parametrize(
    ("moment", "spoil"), [("2026-03-23 09:30", ""), ("2026-03-22", "secret"), ("2026-03-22", "digest")]
)
def test_withdrawal_too_late_or_by_somebody_else_is_refused(open_tender, firms, moment, spoil):
    keys = drop(open_tender, firms["alpha"])
    secret = bytes(16) if spoil == "secret" else bytes.fromhex(keys["withdrawal"])
    digest = "0" * 64 if spoil == "digest" else keys["digest"]
    with pytest.raises(Refused) as refused:
        boxes.withdraw(open_tender, digest, secret, by=ROBOT, now=at(moment))
    assert refused.value.field == "key_file"
    assert SealedBid.objects.get().withdrawn_at is None


# Nobody sees who bids, how many, or what.


def test_nothing_before_the_opening_names_the_bidder(open_tender, firms):
    """Planted words are found in no table: neither in the row nor in the record."""
    drop(open_tender, firms["alpha"], manager="独特姓名欧阳青松", files=[("独特附件.pdf", b"%PDF-1.7 PLANTED-TEXT")])
    before = everything_in_the_database()
    assert "独特姓名" not in before
    assert "PLANTED" not in before
    rows = Entry.objects.filter(verb__startswith="procurement.box")
    assert {(row.actor_id, row.post_id, row.organisation_id) for row in rows} == {(None, None, None)}
    assert firms["alpha"].code not in "".join(str(row.body) + row.canon for row in rows)


def everything_in_the_database() -> str:
    """Every row of every table, as text; bytes as the text that they would be."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - names from the catalogue
            found += [text for (text,) in cursor.fetchall()]
    sealed = b"".join(bytes(row) for row in SealedBid.objects.values_list("sealed", flat=True))
    return "\n".join(found) + sealed.decode("utf-8", "ignore") + sealed.decode("gb18030", "ignore")


def test_covers_cannot_be_told_from_bids(open_tender, firms):
    """Same columns filled, same length, same entries; a cover opens with no key."""
    drop(open_tender, firms["alpha"])
    boxes.cover(open_tender, now=at("2026-03-22 10:00"))
    rows = SealedBid.objects.values("box", "withdrawn_at", "sealed")
    assert len({(row["box"], row["withdrawn_at"], len(row["sealed"])) for row in rows}) == 1
    entries = Entry.objects.filter(verb__startswith="procurement.box")
    assert {(row.verb, tuple(row.body)) for row in entries} == {("procurement.box.received", ("digest",))}


def test_covers_are_withdrawn_and_replaced_like_bids(open_tender):
    boxes.box_of(open_tender, at("2026-03-22"), size=64)
    boxes.cover(open_tender, now=at("2026-03-22 10:00"), replaced=True)
    assert list(SealedBid.objects.values_list("withdrawn_at", flat=True)) == [at("2026-03-22 10:00"), None]


def test_no_cover_after_the_deadline(open_tender):
    assert boxes.cover(open_tender, now=DUE) is None


ATTEMPTS = [
    "UPDATE procurement_sealedbid SET sealed = %(other)s",
    "UPDATE procurement_sealedbid SET digest = repeat('0', 64)",
    "UPDATE procurement_sealedbid SET withdrawn_at = %(due)s",
    "DELETE FROM procurement_sealedbid",
    "TRUNCATE procurement_sealedbid CASCADE",
    """INSERT INTO procurement_sealedbid (box_id, digest, sealed, received_at)
       SELECT box_id, encode(sha256(%(other)s), 'hex'), %(other)s, %(due)s FROM procurement_sealedbid""",
    """INSERT INTO procurement_reveal
       (sealed_bid_id, party_id, salt, veiled_key, veil, revealed_at, revealed_by_id)
       SELECT id, %(party)s, '', ''::bytea, 's1', %(due)s - interval '1 hour', %(user)s FROM procurement_sealedbid""",
    """INSERT INTO procurement_bid
       (tender_id, round, party_id, sealed_bid_id, price, manager, author, handler, telephone, guarantee_number,
        payer, account, bank, marks, notes, state, reason, submitted_at, opened_at)
       SELECT %(tender)s, 1, %(party)s, id, 1, '', '', '', '', '', '', '', '', '{}', '[]', 'valid', '', %(due)s,
              %(due)s
       FROM procurement_sealedbid""",
]


@pytest.mark.parametrize("sql", ATTEMPTS, ids=range(len(ATTEMPTS)))
def test_administrator_with_sql_opens_and_changes_nothing(open_tender, firms, clerk, sql):
    drop(open_tender, firms["alpha"])
    other, _keys = sealed_for(open_tender, firms["beta"])
    about = {"other": other, "due": DUE, "party": firms["alpha"].pk, "user": clerk.user.pk, "tender": open_tender.pk}
    before = SealedBid.objects.values_list("digest", "withdrawn_at").get()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, about)
    assert SealedBid.objects.values_list("digest", "withdrawn_at").get() == before
    assert not Bid.objects.exists()


def test_moving_the_deadline_forward_shows_in_the_record_and_opens_nothing(open_tender, firms):
    """Without the bidders' keys an early deadline is worth nothing; the change is an entry."""
    drop(open_tender, firms["alpha"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procurement_tender SET bids_due_at = %s", [at("2026-03-21")])
    last = Entry.objects.about(open_tender).filter(verb="procurement.tender.state").latest("pk")
    assert last.body["bids_due_at"].startswith("2026-03-21")
    assert not Reveal.objects.exists()


# Keys.


@pytest.mark.parametrize("minutes", [-1, 60, 300])
def test_key_outside_of_the_window_is_refused(course, firms, minutes):
    course.to("opening")
    with pytest.raises(Refused) as refused:
        bring(course.tender, firms["alpha"], course.keys["alpha"], moment=DUE + timedelta(minutes=minutes))
    assert refused.value.field == "key_file"


def test_key_that_was_not_committed_to_is_refused(course, firms):
    course.to("opening")
    keys = course.keys["alpha"] | {"key": "00" * 32}
    with pytest.raises(Refused, match="承诺"):
        bring(course.tender, firms["alpha"], keys)
    assert not Reveal.objects.exists()


def test_bid_of_another_firm_cannot_be_claimed(course, firms):
    """Beta knows alpha's key file, but not how to become alpha."""
    course.to("opening")
    with pytest.raises(PermissionDenied):
        bring(course.tender, firms["alpha"], course.keys["alpha"], by=acting_for(firms["beta"]))
    with pytest.raises(Refused):
        bring(course.tender, firms["beta"], course.keys["alpha"] | {"party": firms["beta"].code})


def test_key_of_a_bid_that_was_never_handed_in_is_refused(course, firms):
    course.to("opening")
    _sealed, keys = sealed_for(course.tender, firms["alpha"])
    with pytest.raises(Refused, match="摘要"):
        bring(course.tender, firms["alpha"], keys)


def test_key_of_a_withdrawn_bid_is_refused(course, firms):
    course.to("closing")
    keys = drop(course.tender, firms["alpha"])
    secret = bytes.fromhex(keys["withdrawal"])
    boxes.withdraw(course.tender, keys["digest"], secret, by=ROBOT, now=at("2026-03-22 18:00"))
    course.do("closing")
    with pytest.raises(Refused):
        bring(course.tender, firms["alpha"], keys)


def test_key_is_not_in_clear_while_the_window_is_open(course, firms):
    course.to("opening")
    made = bring(course.tender, firms["alpha"], course.keys["alpha"])
    assert course.keys["alpha"]["key"] not in everything_in_the_database()
    assert bytes.fromhex(course.keys["alpha"]["key"]) not in bytes(made.veiled_key)


# The robot.


def test_robot_closes_the_box_at_the_deadline(open_tender):
    assert rounds.close_boxes(DUE - timedelta(seconds=1)) == 0
    assert rounds.close_boxes(DUE) == 1
    assert Tender.objects.get().step == "opening"
    assert rounds.close_boxes(DUE) == 0


def test_box_with_an_open_objection_waits_for_people(course, firms, agent, caplog):
    course.to("closing")
    about = {"against": Against.DOCUMENTS, "knew_on": at("2026-03-02").date()}
    text = "技术参数指向特定品牌，要求修改"
    objecting.lodge(
        course.tender, party=firms["alpha"], by=acting_for(firms["alpha"]), now=at("2026-03-12"), text=text, **about
    )
    assert rounds.close_boxes(DUE) == 0
    assert Tender.objects.get().step == "closing"


def test_all_covers_of_a_box_together_are_as_many_as_expected(open_tender):
    """Half evenly, half on the last day; nothing before the notice and nothing after the deadline."""
    begin, due = open_tender.published_at, open_tender.bids_due_at
    assert rounds.share(open_tender, begin, due) == pytest.approx(1)
    assert rounds.share(open_tender, due - timedelta(days=1), due) > 0.5
    assert rounds.share(open_tender, due, due + timedelta(days=1)) == 0
    assert rounds.FEWEST <= rounds.expected(open_tender) <= rounds.MOST


def test_every_open_box_takes_part_in_the_lottery(open_tender, monkeypatch):
    monkeypatch.setattr(rounds.chance, "random", lambda: 0.0)
    assert rounds.drawn(at("2026-03-20"), timedelta(minutes=1)) == [open_tender]
    assert rounds.drawn(DUE, timedelta(minutes=1)) == []
