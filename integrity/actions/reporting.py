"""Quarterly self-reports: asked for by the robot, stated by the unit, read by the discipline office."""

from dataclasses import asdict, dataclass

from django.utils import timezone

from integrity import clocks
from integrity.figures import of_report
from integrity.models import SelfReport, term
from integrity.models.terms import Term
from integrity.permissions import can_read_report, can_report
from records.actions import as_actor, deed, record
from records.attachments import bind
from records.deeds import another, for_update, may, needed


@dataclass(frozen=True)
class Stated:
    """What the leading group states."""

    resolved: str
    assessment: str
    problems: str = ""
    steps: str = ""


def lock(report: SelfReport) -> SelfReport:
    return for_update(report, "organisation__parent")


@deed
def submit(report: SelfReport, *, by, now, stated: Stated, files=()) -> SelfReport:
    """The unit states how its risks stand; its figures of today are kept with it."""
    report = lock(report)
    may(can_report(by, report))
    report.submit()
    for name in ("resolved", "assessment"):
        needed(getattr(stated, name), name)
    as_actor(by)
    for name, words in asdict(stated).items():
        setattr(report, name, words.strip())
    report.figures = of_report(report)
    report.submitted_at, report.submitted_by = now, by.user
    report.decided_at = report.decided_by = None
    report.save()
    bind(files, report, by=by, now=now)
    clocks.meet(report, clocks.REPORT, now)
    record("integrity.report.submitted", report, actor=by, now=now, period=report.period)
    return report


@deed
def accept(report: SelfReport, *, by, now) -> SelfReport:
    report = lock(report)
    another(by, report.submitted_by_id)
    may(can_read_report(by, report))
    report.accept()
    decided(report, by, now, "")
    record("integrity.report.accepted", report, actor=by, now=now)
    return report


@deed
def send_back(report: SelfReport, *, by, now, reason: str) -> SelfReport:
    """It says too little: another one is owed."""
    report = lock(report)
    another(by, report.submitted_by_id)
    may(can_read_report(by, report))
    report.send_back()
    decided(report, by, now, needed(reason, "reason"))
    days = term(Term.Code.REWRITE, timezone.localdate(now))
    clocks.start(report, clocks.REPORT, days, organisation=report.organisation, now=now)
    record("integrity.report.returned", report, actor=by, now=now, reason=report.reason)
    return report


def decided(report: SelfReport, by, now, reason: str):
    as_actor(by)
    report.decided_at, report.decided_by, report.reason = now, by.user, reason
    report.save(update_fields=["state", "decided_at", "decided_by", "reason"])
