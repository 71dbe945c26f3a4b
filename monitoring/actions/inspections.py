"""Spot checks (明察暗访): planned, approved by a second person, carried out, reported; findings put right in time."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Post, Role, User, Window
from deadlines import actions as deadlines
from deadlines.plan import Limits
from monitoring.actions.cameras import hang_shots
from monitoring.actions.notices import check_days, check_scope, finish
from monitoring.models import Inspection, Patrol, Rectification, RectificationVerdict, SpotFinding
from monitoring.models.inspections import TERM
from monitoring.permissions_inspections import can_plan, may_be_concluded
from monitoring.permissions_notices import NOT_YOUR_DUTY, why_not
from records import attachments
from records.actions import deed, record
from records.deeds import needed
from records.numbers import next_number
from records.refusal import Refused

CLOCK = "rectification"  # the name of the clock on a finding; rule Y7 watches it
LEAST = 2  # inspectors of a check: nobody goes alone


@dataclass(frozen=True)
class Plan:
    """Who looks at what, where and when."""

    matter: str
    places: str
    focus: str
    first_day: date
    last_day: date
    secret: bool = False


@dataclass(frozen=True)
class Seen:
    """What was found at one place, and what the unit is to do about it."""

    kind: str
    place: str
    found_at: datetime
    facts: str
    basis: str
    demand: str
    days: int = TERM
    responsible: User | None = None
    window: Window | None = None


def begin(thing, name: str, by):
    """The row, locked, if this is the actor's to do and the course allows it; nothing is saved."""
    row = type(thing).objects.select_for_update(of=("self",)).select_related("organisation").get(pk=thing.pk)
    reason = why_not(by, name, row)
    if reason:
        raise PermissionDenied(str(reason))
    getattr(row, name)()
    return row


@deed(makes=True)
def plan(office: Organisation, *, by, now, said: Plan, units, inspectors) -> Inspection:
    """Plan a check; it waits for a second person. A secret plan is seen by its inspectors only."""
    if not can_plan(by) or not by.works_for(office.pk):
        raise PermissionDenied(str(NOT_YOUR_DUTY))
    people = {by.user, *inspectors}
    check_plan(said, timezone.localdate(now))
    check_people(by, people)
    for unit in units:
        check_scope(by, unit)
    words = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(said).items()}
    made = Inspection.objects.create(organisation=office, planned_by=by.user, planned_at=now, **words)
    made.units.set(units)
    made.inspectors.set(people)
    record("monitoring.inspection.planned", made, actor=by, now=now, secret=made.secret)
    return made


def check_plan(said: Plan, today: date):
    """A plan says what, where and when, and lies ahead."""
    for name in ("matter", "places", "focus"):
        needed(getattr(said, name), name)
    if said.first_day < today:
        raise Refused(None, _("A check is planned before it begins."), field="first_day")
    if said.last_day < said.first_day:
        raise Refused(None, _("The last day lies before the first."), field="last_day")


def check_people(by, people: set[User]):
    """At least two, all of them inspectors in office who watch the same place."""
    posts = Post.objects.active().filter(role=Role.INSPECTOR, user__in=people)
    watching = {post.user_id for post in posts.filter(organisation__path__startswith=by.watched_path)}
    if len(people) < LEAST:
        raise Refused(None, _("Nobody goes alone: name at least two inspectors."), field="inspectors")
    if watching != {user.pk for user in people}:
        raise Refused(None, _("Only inspectors in office take part."), field="inspectors")


@deed
def approve(inspection: Inspection, *, by, now) -> Inspection:
    """The second signature: the plan gets its number and is under way."""
    row = begin(inspection, "approve", by)
    if row.last_day < timezone.localdate(now):
        raise Refused(None, _("The days of this plan are over; plan it anew."))
    year = timezone.localdate(now).year
    number = next_number("inspection", year)
    row.number = f"{settings.COUNTY['number_prefix']}察〔{year}〕{number:04d}号"
    row.approved_by, row.approved_at = by.user, now
    row.save(update_fields=["state", "number", "approved_by", "approved_at"])
    record("monitoring.inspection.approved", row, actor=by, now=now, number=row.number)
    return row


@deed
def drop(thing: Inspection | SpotFinding, *, by, now, reason: str):
    """Call a check off, or do not follow a finding up; with the reason, on record."""
    row = begin(thing, "drop", by)
    field, verb = ("result", "inspection") if isinstance(row, Inspection) else ("reason", "spot_finding")
    setattr(row, field, needed(reason, "reason", _("Give the reasons.")))
    finish(row, by, now, [field])
    record(f"monitoring.{verb}.dropped", row, actor=by, now=now)
    return row


@deed(makes=True)
def note(inspection: Inspection, *, by, now, unit: Organisation, said: Seen, files=(), shots=()):
    """Write down what was found on a check, with photographs. The unit is told by a second person."""
    row = begin(inspection, "note", by)
    day = timezone.localdate(said.found_at)
    if not row.first_day <= day <= row.last_day:
        raise Refused(None, _("This day does not belong to the check."), field="found_at")
    units = set(row.units.values_list("pk", flat=True))
    if units and unit.pk not in units:
        raise Refused(None, _("The plan does not name this unit."), field="unit")
    return written(by, now, unit, said, files, shots, inspection=row)


@deed(makes=True)
def note_from_room(patrol: Patrol, *, by, now, unit: Organisation, said: Seen, files=(), shots=()):
    """Write down what was seen through a camera, with the pictures that were kept."""
    if not can_plan(by):
        raise PermissionDenied(str(NOT_YOUR_DUTY))
    return written(by, now, unit, said, files, shots, patrol=patrol)


def written(by, now, unit, said: Seen, files, shots, **origin) -> SpotFinding:
    """The row of a finding with its pictures and its entry."""
    check_scope(by, unit, said.responsible)
    check_seen(said, unit, now)
    words = {name: getattr(said, name) for name in ("kind", "found_at", "days", "responsible", "window")}
    words |= {name: getattr(said, name).strip() for name in ("place", "facts", "basis", "demand")}
    made = SpotFinding.objects.create(organisation=unit, noted_by=by.user, noted_at=now, **words, **origin)
    hold(files, made, "photo", by=by, now=now)
    hang_shots(shots, made, by=by, now=now)
    record("monitoring.spot_finding.noted", made, actor=by, now=now, kind=made.kind, organisation=unit.pk)
    return made


def check_seen(said: Seen, unit: Organisation, now):
    """Raise Refused on the field that says nothing, or says what cannot be."""
    if said.kind not in SpotFinding.Kind.values:
        raise Refused(None, _("Please choose one."), field="kind")
    for name in ("place", "facts", "basis", "demand"):
        needed(getattr(said, name), name)
    if said.found_at > now:
        raise Refused(None, _("This time has not come yet."), field="found_at")
    if said.window is not None and said.window.organisation_id != unit.pk:
        raise Refused(None, _("This window belongs to another unit."), field="window")
    check_days(said.days)


def hold(files, thing, kind: str, *, by, now):
    """Keep uploads with the thing. Raises Refused on the field of the files."""
    try:
        kept = [attachments.store(file, by=by, now=now, kind=kind) for file in files]
    except Refused as refusal:
        raise Refused(None, refusal.message, field="files") from refusal
    attachments.bind(kept, thing, by=by, now=now)


@deed
def hang(finding: SpotFinding, *, by, now, shots=(), files=()) -> SpotFinding:
    """Add pictures to a finding before the unit is told."""
    row = begin(finding, "hang", by)
    if not shots and not files:
        raise Refused(None, _("Choose at least one picture."), field="shots")
    hold(files, row, "photo", by=by, now=now)
    hang_shots(shots, row, by=by, now=now)
    record("monitoring.spot_finding.pictured", row, actor=by, now=now, files=len(files) + len(shots))
    return row


@deed
def issue(finding: SpotFinding, *, by, now) -> SpotFinding:
    """The second signature: the unit is told, and its term runs."""
    row = begin(finding, "issue", by)
    row.clock = owe(row, now, round=1)
    row.issued_by, row.issued_at = by.user, now
    row.save(update_fields=["state", "issued_by", "issued_at", "clock"])
    record("monitoring.spot_finding.issued", row, actor=by, now=now, due_on=row.clock.due_on)
    return row


def owe(finding: SpotFinding, now, *, round: int, days: int | None = None):
    """The clock on a finding; late has one stage."""
    limits = Limits(days or finding.days, graded=False, warned=False)
    about = {"organisation": finding.organisation, "responsible": finding.responsible, "now": now, "round": round}
    return deadlines.start(finding, CLOCK, limits=limits, **about)


@deed
def report(finding: SpotFinding, *, by, now, measure: str, files=()) -> SpotFinding:
    """The unit says what it has put right, with photographs. The clock is met."""
    row = begin(finding, "report", by)
    words = needed(measure, "measure", _("Write down what was done."))
    said = Rectification.objects.create(finding=row, measure=words, reported_by=by.user, reported_at=now)
    hold(files, said, "rectified", by=by, now=now)
    deadlines.meet(row.clock, now)
    row.save(update_fields=["state"])
    record("monitoring.spot_finding.reported", row, actor=by, now=now, files=len(files))
    return row


@deed
def settle(finding: SpotFinding, *, by, now, reason: str) -> SpotFinding:
    """A second look holds: the finding is settled (销号)."""
    row = begin(finding, "settle", by)
    judge(row, by, now, accepted=True, reason=reason)
    finish(row, by, now)
    record("monitoring.spot_finding.settled", row, actor=by, now=now)
    return row


@deed
def send_back(finding: SpotFinding, *, by, now, reason: str, days: int) -> SpotFinding:
    """It was not put right: back to the unit with the reason and a new term, counted anew."""
    row = begin(finding, "send_back", by)
    check_days(days)
    judge(row, by, now, accepted=False, reason=reason)
    row.clock = owe(row, now, round=row.clock.round + 1, days=days)
    row.save(update_fields=["state", "clock"])
    record("monitoring.spot_finding.sent_back", row, actor=by, now=now, days=days, due_on=row.clock.due_on)
    return row


def judge(finding: SpotFinding, by, now, *, accepted: bool, reason: str) -> RectificationVerdict:
    """What the second look at the last report came to."""
    found = needed(reason, "reason", _("Write down what the verification found."))
    about = {"accepted": accepted, "reason": found, "verified_by": by.user, "verified_at": now}
    return RectificationVerdict.objects.create(rectification=finding.rectifications.last(), **about)


@deed
def conclude(inspection: Inspection, *, by, now, result: str) -> Inspection:
    """The report of the check. What was found goes on to be put right."""
    row = begin(inspection, "conclude", by)
    if not may_be_concluded(row, timezone.localdate(now)):
        words = _("A check is concluded when it has begun and every finding was told to its unit or dropped.")
        raise Refused(None, words)
    row.result = needed(result, "result", _("Write the report."))
    finish(row, by, now, ["result"])
    found = row.findings.exclude(state=SpotFinding.State.DROPPED).count()
    record("monitoring.inspection.concluded", row, actor=by, now=now, number=row.number, findings=found)
    return row
