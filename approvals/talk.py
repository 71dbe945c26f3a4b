"""The conversation between an applicant and the window: who waits for whom, and whether the answer came in time."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import Case, CaseMessage
from deadlines import calendar as calendars
from deadlines.words import with_weekday

ANSWER_DAYS = 1  # working days; what the county asks of its windows, no clock rings


def latest(organisation):
    """The last message of every case of a unit; those of applicants, which wait for an answer, first."""
    later = CaseMessage.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    ours = CaseMessage.objects.filter(case__organisation=organisation)
    return ours.filter(~Exists(later)).order_by("-from_applicant", "-pk")


def unanswered(organisation) -> int:
    """How many applicants of a unit wait for an answer."""
    return latest(organisation).filter(from_applicant=True).count()


def answer_by(message: CaseMessage) -> date:
    return calendars.calendar().add(timezone.localdate(message.sent_at), ANSWER_DAYS)


@dataclass(frozen=True)
class Line:
    """One message with the lamp that says how its answer stands; no lamp for messages of the unit."""

    message: CaseMessage
    tone: str = ""
    words: str = ""


def lamp(message: CaseMessage, answered_at, today: date) -> tuple[str, str]:
    """Tone and words for a message of the applicant."""
    until = answer_by(message)
    if answered_at:
        in_time = timezone.localdate(answered_at) <= until
        return ("ok", _("answered within one working day")) if in_time else ("warn", _("answered late"))
    if today > until:
        return "over", _("waits longer than one working day")
    return "info", _("answer by %(date)s") % {"date": with_weekday(until)}


def conversation(case: Case, today: date) -> list[Line]:
    """All messages of a case, oldest first."""
    lines, answered_at = [], None
    for message in reversed(case.messages.select_related("author").order_by("pk")):
        if message.from_applicant:
            lines.append(Line(message, *lamp(message, answered_at, today)))
        else:
            answered_at = message.sent_at
            lines.append(Line(message))
    return lines[::-1]
