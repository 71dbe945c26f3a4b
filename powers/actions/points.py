"""Risk points: found (查点), assessed, their level decided by another (评权), looked at every half year, retired."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from powers.levels import Factors, proposal
from powers.models import Level, Power, PowerList, PowerStep, RiskPoint, RiskReview
from powers.permissions import can_assess, can_decide, can_find, can_retire, is_myself
from records.actions import EntryDraft, as_actor, deed, record, record_many
from records.deeds import another, for_update, may, needed
from records.refusal import Refused

MONTHS = 6  # half-yearly review (seed S3-03, S3-18)
BATCH = 1000
KEPT = ["state", "reason", "decided_at", "decided_by", "review_due_on"]


@dataclass(frozen=True)
class Found:
    """A place where a power can go wrong. `evidence`: the row behind it, where it comes from data."""

    post: str
    kind: str
    finder: str
    description: str
    charge: str = RiskPoint.Charge.STAFF
    step: PowerStep | None = None
    person: User | None = None
    person_name: str = ""
    source: str = ""
    evidence: object = None


@dataclass(frozen=True)
class Measure:
    """What is done against it, by when."""

    words: str
    due_on: date | None = None


def lock(point: RiskPoint) -> RiskPoint:
    return for_update(point, "organisation__parent", "power__list__organisation", "step")


def half_a_year_after(day: date) -> date:
    """The same day six months later; the last of the month where there is none."""
    months = day.month - 1 + MONTHS
    year, month = day.year + months // 12, months % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


@deed(makes=True)
def find(power: Power, *, by, now, found: Found) -> RiskPoint:
    """Enter a point that was found at a power of a list."""
    may(can_find(by, power.organisation))
    check_found(power, found)
    as_actor(by)
    given = {name: value for name, value in vars(found).items() if name != "evidence"}
    point = RiskPoint(power=power, organisation=power.organisation, found_at=now, found_by=by.user, **given)
    if found.evidence is not None:
        point.evidence_type = ContentType.objects.get_for_model(found.evidence)
        point.evidence_id = found.evidence.pk
    point.save()
    record("powers.point.found", point, actor=by, now=now, code=power.code, finder=found.finder)
    return point


def check_found(power: Power, found: Found):
    """Raises Refused that names the field: the power is in force, the step its own, data say where they come from."""
    if power.list.state != PowerList.State.PUBLISHED:
        raise Refused(None, _("Points are found at powers of a list that is in force."), field="power")
    needed(found.description, "description")
    needed(found.post, "post")
    if found.step and found.step.power_id != power.pk:
        raise Refused(None, _("This step belongs to another power."), field="step")
    if found.finder in RiskPoint.DATA and found.evidence is None and not found.source.strip():
        words = _("Give the number of the case, order or card it was seen in, or say the source in words.")
        raise Refused(None, words, field="source")


@deed
def assess(point: RiskPoint, *, by, now, factors: Factors, measure: Measure, charge: str = "") -> RiskPoint:
    """The unit weighs the point and says its measure; a level is computed and proposed, never decided."""
    point = lock(point)
    may(can_assess(by, point))
    check_factors(factors)
    check_measure(measure, now)
    point.propose()
    as_actor(by)
    weigh(point, factors, charge)
    point.measure, point.measure_due_on = needed(measure.words, "measure"), measure.due_on
    point.proposed_at, point.proposed_by = now, by.user
    point.decided_by = point.decided_at = point.review_due_on = None
    point.save()
    note(point, RiskReview.Deed.ASSESSED, by, now)
    told = {"sum": factors.sum, "proposed": point.proposed}
    record("powers.point.assessed", point, actor=by, now=now, **told)
    return point


def weigh(point: RiskPoint, factors: Factors, charge: str = ""):
    point.charge = charge or point.charge
    for name, value in vars(factors).items():
        setattr(point, name, value)
    point.proposed = proposal(point.power.kind, point.charge, factors)


def check_factors(factors: Factors):
    for name, value in vars(factors).items():
        if not 1 <= value <= 5:
            raise Refused(None, _("Each of the four factors lies between 1 and 5."), field=name)


def check_measure(measure: Measure, now):
    if measure.due_on and measure.due_on < timezone.localdate(now):
        raise Refused(None, _("The day lies in the past."), field="measure_due_on")


def note(point: RiskPoint, done: str, by, now, words="", before=""):
    RiskReview.objects.create(**line(point, done, by, now, words, before))


def line(point: RiskPoint, done: str, by, now, words="", before="") -> dict:
    factors = point.factors.as_list() if point.factors else []
    about = {"point": point, "deed": done, "by": by.user, "at": now, "words": words}
    return about | {"before": before, "level": point.level or point.proposed, "factors": factors}


@deed
def decide(point: RiskPoint, *, by, now, level: str, reason: str) -> RiskPoint:
    """Decide the level, with a reason; by somebody other than who found or assessed it."""
    point = lock(point)
    another(by, point.found_by_id, point.proposed_by_id)
    may(can_decide(by, point))
    if level not in Level.values:
        raise Refused(None, _("Choose A, B or C."), field="level")
    if point.state == RiskPoint.State.DECIDED and level == point.level:
        raise Refused(None, _("This is the level already; look at it again instead."), field="level")
    before = point.level
    point.decide()
    as_actor(by)
    set_level(point, level, needed(reason, "reason"), by, now)
    point.save()
    note(point, RiskReview.Deed.DECIDED, by, now, point.reason, before)
    told = {"proposed": point.proposed, "before": before, "level": level, "reason": point.reason}
    record("powers.point.decided", point, actor=by, now=now, **told)
    return point


def set_level(point: RiskPoint, level: str, reason: str, by, now):
    point.level, point.reason = level, reason
    point.decided_at, point.decided_by = now, by.user
    point.review_due_on = half_a_year_after(timezone.localdate(now))


@deed
def decide_all(points: Sequence[RiskPoint], *, by, now, reason: str) -> int:
    """Decide many points as they were proposed, with one reason. Those of one's own are left for others.

    Returns how many were decided. Raises Refused where none is left.
    """
    reason = needed(reason, "reason")
    keys = [point.pk for point in points]
    rows = RiskPoint.objects.waiting().filter(pk__in=keys).select_for_update(of=("self",))
    rows = [row for row in rows.select_related("organisation__parent") if may_decide_among(row, by)]
    if not rows:
        raise Refused(None, _("Nothing is left to decide: you found or assessed these points yourself."))
    as_actor(by)
    before = {row.pk: row.level for row in rows}
    for row in rows:
        row.decide()
        set_level(row, row.proposed, reason, by, now)
    # Every row went through its transition; that they end alike makes one statement of them.
    ended = {name: getattr(rows[0], name) for name in KEPT}
    RiskPoint.objects.filter(pk__in=before).update(level=F("proposed"), **ended)
    lines = (line(row, RiskReview.Deed.DECIDED, by, now, reason, before[row.pk]) for row in rows)
    RiskReview.objects.bulk_create((RiskReview(**one) for one in lines), batch_size=BATCH)
    record_many(EntryDraft("powers.point.decided", row, by, now, {"level": row.level}) for row in rows)
    return len(rows)


def may_decide_among(row: RiskPoint, by) -> bool:
    """Raises PermissionDenied for what is not one's duty; one's own points are only left out."""
    if is_myself(by, row.found_by_id, row.proposed_by_id):
        return False
    may(can_decide(by, row))
    return True


@deed
def look_again(point: RiskPoint, *, by, now, factors: Factors, words: str) -> RiskPoint:
    """The half-yearly review of the unit: the same level again, or a new proposal for those who decide."""
    point = lock(point)
    may(can_assess(by, point))
    check_factors(factors)
    words = needed(words, "words")
    if point.state != RiskPoint.State.DECIDED:
        raise Refused(None, _("The level of this point is not decided yet."))
    as_actor(by)
    weigh(point, factors)
    if point.proposed == point.level:
        point.review_due_on = half_a_year_after(timezone.localdate(now))
        done = RiskReview.Deed.REVIEWED
    else:
        point.propose()
        point.proposed_at, point.proposed_by = now, by.user
        point.decided_by = point.decided_at = point.review_due_on = None
        done = RiskReview.Deed.ASSESSED
    point.save()
    note(point, done, by, now, words, point.level)
    record("powers.point.reviewed", point, actor=by, now=now, level=point.level, proposed=point.proposed)
    return point


@deed
def put_in_place(point: RiskPoint, *, by, now, words: str) -> RiskPoint:
    """The measure against the risk is in place."""
    point = lock(point)
    may(can_assess(by, point))
    words = needed(words, "words")
    if not point.measure or point.measured_on or point.state == RiskPoint.State.RETIRED:
        raise Refused(None, _("There is no measure to be put in place."))
    as_actor(by)
    point.measured_on = timezone.localdate(now)
    point.save(update_fields=["measured_on"])
    note(point, RiskReview.Deed.MEASURED, by, now, words, point.level)
    record("powers.point.measured", point, actor=by, now=now, words=words)
    return point


@deed
def retire(point: RiskPoint, *, by, now, reason: str) -> RiskPoint:
    """The risk is gone, with its power or by a measure; the history stays."""
    point = lock(point)
    another(by, point.found_by_id)
    may(can_retire(by, point))
    point.retire()
    as_actor(by)
    reason = needed(reason, "reason")
    point.save(update_fields=["state"])
    note(point, RiskReview.Deed.RETIRED, by, now, reason, point.level)
    record("powers.point.retired", point, actor=by, now=now, reason=reason)
    return point
