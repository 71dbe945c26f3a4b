"""绩效督促通知单: issued for a task behind its time, explained by the unit within its term, accepted or sent back."""

from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines import actions as clocks
from deadlines.models import Deadline
from deadlines.plan import Limits
from deadlines.words import chinese_date
from records.actions import as_actor, deed, issue_document, record
from records.attachments import bind
from records.deeds import another, for_update, may, needed
from records.models import Document
from records.refusal import Refused
from scoring import indicators
from scoring.actions.indicators.tasks import RELATED, check_running, lock
from scoring.models import Delay, Task
from scoring.models.fields import shown
from scoring.permissions.indicators import can_do, can_urge

EXPLAIN = "indicator:explain"  # the name of the clock
TITLE = "绩效督促通知单"


def standing(task: Task, today) -> tuple[int, int, bool]:
    """(share done, share of the time, is it behind) of a task with `done`."""
    reached = indicators.share(task.direction, task.done, task.target)
    expected = indicators.time_share(task.begins_on, task.due_on, today)
    about = (task.document.tolerance, task.due_on < today)
    return reached, expected, indicators.is_behind(task.direction, reached, expected, *about)


@deed(makes=True)
def issue(task: Task, *, by, now) -> Delay:
    """The paper goes out and the term of the explanation runs. Raises Refused for a task that is not behind."""
    task = lock(task)
    may(can_urge(by, task))
    check_running(task)
    reached, expected, behind = standing(task, timezone.localdate(now))
    if task.state != Task.State.OPEN or not behind:
        raise Refused(None, _("This task is not behind its time."))
    if Delay.objects.exclude(state=Delay.State.CLOSED).filter(task=task).exists():
        raise Refused(None, _("A notice about this task is open already."))
    as_actor(by)
    about = {"expected": indicators.percent(expected), "reached": indicators.percent(reached)}
    delay = Delay(task=task, issued_at=now, issued_by=by.user, due_on=timezone.localdate(now), **about)
    delay.save()
    delay.due_on = start(delay, task, now)
    delay.document = paper(delay, task, by=by, now=now)
    delay.save(update_fields=["due_on", "document"])
    record("scoring.delay.issued", delay, actor=by, now=now, task=task.pk, due_on=delay.due_on)
    return delay


def start(delay: Delay, task: Task, now):
    """The term of the explanation; gives the last day. Late has one stage."""
    last = Deadline.objects.about(delay).filter(name=EXPLAIN).count()
    limits = Limits(task.document.explain_days, graded=False)
    about = {"organisation": task.organisation, "responsible": task.responsible, "now": now, "round": last + 1}
    return clocks.start(delay, EXPLAIN, limits=limits, **about).due_on


def paper(delay: Delay, task: Task, *, by, now) -> Document:
    indicator = task.indicator
    words = (
        f"{task.organisation.name}承担的指标“{indicator.name}”（编号{indicator.code}），目标值"
        f"{shown(task.target)}{indicator.measure}，完成时限{chinese_date(task.due_on)}。截至"
        f"{chinese_date(timezone.localdate(now))}，时间进度{delay.expected}%，实际完成{delay.reached}%，进度滞后。"
    )
    demand = (
        f"请于{chinese_date(delay.due_on)}前（{task.document.explain_days}个工作日内）书面说明滞后原因和追赶措施。"
    )
    body = {
        "case": str(task.document),
        "item": indicator.name,
        "organisation": task.organisation.name,
        "paragraphs": [words, demand],
    }
    about = {"addressee": task.organisation.name, "title": TITLE, "body": body}
    return issue_document(
        Document.Kind.APPRAISAL, delay, actor=by, now=now, organisation=task.document.organisation, **about
    )


def locked(delay: Delay) -> Delay:
    return for_update(delay, "document", *(f"task__{name}" for name in RELATED))


@deed
def explain(delay: Delay, *, by, now, why: str, measures: str, files=()) -> Delay:
    """The unit says why, and what it will do."""
    delay = locked(delay)
    may(can_do(by, delay.task))
    delay.explain()
    as_actor(by)
    delay.why, delay.measures = needed(why, "why")[:500], needed(measures, "measures")[:500]
    delay.explained_at, delay.explained_by = now, by.user
    delay.save(update_fields=["state", "why", "measures", "explained_at", "explained_by"])
    bind(files, delay, by=by, now=now)
    for clock in Deadline.objects.about(delay).running().filter(name=EXPLAIN):
        clocks.meet(clock, now)
    record("scoring.delay.explained", delay, actor=by, now=now, due_on=delay.due_on)
    return delay


@deed
def accept(delay: Delay, *, by, now) -> Delay:
    delay = locked(delay)
    another(by, delay.explained_by_id)
    may(can_urge(by, delay.task))
    delay.accept()
    as_actor(by)
    decide(delay, by, now)
    record("scoring.delay.accepted", delay, actor=by, now=now)
    return delay


@deed
def send_back(delay: Delay, *, by, now, reason: str) -> Delay:
    """Not enough: the term runs anew."""
    delay = locked(delay)
    another(by, delay.explained_by_id)
    may(can_urge(by, delay.task))
    delay.send_back()
    as_actor(by)
    delay.reason = needed(reason, "reason", _("Give the reason."))[:300]
    delay.due_on = start(delay, delay.task, now)
    decide(delay, by, now)
    record("scoring.delay.sent_back", delay, actor=by, now=now, reason=delay.reason, due_on=delay.due_on)
    return delay


def decide(delay: Delay, by, now):
    delay.decided_at, delay.decided_by = now, by.user
    delay.save(update_fields=["state", "due_on", "reason", "decided_at", "decided_by"])
