"""Joining a matter that somebody else has written about, instead of one more order of the same."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from complaints import identity
from complaints.actions.common import lock
from complaints.models import Order, Support
from complaints.permissions import is_complainant
from records.actions import deed, record
from records.refusal import Refused


@deed(named=False)
def join(order: Order, *, by, now) -> Order:
    """One more person waits for this answer. Once a person."""
    order = lock(order)
    if by.user is None or by.is_staff_member:
        raise PermissionDenied(_("Citizens join a matter with their own account."))
    owner = identity.account_mark(by.user)
    if is_complainant(by, order) or order.supports.filter(owner=owner).exists():
        raise Refused(None, _("You have joined this matter already."))
    if order.closed_at is not None:
        raise Refused(None, _("This matter is closed. Please write a new order."))
    Support.objects.create(order=order, owner=owner, joined_at=now)
    record("complaints.order.joined", order, actor=ROBOT, now=now, count=order.supports.count())
    return order
