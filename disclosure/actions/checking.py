"""Quarterly checks of openness: written by one of the office, confirmed by another, faults put right within a term."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from disclosure import clocks, periods
from disclosure.models import CheckLine, CheckPoint, CheckSheet, OpennessCheck
from disclosure.permissions import can_check, can_close, can_confirm, can_put_right
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused

OTHER_SHEET = gettext_lazy("Another sheet holds for this quarter; look through the points below once more.")


@dataclass(frozen=True)
class Seen:
    """One line of the sheet."""

    point: CheckPoint
    points: Decimal
    finding: str = ""


@dataclass(frozen=True)
class Sheet:
    """A whole check. `rectify_by`: None where nothing has to be put right."""

    quarter: date
    lines: tuple[Seen, ...] = field(default_factory=tuple)
    words: str = ""
    rectify_by: date | None = None


def locked(row: OpennessCheck) -> OpennessCheck:
    return for_update(row, "organisation__parent")


@deed(makes=True)
def write(organisation: Organisation, *, by, now, sheet: Sheet) -> OpennessCheck:
    """Write the check of a unit in a quarter. Raises Refused for a second one, or lost points without a finding."""
    may(can_check(by, organisation))
    quarter = periods.begin_of(periods.Cycle.QUARTER, sheet.quarter)
    check_sheet(organisation, quarter, sheet, timezone.localdate(now))
    as_actor(by)
    row = OpennessCheck.objects.create(
        organisation=organisation,
        quarter=quarter,
        total=sum(line.points for line in sheet.lines),
        words=sheet.words.strip(),
        rectify_by=sheet.rectify_by,
        drafted_at=now,
        drafted_by=by.user,
    )
    CheckLine.objects.bulk_create(
        CheckLine(
            check_of=row, point=line.point, most=line.point.points, points=line.points, finding=line.finding.strip()
        )
        for line in sheet.lines
    )
    record("disclosure.check.written", row, actor=by, now=now, quarter=quarter, total=row.total)
    return row


def check_sheet(organisation, quarter: date, sheet: Sheet, today: date):
    """Raises Refused that names the field."""
    if quarter > today:
        raise Refused(None, _("This quarter has not begun."), field="quarter")
    if OpennessCheck.objects.filter(organisation=organisation, quarter=quarter).exists():
        raise Refused(None, _("This unit was checked in this quarter already."), field="quarter")
    CheckSheet.objects.hold()
    asked = CheckSheet.objects.of_quarter(quarter).in_use().values_list("pk", flat=True)
    if sorted(asked) != sorted(line.point.pk for line in sheet.lines):
        raise Refused(None, OTHER_SHEET, field="quarter")
    for line in sheet.lines:
        check_line(line)
    if sheet.rectify_by is not None and sheet.rectify_by < today:
        raise Refused(None, _("The day lies in the past."), field="rectify_by")


def check_line(line: Seen):
    if not 0 <= line.points <= line.point.points:
        words = _("Between 0 and %(most)s points.") % {"most": line.point.points}
        raise Refused(None, words, field=f"points_{line.point.code}")
    if line.points < line.point.points and not line.finding.strip():
        words = _("Say what was found where points are lost.")
        raise Refused(None, words, field=f"finding_{line.point.code}")


@deed
def confirm(row: OpennessCheck, *, by, now) -> OpennessCheck:
    """The second person of the office: from now on the unit sees it, and has its term to put things right."""
    row = locked(row)
    another(by, row.drafted_by_id)
    may(can_confirm(by, row))
    as_actor(by)
    if row.has_faults():
        row.demand()
        clocks.start_until(row, clocks.RECTIFY, row.rectify_by, now=now)
    else:
        row.confirm()
        row.closed_at, row.closed_by = now, by.user
    row.confirmed_at, row.confirmed_by = now, by.user
    row.save()
    record("disclosure.check.confirmed", row, actor=by, now=now, total=row.total)
    return row


@deed
def put_right(row: OpennessCheck, *, by, now, report: str) -> OpennessCheck:
    """The unit says how it put things right; its clock is met."""
    row = locked(row)
    may(can_put_right(by, row))
    as_actor(by)
    row.tell_done()
    row.report = needed(report, "report")
    row.reported_at, row.reported_by, row.reason = now, by.user, ""
    row.save()
    clocks.meet(row, clocks.RECTIFY, now)
    record("disclosure.check.put_right", row, actor=by, now=now)
    return row


@deed
def close(row: OpennessCheck, *, by, now) -> OpennessCheck:
    """The office looked again: it is right now."""
    row = locked(row)
    may(can_close(by, row))
    as_actor(by)
    row.close()
    row.closed_at, row.closed_by = now, by.user
    row.save()
    record("disclosure.check.closed", row, actor=by, now=now)
    return row


@deed
def reopen(row: OpennessCheck, *, by, now, reason: str, rectify_by: date) -> OpennessCheck:
    """The office looked again: it is not right, a new term runs."""
    row = locked(row)
    may(can_close(by, row))
    if rectify_by <= timezone.localdate(now):
        raise Refused(None, _("The day lies in the past."), field="rectify_by")
    as_actor(by)
    row.reopen()
    row.reason, row.rectify_by = needed(reason, "reason"), rectify_by
    row.save()
    clocks.start_until(row, clocks.RECTIFY, rectify_by, now=now)
    record("disclosure.check.reopened", row, actor=by, now=now, reason=row.reason)
    return row
