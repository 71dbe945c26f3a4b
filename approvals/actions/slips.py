"""Inspection slips (备案单, seed S2-06): asked for, then approved, joined or refused; carried out or cancelled."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Role, User
from approvals import letters_enforcement as letters
from approvals.actions.enforcing import begin, check_item, colleagues, need, not_after, owe, paper, settle
from approvals.enforcement import (
    INSPECTORS,
    SLIP_AHEAD,
    SLIP_CLOCK,
    SLIP_DAYS,
    SLIP_LONGEST,
    SLIPS_PER_FIRM,
    SLIPS_PER_UNIT,
    is_over_limit,
    plain_number,
)
from approvals.models import Item, Slip
from approvals.permissions_enforcement import NOT_YOUR_DUTY, can_enforce
from records.actions import deed, record
from records.models import Document
from records.numbers import next_number
from records.refusal import Refused


@dataclass(frozen=True)
class Visit:
    """Which firm is to be visited, why, and between which days."""

    firm_name: str
    firm_code: str
    purpose: str
    from_on: date
    until_on: date
    firm_address: str = ""


def efficiency_office(unit):
    """The office that watches this unit; it approves slips. Raises Refused where there is none."""
    posts = Post.objects.active().filter(role=Role.INSPECTOR).select_related("organisation__parent").order_by("pk")
    found = next((post.organisation for post in posts if watches(post.organisation, unit)), None)
    if found is None:
        raise Refused(None, _("No efficiency office watches this unit; nobody could approve the slip."))
    return found


def watches(office, unit) -> bool:
    """A discipline office watches the whole county that it belongs to."""
    return unit.path.startswith(office.parent.path if office.parent else office.path)


@deed(makes=True)
def apply(item: Item, *, by, now, visit: Visit, inspectors, join: Slip | None = None) -> Slip:
    """Ask for a slip; two working days run until the efficiency office answers.

    `join` is another visit of the same firm with which this one should go together.
    """
    if not can_enforce(by):
        raise PermissionDenied(str(NOT_YOUR_DUTY))
    check_item(item, Item.Kind.INSPECTION, by, _("Choose one of the inspections of your unit."))
    check_days(visit, timezone.localdate(now))
    people = named_inspectors(inspectors, by)
    if join is not None and join.firm_code != visit.firm_code:
        raise Refused(None, _("Only visits of the same firm can be joined."), field="join")
    today = timezone.localdate(now)
    slip = Slip.objects.create(
        number=plain_number("JC", today, next_number(f"slip-{today:%m%d}", today.year)),
        item=item,
        organisation=item.organisation,
        joined=join,
        applied_at=now,
        applied_by=by.user,
        **asdict(visit),
    )
    slip.inspectors.set(people)
    slip.clock = owe(slip, SLIP_CLOCK, SLIP_DAYS, now=now, organisation=efficiency_office(slip.organisation))
    slip.save(update_fields=["clock"])
    record("approvals.slip.applied", slip, actor=by, now=now, number=slip.number, firm=visit.firm_code)
    return slip


def check_days(visit: Visit, today: date):
    """Planned ahead, not too long, not years away."""
    if visit.from_on < today:
        raise Refused(None, _("The inspection must begin today or later."), field="from_on")
    if visit.from_on > today + timedelta(days=SLIP_AHEAD):
        raise Refused(None, _("Ask for a slip at most a year ahead."), field="from_on")
    if visit.until_on < visit.from_on:
        raise Refused(None, _("The inspection cannot end before it begins."), field="until_on")
    if visit.until_on > visit.from_on + timedelta(days=SLIP_LONGEST):
        words = _("A slip is valid for at most %(days)s days.") % {"days": SLIP_LONGEST}
        raise Refused(None, words, field="until_on")


def named_inspectors(inspectors, by) -> list[User]:
    """At least two different people of the unit."""
    people = list(colleagues(by.organisation).filter(pk__in={person.pk for person in inspectors}))
    if len(people) < INSPECTORS or len(people) != len({person.pk for person in inspectors}):
        raise Refused(None, _("Name at least two inspectors of your unit."), field="inspectors")
    return people


def alone_with_firm(slip: Slip):
    """Two decisions about the same firm wait for each other, so that the yearly limits hold."""
    list(Slip.objects.select_for_update().of_firm(slip.firm_code).order_by("pk").values_list("pk"))


def answer(slip: Slip, deed_name: str, by, now, reason: str) -> Slip:
    """What every answer of the efficiency office has in common; nothing is saved but the clock."""
    alone_with_firm(slip)
    slip = begin(slip, deed_name, by, now)
    slip.decided_at, slip.decided_by, slip.reason = now, by.user, reason.strip()
    settle(slip.clock, now)
    return slip


ANSWERED = ["state", "decided_at", "decided_by", "reason", "joined"]


@deed
def approve(slip: Slip, *, by, now, reason: str = "") -> Slip:
    """The firm may be visited. Beyond the yearly limits only with a reason (国办发〔2024〕54号)."""
    slip = answer(slip, "approve", by, now, reason)
    if slip.until_on < timezone.localdate(now):
        raise Refused(None, _("The period of this slip is over; refuse it."), field="reason")
    if not slip.reason and is_over_limit(slip.firm_code, slip.organisation, slip.from_on.year):
        limits = {"unit": SLIPS_PER_UNIT, "firm": SLIPS_PER_FIRM}
        words = _("A unit visits a firm at most %(unit)s times a year, all units together %(firm)s times.") % limits
        raise Refused(None, f"{words}{_('Refuse the slip, or give the reason for the exception.')}", field="reason")
    slip.joined = None
    slip.save(update_fields=ANSWERED)
    body = letters.slip(slip, slip.inspectors.order_by("pk"))
    about = {"addressee": slip.firm_name, "organisation": by.organisation}
    paper(Document.Kind.SLIP, slip, body, by=by, now=now, **about)
    record("approvals.slip.approved", slip, actor=by, now=now, exception=bool(slip.reason))
    return slip


@deed
def refuse(slip: Slip, *, by, now, reason: str) -> Slip:
    """The firm is left in peace; the unit is told why."""
    need(reason, _("A refusal must give its reasons."), "reason")
    slip = answer(slip, "refuse", by, now, reason)
    slip.save(update_fields=ANSWERED)
    record("approvals.slip.refused", slip, actor=by, now=now)
    return slip


@deed
def merge(slip: Slip, *, by, now, into: Slip, reason: str = "") -> Slip:
    """Join this visit to an approved one of the same firm: one visit, several units (综合查一次)."""
    slip = answer(slip, "merge", by, now, reason)
    host = Slip.objects.select_related("organisation").get(pk=into.pk)
    if host.pk == slip.pk or host.firm_code != slip.firm_code or host.state != Slip.State.APPROVED:
        raise Refused(None, _("Only visits of the same firm can be joined to an approved one."), field="into")
    if host.until_on < timezone.localdate(now):
        raise Refused(None, _("The period of that inspection is over."), field="into")
    slip.joined = host
    slip.save(update_fields=ANSWERED)
    body = letters.joined(slip, host, slip.inspectors.order_by("pk"))
    about = {"addressee": slip.firm_name, "organisation": by.organisation}
    paper(Document.Kind.SLIP, slip, body, by=by, now=now, **about)
    record("approvals.slip.merged", slip, actor=by, now=now, into=host.number)
    return slip


def everybody_named(slip: Slip):
    """The inspectors of the slip and of those that were joined to it."""
    together = [slip.pk, *slip.guests.filter(state=Slip.State.MERGED).values_list("pk", flat=True)]
    return User.objects.filter(inspections__in=together).distinct().order_by("pk")


@deed
def carry_out(slip: Slip, *, by, now, on: date, inspectors, has_problems: bool, result: str) -> Slip:
    """The visit took place, inside the period and by at least two of those named; what it found is written down."""
    slip = begin(slip, "carry_out", by, now)
    not_after(on, now, "on", _("This day has not come yet."))
    if not slip.from_on <= on <= slip.until_on:
        words = _("The slip is valid from %(start)s to %(end)s.") % {"start": slip.from_on, "end": slip.until_on}
        raise Refused(None, words, field="on")
    came = everybody_named(slip).filter(pk__in={person.pk for person in inspectors})
    if came.count() < INSPECTORS:
        raise Refused(None, _("At least two of the inspectors named on the slip take part."), field="inspectors")
    slip.carried_out_on, slip.has_problems = on, has_problems
    who = "、".join(person.name for person in came)
    slip.result = f"{need(result, _('Write down what the inspection found.'), 'result')}\n到场检查人员：{who}。"
    slip.save(update_fields=["state", "carried_out_on", "has_problems", "result"])
    record("approvals.slip.carried_out", slip, actor=by, now=now, on=on, problems=has_problems)
    return slip


@deed
def cancel(slip: Slip, *, by, now, reason: str) -> Slip:
    """The unit does not come after all. Not while others have joined: they would come without a slip."""
    slip = begin(slip, "cancel", by, now)
    if slip.guests.filter(state=Slip.State.MERGED).exists():
        raise Refused(None, _("Another unit has joined this inspection; carry it out together."), field="reason")
    slip.reason = need(reason, _("Give the reasons."), "reason")
    slip.save(update_fields=["state", "reason"])
    settle(slip.clock, now)
    record("approvals.slip.cancelled", slip, actor=by, now=now)
    return slip
