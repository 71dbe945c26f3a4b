"""What arrived: events, kept as they came, and lines that could not be taken in."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from exchange.models.sources import SourceSystem, person


class Event(models.Model):
    """One event as its source told it. Never changed, never deleted; a correction is another event."""

    source = models.ForeignKey(SourceSystem, on_delete=models.PROTECT, related_name="events", db_index=False)
    event_id = models.CharField(_("number of the event"), max_length=300)
    at = models.DateTimeField(_("time"))
    type = models.CharField(_("kind"), max_length=40)
    about = models.CharField(max_length=300)  # number of the case or order, code of the item
    body = models.JSONField(encoder=DjangoJSONEncoder)
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "event_id"], name="event_once")]
        indexes = [models.Index(fields=["source", "about", "at"], name="event_about")]

    def __str__(self):
        return f"{self.type} {self.about}"


class ProblemQuerySet(models.QuerySet):
    def visible_to(self, actor):
        if actor.holds(Role.SYSTEM_ADMIN, Role.INSPECTOR, Role.LEADER):
            return self.filter(source__organisation__path__startswith=actor.watched_path)
        return self.none()

    def waiting(self):
        return self.filter(state=Problem.State.OPEN)


class Problem(FSMModelMixin, models.Model):
    """A line that could not be taken in: what it said, what is wrong with it, and what became of it.

    The same line sent again while it waits is counted, not listed twice.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waiting")
        SOLVED = "solved", _("taken in")
        DISCARDED = "discarded", _("discarded")

    source = models.ForeignKey(SourceSystem, on_delete=models.PROTECT, related_name="problems")
    event_id = models.CharField(_("number of the event"), max_length=300, blank=True)
    line = models.TextField(_("what was sent"))
    digest = models.CharField(max_length=64)
    field = models.CharField(_("field"), max_length=40)
    value = models.CharField(max_length=300, blank=True)  # the unknown name, where a mapping cures it
    error = models.CharField(_("what is wrong"), max_length=300)
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    first_at = models.DateTimeField(_("first received at"))
    last_at = models.DateTimeField(_("last received at"))
    times = models.PositiveIntegerField(_("times received"), default=1)
    decided_by = person(null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "digest"], condition=Q(state="open"), name="one_open_problem_a_line"
            ),
            models.CheckConstraint(
                condition=~Q(state="discarded") | ~Q(reason=""),
                name="discarded_with_a_reason",
                violation_error_message=_("Say why the line is discarded."),
            ),
        ]
        indexes = [
            models.Index(fields=["source", "-id"], condition=Q(state="open"), name="problem_waiting"),
            models.Index(fields=["source", "event_id"], name="problem_of_event"),
        ]

    def __str__(self):
        return f"{self.field}: {self.error}"

    @property
    def tone(self) -> str:
        return {self.State.OPEN: "warn", self.State.SOLVED: "ok", self.State.DISCARDED: "done"}[self.state]

    @transition(state, source=State.OPEN, target=State.SOLVED)
    def solve(self):
        pass

    @transition(state, source=State.OPEN, target=State.DISCARDED)
    def discard(self):
        pass
