"""What happens to a node: done, found not done, its day moved with approval."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from projects import clocks
from projects.models import Change, Node
from projects.permissions import can_decide_change, can_do_node, can_follow
from records.actions import as_actor, deed, record
from records.attachments import bind
from records.deeds import another, for_update, may, needed
from records.refusal import Refused

RELATED = ["project__organisation__parent", "project__responsible", "organisation"]


def lock(node: Node) -> Node:
    return for_update(node, *RELATED)


def check_active(node: Node):
    if not node.project.is_active:
        raise Refused(None, _("The project is not under way."))


@deed
def do(node: Node, *, by, now, words: str, files: Sequence = ()) -> Node:
    """The unit says that the node is done. The day on which it is told counts; its clock is met, late or not."""
    node = lock(node)
    may(can_do_node(by, node))
    check_active(node)
    if node.done_on:
        raise Refused(None, _("This node is done already."))
    as_actor(by)
    node.share, node.done_on = 100, timezone.localdate(now)
    node.done_words, node.done_by = needed(words, "words")[:300], by.user
    node.save(update_fields=["share", "done_on", "done_words", "done_by"])
    bind(files, node, by=by, now=now)
    clocks.meet(node, clocks.NODE, now)
    record("projects.node.done", node, actor=by, now=now, planned_on=node.planned_on, words=node.done_words)
    return node


@deed
def undo(node: Node, *, by, now, share: int, words: str) -> Node:
    """Supervision found that the node is not done: it is owed again, from its old day on."""
    node = lock(node)
    may(can_follow(by, node.project))
    check_active(node)
    if not node.done_on:
        raise Refused(None, _("This node is not said to be done."))
    another(by, node.done_by_id)
    if not 0 <= share < 100:
        raise Refused(None, _("What is done lies between 0 and 99 percent."), field="share")
    as_actor(by)
    node.share, node.done_on, node.done_words, node.done_by = share, None, "", None
    node.save(update_fields=["share", "done_on", "done_words", "done_by"])
    clocks.start_node(node, now)
    record("projects.node.undone", node, actor=by, now=now, share=share, words=needed(words, "words"))
    return node


@deed(makes=True)
def propose_change(node: Node, *, by, now, to_on: date, reason: str) -> Change:
    """Ask for another day. Raises Refused once the day is over: a missed node is not moved, it is done late."""
    node = lock(node)
    may(can_do_node(by, node))
    check_active(node)
    check_change(node, to_on, now)
    as_actor(by)
    about = {"was_on": node.planned_on, "to_on": to_on, "reason": needed(reason, "reason")}
    change = Change.objects.create(node=node, proposed_at=now, proposed_by=by.user, **about)
    record("projects.change.proposed", change, actor=by, now=now, was_on=node.planned_on, to_on=to_on)
    return change


def check_change(node: Node, to_on: date, now):
    if node.done_on:
        raise Refused(None, _("This node is done already."))
    check_not_over(node, now)
    if to_on == node.planned_on:
        raise Refused(None, _("This is the day that is planned now."), field="to_on")
    if to_on < max(node.starts_on, timezone.localdate(now)):
        raise Refused(None, _("The new day lies before today or before the node begins."), field="to_on")
    if node.changes.open().exists():
        raise Refused(None, _("Another change of this node waits for approval."))


def check_not_over(node: Node, now):
    if timezone.localdate(now) > node.planned_on:
        raise Refused(None, _("The day is over: a missed node is not moved. Its light stays red until it is done."))


def lock_change(change: Change) -> Change:
    return for_update(
        change, "node__project__organisation__parent", "node__project__responsible", "node__organisation"
    )


@deed
def approve_change(change: Change, *, by, now, opinion: str = "") -> Change:
    """The office agrees: the node is due on the new day, the first one is kept, its clock runs anew."""
    change = lock_change(change)
    node = lock(change.node)
    another(by, change.proposed_by_id)
    may(can_decide_change(by, change))
    check_active(node)
    check_not_over(node, now)
    change.approve()
    as_actor(by)
    node.original_on, node.planned_on = node.original_on or node.planned_on, change.to_on
    node.save(update_fields=["original_on", "planned_on"])
    clocks.stop(node, clocks.NODE, now)
    clocks.start_node(node, now)
    _decide(change, by, now, opinion)
    record("projects.change.approved", change, actor=by, now=now, was_on=change.was_on, to_on=change.to_on)
    return change


@deed
def refuse_change(change: Change, *, by, now, opinion: str) -> Change:
    change = lock_change(change)
    another(by, change.proposed_by_id)
    may(can_decide_change(by, change))
    change.refuse()
    as_actor(by)
    _decide(change, by, now, needed(opinion, "opinion"))
    record("projects.change.refused", change, actor=by, now=now, opinion=change.opinion)
    return change


def _decide(change: Change, by, now, opinion: str):
    change.decided_at, change.decided_by, change.opinion = now, by.user, opinion.strip()
    change.save(update_fields=["state", "decided_at", "decided_by", "opinion"])
