"""What the pages of surveys have in common."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records import desk
from scoring.permissions.surveys import reads_all_surveys, reads_surveys, runs_surveys
from scoring.views.common import OF_THE_OFFICE

ONLY_THE_OFFICE = _("Only the office of appraisal does this.")
OF_POSTS = _("This page belongs to the posts of units. Choose such a post if you hold one.")


def staff_only(view):
    return desk.only(reads_surveys, OF_POSTS)(view)


def readers_only(view):
    return desk.only(reads_all_surveys, OF_THE_OFFICE)(view)


def office_only(view):
    return desk.only(runs_surveys, ONLY_THE_OFFICE)(view)


def percent(rate) -> str:
    return "—" if rate is None else f"{rate}%"


def due(clock) -> str:
    """Until when somebody owes something; "" where nothing runs."""
    if clock is None:
        return ""
    late = timezone.localdate() > clock.due_on
    words = _("due on %(day)s, overdue") if late else _("due on %(day)s")
    return words % {"day": clock.due_on}
