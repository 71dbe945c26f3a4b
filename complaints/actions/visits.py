"""Visits to firms: the plan of a quarter, what each visit brought, difficulties that become orders."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Role
from complaints.actions.media import headline
from complaints.actions.receiving import Contact, Filing, receive
from complaints.flow import VISIT
from complaints.models import Channel, FirmProblem, FirmVisit, Kind
from complaints.models.visits import last_day
from complaints.permissions_meetings import can_plan_visits, can_visit
from deadlines import actions as deadlines
from deadlines.models import Deadline
from deadlines.plan import Limits, Unit
from records.actions import WRONG_ORDER, deed, record
from records.deeds import for_update, needed
from records.refusal import Refused

MOST_FIRMS = 5000  # of one plan


@dataclass(frozen=True)
class Firm:
    """A firm of the plan, and who visits it."""

    organisation: Organisation
    firm_name: str
    firm_code: str
    address: str = ""
    telephone: str = ""
    visitor: str = ""


@dataclass(frozen=True)
class Problem:
    """A difficulty of the firm; `unit` may be left to the dispatcher."""

    text: str
    unit: Organisation | None = None


@deed
def plan(organisation, *, by, now, year: int, quarter: int, firms) -> list[FirmVisit]:
    """Put firms on the plan of a quarter, all or none: the discipline office for everybody, a head for the unit."""
    firms, until_on = list(firms), last_day(year, quarter)
    check_plan(by, firms)
    check_new(year, quarter, firms)
    made = [
        FirmVisit(year=year, quarter=quarter, until_on=until_on, planned_at=now, planned_by=by.user, **vars(firm))
        for firm in firms
    ]
    FirmVisit.objects.bulk_create(made)
    start_clocks(made, now)
    detail = {"year": year, "quarter": quarter, "firms": len(made)}
    record("complaints.visits.planned", organisation, actor=by, now=now, **detail)
    return made


def check_plan(by, firms: list[Firm]):
    if not can_plan_visits(by):
        raise PermissionDenied(_("Visits are planned by the discipline office, or by the head of the unit."))
    if by.holds(Role.HEAD) and any(not by.works_for(firm.organisation.pk) for firm in firms):
        raise PermissionDenied(_("A head plans the visits of the own unit."))
    if not 1 <= len(firms) <= MOST_FIRMS:
        raise Refused(None, _("A plan names at least one firm."), field="firms")


def check_new(year: int, quarter: int, firms: list[Firm]):
    """Raise Refused for a firm that stands in the plan already, or twice in this list."""
    codes = [firm.firm_code for firm in firms]
    known = FirmVisit.objects.of_quarter(year, quarter).filter(firm_code__in=codes).values_list("firm_name", flat=True)
    twice = {firm.firm_name for firm in firms if codes.count(firm.firm_code) > 1}
    if again := sorted({*known, *twice}):
        words = _("These firms stand in the plan of this quarter already: %(names)s")
        raise Refused(None, words % {"names": "、".join(again[:10])}, field="firms")


def start_clocks(visits: list[FirmVisit], now):
    """One clock for each firm to the end of the quarter; none for a quarter that is over."""
    days = (visits[0].until_on - timezone.localdate(now)).days
    if days < 1:
        return
    limits = Limits(days, unit=Unit.CALENDAR, graded=False)
    clocks = [deadlines.build(v, VISIT, organisation=v.organisation, limits=limits, now=now) for v in visits]
    for visit, clock in zip(visits, Deadline.objects.bulk_create(clocks), strict=True):
        visit.clock = clock
    FirmVisit.objects.bulk_update(visits, ["clock"])


@deed(makes=True)
def visit(
    line: FirmVisit,
    *,
    by,
    now,
    visited_on: date,
    opinion: str,
    mood: int,
    spoken_with: str = "",
    problems=(),
) -> FirmVisit:
    """Note a visit: what the firm said, and each difficulty as an order of its own (客商诉求)."""
    line = for_update(line, "clock", "organisation")
    if not can_visit(by, line):
        raise PermissionDenied(_("A visit is noted by the unit that visits."))
    if line.visited_on is not None:
        raise Refused(WRONG_ORDER, _("This visit has been noted already."))
    if not timezone.localdate(line.planned_at) <= visited_on <= timezone.localdate(now):
        raise Refused(None, _("The day lies between the plan and today."), field="visited_on")
    line.visited_on, line.noted_at, line.noted_by = visited_on, now, by.user
    line.opinion, line.mood, line.spoken_with = needed(opinion, "opinion"), mood, spoken_with.strip()
    line.save(update_fields=["visited_on", "noted_at", "noted_by", "opinion", "mood", "spoken_with"])
    if line.clock and line.clock.is_running:
        deadlines.meet(line.clock, now)
    orders = [file(line, problem, by=by, now=now) for problem in problems]
    record("complaints.visit.noted", line, actor=by, now=now, orders=[order.number for order in orders])
    return line


def file(line: FirmVisit, problem: Problem, *, by, now):
    """The order of one difficulty; the firm is its complainant."""
    text = needed(problem.text, "problems")
    filing = Filing(
        kind=Kind.BUSINESS,
        title=headline(text),
        text=text,
        channel=Channel.VISIT,
        place=line.address,
        addressed=problem.unit,
        taken_by=problem.unit,
        contact=Contact(name=line.firm_name[:50], telephone=line.telephone, address=line.address),
        about=(line,),
    )
    order = receive(filing, by=by, now=now)
    FirmProblem.objects.create(visit=line, order=order)
    return order
