"""Plans of use (用款计划): the unit says what it will need in a month, finance agrees. Never more than the quota."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from funds.actions.common import positive
from funds.actions.ledger import FUNDS
from funds.models import Plan, Quota
from funds.money import yuan
from funds.permissions import can_decide, can_spend
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused

RELATED = ["account__fund__finance", "account__organisation"]


def lock_quota(quota: Quota) -> Quota:
    """The quota, locked: whoever else counts against it waits."""
    return for_update(quota, *RELATED)


@deed(makes=True)
def submit_plan(quota: Quota, *, by, now, month: date, amount: int, words: str) -> Plan:
    """Ask for so much in a month. Raises Refused (V31) where all plans together exceed the quota."""
    quota = lock_quota(quota)
    may(can_spend(by, quota))
    positive(amount)
    month = month.replace(day=1)
    _check_month(quota, month, now)
    planned, granted = quota.plans.standing().total(), quota.granted()
    if planned + amount > granted:
        told = _("The quota is %(granted)s, %(planned)s are planned already; %(over)s are too much.")
        over = {"granted": granted, "planned": planned, "over": planned + amount - granted}
        raise Refused(FUNDS, told % {name: yuan(fen) for name, fen in over.items()}, field="amount")
    as_actor(by)
    about = {"words": needed(words, "words"), "submitted_at": now, "submitted_by": by.user}
    plan = Plan.objects.create(quota=quota, month=month, amount=amount, **about)
    record("funds.plan.submitted", plan, actor=by, now=now, month=str(month), amount=amount)
    return plan


def _check_month(quota: Quota, month: date, now):
    """Plans are for this month and those after it, within the term of the fund."""
    if month < timezone.localdate(now).replace(day=1):
        raise Refused(None, _("This month is over; plan for this month or a later one."), field="month")
    if month > quota.fund.ends_on:
        told = _("The fund ends on %(day)s; choose an earlier month.") % {"day": quota.fund.ends_on}
        raise Refused(None, told, field="month")


def _locked(plan: Plan) -> Plan:
    lock_quota(plan.quota)
    return (
        Plan.objects.select_for_update(of=("self",)).select_related(*(f"quota__{x}" for x in RELATED)).get(pk=plan.pk)
    )


@deed
def approve_plan(plan: Plan, *, by, now) -> Plan:
    """Finance agrees to the plan."""
    plan = _locked(plan)
    may(can_decide(by, plan.quota.fund))
    another(by, plan.submitted_by_id)
    plan.approve()
    return _decided(plan, "approved", by, now)


@deed
def refuse_plan(plan: Plan, *, by, now, reason: str) -> Plan:
    """Finance does not agree, and says why."""
    plan = _locked(plan)
    may(can_decide(by, plan.quota.fund))
    another(by, plan.submitted_by_id)
    plan.refuse()
    return _decided(plan, "refused", by, now, needed(reason, "reason"))


@deed
def withdraw_plan(plan: Plan, *, by, now) -> Plan:
    """The unit takes it back before finance has decided."""
    plan = _locked(plan)
    may(can_spend(by, plan.quota))
    plan.withdraw()
    return _decided(plan, "withdrawn", by, now)


def _decided(plan: Plan, verb: str, by, now, reason="") -> Plan:
    as_actor(by)
    plan.decided_by, plan.decided_at, plan.reason = by.user, now, reason
    plan.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    record(f"funds.plan.{verb}", plan, actor=by, now=now, **({"reason": reason} if reason else {}))
    return plan
