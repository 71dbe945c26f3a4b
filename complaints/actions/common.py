"""What every deed on an order has in common."""

from functools import cache

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from complaints.models import Order
from complaints.offices import hotline_of
from complaints.permissions import can_do, is_accused
from deadlines import actions as deadlines
from deadlines import holds
from deadlines.models import Deadline
from deadlines.plan import Limits, Unit
from records.actions import issue_document

RELATED = ["clock", "step_clock", "term", "category", "organisation", "accused", "complainant"]


def unnamed(by):
    """Who stands in an entry: the staff by name; who complains, rates or withdraws stands there as nobody."""
    return by if by.is_staff_member else ROBOT


def lock(order: Order, by=None, now=None) -> Order:
    """The order as it is now, locked until the transaction ends, with everything a deed looks at.

    With the actor and the time: raise Refused where supervision holds the order from those who handle it.
    """
    rows = all_rows()
    if by is not None and by.is_staff_member:
        rows = rows.annotate(held=holds.ground_of(Order, timezone.localdate(now)))
    locked = rows.get(pk=order.pk)
    if ground := getattr(locked, "held", None):
        holds.refuse(ground)
    return locked


@cache
def all_rows():
    """What `lock` asks for, put together once."""
    return Order.objects.select_for_update(of=("self",)).select_related(*RELATED)


def check_duty(by, deed: str, order: Order):
    """Raise PermissionDenied unless the deed is this actor's duty; an accused person is told so."""
    if is_accused(by, order):
        raise PermissionDenied(_("The unit that is complained of never handles the complaint."))
    if not can_do(by, deed, order):
        raise PermissionDenied(_("This deed is not the duty of your post in this unit."))


def within(amount: int, unit: str = Unit.WORKING) -> Limits:
    """A limit that is kept or not, with nothing between."""
    return Limits(amount, unit=Unit(unit), graded=False, warned=False)


def start(order: Order, name: str, limits: Limits, *, since, responsible=None) -> Deadline:
    """A clock on this order, in its next round; `since` is the moment from which it counts."""
    unit = order.organisation_id or hotline_of(order.county_path).pk
    round = 1 + Deadline.objects.about(order).filter(name=name).count()
    about = {"limits": limits, "now": since, "responsible": responsible, "round": round}
    return deadlines.start(order, name, organisation=unit, **about)


def settle(order: Order, now):
    """What was owed next is done; the order is not saved."""
    if order.step_clock and order.step_clock.is_running:
        deadlines.meet(order.step_clock, now)
    order.step_clock = None


def stop(order: Order, now):
    """Nothing is owed in this order any more: every clock that still runs falls away."""
    for clock in Deadline.objects.about(order).running():
        deadlines.cancel(clock, now)


def letter(kind, order: Order, body: dict, *, by, now):
    """Issue an official document about the order. It names the complainant by the number alone: identity stays out."""
    unit = order.organisation
    addressee = f"工单{order.number}反映人"
    return issue_document(kind, order, actor=by, now=now, organisation=unit, body=body, addressee=addressee)
