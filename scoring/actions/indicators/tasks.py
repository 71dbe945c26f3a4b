"""A task: progress is entered, the unit rates itself, the office reviews, somebody else there signs off."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, User
from records.actions import as_actor, deed, record
from records.attachments import bind
from records.deeds import another, may, needed
from records.refusal import Refused
from scoring import indicators
from scoring.models import GoalDocument, Observation, Task
from scoring.models.fields import shown
from scoring.permissions.indicators import can_do, can_name, can_rate, can_review, can_sign_off

RELATED = ["document__organisation", "indicator", "organisation", "responsible"]


def lock(task: Task) -> Task:
    """The task with `done`, read after its lock was taken: nobody else enters progress meanwhile."""
    Task.objects.select_for_update(of=("self",)).only("pk").get(pk=task.pk)
    return Task.objects.measured().select_related(*RELATED).get(pk=task.pk)


def check_running(task: Task):
    if task.document.state != GoalDocument.State.IN_FORCE:
        raise Refused(None, _("The document is not in force."))


@dataclass(frozen=True)
class Progress:
    """What was done on a day; a negative amount takes a mistake out."""

    day: date
    amount: Decimal
    words: str


@deed
def observe(task: Task, progress: Progress, *, by, now, files=()) -> Task:
    """Enter progress, with its evidence. The day on which the target is reached is kept as the day it was done."""
    task = lock(task)
    may(can_do(by, task))
    check_progress(task, progress, now)
    as_actor(by)
    about = {"words": needed(progress.words, "words")[:500], "made_at": now, "made_by": by.user}
    row = Observation.objects.create(task=task, day=progress.day, amount=progress.amount, **about)
    bind(files, row, by=by, now=now)
    task.done += progress.amount
    note_done(task, progress.day)
    detail = {"day": progress.day, "amount": shown(progress.amount), "done": shown(task.done)}
    record("scoring.progress.entered", task, actor=by, now=now, **detail)
    return task


def check_progress(task: Task, progress: Progress, now):
    check_running(task)
    if task.state != Task.State.OPEN:
        raise Refused(None, _("The task is rated already: its progress stands."))
    if not task.begins_on <= progress.day <= timezone.localdate(now):
        told = _("The day lies between %(first)s and today.")
        raise Refused(None, told % {"first": task.begins_on}, field="day")
    if not progress.amount:
        raise Refused(None, _("Enter an amount other than zero."), field="amount")
    if task.done + progress.amount < 0:
        told = _("No more than the %(done)s entered so far can be taken out.")
        raise Refused(None, told % {"done": shown(task.done)}, field="amount")


def note_done(task: Task, day: date):
    """Reached, or no longer: a limit is never reached, it is kept."""
    if task.direction == indicators.FALL:
        return
    reached = indicators.share(task.direction, task.done, task.target) == indicators.WHOLE
    if reached == (task.done_on is not None):
        return
    task.done_on = day if reached else None
    task.save(update_fields=["done_on"])


@deed
def name(task: Task, *, by, now, responsible: User) -> Task:
    """Who in the unit answers for it from now on."""
    task = lock(task)
    may(can_name(by, task))
    check_running(task)
    if not Post.objects.active().filter(user=responsible, organisation=task.organisation).exists():
        raise Refused(None, _("This person does not work in the unit."), field="responsible")
    as_actor(by)
    task.responsible = responsible
    task.save(update_fields=["responsible"])
    record("scoring.task.named", task, actor=by, now=now, responsible=responsible.pk)
    return task


def check_points(points: Decimal | None):
    if points is None or not 0 <= points <= 100:
        raise Refused(None, _("Points lie between 0 and 100."), field="points")


@deed
def rate(task: Task, *, by, now, points: Decimal, words: str, files=()) -> Task:
    """自评: the unit judges its own work; from now on its progress stands."""
    task = lock(task)
    may(can_rate(by, task))
    check_running(task)
    check_points(points)
    task.rate()
    as_actor(by)
    task.self_points, task.self_words = points, needed(words, "words")[:500]
    task.self_at, task.self_by, task.reason = now, by.user, ""
    task.save(update_fields=["state", "self_points", "self_words", "self_at", "self_by", "reason"])
    bind(files, task, by=by, now=now)
    record("scoring.task.self_rated", task, actor=by, now=now, points=shown(points), done=shown(task.done))
    return task


@deed
def give_back(task: Task, *, by, now, reason: str) -> Task:
    """The office wants more, or another rating."""
    task = lock(task)
    may(can_review(by, task))
    task.give_back()
    as_actor(by)
    task.reason = needed(reason, "reason", _("Give the reason."))[:300]
    task.save(update_fields=["state", "reason"])
    record("scoring.task.given_back", task, actor=by, now=now, reason=task.reason)
    return task


@deed
def review(task: Task, *, by, now, points: Decimal, words: str) -> Task:
    """评审: the office judges by what was done."""
    task = lock(task)
    another(by, task.self_by_id)
    may(can_review(by, task))
    check_points(points)
    task.review()
    as_actor(by)
    task.points, task.words = points, needed(words, "words")[:500]
    task.reviewed_at, task.reviewed_by, task.reason = now, by.user, ""
    task.save(update_fields=["state", "points", "words", "reviewed_at", "reviewed_by", "reason"])
    record("scoring.task.reviewed", task, actor=by, now=now, points=shown(points))
    return task


@deed
def sign_off(task: Task, *, by, now) -> Task:
    """签核: another person of the office lets the points count."""
    task = lock(task)
    another(by, task.reviewed_by_id)
    may(can_sign_off(by, task))
    task.sign_off()
    as_actor(by)
    task.signed_at, task.signed_by = now, by.user
    task.save(update_fields=["state", "signed_at", "signed_by"])
    record("scoring.task.signed", task, actor=by, now=now, points=shown(task.points))
    return task


@deed
def reopen(task: Task, *, by, now, reason: str) -> Task:
    """Whoever should sign finds the review wanting."""
    task = lock(task)
    another(by, task.reviewed_by_id)
    may(can_sign_off(by, task))
    task.reopen()
    as_actor(by)
    task.reason = needed(reason, "reason", _("Give the reason."))[:300]
    task.reviewed_by = None
    task.save(update_fields=["state", "reason", "reviewed_by"])
    record("scoring.task.reopened", task, actor=by, now=now, reason=task.reason)
    return task
