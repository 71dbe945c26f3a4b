"""Giving an alarm: the red, yellow or blue paper and the order to put things right, both numbered, with its clock."""

from django.utils import timezone

from integrity import clocks, letters
from integrity.models import Accountability, Alarm, RiskInformation, RiskOrder, term
from integrity.models.terms import Term
from powers.models import Level
from records.actions import issue_document, record
from records.models import Document

NEXT = {Level.C: Level.B, Level.B: Level.A, Level.A: Level.A}
PROPOSED = {
    Accountability.Kind.TALK: "对主要负责人、分管负责人进行诫勉谈话。",
    Accountability.Kind.ACCOUNTABILITY: "对整改不力负有责任的主要负责人、分管负责人启动问责。",
}


def give(information: RiskInformation, *, by, now, level: str, previous: Alarm | None = None, words="") -> Alarm:
    """Alarm and order of this level. The caller holds the lock of the information or of the order before."""
    made = Alarm.objects.create(
        information=information,
        previous=previous,
        organisation=information.organisation if previous is None else previous.order.organisation,
        person=information.person,
        level=level,
        words=words or information.reason,
        issued_at=now,
        issued_by=by.user,
    )
    paper(made, Document.Kind.RISK_ALARM, letters.alarm(made), by, now)
    detail = {"level": level, "number": str(made), "unit": made.organisation_id, "previous": previous and previous.pk}
    record("integrity.alarm.given", made, actor=by, now=now, **detail)
    order_of(made, by=by, now=now)
    return made


def order_of(alarm: Alarm, *, by, now) -> RiskOrder:
    """The order: the plan is due in so many working days (INT-06)."""
    information = alarm.information
    days = term(Term.Code.PLAN, timezone.localdate(now))
    made = RiskOrder.objects.create(
        alarm=alarm,
        organisation=alarm.organisation,
        office=information.office,
        demand=information.demand,
        plan_due_on=clocks.due(days, now),
    )
    paper(made, Document.Kind.RISK_ORDER, letters.order(made), by, now)
    clocks.start(made, clocks.PLAN, days, organisation=made.organisation, now=now)
    record("integrity.order.issued", made, actor=by, now=now, number=str(made), plan_due_on=made.plan_due_on)
    return made


def paper(made, kind, body: dict, by, now):
    about = {"organisation": by.organisation, "addressee": made.organisation.name, "body": body}
    made.document = issue_document(kind, made, actor=by, now=now, **about)
    made.save(update_fields=["document"])


def propose_accountability(alarm: Alarm, *, by, now, reason: str):
    """Nothing stands above red: a talk and accountability are proposed for decision by another person."""
    days = term(Term.Code.DECIDE, timezone.localdate(now))
    for kind, words in PROPOSED.items():
        about = {"words": f"{reason}。建议：{words}", "proposed_at": now, "proposed_by": by.user}
        made = Accountability.objects.create(alarm=alarm, kind=kind, **about)
        clocks.start(made, clocks.DECIDE, days, organisation=alarm.information.office, now=now)
        record("integrity.accountability.proposed", made, actor=by, now=now, kind=kind, alarm=alarm.pk)
