"""The side states: a tender stands still, fails and begins a new round, or is ended."""

from django.utils.translation import gettext as _

from procurement import clocks
from procurement.actions.common import enter, lock, may, publish
from procurement.actions.course import owed_row
from procurement.actions.effects import change_method
from procurement.actions.papers import tell
from procurement.flows import flow_of
from procurement.flows.base import Capacity
from procurement.models import Method, Notice, Suspension, Tender
from procurement.permissions import can_fail, can_resume, can_suspend, can_terminate
from records.actions import deed, record
from records.deeds import needed
from records.refusal import Refused

PUBLISHED = "published_at"


def stop(tender: Tender, ground, reason: str, *, by, now, reference=None) -> Suspension:
    """One more ground to stand still; the tender is locked by the caller."""
    if tender.state == Tender.State.RUNNING:
        tender.suspend()
        tender.save(update_fields=["state"])
    about = {"reference": reference, "reason": reason, "from_at": now, "from_by": by.user}
    made = Suspension.objects.create(tender=tender, ground=ground, **about)
    record("procurement.tender.suspended", tender, actor=by, now=now, ground=ground, reference=reference)
    return made


def let_go(tender: Tender, ground, *, by, now, reference=None):
    """This ground is gone; with the last one the tender goes on."""
    rows = tender.suspensions.select_for_update().filter(until_at=None)
    for row in rows.filter(ground=ground, reference=reference):
        row.until_at, row.until_by = now, by.user
        row.save(update_fields=["until_at", "until_by"])
        clocks.meet(row, "suspension", now)
    if tender.state == Tender.State.SUSPENDED and not rows.exists():
        tender.resume()
        tender.save(update_fields=["state"])
        record("procurement.tender.resumed", tender, actor=by, now=now, ground=ground, reference=reference)


@deed
def suspend(tender: Tender, *, by, now, reason: str) -> Suspension:
    """The supervising department stops the tender; in government procurement for 30 days at most (GP law 57)."""
    tender = lock(tender)
    may(can_suspend(by, tender))
    enter(tender, [Capacity.SUPERVISOR], by, now)
    reason = needed(reason, "reason")
    if tender.state not in (Tender.State.RUNNING, Tender.State.SUSPENDED):
        raise Refused("V08", _("Only a tender in its course can be suspended."))
    if tender.suspensions.filter(ground=Suspension.Ground.SUPERVISOR, until_at=None).exists():
        raise Refused("V08", _("This tender is suspended for the same reason already."))
    made = stop(tender, Suspension.Ground.SUPERVISOR, reason, by=by, now=now)
    clocks.start(tender, "suspension", since=now, subject=made)
    tell(tender, "suspension", None, reason, by=by, now=now)
    if tender.published_at:
        publish(tender, Notice.Kind.SUSPENDED, reason, by=by, now=now)
    return made


@deed
def resume(tender: Tender, *, by, now) -> Tender:
    """The supervising department lets the tender go on; objections and complaints end by their own deeds."""
    tender = lock(tender)
    row = tender.suspensions.filter(ground=Suspension.Ground.SUPERVISOR, until_at=None).first()
    if row is None:
        raise Refused("V08", _("The supervising department has not suspended this tender."))
    may(can_resume(by, row))
    enter(tender, [Capacity.SUPERVISOR], by, now)
    let_go(tender, Suspension.Ground.SUPERVISOR, by=by, now=now)
    return tender


@deed
def fail(tender: Tender, *, by, now, reason: str) -> Tender:
    """流标: fewer than three bidders, all bids void, no offer. Everybody may read it."""
    tender = lock(tender)
    may(can_fail(by, tender))
    enter(tender, [Capacity.CENTRE], by, now)
    tender.reason = needed(reason, "reason")
    if tender.published_at is None:
        raise Refused("V08", _("Only a published tender can fail."))
    tender.fail()
    tender.save(update_fields=["state", "reason"])
    clocks.stop(tender, now)
    publish(tender, Notice.Kind.FAILED, tender.reason, by=by, now=now)
    record("procurement.tender.failed", tender, actor=by, now=now, reason=tender.reason, round=tender.round)
    return tender


@deed
def reissue(tender: Tender, *, by, now, method: str = "", ground: str = "") -> Tender:
    """A new round from the notice on. Another method needs the supervising department and a ground of the law.

    After a second failure the department may approve that nothing is tendered any more (招标投标法 第二十八条,
    条例 第八、九条; 政府采购法 第三十六条).
    """
    tender = lock(tender, now)
    changes = bool(method) and method != tender.method
    enter(tender, [Capacity.SUPERVISOR if changes else Capacity.TENDERER], by, now)
    tender.reissue()
    if changes:
        ground = needed(ground, "ground", _("Name the ground of the law for this method."))
        change_method(tender, Method(method), ground, by=by, now=now)
    flow = flow_of(tender)
    tender.round += 1
    tender.done = flow.number(flow.restart) - 1
    tender.step, tender.reason = flow.restart, ""
    tender.documents_from = tender.documents_until = tender.bids_due_at = None
    tender.published_at = tender.opened_at = None
    changed = ["documents_from", "documents_until", "bids_due_at", "published_at", "opened_at"]
    tender.save(update_fields=["state", "round", "done", "step", "reason", "method", *changed])
    owed_row(tender, flow.after(tender.done), now)
    record("procurement.tender.reissued", tender, actor=by, now=now, round=tender.round, method=tender.method)
    return tender


@deed
def terminate(tender: Tender, *, by, now, reason: str) -> Tender:
    """终止招标: with its ground, made public at once where the tender was (条例 第三十一条)."""
    tender = lock(tender)
    may(can_terminate(by, tender, now))
    enter(tender, [Capacity.SUPERVISOR if can_suspend(by, tender) else Capacity.TENDERER], by, now)
    tender.reason = needed(reason, "reason")
    tender.terminate()
    tender.ended_at = now
    tender.save(update_fields=["state", "reason", "ended_at"])
    clocks.stop(tender, now)
    if tender.notices.exists():
        publish(tender, Notice.Kind.TERMINATED, tender.reason, by=by, now=now)
    record("procurement.tender.terminated", tender, actor=by, now=now, reason=tender.reason)
    return tender
