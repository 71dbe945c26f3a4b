"""Discipline organs of the levels: registered under real names by two persons; orders pass between them by letter."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import Organisation
from complaints import letters
from complaints.actions.assigning import HELD, start_clocks
from complaints.actions.common import lock, settle, within
from complaints.flow import TRANSFER, TRANSFER_DAYS
from complaints.models import Assignment, Order, Organ, Transfer
from complaints.permissions import can_answer_transfer, can_confirm_organ, can_register_organ, can_transfer
from deadlines import actions as deadlines
from deadlines.models import Deadline
from deadlines.plan import Unit
from records.actions import SAME_PERSON, deed, issue_document, record
from records.deeds import for_update, needed
from records.models import Document
from records.refusal import Refused


@dataclass(frozen=True)
class Registration:
    """A discipline organ as typed. `organisation` None: a body outside of this portal."""

    name: str
    level: str
    head_name: str
    head_duty: str
    telephone: str
    organisation: Organisation | None = None


@deed(makes=True)
def register_organ(typed: Registration, *, by, now) -> Organ:
    """Enter an organ with the person in charge; a second person confirms it before anything is sent there."""
    if not can_register_organ(by):
        raise PermissionDenied(_("Discipline organs are registered by the discipline office."))
    for name in ("name", "head_name", "head_duty", "telephone"):
        needed(getattr(typed, name), name)
    if Organ.objects.filter(name=typed.name).exists():
        raise Refused(None, _("An organ with this name is registered already."), field="name")
    if typed.organisation is not None and Organ.objects.filter(organisation=typed.organisation).exists():
        raise Refused(None, _("This unit is registered already."), field="organisation")
    organ = Organ.objects.create(**vars(typed), registered_at=now, registered_by=by.user)
    record("complaints.organ.registered", organ, actor=by, now=now, name=organ.name, level=organ.level)
    return organ


def another(organ: Organ, by) -> Organ:
    """The organ, locked, for the second person."""
    organ = for_update(organ)
    if organ.registered_by_id == by.user.pk:
        raise Refused(SAME_PERSON, _("A second person confirms the registration."))
    if not can_confirm_organ(by):
        raise PermissionDenied(_("Discipline organs are registered by the discipline office."))
    return organ


@deed
def confirm_organ(organ: Organ, *, by, now) -> Organ:
    """The second person has checked names and telephone."""
    organ = another(organ, by)
    organ.confirm()
    organ.confirmed_by, organ.confirmed_at = by.user, now
    organ.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    record("complaints.organ.confirmed", organ, actor=by, now=now)
    return organ


@deed
def end_organ(organ: Organ, *, by, now) -> Organ:
    """Nothing is sent there any more."""
    if not can_register_organ(by):
        raise PermissionDenied(_("Discipline organs are registered by the discipline office."))
    organ = for_update(organ)
    organ.end()
    organ.save(update_fields=["state"])
    record("complaints.organ.ended", organ, actor=by, now=now)
    return organ


@deed
def transfer(order: Order, *, by, now, organ: Organ, reason: str) -> Transfer:
    """Pass the order to the organ of another level by letter; it owes the receipt within fifteen calendar days.

    An organ of this portal has the order at once; for a body outside the sender keeps it and answers when the
    receipt is there. Raises Refused that names the field.
    """
    order = lock(order, by, now)
    if not can_transfer(by, order):
        raise PermissionDenied(_("Only the discipline office that has the order passes it on."))
    reason = needed(reason, "reason", _("Say why it is the other organ's matter."))
    check(order, organ, by)
    made = Transfer(order=order, sender=by.organisation, organ=organ, reason=reason, sent_at=now, sent_by=by.user)
    about = {"actor": by, "now": now, "organisation": by.organisation, "addressee": organ.name}
    made.letter = issue_document(Document.Kind.TRANSFER, order, body=letters.transfer(order, organ, reason), **about)
    made.save()
    if not organ.is_outside:
        hand_over(order, organ, by, now)
    made.clock = receipt_clock(made, now)
    made.save(update_fields=["clock"])
    record("complaints.order.transferred", order, actor=by, now=now, organ=organ.name, letter=made.letter.number)
    return made


def check(order: Order, organ: Organ, by):
    """Raise Refused for an organ that cannot have this order."""
    if organ.state != Organ.State.CONFIRMED or organ.organisation_id == by.organisation.pk:
        raise Refused(None, _("Choose the organ that receives it."), field="organ")
    if organ.organisation is not None and order.accused_id in organ.organisation.units:
        raise Refused(None, _("The unit that is complained of never handles the complaint."), field="organ")
    if order.transfers.filter(state=Transfer.State.SENT).exists():
        raise Refused(None, _("The receipt of the last transfer is still open."), field="organ")


def hand_over(order: Order, organ: Organ, by, now):
    """The other organ has the order, from the first step on."""
    order.hand_over()
    settle(order, now)
    for clock in Deadline.objects.about(order).running():
        deadlines.cancel(clock, now)
    order.organisation, order.handler, order.is_designated, order.assigned_at = organ.organisation, None, False, now
    order.why = letters.WHY_TRANSFERRED.format(sender=by.organisation.short_name, organ=organ.name)
    start_clocks(order, now)
    order.save(update_fields=HELD)
    Assignment.objects.create(
        order=order, organisation=organ.organisation, why=order.why, assigned_at=now, assigned_by=by.user
    )


def receipt_clock(made: Transfer, now):
    """Fifteen calendar days to route and to confirm (信访工作条例第二十二条)."""
    unit = made.sender_id if made.organ.is_outside else made.organ.organisation_id
    limits = within(TRANSFER_DAYS, Unit.CALENDAR)
    round = 1 + Deadline.objects.about(made.order).filter(name=TRANSFER).count()
    return deadlines.start(
        made.order, TRANSFER, organisation=unit, limits=limits, now=now, responsible=None, round=round
    )


def answered(made: Transfer, *, by, now, answer: str) -> Transfer:
    """The transfer, locked, with who answers it; not saved."""
    rows = Transfer.objects.select_for_update(of=("self",)).select_related("order", "organ", "clock", "sender")
    made = rows.get(pk=made.pk)
    if not can_answer_transfer(by, made):
        raise PermissionDenied(
            _("The organ that received it answers; for a body outside, the sender enters its word.")
        )
    made.answered_at, made.answered_by, made.answer = now, by.user, answer.strip()
    if made.clock.is_running:
        deadlines.meet(made.clock, now)
    return made


ANSWER = ["state", "answered_at", "answered_by", "answer"]


@deed
def receive_transfer(made: Transfer, *, by, now, answer: str = "") -> Transfer:
    """The receipt: the organ has it."""
    made = answered(made, by=by, now=now, answer=answer)
    made.receive()
    made.save(update_fields=ANSWER)
    record("complaints.transfer.received", made.order, actor=by, now=now, transfer=made.pk)
    return made


@deed
def return_transfer(made: Transfer, *, by, now, answer: str) -> Transfer:
    """Not a matter of that organ: with the reason, back to the sender."""
    made = answered(made, by=by, now=now, answer=needed(answer, "answer", _("Say why it is returned.")))
    made.give_back()
    made.save(update_fields=ANSWER)
    if not made.organ.is_outside:
        back_to_sender(made, by, now)
    record("complaints.transfer.returned", made.order, actor=by, now=now, transfer=made.pk, reason=made.answer)
    return made


def back_to_sender(made: Transfer, by, now):
    """The sender has the order again."""
    order = lock(made.order)
    order.hand_over()
    settle(order, now)
    for clock in Deadline.objects.about(order).running():
        deadlines.cancel(clock, now)
    order.organisation, order.handler, order.assigned_at = made.sender, None, now
    order.why = letters.WHY_RETURNED.format(organ=made.organ.name, reason=made.answer)[:500]
    start_clocks(order, now)
    order.save(update_fields=HELD)
    Assignment.objects.create(
        order=order, organisation=made.sender, why=order.why, assigned_at=now, assigned_by=by.user
    )
