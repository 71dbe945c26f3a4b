"""What the robot does for projects: at the beginning of a month it asks for the reports of the last one."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.actor import ROBOT
from projects import clocks
from projects.actions.reporting import owe
from projects.models import MonthlyReport, Project
from records.actions import as_actor, record


def run(now) -> int:
    """Ask for every report that is due and was not asked for yet. Returns how many. Safe to run late or twice."""
    month = timezone.localdate(now).replace(day=1)
    waiting = Project.objects.active().filter(asked_until__lt=month).order_by("pk").values_list("pk", flat=True)
    return sum(ask(key, month, now) for key in list(waiting))


@transaction.atomic
def ask(key: int, until: date, now) -> int:
    """Reports of one project for each month before this one; a month that was missed is caught up."""
    rows = Project.objects.select_for_update(of=("self",), skip_locked=True).select_related("organisation")
    project = rows.active().filter(pk=key, asked_until__lt=until).first()
    if project is None:
        return 0
    as_actor(ROBOT)
    month, count = project.asked_until, 0
    while month < until:
        count += ask_for(project, month, now)
        month = clocks.next_month(month)
    project.asked_until = until
    project.save(update_fields=["asked_until"])
    return count


def ask_for(project: Project, month: date, now) -> int:
    report, is_new = MonthlyReport.objects.get_or_create(project=project, month=month, defaults={"asked_at": now})
    if is_new:
        due_on = clocks.report_due(month, timezone.localdate(now))
        owe(report, due_on, now)
        record("projects.report.asked", report, actor=ROBOT, now=now, month=month, due_on=due_on)
    return int(is_new)
