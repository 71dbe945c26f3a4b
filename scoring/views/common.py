"""What the pages of scores have in common."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records import desk
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


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def deed_of(person, moment) -> str:
    """Who and when; the robot is nobody."""
    return f"{person or _('the system')} {local(moment)}" if moment else ""
