"""A firm reports an inspection without a slip; the efficiency office looks into it."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Organisation
from approvals.actions.enforcing import check_duty, lock, need, not_after
from approvals.enforcement import plain_number
from approvals.models import SlipReport
from records.actions import deed, record, report_violation
from records.numbers import next_number
from records.refusal import Refused

WITHOUT_SLIP = "V09"  # 无备案单入企检查 → rule Y6
REPORT_DAYS = 730  # calendar days back; 行政处罚法 第三十六条 counts two years as well
ANYBODY = Actor()  # whoever reports stays unknown, also when signed in


@deed(makes=True, named=False)
def report(unit: Organisation, *, by, now, firm_name: str, happened_on: date, what: str, contact="") -> SlipReport:
    """Take down a report. Nothing about the sender is kept but what was typed: `by` leaves no trace."""
    today = timezone.localdate(now)
    not_after(happened_on, now, "happened_on", _("This day has not come yet."))
    if happened_on < today - timedelta(days=REPORT_DAYS):
        raise Refused(None, _("Reports go back two years at most."), field="happened_on")
    made = SlipReport.objects.create(
        number=plain_number("JB", today, next_number(f"slip-report-{today:%m%d}", today.year)),
        organisation=unit,
        firm_name=need(firm_name, _("Please fill this in."), "firm_name"),
        happened_on=happened_on,
        what=need(what, _("Please fill this in."), "what"),
        contact=contact,
        reported_at=now,
    )
    record("approvals.slip_report.reported", made, actor=ANYBODY, now=now, number=made.number, unit=unit.pk)
    return made


def handle(found: SlipReport, name: str, by, now, note: str) -> SlipReport:
    """What both answers have in common."""
    found = lock(found)
    check_duty(by, name, found)
    getattr(found, name)()
    found.note = need(note, _("Write down what was found out."), "note")
    found.handled_by, found.handled_at = by.user, now
    found.save(update_fields=["state", "note", "handled_by", "handled_at"])
    return found


@deed
def confirm(found: SlipReport, *, by, now, note: str) -> SlipReport:
    """It is true: supervision makes a finding of it at the next sweep."""
    found = handle(found, "confirm", by, now, note)
    about = {"unit": found.organisation.name, "day": found.happened_on, "firm": found.firm_name}
    report_violation(
        WITHOUT_SLIP,
        found,
        deed="approvals.inspect_without_slip",
        message=_("%(unit)s inspected %(firm)s on %(day)s without a slip.") % about,
        organisation=found.organisation,
        now=now,
    )
    record("approvals.slip_report.confirmed", found, actor=by, now=now)
    return found


@deed
def dismiss(found: SlipReport, *, by, now, note: str) -> SlipReport:
    """It cannot be confirmed; whoever reported reads why."""
    found = handle(found, "dismiss", by, now, note)
    record("approvals.slip_report.dismissed", found, actor=by, now=now)
    return found
