"""投标保证金: the bank's list after the deadline, what belongs to which bid, and every guarantee back to its payer."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from procurement import clocks
from procurement.actions.after import guarantees_returned
from procurement.actions.common import CONDITION, enter, lock
from procurement.flows import Capacity
from procurement.models import BankLine, Bid, Guarantee, Tender, WithdrawnGuarantee
from records.actions import WRONG_ORDER, deed, record
from records.deeds import for_update, needed
from records.refusal import Refused


@dataclass(frozen=True)
class Payment:
    """A line of the bank's list; amount in fen."""

    number: str
    payer: str
    account: str
    amount: int
    paid_on: date


@deed
def enter_payments(tender: Tender, payments: list[Payment], *, by, now) -> Tender:
    """The bank's list of what arrived for the guarantee numbers. All lines or none."""
    tender = lock(tender)
    enter(tender, [Capacity.CENTRE], by, now)
    if tender.bids_due_at is None or now < tender.bids_due_at:
        words = _("The bank hands its list over after the deadline: a list of payers would be a list of bidders.")
        raise Refused(CONDITION, words)
    about = {"tender": tender, "round": tender.round, "entered_at": now, "entered_by": by.user}
    for payment in payments:
        late(payment, tender)
        try:
            with transaction.atomic():
                BankLine.objects.create(**about, **vars(payment))
        except IntegrityError:
            words = _("Number %(number)s stands in the list already.")
            raise Refused(None, words % {"number": payment.number}, field="payments") from None
    match(tender, now)
    record("procurement.guarantees.entered", tender, actor=by, now=now, lines=len(payments))
    return tender


def late(payment: Payment, tender: Tender):
    """A guarantee is there when bids close (招标投标法实施条例 第二十六条)."""
    if payment.paid_on > timezone.localdate(tender.bids_due_at):
        words = _("Number %(number)s was paid after the deadline.")
        raise Refused(None, words % {"number": payment.number}, field="payments")


def match(tender: Tender, now) -> int:
    """Bring payments and opened bids together by their number; returns how many."""
    lines = {line.number: line for line in tender.bank_lines.filter(round=tender.round, guarantee=None)}
    bids = Bid.objects.filter(tender=tender, round=tender.round, guarantee=None, guarantee_number__in=lines)
    made = [Guarantee(bid=bid, line=lines.pop(bid.guarantee_number)) for bid in bids if bid.guarantee_number in lines]
    for guarantee in made:
        guarantee.amount = guarantee.line.amount
    return len(Guarantee.objects.bulk_create(made))


@deed
def note_letter(bid: Bid, *, amount: int, by, now) -> Guarantee:
    """A letter of guarantee (保函) that lay in the bid was checked; amount in fen."""
    tender = lock(bid.tender)
    enter(tender, [Capacity.CENTRE], by, now)
    if Guarantee.objects.filter(bid=bid).exists():
        raise Refused(WRONG_ORDER, _("The guarantee of this bid is written down already."))
    made = Guarantee.objects.create(bid=bid, amount=amount)
    record("procurement.guarantee.letter", made, actor=by, now=now, bid=bid.pk, amount=amount)
    return made


def problem(bid: Bid, guarantee: Guarantee | None, tender: Tender) -> str:
    """What does not fit with the guarantee of a bid, for the committee; "" where all fits.

    Paid from the bidder's own account (招标投标法实施条例 第二十六条第二款).
    """
    if not tender.guarantee:
        return ""
    if guarantee is None:
        return _("No guarantee has arrived for this bid.")
    if guarantee.amount < tender.guarantee:
        return _("The guarantee is too small.")
    line = guarantee.line
    if line and (line.payer != bid.party.name or (bid.account and line.account != bid.account)):
        return _("The guarantee was not paid from the bidder's own account.")
    return ""


@deed
def give_back(guarantee: Guarantee, *, reference: str, interest: int = 0, by, now) -> Guarantee:
    """Returned to the account from which it came, with interest in fen. The last one ends the clock of its kind."""
    tender, guarantee = held(guarantee, by, now)
    guarantee.reference = needed(reference, "reference")
    guarantee.interest = interest
    settle(guarantee, Guarantee.State.RETURNED, by, now)
    close_clocks(tender, by, now)
    return guarantee


@deed
def keep_back(guarantee: Guarantee, *, reason: str, by, now) -> Guarantee:
    """不予退还: withdrawn after the deadline, or no contract signed (招标投标法实施条例 第三十五、七十四条)."""
    tender, guarantee = held(guarantee, by, now)
    guarantee.reason = needed(reason, "reason")
    settle(guarantee, Guarantee.State.KEPT, by, now)
    close_clocks(tender, by, now)
    return guarantee


def held(guarantee: Guarantee, by, now) -> tuple[Tender, Guarantee]:
    tender = lock(guarantee.bid.tender)
    enter(tender, [Capacity.CENTRE], by, now)
    guarantee = for_update(guarantee)
    if guarantee.state != Guarantee.State.HELD:
        raise Refused(WRONG_ORDER, _("This guarantee is settled already."))
    return tender, guarantee


def settle(guarantee: Guarantee, state, by, now):
    guarantee.state, guarantee.settled_at, guarantee.settled_by = state, now, by.user
    guarantee.save(update_fields=["state", "interest", "reference", "reason", "settled_at", "settled_by"])
    about = {"state": state, "reference": guarantee.reference, "reason": guarantee.reason}
    record("procurement.guarantee.settled", guarantee, actor=by, now=now, amount=guarantee.amount, **about)


@deed
def give_back_withdrawn(refund: WithdrawnGuarantee, *, reference: str, by, now) -> WithdrawnGuarantee:
    """Paid back to the account from which it came, by its number (招标投标法实施条例 第三十五条)."""
    tender = lock(refund.tender)
    enter(tender, [Capacity.CENTRE], by, now)
    refund = for_update(refund)
    if refund.returned_at is not None:
        raise Refused(WRONG_ORDER, _("This guarantee is settled already."))
    refund.reference = needed(reference, "reference", _("Give the number of the transfer."))
    refund.returned_at, refund.returned_by = now, by.user
    refund.save(update_fields=["returned_at", "returned_by", "reference"])
    clocks.meet(refund, "withdrawn_refund", now)
    record("procurement.guarantee.withdrawn_returned", refund, actor=by, now=now, reference=refund.reference)
    return refund


def close_clocks(tender: Tender, by, now):
    """When the last guarantee of the losers, or that of the winner, is settled, the limit is kept."""
    award = tender.awards.filter(round=tender.round).first()
    if award is None:
        return
    held_now = Guarantee.objects.filter(bid__tender=tender, bid__round=tender.round, state=Guarantee.State.HELD)
    contract = getattr(award, "contract", None)
    owed = {
        "losers": award.losers_refunded_at is None and not held_now.exclude(bid__party=award.winner).exists(),
        "winner": contract is not None
        and contract.winner_refunded_at is None
        and not held_now.filter(bid__party=award.winner).exists(),
    }
    for whose, is_done in owed.items():
        if is_done and may_return(tender, whose):
            guarantees_returned(tender, by=by, now=now, whose=whose)


def may_return(tender: Tender, whose: str) -> bool:
    """Is anything of this kind there at all, so that its last return means something?"""
    award = tender.awards.get(round=tender.round)
    rows = Guarantee.objects.filter(bid__tender=tender, bid__round=tender.round)
    mine = rows.filter(bid__party=award.winner) if whose == "winner" else rows.exclude(bid__party=award.winner)
    return mine.exists()
