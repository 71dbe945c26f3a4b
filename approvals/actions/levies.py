"""Levies: assessed from the table of the item valid on that day, approved by another person, told, paid."""

from datetime import timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import letters_enforcement as letters
from approvals.actions.common import note_unlisted
from approvals.actions.enforcing import begin, check_item, need, owe, paper, settle
from approvals.enforcement import LEVY_CLOCK, LEVY_DAYS, LEVY_PAY_DAYS, paper_number, rates
from approvals.models import Item, ItemFee, Levy
from approvals.money import MOST, due
from approvals.permissions_enforcement import NOT_YOUR_DUTY, can_enforce
from records.actions import deed, record
from records.models import Document
from records.numbers import next_number
from records.refusal import Refused


def amount_of(fee: ItemFee, quantity: Decimal) -> Decimal:
    """Quantity × rate to the fen, half up. Raises Refused for nothing, and for more than the ledger holds."""
    if not quantity or quantity <= 0:
        raise Refused(None, _("The quantity must be more than 0."), field="quantity")
    amount = due(fee.amount, quantity)
    if not 0 < amount <= MOST:
        raise Refused(None, _("Quantity times rate gives no amount that can be levied."), field="quantity")
    return amount


def check_rate(fee: ItemFee, item: Item, now):
    """Only a rate of the item that is valid today is applied."""
    if fee.item_id != item.pk or not rates(timezone.localdate(now)).filter(pk=fee.pk).exists():
        raise Refused(None, _("This rate is not valid today; choose one of the table."), field="fee")


@deed(makes=True)
def assess(item: Item, *, by, now, fee: ItemFee, payer: dict, period: str, quantity: Decimal, note="") -> Levy:
    """Assess what a payer owes; `payer` has payer_name and payer_id. Ten working days run until the approval."""
    if not can_enforce(by):
        raise PermissionDenied(str(NOT_YOUR_DUTY))
    check_item(item, Item.Kind.LEVY, by, _("Choose one of the levies of your unit."))
    check_rate(fee, item, now)
    year = timezone.localdate(now).year
    levy = Levy(
        item=item,
        organisation=item.organisation,
        fee=fee,
        period=need(period, _("Say for which period or occasion."), "period"),
        quantity=quantity,
        amount=amount_of(fee, quantity),
        assessed_at=now,
        assessed_by=by.user,
        note=note.strip(),
        **payer,
    )
    levy.number = paper_number("征核", year, next_number("levy", year))
    levy.save()
    levy.clock = owe(levy, LEVY_CLOCK, LEVY_DAYS, now=now)
    levy.save(update_fields=["clock"])
    note_unlisted(levy, item, "approvals.assess_levy", by=by, now=now)
    record("approvals.levy.assessed", levy, actor=by, now=now, number=levy.number, amount=levy.amount)
    return levy


@deed
def approve(levy: Levy, *, by, now) -> Levy:
    """Somebody other than the assessor approves; the payer gets the notice."""
    levy = begin(levy, "approve", by, now, "fee")
    levy.approved_by, levy.approved_at = by.user, now
    levy.pay_by = timezone.localdate(now) + timedelta(days=LEVY_PAY_DAYS)
    levy.save(update_fields=["state", "approved_by", "approved_at", "pay_by"])
    settle(levy.clock, now)
    paper(Document.Kind.LEVY, levy, letters.levy_notice(levy), by=by, now=now, addressee=levy.payer_name)
    record("approvals.levy.approved", levy, actor=by, now=now, amount=levy.amount, pay_by=levy.pay_by)
    return levy


@deed
def send_back(levy: Levy, *, by, now, reason: str) -> Levy:
    """Back to the assessor, with the reason; the ten days start anew when it is assessed again."""
    levy = begin(levy, "send_back", by, now)
    levy.note = need(reason, _("Give the reasons."), "reason")
    levy.save(update_fields=["state", "note"])
    settle(levy.clock, now)
    record("approvals.levy.sent_back", levy, actor=by, now=now)
    return levy


@deed
def assess_again(levy: Levy, *, by, now, quantity: Decimal, period: str, note="") -> Levy:
    """The corrected assessment, by the rate that is valid now under the same code."""
    levy = begin(levy, "assess_again", by, now, "fee")
    fee = rates(timezone.localdate(now)).filter(item__code=levy.item.code, code=levy.fee.code).first()
    if fee is None:
        raise Refused(None, _("This rate is not valid today; choose one of the table."), field="quantity")
    levy.fee, levy.item, levy.quantity, levy.amount = fee, fee.item, quantity, amount_of(fee, quantity)
    levy.period = need(period, _("Say for which period or occasion."), "period")
    levy.assessed_by, levy.assessed_at, levy.note = by.user, now, note.strip()
    levy.clock = owe(levy, LEVY_CLOCK, LEVY_DAYS, now=now)
    levy.save()
    record("approvals.levy.assessed_again", levy, actor=by, now=now, amount=levy.amount)
    return levy


@deed
def pay(levy: Levy, *, by, now) -> Levy:
    """The money has come in; the payer gets a receipt."""
    levy = begin(levy, "pay", by, now, "fee")
    levy.paid_at = now
    levy.save(update_fields=["state", "paid_at"])
    paper(Document.Kind.PAYMENT, levy, letters.levy_receipt(levy), by=by, now=now, addressee=levy.payer_name)
    record("approvals.levy.paid", levy, actor=by, now=now, amount=levy.amount)
    return levy
