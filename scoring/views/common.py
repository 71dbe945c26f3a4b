"""What the pages of scores have in common."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline
from records import desk
from records.desk import local
from scoring.clocks import clock_in_words
from scoring.permissions import reads_all_sheets, works

NOT_YOUR_DESK = _("This page belongs to the posts that work with scores. Choose such a post if you hold one.")
OF_THE_OFFICE = _("This page belongs to the office of appraisal and to those who supervise it.")


def address(name: str):
    """The page of a row."""
    return lambda row: reverse(f"scoring:{name}", args=[row.pk])


def staff_only(view):
    return desk.only(works, NOT_YOUR_DESK)(view)


def office_only(view):
    """The desk of the office: inspectors and leaders read along."""
    return desk.only(reads_all_sheets, OF_THE_OFFICE)(view)


def deed_of(person, moment) -> str:
    """Who and when; the robot is nobody."""
    return f"{person or _('the system')} {local(moment)}" if moment else ""


def term_in_words(thing) -> str:
    """Until when somebody owes something about this thing; "" where nothing runs."""
    clock = Deadline.objects.about(thing).running().order_by("pk").first()
    if clock is None:
        return ""
    late = timezone.localdate() > clock.due_on
    words = _("%(what)s: until %(day)s, overdue") if late else _("%(what)s: until %(day)s")
    return words % {"what": clock_in_words(clock.name), "day": clock.due_on}
