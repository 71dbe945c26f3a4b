"""How far tasks are: entries nobody changes, their sums, and the notice to a unit that is behind its time.

Sums are never counted again. Each insert of observations adds one row per task to a queue (a trigger, by statement);
`scoring.actions.indicators.rollups.fold` moves the queue into the rollups with one statement. Every read takes rollups
and queue in one statement, so it equals the sum of the observations at any moment (ADR 0035).
"""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from records.models import Document
from records.subjects import Subject
from scoring.models.fields import person
from scoring.models.indicators import DIGITS, Task

SUM = {"max_digits": 24, "decimal_places": 4}

# task → sum, exact: from the rollups and the queue, or from the observations themselves (what both must equal).
ROLLED = """
SELECT coalesce(r.task_id, q.task_id) AS task_id, coalesce(r.amount, 0) + coalesce(q.amount, 0) AS done
FROM scoring_rollup r
FULL JOIN (SELECT task_id, sum(amount) AS amount FROM scoring_delta GROUP BY task_id) q ON q.task_id = r.task_id
"""
LIVE = "SELECT task_id, sum(amount) AS done FROM scoring_observation GROUP BY task_id"

# scoring.indicators.share in SQL, of a task `t` and a sum `d.done`: millionths, rounded down.
SHARE = """
CASE t.direction
  WHEN 'rise' THEN least(1000000, greatest(0, div(coalesce(d.done, 0) * 1000000, t.target)))
  WHEN 'fall' THEN CASE WHEN coalesce(d.done, 0) <= t.target THEN 1000000 ELSE div(t.target * 1000000, d.done) END
  ELSE CASE WHEN d.done >= t.target THEN 1000000 ELSE 0 END
END
"""
# scoring.indicators.time_share in SQL.
TIME = """
least(1000000, greatest(0, div((%s::date - t.begins_on)::numeric * 1000000, (t.due_on - t.begins_on)::numeric)))
"""
# A task that is done or not has no half: it is late once its day is over.
BEHIND = f"""
SELECT t.id FROM scoring_task t JOIN scoring_goaldocument g ON g.id = t.document_id LEFT JOIN ({ROLLED}) d
  ON d.task_id = t.id
WHERE CASE WHEN t.direction = 'done' THEN t.due_on < %s::date AND {SHARE} < 1000000
  ELSE {SHARE} < {TIME} - g.tolerance * 10000 END
"""  # noqa: S608 - constants


class ObservationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(task__in=Task.objects.visible_to(actor))


class Observation(models.Model):
    """Something was done on a day. A mistake is taken out by another entry with a minus sign."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="observations")
    day = models.DateField(_("day"))
    amount = models.DecimalField(_("amount done"), **DIGITS)
    words = models.CharField(_("work that was done"), max_length=500)
    made_at = models.DateTimeField(_("entered at"))
    made_by = person()

    objects = ObservationQuerySet.as_manager()
    subject_related = ["task__indicator"]

    class Meta:
        verbose_name = verbose_name_plural = _("progress entries")
        ordering = ["-day", "-pk"]

    def __str__(self):
        return f"{self.task} {self.day} {self.amount}"

    def as_subject(self) -> Subject:
        return Subject(_("Progress entry"), "", str(self.task), self.task.address)


class Delta(models.Model):
    """What observations added and no rollup holds yet; written by the database."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="deltas", db_index=False)
    amount = models.DecimalField(**SUM)

    class Meta:
        verbose_name = verbose_name_plural = _("progress not added up yet")

    def __str__(self):
        return f"{self.task_id} {self.amount}"


class Rollup(models.Model):
    """The sum of a task, as far as it was folded."""

    task = models.OneToOneField(Task, on_delete=models.PROTECT, primary_key=True, related_name="rollup")
    amount = models.DecimalField(**SUM)

    class Meta:
        verbose_name = verbose_name_plural = _("sums of progress")

    def __str__(self):
        return f"{self.task_id} {self.amount}"


def done_expression():
    """Rollup and queue of a task, as one column."""
    queued = Delta.objects.filter(task=OuterRef("pk")).order_by().values("task").annotate(sum=Sum("amount"))
    nothing = Value(Decimal(0), output_field=models.DecimalField(**SUM))
    return Coalesce(F("rollup__amount"), nothing) + Coalesce(Subquery(queued.values("sum")), nothing)


def behind_keys(today: date):
    """The keys of tasks that are behind their time, whatever their state: a part of a query."""
    return RawSQL(BEHIND, [today, today])  # noqa: S611 - a constant text with parameters


class DelayQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(task__in=Task.objects.visible_to(actor))

    def owed(self):
        """The unit has to explain."""
        return self.filter(state=Delay.State.ISSUED)


class Delay(FSMModelMixin, models.Model):
    """绩效督促通知单: a task is behind its time, and the unit says why and what it will do."""

    class State(models.TextChoices):
        ISSUED = "issued", _("to be explained")
        EXPLAINED = "explained", _("explained")
        CLOSED = "closed", _("explanation accepted")

    TONES = {State.ISSUED: "warn", State.EXPLAINED: "info", State.CLOSED: "done"}

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="delays")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", null=True)
    expected = models.DecimalField(_("share of the time (percent)"), max_digits=7, decimal_places=4)
    reached = models.DecimalField(_("share that is done (percent)"), max_digits=7, decimal_places=4)
    due_on = models.DateField(_("to be explained by"))
    state = FSMField(_("state"), choices=State.choices, default=State.ISSUED, protected=True)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = person()
    why = models.CharField(_("why it is behind"), max_length=500, blank=True)
    measures = models.CharField(_("what will be done"), max_length=500, blank=True)
    explained_at = models.DateTimeField(_("explained at"), null=True)
    explained_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = DelayQuerySet.as_manager()
    subject_related = ["task__indicator", "document"]

    class Meta:
        verbose_name = verbose_name_plural = _("notices of delay")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=~Q(state="closed"),
                name="one_open_delay",
                violation_error_message=_("A notice about this task is open already."),
            ),
            models.CheckConstraint(
                condition=Q(state="issued") | ~Q(why="") & ~Q(measures=""), name="delay_is_explained_in_words"
            ),
        ]

    def __str__(self):
        return f"{self.document.number if self.document else ''} {self.task}"

    def as_subject(self) -> Subject:
        number = self.document.number if self.document else ""
        return Subject(_("Notice of delay"), number, str(self.task), reverse("scoring:delay", args=[self.pk]))

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.ISSUED, target=State.EXPLAINED)
    def explain(self):
        pass

    @transition(state, source=State.EXPLAINED, target=State.ISSUED)
    def send_back(self):
        pass

    @transition(state, source=State.EXPLAINED, target=State.CLOSED)
    def accept(self):
        pass
