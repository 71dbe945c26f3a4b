"""When a unit ends its open orders and the categories it answered for go to its successor; when a person moves, the
orders they were handling.

The successor never handles what is said about the old unit: those are its own people now.
"""

from django.utils.translation import gettext as _

from complaints.actions.assigning import take_back
from complaints.models import Assignment, Category, Order, Route
from deadlines import actions as deadlines
from deadlines.models import Deadline
from records.actions import record


def hand_over_unit(old, plan, *, by, now) -> dict[str, int]:
    """See accounts.succession.HANDLERS; the codes of the plan may be those of categories."""
    for category in Category.objects.filter(organisation=old).order_by("pk"):
        category.organisation = plan.successor(category.code)
        category.save()
    Route.objects.filter(organisation=old).update(organisation=plan.main)
    rows = Order.objects.open().filter(organisation=old).select_for_update(of=("self",))
    rows = list(rows.select_related("category", "term").order_by("pk"))
    for order in rows:
        succeed(order, plan.successor(*codes(order)), old, by, now)
    for order in Order.objects.filter(organisation=plan.main, accused=old, state__in=Order.WITH_UNIT).order_by("pk"):
        take_away(order, old, by, now)
    return {str(_("open orders")): len(rows)}


def codes(order: Order) -> list[str]:
    return [order.category.code] if order.category else []


def succeed(order: Order, unit, old, by, now):
    """The successor has it from now on; never the unit that is complained of: that order is assigned anew."""
    if order.accused_id in unit.units and order.state in Order.WITH_UNIT:
        take_away(order, old, by, now)
        return
    if order.accused_id in unit.units:  # answered already: nobody handles it any more
        return
    order.organisation = unit
    order.save(update_fields=["organisation"])
    deadlines.move(Deadline.objects.about(order).filter(organisation=old), unit)
    Assignment.objects.create(
        order=order, organisation=unit, why=_("succeeds %(unit)s") % {"unit": old.name}, assigned_at=now
    )
    record("complaints.order.succeeded", order, actor=by, now=now, **{"from": old.pk, "to": unit.pk})


def take_away(order: Order, old, by, now):
    """Its unit has become one with the unit that is complained of: the hotline office assigns it anew."""
    order.lose_unit()
    take_back(order, now)
    record("complaints.order.unit_lost", order, actor=by, now=now, **{"from": old.pk})


def hand_over_person(post, to, *, by, now) -> dict[str, int]:
    """Orders that the person handles; who did the first handling does not do the second."""
    rows = Order.objects.open().filter(organisation=post.organisation_id, handler=post.user_id)
    rows = list(rows.exclude(first_handler=to).select_for_update(of=("self",)).order_by("pk"))
    for order in rows:
        order.handler = to
        order.save(update_fields=["handler"])
        record("complaints.order.handler_moved", order, actor=by, now=now, **{"from": post.user_id, "to": to.pk})
        deadlines.hand_over(Deadline.objects.about(order).filter(responsible=post.user_id), to)
    return {str(_("open orders")): len(rows)}
