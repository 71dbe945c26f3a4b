"""Giving an order to a unit: by a route, by the dispatcher, by designation; splitting it; taking it back."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import routing
from complaints.actions import judging
from complaints.actions.common import check_duty, lock, settle, start, within
from complaints.flow import ASSIST_BEFORE, DISPATCH, NOTICE, REPLY, SIGN
from complaints.models import Assignment, Order, Term
from complaints.numbers import next_order_number
from deadlines import actions as deadlines
from deadlines import calendar as calendars
from deadlines.models import Deadline
from deadlines.plan import Limits, Unit
from records.actions import WRONG_ORDER, deed, record
from records.deeds import needed
from records.refusal import Refused

HELD = ["organisation", "why", "is_designated", "assigned_at", "handler", "clock", "step_clock", "state"]


def give(order: Order, unit, *, why: str, by, now, designated=False):
    """The order is this unit's from now on; saved, recorded, its clocks started. `why` is kept in words.

    Raises Refused for the unit that is complained of.
    """
    if order.accused_id in unit.units:
        words = _("The unit that is complained of never handles the complaint.")
        raise Refused(None, words, field="unit")
    order.assign()
    settle(order, now)
    order.organisation, order.why, order.is_designated = unit, why[:500], designated
    order.assigned_at, order.handler = now, None
    start_clocks(order, now)
    order.save(update_fields=HELD)
    Assignment.objects.create(
        order=order,
        organisation=unit,
        why=order.why,
        is_designated=designated,
        assigned_at=now,
        assigned_by=by.user,
    )
    record("complaints.order.assigned", order, actor=by, now=now, unit=unit.code, designated=designated)
    judging.report_repetition(order, now)


def start_clocks(order: Order, now):
    """The unit's word, the word of acceptance, the answer: each from the moment its term says."""
    term = order.term
    if term is None:
        return
    order.step_clock = start(order, SIGN, within(sign_amount(term), Unit(term.sending_back_unit)), since=now)
    if term.notice:
        start(order, NOTICE, within(term.notice, Unit(term.notice_unit)), since=order.received_at)
    since = {Term.Since.RECEIVED: order.received_at, Term.Since.ASSIGNED: now}.get(term.reply_from)
    order.clock = start(order, REPLY, reply_limits(order), since=since) if since else None


def sign_amount(term: Term) -> int:
    """How long the unit has to say that it takes the order; the term of the return is the same."""
    return term.sending_back or 1


def reply_limits(order: Order) -> Limits:
    """The promise of the answer; an assisting unit has it a little earlier than the lead."""
    limits = order.term.reply_limits
    if not order.is_child:
        return limits
    return Limits(max(1, limits.promised - ASSIST_BEFORE), unit=limits.unit)


@deed
def assign(order: Order, *, by, now, unit, why: str = "", assisting=()) -> Order:
    """The dispatcher gives the order to its lead unit; `assisting` units get a part of their own.

    Raises Refused where this unit has returned it before: then it has to be designated.
    """
    order = lock(order, by, now)
    check_duty(by, "assign", order)
    if order.assignments.filter(organisation=unit, returned_at__isnull=False).exists():
        words = _("%(unit)s has returned this order before. Designate it, or choose another unit.")
        raise Refused(None, words % {"unit": unit.short_name}, field="unit")
    if unit in assisting:
        raise Refused(None, _("The lead unit cannot assist itself."), field="assisting")
    give(order, unit, why=why.strip() or routing.BY_DISPATCHER, by=by, now=now)
    for helper in assisting:
        add_part(order, helper, order.text, by=by, now=now)
    return order


@deed
def designate(order: Order, *, by, now, unit, why: str) -> Order:
    """After a dispute the hotline office decides whose matter it is; that unit cannot return it (潍坊 第二十二条)."""
    order = lock(order, by, now)
    check_duty(by, "designate", order)
    if order.state != Order.State.RETURNED:
        raise Refused(WRONG_ORDER, _("Only an order that a unit has returned is designated."))
    why = needed(why, "why", _("Say why this unit has to handle it."))
    give(order, unit, why=why, by=by, now=now, designated=True)
    judging.report_return(order, now)
    return order


@deed
def split(order: Order, *, by, now, parts) -> list[Order]:
    """Several matters in one order: each part (unit, text) becomes an order of its own.

    The hotline office stays the lead and answers when every part is answered.
    """
    order = lock(order, by, now)
    check_duty(by, "split", order)
    parts = list(parts)
    if len({unit.pk for unit, _text in parts}) < 2 or len(parts) != len({unit.pk for unit, _text in parts}):
        raise Refused(None, _("Choose at least two different units."), field="parts")
    order.split()
    settle(order, now)
    order.organisation, order.handler, order.accepted_at, order.assigned_at = by.organisation, by.user, now, now
    order.why = routing.SPLIT
    if order.term is not None:
        order.clock = start(order, REPLY, order.term.reply_limits, since=now, responsible=by.user)
    order.save(update_fields=[*HELD, "accepted_at"])
    record("complaints.order.split", order, actor=by, now=now, units=[unit.code for unit, _text in parts])
    return [add_part(order, unit, text, by=by, now=now) for unit, text in parts]


def add_part(parent: Order, unit, text: str, *, by, now) -> Order:
    """The part of one unit, an order that nobody outside sees; it is given to the unit at once."""
    same = ("kind", "channel", "title", "category", "area", "place", "accused", "is_urgent", "is_anonymous")
    part = Order(
        parent=parent,
        text=needed(text, "parts"),
        is_confidential=parent.is_confidential,
        county_path=parent.county_path,
        received_at=now,
        received_by=by.user,
        term=parent.term,
        number=next_order_number(now),
        **{name: getattr(parent, name) for name in same},
    )
    part.save()
    give(part, unit, why=routing.PART_OF.format(number=parent.number), by=by, now=now)
    return part


def last_moment(order: Order):
    """Until when the unit may return the order: 24 clock hours, or the end of the last working day. None: never."""
    term = order.term
    if order.is_designated or term is None or not term.sending_back:
        return None
    if term.sending_back_unit == Unit.HOURS:
        return order.assigned_at + timedelta(hours=term.sending_back)
    day = calendars.calendar().add(timezone.localdate(order.assigned_at), term.sending_back)
    return deadlines.midnight(day + timedelta(days=1))


@deed
def send_back(order: Order, *, by, now, reason: str) -> Order:
    """退单: not a matter of this unit, with the reason, within the term; never after a designation."""
    order = lock(order, by, now)
    check_duty(by, "send_back", order)
    if order.is_designated:
        words = _("This order was designated to your unit; it cannot be returned again.")
        raise Refused(WRONG_ORDER, words)
    until = last_moment(order)
    if until is not None and now > until:
        words = _("The time for a return ended on %(until)s. Please handle the order.")
        raise Refused(None, words % {"until": f"{timezone.localtime(until):%Y-%m-%d %H:%M}"})
    sent_back(order, reason, by=by, now=now)
    return order


def sent_back(order: Order, reason: str, *, by, now):
    """The unit has returned it: its state, clocks and record."""
    reason = needed(reason, "reason", _("Say why this is not a matter of your unit."))
    order.send_back()
    assignment = order.assignments.filter(organisation=order.organisation_id).latest("pk")
    assignment.returned_at, assignment.returned_by, assignment.return_reason = now, by.user, reason
    assignment.save(update_fields=["returned_at", "returned_by", "return_reason"])
    take_back(order, now)
    record("complaints.order.returned", order, actor=by, now=now, reason=reason)


def take_back(order: Order, now):
    """The unit owes nothing any more; the hotline office owes the next assignment. Saves the order."""
    settle(order, now)
    for clock in Deadline.objects.about(order).running():
        deadlines.cancel(clock, now)
    order.organisation = order.handler = order.clock = None
    order.is_designated = False
    term = order.term
    if term is not None and term.dispatch:
        order.step_clock = start(order, DISPATCH, within(term.dispatch, Unit(term.dispatch_unit)), since=now)
    order.save(update_fields=HELD)
