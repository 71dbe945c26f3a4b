"""The order to put a risk right: plan, day, feedback, verification by another; what fails raises the level."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from integrity import clocks
from integrity.actions.alarming import NEXT, give, propose_accountability
from integrity.models import Accountability, RiskOrder, term
from integrity.models.terms import Term
from integrity.permissions import can_agree, can_decide, can_plan, can_verify
from powers.models import Level
from records.actions import as_actor, deed, record
from records.attachments import bind
from records.deeds import another, for_update, may, needed
from records.refusal import Refused

State = RiskOrder.State


def lock(order: RiskOrder) -> RiskOrder:
    related = ["alarm__information__organisation", "alarm__information__office", "alarm__information__person"]
    related += ["alarm__document", "organisation__parent", "office", "document"]
    return for_update(order, *related)


@deed
def hand_in(order: RiskOrder, *, by, now, plan: str, files=()) -> RiskOrder:
    """The unit hands in its plan of rectification; its clock is met."""
    order = lock(order)
    may(can_plan(by, order))
    order.hand_in()
    as_actor(by)
    order.plan, order.planned_at, order.planned_by = needed(plan, "plan"), now, by.user
    order.save(update_fields=["state", "plan", "planned_at", "planned_by"])
    bind(files, order, by=by, now=now)
    clocks.meet(order, clocks.PLAN, now)
    record("integrity.order.planned", order, actor=by, now=now)
    return order


@deed
def send_back(order: RiskOrder, *, by, now, reason: str) -> RiskOrder:
    """The plan does not do: a new one is owed."""
    order = lock(order)
    may(can_agree(by, order))
    order.send_back()
    as_actor(by)
    days = term(Term.Code.REWRITE, timezone.localdate(now))
    order.reason, order.plan_due_on = needed(reason, "reason"), clocks.due(days, now)
    order.save(update_fields=["state", "reason", "plan_due_on"])
    clocks.start(order, clocks.PLAN, days, organisation=order.organisation, now=now)
    record("integrity.order.sent_back", order, actor=by, now=now, reason=order.reason)
    return order


@deed
def agree(order: RiskOrder, *, by, now, finish_on: date) -> RiskOrder:
    """Supervision agrees to the plan and sets the day by which all is put right."""
    order = lock(order)
    may(can_agree(by, order))
    if finish_on <= timezone.localdate(now):
        raise Refused(None, _("Give a day that is still to come."), field="finish_on")
    order.agree()
    as_actor(by)
    order.finish_on, order.agreed_at, order.agreed_by, order.reason = finish_on, now, by.user, ""
    order.save(update_fields=["state", "finish_on", "agreed_at", "agreed_by", "reason"])
    clocks.start_until(order, clocks.FINISH, finish_on, organisation=order.organisation, now=now)
    record("integrity.order.agreed", order, actor=by, now=now, finish_on=finish_on)
    return order


@deed
def report(order: RiskOrder, *, by, now, feedback: str, files=()) -> RiskOrder:
    """The unit tells what it has done; the verification is owed by the discipline office."""
    order = lock(order)
    may(can_plan(by, order))
    order.report()
    as_actor(by)
    order.feedback, order.reported_at, order.reported_by = needed(feedback, "feedback"), now, by.user
    order.save(update_fields=["state", "feedback", "reported_at", "reported_by"])
    bind(files, order, by=by, now=now)
    clocks.meet(order, clocks.FINISH, now)
    days = term(Term.Code.VERIFY, timezone.localdate(now))
    clocks.start(order, clocks.VERIFY, days, organisation=order.office, now=now)
    record("integrity.order.reported", order, actor=by, now=now)
    return order


@deed
def verify(order: RiskOrder, *, by, now, verdict: str) -> RiskOrder:
    """Somebody who did not receive the plan verifies that the risk is put right."""
    order = lock(order)
    another(by, order.agreed_by_id)
    may(can_verify(by, order))
    order.verify()
    end(order, by, now, needed(verdict, "verdict"))
    record("integrity.order.verified", order, actor=by, now=now)
    return order


def end(order: RiskOrder, by, now, verdict: str):
    as_actor(by)
    order.verdict, order.ended_at, order.ended_by = verdict, now, by.user
    order.save(update_fields=["state", "verdict", "ended_at", "ended_by"])
    clocks.meet(order, clocks.VERIFY, now)


def is_late(order: RiskOrder, today: date) -> bool:
    """Does the unit owe a plan or its feedback although the day is over?"""
    due = {State.ISSUED: order.plan_due_on, State.UNDERWAY: order.finish_on}.get(order.state)
    return due is not None and due < today


def can_be_raised(order: RiskOrder, today: date) -> bool:
    """Put right and found wanting, or not done in time."""
    return order.state == State.REPORTED or is_late(order, today)


@deed
def escalate(order: RiskOrder, *, by, now, verdict: str) -> RiskOrder:
    """Not done, or not done well: the next alarm is one level higher; at red, accountability is proposed as well."""
    order = lock(order)
    another(by, order.agreed_by_id)
    may(can_verify(by, order))
    if not can_be_raised(order, timezone.localdate(now)):
        raise Refused(None, _("The term of the unit is not over yet."))
    order.escalate()
    verdict = needed(verdict, "verdict")
    end(order, by, now, verdict)
    for name in (clocks.PLAN, clocks.FINISH):
        clocks.stop(order, name, now)
    level = NEXT[order.alarm.level]
    record("integrity.order.raised", order, actor=by, now=now, level=level)
    alarm = order.alarm
    made = give(alarm.information, by=by, now=now, level=level, previous=alarm, words=verdict)
    if alarm.level == Level.A:
        propose_accountability(made, by=by, now=now, reason=verdict)
    return order


@deed
def decide(proposal: Accountability, *, by, now, accepted: bool, opinion: str) -> Accountability:
    """Another person decides on the talk and on accountability; what follows is recorded where it is done."""
    rows = Accountability.objects.select_for_update(of=("self",)).select_related("alarm__organisation")
    proposal = rows.get(pk=proposal.pk)
    another(by, proposal.proposed_by_id)
    may(can_decide(by, proposal))
    step = proposal.accept if accepted else proposal.refuse
    step()
    as_actor(by)
    proposal.opinion, proposal.decided_at, proposal.decided_by = needed(opinion, "opinion"), now, by.user
    proposal.save(update_fields=["state", "opinion", "decided_at", "decided_by"])
    clocks.meet(proposal, clocks.DECIDE, now)
    record("integrity.accountability.decided", proposal, actor=by, now=now, accepted=accepted)
    return proposal
