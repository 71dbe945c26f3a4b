"""Monthly reports: asked for by the robot, written by the lead unit, accepted or sent back by the office."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines import calendar as calendars
from projects import clocks
from projects.models import MonthlyReport, Node, NodeShare, Stage, Term, term
from projects.permissions import can_judge, can_report
from records.actions import as_actor, deed, record
from records.attachments import bind
from records.deeds import another, for_update, may, needed
from records.refusal import Refused


@dataclass(frozen=True)
class Told:
    """What a report says: fen of the month, words by stage, percent by node, photographs (attachments)."""

    investment: int
    words: dict[str, str] = field(default_factory=dict)
    shares: dict[int, int] = field(default_factory=dict)  # key of the node → percent
    files: Sequence = ()


def lock(report: MonthlyReport) -> MonthlyReport:
    return for_update(report, "project__organisation__parent", "project__responsible")


@deed
def submit(report: MonthlyReport, *, by, now, told: Told) -> MonthlyReport:
    """The lead unit hands the report in: its clock is met."""
    report = lock(report)
    may(can_report(by, report))
    nodes = check(report, told)
    report.submit()
    as_actor(by)
    report.investment = told.investment
    report.words = {stage: words.strip() for stage, words in told.words.items() if words.strip()}
    report.submitted_at, report.submitted_by = now, by.user
    report.decided_at = report.decided_by = None
    report.save()
    report.shares.all().delete()
    NodeShare.objects.bulk_create(
        NodeShare(report=report, node=node, share=told.shares[node.pk]) for node in nodes if node.pk in told.shares
    )
    bind(told.files, report, by=by, now=now)
    clocks.meet(report, clocks.REPORT, now)
    detail = {"month": report.month, "investment": told.investment, "shares": told.shares}
    record("projects.report.submitted", report, actor=by, now=now, **detail)
    return report


def check(report: MonthlyReport, told: Told) -> list[Node]:
    """The nodes of the project. Raises Refused that names what is wrong."""
    nodes = list(report.project.nodes.order_by("number"))
    if told.investment is None or told.investment < 0:
        raise Refused(None, _("Give the investment of the month; 0 where there was none."), field="investment")
    if not any(words.strip() for words in told.words.values()):
        raise Refused(None, _("Write what was done this month, on one stage at least."), field=f"words_{Stage.WORKS}")
    known = {node.pk: node for node in nodes}
    for key, share in told.shares.items():
        check_share(known.get(key), share)
    return nodes


def check_share(node: Node | None, share: int):
    if node is None:
        raise Refused(None, _("This node belongs to another project."))
    field_name = f"share_{node.pk}"
    if not 0 <= share <= 100:
        raise Refused(None, _("What is done lies between 0 and 100 percent."), field=field_name)
    if node.done_on and share != 100:
        raise Refused(None, _("The node “%(node)s” was said to be done.") % {"node": node.name}, field=field_name)
    if not node.done_on and share == 100:
        words = _("Say on the page of the node “%(node)s” that it is done; until then it is 99 percent at most.")
        raise Refused(None, words % {"node": node.name}, field=field_name)


@deed
def accept(report: MonthlyReport, *, by, now) -> MonthlyReport:
    """The office agrees: what the report says of the nodes counts from now on."""
    report = lock(report)
    another(by, report.submitted_by_id)
    may(can_judge(by, report))
    report.accept()
    as_actor(by)
    decide(report, by, now)
    for told in report.shares.select_related("node").filter(node__done_on=None):
        told.node.share = told.share
        told.node.save(update_fields=["share"])
    record("projects.report.accepted", report, actor=by, now=now, month=report.month)
    return report


@deed
def send_back(report: MonthlyReport, *, by, now, reason: str) -> MonthlyReport:
    """The office does not agree: the report is owed again, within the days for rewriting."""
    report = lock(report)
    another(by, report.submitted_by_id)
    may(can_judge(by, report))
    report.send_back()
    as_actor(by)
    decide(report, by, now, needed(reason, "reason"))
    today = timezone.localdate(now)
    owe(report, calendars.calendar().add(today, term(Term.Code.REWRITE, today)), now)
    record("projects.report.sent_back", report, actor=by, now=now, reason=report.reason)
    return report


def decide(report: MonthlyReport, by, now, reason: str = ""):
    report.decided_at, report.decided_by, report.reason = now, by.user, reason
    report.save(update_fields=["state", "decided_at", "decided_by", "reason"])


def owe(report: MonthlyReport, due_on, now):
    about = {"organisation": report.project.organisation, "responsible": report.project.responsible}
    clocks.start(report, clocks.REPORT, due_on, now=now, **about)
