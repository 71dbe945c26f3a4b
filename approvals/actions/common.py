"""What every deed on a case has in common."""

from functools import cache

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.flow import APPROVE, REVIEW
from approvals.models import UNIT_ROLES, Case, ItemStep, SiteCheck
from approvals.permissions import BY_PLACE, can_do
from deadlines import actions as deadlines
from deadlines import holds
from deadlines.models import Deadline
from deadlines.plan import Limits
from powers.models import is_unlisted
from records.actions import NOT_ENTITLED, WRONG_ORDER, issue_document, report_violation
from records.refusal import Refused


def lock(case: Case, by=None, now=None) -> Case:
    """The case as it is now, locked until the transaction ends, with everything a deed looks at, in one statement.

    With the actor and the time: raise Refused where supervision holds the case from the unit. The applicant and the
    law (the robot) still act on it.
    """
    rows = all_rows()
    if by is not None and by.holds(*UNIT_ROLES):
        rows = rows.annotate(held=holds.ground_of(Case, timezone.localdate(now)))
    locked = rows.get(pk=case.pk)
    if ground := getattr(locked, "held", None):
        holds.refuse(ground)
    return locked


@cache
def all_rows():
    """What `lock` asks for, put together once: that takes as long as the answer."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("item", "clock", "step_clock", "hearing")
    rows = rows.defer("item__legal_basis", "item__conditions")
    under_way = Exists(SiteCheck.objects.filter(case=OuterRef("pk"), checked_at=None))
    return rows.annotate(is_being_checked=under_way, review_days=step_days(REVIEW), approve_days=step_days(APPROVE))


def step_days(code: str) -> Subquery:
    """The limit of a step of the case's item, or NULL where the item sets none."""
    return Subquery(ItemStep.objects.filter(item=OuterRef("item"), code=code).order_by().values("days"))


def check_duty(by, deed: str, case: Case):
    """Raise PermissionDenied unless the deed is this actor's duty."""
    if not can_do(by, deed, case):
        raise PermissionDenied(_("This deed is not the duty of your post in this unit."))


def check_place(case: Case, name: str):
    """Raise Refused(V08) unless this level of a first review does this deed."""
    if not BY_PLACE[name](case):
        raise Refused(WRONG_ORDER, _("This deed belongs to another level of the first review."))


def letter(kind, case: Case, body: dict, *, by, now):
    """Issue an official document to the applicant."""
    return issue_document(
        kind,
        case,
        actor=by,
        now=now,
        organisation=case.organisation,
        body=body,
        addressee=case.applicant_name,
    )


def within(days: int | None) -> Limits | None:
    """A limit that is kept or not, with nothing between; None where there is none."""
    return Limits(days, graded=False, warned=False) if days is not None else None


def owe(case: Case, name: str, days: int, *, now, responsible=None, round=1):
    """From now on the unit owes this within so many working days; the case is not saved."""
    about = {"organisation": case.organisation_id, "responsible": responsible, "now": now, "round": round}
    case.step_clock = deadlines.start(case, name, limits=within(days), **about)


def next_round(case: Case, name: str) -> int:
    """The round of a clock that this case may have had before."""
    return 1 + Deadline.objects.about(case).filter(name=name).count()


def settle(case: Case, now):
    """What was owed last is done; the case is not saved."""
    if case.step_clock and case.step_clock.is_running:
        deadlines.meet(case.step_clock, now)
    case.step_clock = None


def note_unlisted(thing, item, deed: str, *, by, now):
    """A power that does not stand in the published list of its unit was used: supervision finds it (V07, seed S3-01).

    The deed counts all the same, the citizen is not to blame. Nothing is noted of units without a published list.
    """
    if not is_unlisted(thing.organisation_id, item.power_code):
        return
    words = _("%(item)s is no exercise of a power in the published list of the unit.") % {"item": item.name}
    about = {"organisation": thing.organisation, "responsible": by.user, "now": now}
    report_violation(NOT_ENTITLED, thing, deed=deed, message=words, **about)
