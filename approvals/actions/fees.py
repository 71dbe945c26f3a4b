"""Charging and refunding. Our own desk takes nothing beyond the table; what others took is kept as it was found."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import paperwork, tariff
from approvals.actions.common import check_duty, letter, lock
from approvals.flow import SAME_PERSON
from approvals.models import Case, Charge, ItemFee, Refund
from approvals.money import MOST, due, fen
from approvals.permissions import can_refund
from records.actions import deed, record, report_violation
from records.deeds import for_update
from records.models import Document
from records.refusal import Refused

OVERCHARGED = "V06"  # 违规收费: not in the table of that day, or more than it allows
MOST_REASON = 300  # signs


def check_amount(amount, field="amount") -> Decimal:
    """A positive amount in whole fen; Refused at its field otherwise."""
    amount = Decimal(amount)
    if not amount.is_finite() or not 0 < amount <= MOST or amount != fen(amount):
        raise Refused(None, _("Give an amount in yuan with at most two decimals, more than 0."), field=field)
    return fen(amount)


def refuse_beyond_table(case: Case, fee: ItemFee | None, quantity: Decimal, amount: Decimal, now):
    """Nothing beyond the table of this day: not listed, above the rate, or the same fee a second time."""
    fees = list(tariff.table(case.item, timezone.localdate(now)))
    about = {"item": case.item.name, "table": tariff.in_words(fees)}
    if fee not in fees:
        words = _("This fee is not in the table of “%(item)s” valid today (%(table)s). Do not take the money.")
        raise Refused(OVERCHARGED, words % about, field="fee")
    if amount > (most := due(fee.amount, quantity)):
        words = _(
            "The table of “%(item)s” valid today (%(table)s) allows %(most)s yuan, not %(amount)s. "
            "Take %(most)s yuan at most, or correct the quantity."
        )
        raise Refused(OVERCHARGED, words % (about | {"most": most, "amount": amount}), field="amount")
    if tariff.standing(case, fee.code):
        words = _(
            "“%(fee)s” has been charged in this case already (%(table)s). If the quantity was wrong, "
            "let a colleague refund it first and charge the whole quantity once."
        )
        raise Refused(OVERCHARGED, words % (about | {"fee": fee.name}), field="fee")


@deed(makes=True)
def charge(case: Case, *, by, now, fee: ItemFee | None, quantity=Decimal(1), amount: Decimal | None = None) -> Charge:
    """Take a fee at the window and hand out the receipt; without an amount what the table allows.

    Refuses with V06 what the table valid on this day does not allow; less than the table (reduced) is possible.
    """
    case = lock(case, by, now)
    check_duty(by, "charge", case)
    if case.closed_at is not None and case.closed_at <= now:
        raise Refused(None, _("This case is closed; nothing is charged any more."))
    quantity = check_amount(quantity, "quantity")
    if amount is None and fee is not None:
        amount = due(fee.amount, quantity)
    amount = check_amount(amount or 0)
    refuse_beyond_table(case, fee, quantity, amount, now)
    body = paperwork.payment(case, fee, quantity, amount, now)
    receipt = letter(Document.Kind.PAYMENT, case, body, by=by, now=now)
    made = Charge.objects.create(
        case=case,
        fee=fee,
        name=fee.name,
        quantity=quantity,
        amount=amount,
        listed=due(fee.amount, quantity),
        charged_at=now,
        charged_by=by.user,
        receipt=receipt,
    )
    record("approvals.case.charged", case, actor=by, now=now, charge=made.pk, name=made.name, amount=amount)
    return made


@deed
def record_charge(
    case: Case,
    *,
    by,
    now,
    name: str,
    amount: Decimal,
    fee: ItemFee | None = None,
    quantity=Decimal(1),
    charged_by=None,
) -> Charge:
    """Keep a charge that was taken elsewhere (import, inspection of the books) as it was found.

    `now` is when the money was taken, `charged_by` who took it. More than the table of that day is a violation V06.
    """
    case = lock(case)
    amount, quantity = check_amount(amount), check_amount(quantity, "quantity")
    listed = tariff.allowed(case, fee, quantity, now)
    found = Charge.objects.create(
        case=case,
        fee=fee,
        name=name,
        quantity=quantity,
        amount=amount,
        listed=listed,
        charged_at=now,
        charged_by=charged_by,
    )
    record("approvals.case.charge_found", case, actor=by, now=now, charge=found.pk, name=name, amount=amount)
    if found.excess:
        words = f"{case.number} 收取“{name}”{amount}元，当日标准允许{listed}元，多收{found.excess}元，应当退还。"
        about = {"deed": "approvals.charge", "message": words, "organisation": case.organisation}
        report_violation(OVERCHARGED, case, responsible=charged_by, now=now, **about)
    return found


@deed(makes=True)
def refund(charge: Charge, *, by, now, amount: Decimal, reason: str) -> Refund:
    """Give money back, with the reason, by somebody else than who took it; never more than was charged."""
    charge = for_update(charge, "case__organisation", "case__item")
    if not can_refund(by, charge.case):
        raise PermissionDenied(_("Refunds are given by the unit that handles the case."))
    if charge.charged_by_id == by.user.pk:
        raise Refused(SAME_PERSON, _("You took this money; somebody else must refund it."))
    amount, left = check_amount(amount), charge.amount - tariff.refunded(charge)
    if amount > left:
        raise Refused(
            None, _("Of this charge only %(left)s yuan are left to refund.") % {"left": left}, field="amount"
        )
    if not reason.strip():
        raise Refused(None, _("Give the reason of the refund."), field="reason")
    made = Refund.objects.create(
        charge=charge, amount=amount, reason=reason.strip()[:MOST_REASON], refunded_at=now, refunded_by=by.user
    )
    body = paperwork.refund(charge, amount, made.reason, now)
    letter(Document.Kind.REFUND, charge.case, body, by=by, now=now)
    record("approvals.case.refunded", charge.case, actor=by, now=now, charge=charge.pk, refund=made.pk, amount=amount)
    return made
