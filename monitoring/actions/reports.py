"""Reports: frozen and proposed by one person, issued with a number by another, or sent back."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from monitoring import reports
from monitoring.models import Report
from monitoring.permissions_room import can_propose_report, can_sign_report
from records.actions import deed, record
from records.deeds import for_update
from records.refusal import Refused


@deed(makes=True)
def propose_report(county: Organisation, *, by, now, kind: str, first, recipients: list[str]) -> Report:
    """Freeze the report of the period that begins on `first`. A second one for an issued period is a correction.

    Raises Refused while the period runs, and while another proposal for it waits.
    """
    for_update(county)
    if not can_propose_report(by):
        raise PermissionDenied(_("Reports are written by inspectors."))
    period, today = reports.period_of(kind, first), timezone.localdate(now)
    if period.last >= today:
        raise Refused(None, _("The period has not ended; its report can be looked at, not issued."), field="on")
    same = Report.objects.filter(organisation=county, kind=kind, first=period.first)
    if same.filter(state=Report.State.PROPOSED).exists():
        raise Refused(None, _("This report has been proposed already."))
    content = reports.compose(kind, by.watched_path, period, today)
    report = Report(
        kind=kind,
        organisation=county,
        first=period.first,
        last=period.last,
        edition=same.filter(state=Report.State.ISSUED).count() + 1,
        body=content.body,
        rows=content.rows,
        recipients=recipients,
        proposed_by=by.user,
        proposed_at=now,
    )
    report.digest = reports.digest(report)
    report.save()
    record("monitoring.report.proposed", report, actor=by, now=now, digest=report.digest, recipients=recipients)
    return report


def locked(report: Report, by) -> Report:
    report = for_update(report)
    if not can_sign_report(by, report):
        raise PermissionDenied(_("A report is signed by somebody other than its author."))
    return report


@deed
def issue_report(report: Report, *, by, now) -> Report:
    """The second person signs: the report gets its number and goes to its recipients."""
    report = locked(report, by)
    report.issue()
    if reports.digest(report) != report.digest:
        raise Refused(None, _("What stands here is not what was proposed. Do not sign; tell the audit administrator."))
    report.number = reports.number(report)
    report.decided_by, report.decided_at = by.user, now
    report.save(update_fields=["state", "number", "decided_by", "decided_at"])
    detail = {"number": report.number, "digest": report.digest, "recipients": report.recipients}
    record("monitoring.report.issued", report, actor=by, now=now, **detail)
    return report


@deed
def drop_report(report: Report, *, by, now, reason: str) -> Report:
    """Send the proposal back with a reason; it keeps no number."""
    report = locked(report, by)
    report.drop()
    report.decided_by, report.decided_at, report.reason = by.user, now, reason.strip()
    report.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    record("monitoring.report.dropped", report, actor=by, now=now, reason=report.reason)
    return report
