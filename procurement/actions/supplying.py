"""Deliveries under a contract and their payment: hospitals pay thirty days after the acceptance at the latest."""

from datetime import date

from django.utils.translation import gettext as _

from procurement import clocks
from procurement.actions.after import contract_of
from procurement.actions.common import enter, lock, today
from procurement.flows import flow_of
from procurement.flows.base import Capacity
from procurement.models import Delivery, Tender
from procurement.periods import Regime
from records.actions import WRONG_ORDER, deed, record
from records.deeds import for_update, needed
from records.refusal import Refused


@deed
def accept_delivery(tender: Tender, *, by, now, what: str, amount: int, accepted_on: date) -> Delivery:
    """The tenderer has accepted goods; from that day the price is owed (drugs: 国办发〔2015〕7号 第三条). In fen."""
    tender = lock(tender, now)
    enter(tender, [Capacity.TENDERER], by, now)
    if flow_of(tender).regime != Regime.DRUGS:
        raise Refused(WRONG_ORDER, _("Deliveries are written down in the purchase of drugs."))
    contract = contract_of(tender)
    if not contract.signed_on <= accepted_on <= today(now):
        raise Refused(
            None, _("It is accepted after the contract was signed, and not in the future."), field="accepted_on"
        )
    if amount <= 0:
        raise Refused(None, _("Give the amount that is owed, above zero."), field="amount")
    about = {"amount": amount, "accepted_on": accepted_on, "entered_at": now, "entered_by": by.user}
    made = Delivery.objects.create(contract=contract, what=needed(what, "what"), **about)
    clocks.start(tender, "payment", since=clocks.morning(accepted_on), subject=made)
    record("procurement.delivery.accepted", tender, actor=by, now=now, delivery=made.pk, amount=amount)
    return made


@deed
def pay_delivery(delivery: Delivery, *, by, now, paid_on: date, reference: str) -> Delivery:
    """Paid on this day by this transfer; a day before the entry counts unless the limit had passed already."""
    tender = lock(delivery.tender, now)
    delivery = for_update(delivery)
    enter(tender, [Capacity.TENDERER], by, now)
    if delivery.paid_on is not None:
        raise Refused(WRONG_ORDER, _("This delivery has been paid already."))
    if not delivery.accepted_on <= paid_on <= today(now):
        raise Refused(None, _("It is paid after the acceptance, and not in the future."), field="paid_on")
    delivery.paid_on, delivery.paid_by = paid_on, by.user
    delivery.reference = needed(reference, "reference", _("Give the number of the transfer."))
    delivery.save(update_fields=["paid_on", "paid_by", "reference"])
    clocks.done_on(delivery, "payment", paid_on, now)
    record("procurement.delivery.paid", tender, actor=by, now=now, delivery=delivery.pk, amount=delivery.amount)
    return delivery
