"""补录: cases from the paper register, typed in today with the dates on which things really happened.

Alarms ring at midnight, so on one day nothing new would ever turn yellow by itself. What does happen in every county
is that a window types in an old case days later: the deeds carry their true dates (`happened_at`), the record shows
when they were written (`recorded_at`), and the next sweep finds that the promise has passed. The functions below do
only that, through the ordinary actions; no clock and no row is touched by hand.

    case = leave_lying(item, 2, now=now)      # an immediate item: the next sweep hands out one yellow card
    case = leave_standing(item, now=now)      # a promised item: yellow; a special procedure had stopped the clock
    type_in_result(case, now=now)             # … which had ended long ago: the next sweep hands out the red card
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Post, Role
from approvals import actions as approvals
from approvals.actions.applying import PAPER, Applicant
from approvals.models import Case, Item
from deadlines import calendar as calendars

SOMEBODY = Applicant(
    "云溪县顺通商贸有限公司", "91999921MA0000000E", "13800020000", "云溪县建设路12号", "补录纸质登记簿。"
)
PAST_GRAVE = 7  # working days after the promise: two more than the gravest stage needs


def worker(item: Item, role: str) -> Actor:
    """The last person of the item's unit in this role: the demo accounts are the first ones."""
    post = Post.objects.active().filter(organisation=item.organisation, role=role).select_related("user").last()
    return Actor(post.user, post)


def days_ago(days: int, now: datetime, hour: int = 10) -> datetime:
    """The working day that lies so many working days before the present or last one."""
    calendar = calendars.calendar()
    day = calendar.numbered(calendar.count(timezone.localdate(now)) - days)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def leave_lying(item: Item, days: int, *, now: datetime, applicant: Applicant = SOMEBODY) -> Case:
    """Type in a case accepted so many working days ago that nobody has touched since."""
    clerk, received = worker(item, Role.CLERK), days_ago(days, now)
    papers = dict.fromkeys(item.documents.all(), PAPER)
    case = approvals.apply(item, by=clerk, now=received, applicant=applicant, materials=papers)
    return approvals.accept(case, by=clerk, now=received + timedelta(minutes=6))


def leave_standing(item: Item, *, now: datetime, applicant: Applicant = SOMEBODY) -> Case:
    """Type in a case that was late by a day when a special procedure stopped its clock."""
    case = leave_lying(item, item.promised_days + PAST_GRAVE, now=now, applicant=applicant)
    stopped = days_ago(PAST_GRAVE - 1, now, hour=15)
    return approvals.pause(
        case,
        by=worker(item, Role.REVIEWER),
        now=stopped,
        kind="inspection",
        ground="需对申报场所进行现场检验。",
        told_days=10,
    )


def type_in_result(case: Case, *, now: datetime) -> Case:
    """The procedure had its result the next working day; only now it is typed in, and the days count again."""
    calendar = calendars.calendar()
    case = Case.objects.select_related("item__organisation", "clock").get(pk=case.pk)
    ended = datetime.combine(calendar.next_working(case.clock.paused_on), time(16))
    return approvals.resume(case, by=worker(case.item, Role.REVIEWER), now=timezone.make_aware(ended))
