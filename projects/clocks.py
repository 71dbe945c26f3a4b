"""The clocks of projects: nodes, monthly reports, problems, works for the people. Supervision knows these names.

A node has a day, not a number of days: its clock is started with the working days from now to that day, so it ends on
the day itself (or the last working day before it) and rings on the first working day after it.
"""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deadlines import actions as deadlines
from deadlines import calendar as calendars
from deadlines.models import Deadline
from deadlines.plan import Limits
from projects.models.terms import Term, term

NODE, REPORT, PROBLEM, WORK = "project:node", "project:report", "project:problem", "project:work"
WORDS = {
    NODE: _("node of a project"),
    REPORT: _("monthly report of a project"),
    PROBLEM: _("solution of a problem"),
    WORK: _("work for the people"),
}


def clock_in_words(name: str) -> str:
    """What the clock of this name measures; "" for one that is not ours."""
    return str(WORDS.get(name, ""))


def start(thing, name: str, due_on: date, *, organisation, now, responsible=None) -> Deadline:
    """A clock that ends on this day; one whose day is over rings on the next working day. Late has one stage."""
    calendar = calendars.calendar()
    days = max(0, calendar.count(due_on) - calendar.count(timezone.localdate(now)))
    last = Deadline.objects.about(thing).filter(name=name).count()
    about = {"organisation": organisation, "responsible": responsible, "now": now, "round": last + 1}
    return deadlines.start(thing, name, limits=Limits(days, graded=False, warned=False), **about)


def start_node(node, now) -> Deadline:
    about = {"organisation": node.organisation, "responsible": responsible_for(node)}
    return start(node, NODE, node.planned_on, now=now, **about)


def responsible_for(node):
    """The person of the project, where the lead unit answers for the node itself."""
    return node.project.responsible if node.organisation_id == node.project.organisation_id else None


def meet(thing, name: str, now):
    """What was owed is done."""
    if clock := running(thing, name):
        deadlines.meet(clock, now)


def stop(thing, name: str, now):
    """Nothing is owed any more. An alarm that is due already still rings, so that no card is lost."""
    clock = running(thing, name)
    if clock and (clock.next_alarm_at is None or clock.next_alarm_at > now):
        deadlines.cancel(clock, now)


def running(thing, name: str) -> Deadline | None:
    return Deadline.objects.about(thing).running().filter(name=name).first()


def report_due(month: date, on: date) -> date:
    """By when the report of this month is due: so many working days after its last day."""
    return calendars.calendar().add(next_month(month) - timedelta(days=1), term(Term.Code.REPORT, on))


def next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)
