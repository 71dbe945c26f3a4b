"""Renewing a licence (延续, 行政许可法 第五十条): which one, by when, and until when the authority has to decide."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.flow import RENEWAL, RENEWAL_DAYS
from approvals.models import Case, Item, Licence
from deadlines import actions as deadlines
from deadlines.models import Deadline
from deadlines.plan import Limits, Unit
from records.refusal import Refused


def last_timely_day(licence: Licence):
    """Who applies up to this day is protected: thirty calendar days before the licence ends."""
    return licence.valid_until - timedelta(days=RENEWAL_DAYS)


def is_timely(case: Case) -> bool:
    """Was the renewal asked for at least thirty calendar days before the licence runs out?"""
    if case.renews is None or case.renews.valid_until is None:
        return False
    return timezone.localdate(case.submitted_at) <= last_timely_day(case.renews)


def renewable(item: Item, today):
    """The licences that this item can renew on this day."""
    return Licence.objects.filter(item__code=item.renews, state=Licence.State.VALID, valid_until__gte=today)


def licence_to_renew(item: Item, licence: Licence | None, *, by, applicant, today) -> Licence | None:
    """The licence that this application renews, checked and locked; None for an item that renews nothing.

    Raises Refused with the field `renews`.
    """
    if not item.renews:
        return None
    found = renewable(item, today).filter(pk=licence.pk if licence else None).select_for_update().first()
    if found is None:
        words = _("Name the licence to be renewed; it must be valid still. For an expired one apply for a new one.")
        raise Refused(None, words, field="renews")
    if not belongs(found, by, applicant):
        raise Refused(None, _("This licence belongs to somebody else."), field="renews")
    if found.renewals.filter(closed_at=None).exists():
        raise Refused(None, _("The renewal of this licence has been applied for already."), field="renews")
    return found


def belongs(licence: Licence, by, applicant) -> bool:
    """Online it is the licence of the account; at the window that of the identity number or credit code."""
    if by.is_staff_member:
        return licence.id_number == applicant.id_number
    return licence.owner_id == by.user.pk


def clock(case: Case, *, responsible) -> Deadline | None:
    """The clock of the decision on a timely renewal, not saved: it ends with the licence, on a rest day too."""
    if not is_timely(case):
        return None
    days = (case.renews.valid_until - timezone.localdate(case.submitted_at)).days
    about = {"organisation": case.organisation_id, "responsible": responsible, "now": case.submitted_at}
    limits = Limits(days, unit=Unit.CALENDAR, graded=False, warned=False)
    return on_the_day(deadlines.build(case, RENEWAL, limits=limits, **about), case.renews)


def on_the_day(clock: Deadline, licence: Licence) -> Deadline:
    """Terms end on working days; a licence ends on its own day, and the day after nobody may wait for."""
    clock.due_on = licence.valid_until
    clock.overdue_on = licence.valid_until + timedelta(days=1)
    clock.next_alarm_at = deadlines.next_alarm(clock)
    return clock


def keep_the_day(case: Case):
    """A new calendar may have moved the clock to a working day; the licence still ended on its own day."""
    for clock in Deadline.objects.about(case).filter(name=RENEWAL).running():
        on_the_day(clock, case.renews).save(update_fields=["due_on", "overdue_on", "next_alarm_at"])
