"""Ascending auctions: who may offer, how much, until when; two at once; what follows."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounts.actor import ROBOT
from deadlines import holds
from procurement import actions
from procurement.actions import auctioning
from procurement.models import Auction, Offer, Tender
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at
from tests.procurement.sealing import acting_for
from tests.procurement.selling import START, STEP, listed, minutes, published


@pytest.fixture
def lot(hand_in, cast, supervisor_head):
    return published(hand_in, cast, supervisor_head)


@pytest.fixture
def auction(lot, centre_clerk, firms):
    """From 2026-03-23 09:00 to 10:00, five minutes of extension, a reserve price of 5.2 million yuan."""
    return listed(lot, centre_clerk, firms, reserve=520_000_000)


def offer(auction, firm, amount, minute=10):
    moment = minutes(minute)
    return auctioning.offer(auction, amount=amount, by=acting_for(firm), now=moment)


def test_offers_rise_and_each_is_an_entry(auction, firms):
    offer(auction, firms["alpha"], START, 1)
    offer(auction, firms["beta"], START + 3 * STEP, 2)
    entries = Entry.objects.about(auction).filter(verb="procurement.auction.offered").order_by("pk")
    assert [(row.body["number"], row.body["amount"]) for row in entries] == [(1, START), (2, START + 3 * STEP)]


@pytest.mark.parametrize(
    ("amount", "words"),
    [(START - 1, "5,000,000.00"), (START + 1, "100,000.00"), (0, "5,000,000.00"), (-STEP, "5,000,000.00")],
)
def test_first_offer_below_the_start_or_between_steps_is_refused(auction, firms, amount, words):
    with pytest.raises(Refused, match=words) as refused:
        offer(auction, firms["alpha"], amount)
    assert (refused.value.field, Offer.objects.count()) == ("amount", 0)


def test_offer_that_is_not_higher_is_told_the_least(auction, firms):
    offer(auction, firms["alpha"], START + STEP)
    with pytest.raises(Refused, match="5,200,000.00"):
        offer(auction, firms["beta"], START + STEP)


def test_nobody_outbids_themselves(auction, firms):
    offer(auction, firms["alpha"], START)
    with pytest.raises(Refused):
        offer(auction, firms["alpha"], START + STEP, 11)


@pytest.mark.parametrize("minute", [-1, 60, 61])
def test_offers_outside_of_the_time_are_refused(auction, firms, minute):
    with pytest.raises(Refused):
        offer(auction, firms["alpha"], START, minute)


@pytest.mark.parametrize(("minute", "end"), [(54, 60), (55, 60), (56, 61), (59, 64)])
def test_late_offer_moves_the_end(auction, firms, minute, end):
    offer(auction, firms["alpha"], START, minute)
    auction.refresh_from_db()
    assert auction.ends_at == minutes(end)


def test_extension_goes_on_as_long_as_somebody_offers(auction, firms):
    offer(auction, firms["alpha"], START, 59)
    offer(auction, firms["beta"], START + STEP, 63)
    auction.refresh_from_db()
    assert auction.ends_at == minutes(68)


def test_firm_that_was_not_admitted_offers_nothing(lot, centre_clerk, firms):
    made = listed(lot, centre_clerk, {"alpha": firms["alpha"]})
    with pytest.raises(PermissionDenied):
        offer(made, firms["beta"], START)


def test_restricted_firm_is_neither_admitted_nor_heard(lot, centre_clerk, firms, inspector):
    made = listed(lot, centre_clerk, {"alpha": firms["alpha"]})
    for firm in (firms["alpha"], firms["beta"]):
        holds.hold(firm, "恶意竞买，红牌", by=inspector, now=at("2026-03-21"))
    with pytest.raises(Refused, match="恶意竞买"):
        auctioning.admit(made, firms["beta"], by=centre_clerk, now=at("2026-03-21 10:00"))
    with pytest.raises(Refused, match="恶意竞买"):
        offer(made, firms["alpha"], START)


def test_centre_and_supervisor_do_not_offer(auction, centre_clerk, supervisor):
    for actor in (centre_clerk, supervisor):
        with pytest.raises(PermissionDenied):
            auctioning.offer(auction, amount=START, by=actor, now=minutes(5))


@pytest.mark.django_db(transaction=True)
def test_two_offers_at_once_give_one_winner(auction, firms):
    people, results = [acting_for(firms[name]) for name in ("alpha", "beta")], []
    barrier = threading.Barrier(2)

    def run(by):
        try:
            barrier.wait()
            results.append(auctioning.offer(auction, amount=START, by=by, now=minutes(5)).amount)
        except Refused as refusal:
            results.append(refusal.field)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[by]) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(map(str, results)), Offer.objects.count()) == ([str(START), "amount"], 1)


SQL = [
    "UPDATE procurement_offer SET amount = amount + 1",
    "DELETE FROM procurement_offer",
    """INSERT INTO procurement_offer (auction_id, paddle_id, amount, offered_at, ends_at)
       SELECT auction_id, paddle_id, amount, offered_at, ends_at FROM procurement_offer""",
    """INSERT INTO procurement_offer (auction_id, paddle_id, amount, offered_at, ends_at)
       SELECT auction_id, paddle_id, amount * 2, offered_at + interval '1 day', ends_at FROM procurement_offer""",
]


@pytest.mark.parametrize("sql", SQL, ids=range(len(SQL)))
def test_database_keeps_the_offers(auction, firms, sql):
    offer(auction, firms["alpha"], START)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Offer.objects.values_list("amount", flat=True).get() == START


def test_highest_offer_wins_when_the_end_has_come(auction, firms):
    offer(auction, firms["alpha"], START)
    offer(auction, firms["beta"], START + 2 * STEP)
    assert auctioning.close_due(minutes(59)) == 0
    assert auctioning.close_due(minutes(60)) == 1
    auction.refresh_from_db()
    assert (auction.state, auction.winner, auction.price) == ("sold", firms["beta"], START + 2 * STEP)
    assert auctioning.close_due(minutes(61)) == 0


def test_below_the_reserve_price_nothing_is_sold(auction, firms):
    offer(auction, firms["alpha"], START + STEP)
    closed = auctioning.close(auction, by=ROBOT, now=minutes(60))
    assert (closed.state, closed.winner, closed.reserve) == ("unsold", None, 520_000_000)


def test_reserve_price_is_not_in_clear_before_the_end(auction):
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM procurement_auction t")
        assert "520000000" not in cursor.fetchone()[0]


def test_award_follows_the_auction(auction, lot, centre_clerk, tenderer, firms):
    offer(auction, firms["alpha"], START)
    offer(auction, firms["beta"], START + 2 * STEP)
    tender = Tender.objects.get(pk=lot.pk)
    for step, by in (("clarify", tenderer), ("guarantee", centre_clerk)):
        tender = actions.advance(tender, step, by=by, now=at("2026-03-22"))
    with pytest.raises(Refused):
        actions.advance(tender, "offers", by=centre_clerk, now=minutes(61))
    auctioning.close(auction, by=ROBOT, now=minutes(61))
    tender = actions.advance(tender, "offers", by=centre_clerk, now=minutes(62))
    about = {"winner": firms["beta"], "price": START + 2 * STEP}
    with pytest.raises(Refused) as refused:
        actions.advance(tender, "award", by=centre_clerk, now=minutes(70), data=about | {"winner": firms["alpha"]})
    assert refused.value.field == "winner"
    tender = actions.advance(tender, "award", by=centre_clerk, now=minutes(70), data=about)
    assert tender.awards.get().price == START + 2 * STEP
    told = tender.papers.filter(code__in=["award", "loser"]).order_by("pk").values_list("code", "party")
    assert sorted(code for code, _party in told) == ["award", *["loser"] * (len(firms) - 1)]


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"increment": 0}, "increment"),
        ({"increment": STEP, "reserve": START - 1}, "reserve"),
        ({"increment": STEP, "ends_at": at("2026-03-23 09:00")}, "ends_at"),
    ],
)
def test_terms_that_make_no_auction_are_refused(lot, centre_clerk, terms, field):
    with pytest.raises(Refused) as refused:
        auctioning.list_lot(lot, auctioning.Terms(**terms), by=centre_clerk, now=at("2026-03-20"))
    assert (refused.value.field, Auction.objects.count()) == (field, 0)


def test_listing_lasts_ten_days_at_least(lot, centre_clerk):
    """招标拍卖挂牌出让国有建设用地使用权规定 第十八条."""
    Tender.objects.filter(pk=lot.pk).update(method="listing")
    lot.refresh_from_db()
    nine = auctioning.Terms(increment=STEP, ends_at=lot.bids_due_at + timedelta(days=9))
    with pytest.raises(Refused):
        auctioning.list_lot(lot, nine, by=centre_clerk, now=at("2026-03-20"))
    made = auctioning.list_lot(lot, auctioning.Terms(increment=STEP), by=centre_clerk, now=at("2026-03-20"))
    assert made.ends_at == lot.bids_due_at + timedelta(days=10)
