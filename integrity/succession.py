"""When a unit ends its open orders, the information that is not judged and the reports it owes go to its successor."""

from django.utils.translation import gettext as _

from deadlines import actions as deadlines
from deadlines.models import Deadline
from integrity.models import RiskInformation, RiskOrder, SelfReport
from records.actions import as_actor, record


def hand_over_unit(old, plan, *, by, now) -> dict[str, int]:
    """See accounts.succession.HANDLERS. Alarms stay with the unit that they were given to."""
    as_actor(by)
    orders = moved(RiskOrder.objects.open(), old, plan.main, by, now)
    informations = moved(RiskInformation.objects.open(), old, plan.main, by, now)
    moved_reports(old, plan.main, by, now)
    return {str(_("risk orders")): orders, str(_("risk information")): informations}


def moved(rows, old, unit, by, now) -> int:
    """Another unit, the same days, an entry on each."""
    found = list(rows.filter(organisation=old).select_for_update(of=("self",)).order_by("pk"))
    for thing in found:
        succeed(thing, old, unit, by, now)
    return len(found)


def moved_reports(old, unit, by, now):
    """A report that the successor owes for the same quarter anyway is asked for once: the old one rings no more."""
    for report in SelfReport.objects.owed().filter(organisation=old).select_for_update(of=("self",)).order_by("pk"):
        if SelfReport.objects.filter(organisation=unit, year=report.year, quarter=report.quarter).exists():
            for clock in Deadline.objects.about(report).running():
                deadlines.cancel(clock, now)
        else:
            succeed(report, old, unit, by, now)


def succeed(thing, old, unit, by, now):
    thing.organisation = unit
    thing.save(update_fields=["organisation"])
    deadlines.move(Deadline.objects.about(thing).filter(organisation=old), unit)
    verb = f"integrity.{thing._meta.model_name}.succeeded"
    record(verb, thing, actor=by, now=now, **{"from": old.pk, "to": unit.pk})
