"""Messages between the applicant and the window about a case; on record, never changed."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from approvals.actions.common import lock
from approvals.models import Case, CaseMessage
from approvals.permissions import can_write_about
from records.actions import deed, record
from records.refusal import Refused

MOST_UNANSWERED = 5  # messages of the applicant in a row; then it is the unit's turn


@deed
def write(case: Case, *, by, now, text: str) -> CaseMessage:
    """The applicant writes to the window, or the unit to the applicant."""
    case = lock(case)
    if not can_write_about(by, case):
        raise PermissionDenied(_("Messages go between the applicant and the unit that has the case."))
    if not text.strip():
        raise Refused(None, _("Please write something."), field="text")
    from_applicant = not by.is_staff_member
    last = list(case.messages.order_by("-pk").values_list("from_applicant", flat=True)[:MOST_UNANSWERED])
    if from_applicant and len(last) == MOST_UNANSWERED and all(last):
        raise Refused(None, _("Please wait for an answer first, or call the window."), field="text")
    message = CaseMessage.objects.create(
        case=case, author=by.user, from_applicant=from_applicant, text=text.strip(), sent_at=now
    )
    read(case, by=by, now=now)
    record("approvals.message.sent", case, actor=by, now=now, message=message.pk, from_applicant=from_applicant)
    return message


def read(case: Case, *, by, now) -> int:
    """The person has opened the case: what the other side wrote is read. Onlookers leave it unread."""
    if not can_write_about(by, case):
        return 0
    other_side = case.messages.filter(from_applicant=by.is_staff_member, read_at=None)
    return other_side.update(read_at=now)
