"""What scoring takes from projects: one row of evidence for each deduction, and the figures of a unit.

The points are data of the scheme; here is only what happened. The row itself is the evidence (records.AboutSubject): a
card of supervision about the same node points at it too.
"""

from datetime import date

from django.db.models import QuerySet

from accounts.models import Organisation
from projects.models import MonthlyReport, Node, Problem, Project
from projects.tables import Group, standings, together


def missed(organisation: Organisation, first: date, last: date, on: date) -> QuerySet[Node]:
    """The nodes this unit answers for that were not done on their day, whose day lies in [first, last] (S0-04)."""
    return Node.objects.missed(first, last, on).filter(organisation=organisation)


def late_reports(organisation: Organisation, first: date, last: date) -> QuerySet[MonthlyReport]:
    """Reports of these months that the unit still owes."""
    rows = MonthlyReport.objects.owed().filter(project__organisation=organisation)
    return rows.filter(month__gte=first.replace(day=1), month__lte=last).select_related("project")


def open_problems(organisation: Organisation, on: date) -> QuerySet[Problem]:
    """What the unit should have solved by this day and has not."""
    return Problem.objects.open().filter(organisation=organisation, due_on__lt=on).select_related("project")


def figures_of(organisation: Organisation, on: date) -> Group:
    """All projects this unit leads: plan, actual, gap, lights, rates of start, finish and production, money."""
    rows = Project.objects.in_force().filter(organisation=organisation)
    return together(standings(rows, on), organisation.short_name, on)
