"""What is noted about answers: their faults, what people said of them, matters that come back; for supervision to see.

Nothing is refused here and no colour is chosen: facts become violations (records), supervision has rules for them.
"""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from complaints import quality
from complaints.flow import REPEAT_DAYS, REPEATED
from complaints.models import Order, Reply, ReplyCheck, Visit
from records.actions import report_violation
from records.models import Anomaly

# What supervision is told, by the codes of its rules.
SENT_FLAWED, ANSWERED_BADLY, TWICE_DISSATISFIED = "V12", "V13", "V14"
CAME_AGAIN, WRONG_RETURN, UNFOUNDED_REFUSAL = "V15", "V16", "V17"
ALIKE = quality.Decimal("0.35")  # share of the shingles that two orders about the same matter have in common


def others_of(organisation, now, *, but: Order) -> list[tuple[str, str, str]]:
    """(order number, answer, question) of the newest answers of the unit in half a year, without those to this order.

    `now` may be the database's own (django.db.models.functions.Now), for what is only being written.
    """
    since = now - timedelta(days=quality.OTHER_DAYS)
    sent = Reply.objects.filter(
        organisation=organisation, state=Reply.State.SENT, sent_at__gte=since, sent_at__lte=now
    )
    rows = sent.exclude(order=but).exclude(order__parent=but).order_by("-sent_at")
    return list(rows.values_list("order__number", "text", "order__text")[: quality.MOST_OTHERS])


def faults_of(order: Order, text: str, *, organisation, is_solved: bool, now) -> list[quality.Fault]:
    """The faults of an answer that is being written, or was."""
    others = others_of(organisation, now, but=order)
    return quality.faults(text, quality.Asked(order.kind, order.text, is_solved, others))


def keep(answer: Reply, *, anyway: str, now) -> ReplyCheck | None:
    """Note the faults with which an answer was written; None where it has none. Parts of orders are not judged."""
    order = answer.order
    if order.is_child:
        return None
    found = faults_of(order, answer.text, organisation=answer.organisation, is_solved=answer.is_solved, now=now)
    if not found:
        return None
    return ReplyCheck.objects.create(
        reply=answer,
        faults=[{"code": fault.code, "detail": fault.detail} for fault in found],
        is_serious=any(fault.is_serious for fault in found),
        anyway=anyway.strip()[:300],
        checked_at=now,
    )


def report_flaws(answer: Reply, now):
    """The answer went out: supervision learns of it where it answers nothing."""
    check = ReplyCheck.objects.filter(reply=answer, is_serious=True).first()
    if check is None:
        return
    words = "；".join(str(fault) for fault in quality.rebuilt(check.faults) if fault.is_serious)
    if check.anyway:
        words += "；" + _("Sent all the same: %(why)s") % {"why": check.anyway}
    report(SENT_FLAWED, answer.order, "complaints.reply", words, responsible=answer.author, now=now)


def report_visit(order: Order, visit: Visit, now):
    """The complainant is dissatisfied: with an answer that had serious faults, or for the second time."""
    answer = order.replies.filter(state=Reply.State.SENT).select_related("author").order_by("-pk").first()
    if not visit.is_bad or answer is None:
        return
    flawed = ReplyCheck.objects.filter(reply=answer, is_serious=True).first()
    if flawed is not None:
        words = "；".join(str(fault) for fault in quality.rebuilt(flawed.faults) if fault.is_serious)
        report(ANSWERED_BADLY, order, "complaints.reply", words, responsible=answer.author, now=now)
    if answer.needs_signature:
        words = _("Dissatisfied with the second answer as well: %(text)s") % {"text": visit.text}
        report(TWICE_DISSATISFIED, order, "complaints.reply", words, responsible=answer.author, now=now)


def report_return(order: Order, now):
    """A unit is designated that had returned the order: the return was wrong."""
    wrong = order.assignments.filter(organisation=order.organisation_id, returned_at__isnull=False)
    row = wrong.select_related("returned_by").order_by("-pk").first()
    if row is not None:
        words = _("Returned, and designated all the same: %(reason)s") % {"reason": row.return_reason}
        report(WRONG_RETURN, order, "complaints.send_back", words, responsible=row.returned_by, now=now)


def report_refusal(order: Order, by, now):
    """An order was not taken on, and no law was named for it."""
    if not quality.LAW.search(order.reason):
        words = _("Not to be handled, without the law for it: %(reason)s") % {"reason": order.reason}
        about = {"responsible": by.user, "organisation": by.organisation, "now": now}
        report(UNFOUNDED_REFUSAL, order, "complaints.refuse", words, **about)


def report_repetition(order: Order, now):
    """The same matter comes for the third time in ninety days; the unit that has it now is told."""
    if order.is_child or Anomaly.objects.about(order).filter(code=CAME_AGAIN).exists():
        return
    again = like(order, now)
    if len(again) + 1 < REPEATED:
        return
    numbers = "、".join(other.number for other in again)
    words = _("The same matter came %(count)s times in %(days)s days: %(numbers)s") % {
        "count": len(again) + 1,
        "days": REPEAT_DAYS,
        "numbers": numbers,
    }
    report(CAME_AGAIN, order, "complaints.receive", words, now=now)


def like(order: Order, now) -> list[Order]:
    """Earlier orders about the same matter: of the same unit and town, in ninety days, in much the same words."""
    mine = quality.shingles(order.title + order.text)
    return [other for other in candidates(order, now) if share_of(mine, other) >= ALIKE]


def share_of(mine: set[str], other: Order):
    """How much of the shorter text stands in the other one."""
    theirs = quality.shingles(other.title + other.text)
    return max(quality.contained(mine, theirs), quality.contained(theirs, mine))


def candidates(order: Order, now) -> QuerySet[Order]:
    """The orders it is compared with; those that were merged or withdrawn count: they came as well."""
    since = now - timedelta(days=REPEAT_DAYS)
    rows = Order.objects.filter(
        organisation=order.organisation_id,
        is_confidential=order.is_confidential,
        parent=None,
        received_at__gte=since,
        received_at__lte=now,
    )
    if order.area_id is not None:
        rows = rows.filter(Q(area=order.area_id) | Q(area=None))
    return rows.exclude(pk=order.pk).only("number", "title", "text").order_by("-received_at")[: quality.MOST_OTHERS]


def report(code: str, order: Order, deed: str, message: str, *, responsible=None, organisation=None, now):
    """One violation; the unit is the one that has the order."""
    unit = organisation or order.organisation
    if unit is not None:
        report_violation(code, order, deed=deed, message=message, organisation=unit, responsible=responsible, now=now)
