"""What supervision does about projects beside its clocks: pre-warnings of nodes behind their pace, drafts of notices.

A node is yellow by a comparison, not by a date alone, so no clock can ring for it: each round looks which nodes are
behind, and ends the pre-warnings of those that are not any more. Nothing rings on a day that is not a working day.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.actor import ROBOT
from deadlines import calendar as calendars
from deadlines.words import chinese_date
from monitoring import board
from monitoring.actions.notices import Draft, write
from monitoring.issue import issue
from monitoring.letters_notices import about_in_words
from monitoring.models import Card, Finding, Notice, WarningEnd
from monitoring.models.notices import Colour
from monitoring.rules import versions_in_force
from projects.models import Node, Project

BEHIND, MISSED, LATE_WORK = "W22", "R8", "R9"
DRAFTED_FOR = [MISSED, LATE_WORK]
DEMAND = (
    "一、查明滞后原因，逐项列出存在的问题和责任人；二、倒排工期，明确完成时限和保障措施；"
    "三、按月报送进度，完成后附现场影像资料申请销号。"
)


def run(now) -> int:
    """Look at the projects. Returns how many pre-warnings and drafts were made. Safe to run late or twice."""
    today = timezone.localdate(now)
    if not calendars.calendar().is_working(today):
        return 0
    return warn(today, now) + draft(now)


@transaction.atomic
def warn(today, now) -> int:
    """Pre-warnings of the nodes that are behind; those that are over end."""
    behind = Node.objects.behind(today).select_related("project")
    rows = {node.pk: node for node in behind.order_by("planned_on", "pk")}
    end(set(rows), today, now)
    version = versions_in_force(today).get(BEHIND)
    if version is None or not rows:
        return 0
    kind = ContentType.objects.get_for_model(Node)
    told = Finding.objects.filter(subject_type=kind, code=BEHIND, subject_id__in=rows)
    known = set(told.values_list("subject_id", "occurrence"))
    new = [finding_of(node, version, kind, today, now) for node in rows.values() if (node.pk, of(node)) not in known]
    issue(new, now)
    if new:
        board.tell(new)
    return len(new)


def of(node: Node) -> str:
    """A node whose day was moved may be warned of again."""
    return f"behind:{node.planned_on}"


def finding_of(node: Node, version, kind, today, now) -> Finding:
    return Finding(
        rule=version,
        code=version.code,
        level=version.level,
        occurrence=of(node),
        subject_type=kind,
        subject_id=node.pk,
        organisation_id=node.organisation_id,
        responsible_id=node.project.responsible_id,
        effective_on=today,
        issued_at=now,
        evidence={"starts_on": node.starts_on, "due_on": node.planned_on, "share": node.share},
    )


def end(behind: set[int], today, now):
    """A pre-warning is over when the node has caught up or is done, or when its day has passed: its card comes."""
    kind = ContentType.objects.get_for_model(Node)
    open_ones = Finding.objects.filter(subject_type=kind, code=BEHIND, end=None).exclude(subject_id__in=behind)
    late = Node.objects.late(today).filter(pk=OuterRef("subject_id"))
    over = open_ones.annotate(is_late=Exists(late)).values_list("pk", "is_late").order_by("pk")
    outcomes = {True: WarningEnd.Outcome.OVERTAKEN, False: WarningEnd.Outcome.RESOLVED}
    ends = [WarningEnd(finding_id=pk, outcome=outcomes[is_late], ended_at=now) for pk, is_late in over]
    WarningEnd.objects.bulk_create(ends, ignore_conflicts=True)


@transaction.atomic
def draft(now) -> int:
    """A red card of a node or of a work for the people becomes the draft of a notice; two people make it one."""
    kinds = ContentType.objects.get_for_models(Node, Project).values()
    cards = Card.objects.filter(
        ~Exists(Notice.objects.filter(card=OuterRef("pk"))),
        state=Card.State.ISSUED,
        finding__code__in=DRAFTED_FOR,
        finding__subject_type__in=kinds,
        issued_at__lte=now,
    )
    rows = list(cards.select_related("finding__rule", "finding__organisation").select_for_update(of=("self",)))
    for card in sorted(rows, key=lambda card: card.pk):
        draft_for(card, now)
    return len(rows)


def draft_for(card: Card, now) -> Notice:
    finding = card.finding
    thing = finding.subject
    said = Draft(
        matter=f"{about_in_words(thing)}逾期未完成"[:60],
        facts=facts_of(thing, card),
        basis=finding.rule.law,
        demand=DEMAND,
        colour=Colour.YELLOW,
    )
    about = {"source": Notice.Source.CARD, "card": card, "finding": finding}
    return write(thing, ROBOT, now, finding.organisation, said, **about)


def facts_of(thing, card: Card) -> str:
    """What happened, on paper."""
    if isinstance(thing, Node):
        what, due = f"{thing.project.name}“{thing.name}”节点（权重{thing.weight}%）", thing.planned_on
        state = f"截至{chinese_date(card.finding.effective_on)}完成{thing.share}%"
    else:
        what, due, state = f"为民办实事项目“{thing.name}”", thing.planned_finish, "至今未通过验收"
    red = f"系统已于{chinese_date(card.finding.effective_on)}亮红灯（{card.number}）。"
    return f"{what}应于{chinese_date(due)}前完成，{state}。{red}"
