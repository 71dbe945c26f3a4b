"""What the pages of surveys have in common."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records import desk
from scoring.permissions.surveys import reads_all_surveys, reads_surveys, runs_surveys

OF_THE_OFFICE = _("This page belongs to the office of appraisal and to those who supervise it.")
ONLY_THE_OFFICE = _("Only the office of appraisal does this.")
OF_POSTS = _("This page belongs to the posts of units. Choose such a post if you hold one.")


def address(name: str):
    """The page of a row."""
    return lambda row: reverse(f"scoring:{name}", args=[row.pk])


def staff_only(view):
    return desk.only(reads_surveys, OF_POSTS)(view)


def readers_only(view):
    return desk.only(reads_all_surveys, OF_THE_OFFICE)(view)


def office_only(view):
    return desk.only(runs_surveys, ONLY_THE_OFFICE)(view)


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def deed_of(person, moment) -> str:
    """Who and when; the robot is nobody."""
    return f"{person or _('the system')} {local(moment)}" if moment else ""


def percent(rate) -> str:
    return "—" if rate is None else f"{rate}%"


def due(clock) -> str:
    """Until when somebody owes something; "" where nothing runs."""
    if clock is None:
        return ""
    late = timezone.localdate() > clock.due_on
    words = _("due on %(day)s, overdue") if late else _("due on %(day)s")
    return words % {"day": clock.due_on}
