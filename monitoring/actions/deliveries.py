"""A message that could not be delivered is sent again by a person, on record."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

from accounts.messaging import post
from accounts.models import Delivery
from monitoring.permissions_room import can_send_again
from records.actions import deed, record
from records.refusal import Refused


@deed
def send_again(delivery: Delivery, *, by, now) -> Delivery:
    """All attempts anew, beginning now. What has gone out already or still waits is refused."""
    if not can_send_again(by):
        raise PermissionDenied(_("Only inspectors and the system administrator send a message again."))
    try:
        delivery = post.send_again(delivery, now)
    except TransitionNotAllowed:
        raise Refused(None, _("This message has gone out or waits already.")) from None
    record("monitoring.message.sent_again", delivery, actor=by, now=now, channel=delivery.channel)
    return delivery
