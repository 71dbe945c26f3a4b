"""What openness checks look at: a sheet drawn up from the last one, released by another, in use from a quarter on."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from disclosure import periods
from disclosure.models import CheckPoint, CheckSheet, OpennessCheck
from disclosure.models.sheets import WHOLE
from disclosure.permissions import can_release_drawn, is_office
from records.actions import deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused


@dataclass(frozen=True)
class Wanted:
    """A point as it is typed: what is looked at, by which standard, at most so many points."""

    name: str
    standard: str
    points: int


def drafted(sheet: CheckSheet) -> CheckSheet:
    """The sheet, locked. Raises Refused when it stands."""
    sheet = for_update(sheet)
    if sheet.state != CheckSheet.State.DRAFT:
        raise Refused(None, _("A released sheet stands; draw up the next one."))
    return sheet


def check_quarter(quarter: date):
    """A quarter in which checks have begun keeps its sheet. Raises Refused."""
    begun = OpennessCheck.objects.filter(quarter__gte=quarter).order_by("-quarter").first()
    if begun is not None:
        words = _("Checks of %(quarter)s have begun and keep their points; choose a later quarter.")
        told = {"quarter": periods.period_in_words(periods.Cycle.QUARTER, begun.quarter)}
        raise Refused(None, words % told, field="quarter")


@deed(makes=True)
def draw_up(_sheets, *, by, now, quarter: date, why: str) -> CheckSheet:
    """A draft with the points of the sheet that holds in this quarter. Raises Refused for a quarter that has begun."""
    may(is_office(by))
    CheckSheet.objects.hold()
    quarter = periods.begin_of(periods.Cycle.QUARTER, quarter)
    check_quarter(quarter)
    if CheckSheet.objects.filter(state=CheckSheet.State.DRAFT).exists():
        raise Refused(None, _("A sheet is being drawn up already; release it or give it up first."))
    last = CheckSheet.objects.aggregate(last=Max("number"))["last"] or 0
    about = {"number": last + 1, "from_quarter": quarter, "why": needed(why, "why")}
    sheet = CheckSheet.objects.create(**about, drafted_at=now, drafted_by=by.user)
    names = ("code", "name", "standard", "points", "sort")
    CheckPoint.objects.bulk_create(
        CheckPoint(sheet=sheet, **{name: getattr(point, name) for name in names})
        for point in CheckSheet.objects.of_quarter(quarter).in_use()
    )
    record("disclosure.sheet.drawn_up", sheet, actor=by, now=now, number=sheet.number, quarter=quarter)
    return sheet


def touched(sheet: CheckSheet, *, by, now):
    """Who changes a draft becomes its writer: somebody else releases it."""
    sheet.drafted_at, sheet.drafted_by = now, by.user
    sheet.save(update_fields=["drafted_at", "drafted_by", "from_quarter", "why"])


@deed
def move(sheet: CheckSheet, *, by, now, quarter: date, why: str) -> CheckSheet:
    """The draft is meant for another quarter, or for another reason."""
    may(is_office(by))
    sheet = drafted(sheet)
    quarter = periods.begin_of(periods.Cycle.QUARTER, quarter)
    check_quarter(quarter)
    sheet.from_quarter, sheet.why = quarter, needed(why, "why")
    touched(sheet, by=by, now=now)
    record("disclosure.sheet.moved", sheet, actor=by, now=now, quarter=quarter)
    return sheet


def check_point(sheet: CheckSheet, wanted: Wanted, besides=0):
    """Raises Refused that names the field."""
    needed(wanted.name, "name")
    needed(wanted.standard, "standard")
    if not 1 <= wanted.points <= WHOLE:
        raise Refused(None, _("Between 1 and 100 points."), field="points")
    if sheet.points.filter(name=wanted.name.strip()).exclude(pk=besides).exists():
        raise Refused(None, _("The sheet has a point of this name already."), field="name")


@deed
def add_point(sheet: CheckSheet, *, by, now, wanted: Wanted) -> CheckSheet:
    """One more point on a draft."""
    may(is_office(by))
    sheet = drafted(sheet)
    check_point(sheet, wanted)
    place = (sheet.points.aggregate(last=Max("sort"))["last"] or 0) + 1
    about = {"name": wanted.name.strip(), "standard": wanted.standard.strip(), "points": wanted.points}
    point = CheckPoint.objects.create(sheet=sheet, code=f"p{sheet.number}-{place}", sort=place, **about)
    touched(sheet, by=by, now=now)
    record("disclosure.sheet.point_added", sheet, actor=by, now=now, point=point.code, **vars(wanted))
    return sheet


@deed
def change_point(point: CheckPoint, *, by, now, wanted: Wanted) -> CheckPoint:
    """Other words or another number of points, on a draft."""
    may(is_office(by))
    sheet = drafted(point.sheet)
    point = sheet.points.get(pk=point.pk)
    check_point(sheet, wanted, besides=point.pk)
    before = {"name": point.name, "standard": point.standard, "points": point.points}
    point.name, point.standard, point.points = wanted.name.strip(), wanted.standard.strip(), wanted.points
    point.save()
    touched(sheet, by=by, now=now)
    told = {"before": before, "after": vars(wanted)}
    record("disclosure.sheet.point_changed", sheet, actor=by, now=now, point=point.code, **told)
    return point


@deed
def take_out(point: CheckPoint, *, by, now) -> CheckPoint:
    """The point is not looked at any more from this sheet on."""
    return turn(point, False, "taken_out", by=by, now=now)


@deed
def put_back(point: CheckPoint, *, by, now) -> CheckPoint:
    """A point that was taken out stays after all."""
    return turn(point, True, "put_back", by=by, now=now)


def turn(point: CheckPoint, is_active: bool, verb: str, *, by, now) -> CheckPoint:
    may(is_office(by))
    sheet = drafted(point.sheet)
    point = sheet.points.get(pk=point.pk)
    point.is_active = is_active
    point.save(update_fields=["is_active"])
    touched(sheet, by=by, now=now)
    record(f"disclosure.sheet.point_{verb}", sheet, actor=by, now=now, point=point.code, name=point.name)
    return point


@deed
def release(sheet: CheckSheet, *, by, now) -> CheckSheet:
    """Another of the office: its quarter and later ones are checked by it. Raises Refused unless it adds up to 100."""
    CheckSheet.objects.hold()
    sheet = for_update(sheet)
    another(by, sheet.drafted_by_id)
    may(can_release_drawn(by, sheet))
    if sheet.total != WHOLE:
        words = _("The points add up to %(total)s; change them until they make 100.")
        raise Refused(None, words % {"total": sheet.total})
    check_quarter(sheet.from_quarter)
    sheet.release()
    sheet.released_at, sheet.released_by = now, by.user
    sheet.save()
    told = {point.code: point.points for point in sheet.in_use()}
    record("disclosure.sheet.released", sheet, actor=by, now=now, quarter=sheet.from_quarter, points=told)
    return sheet


@deed
def drop(sheet: CheckSheet, *, by, now, reason: str) -> CheckSheet:
    """The draft is given up; the sheet before it goes on."""
    may(is_office(by))
    sheet = for_update(sheet)
    sheet.drop()
    sheet.reason = needed(reason, "reason")
    sheet.save()
    record("disclosure.sheet.dropped", sheet, actor=by, now=now, reason=sheet.reason)
    return sheet
