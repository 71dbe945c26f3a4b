"""Two ways of words about an order: the complainant writes, whoever handles it answers; nobody has to be named."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from complaints.actions.common import lock
from complaints.models import Order, Talk
from complaints.permissions import can_talk, speaks_for
from records.actions import deed, record
from records.deeds import needed
from records.refusal import Refused

MOST_A_DAY = 20  # messages of a complainant about one order


@deed(named=False)
def say(order: Order, *, by, now, text: str, code: str = "") -> Talk:
    """One message. From the complainant by account or code; from the staff by whoever works on the order."""
    order = lock(order, by, now)
    text = needed(text, "text")
    if by.is_staff_member:
        return of_office(order, text, by, now)
    return of_complainant(order, text, by, now, code)


def of_office(order: Order, text: str, by, now) -> Talk:
    if not can_talk(by, order):
        raise PermissionDenied(_("This deed is not the duty of your post in this unit."))
    made = Talk.objects.create(
        order=order, from_complainant=False, text=text, sent_at=now, sent_by=by.user, organisation=by.organisation
    )
    record("complaints.talk.answered", order, actor=by, now=now, talk=made.pk)
    return made


def of_complainant(order: Order, text: str, by, now, code: str) -> Talk:
    if not speaks_for(by, order, code):
        raise PermissionDenied(_("Only the complainant writes here."))
    if order.closed_at is not None:
        raise Refused(None, _("This order is closed. Open it again, or write a new one."))
    if order.talks.filter(from_complainant=True, sent_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise Refused(None, _("That is enough for one day. Please write again tomorrow."), field="text")
    made = Talk.objects.create(order=order, from_complainant=True, text=text, sent_at=now)
    record("complaints.talk.said", order, actor=ROBOT, now=now, talk=made.pk)
    return made
