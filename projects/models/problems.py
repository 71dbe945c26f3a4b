"""Problems that somebody has to solve by a day, and follow-up inspections on the spot."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from projects.models.plans import Node, Stage
from projects.models.projects import Project
from records.columns import person, unit
from records.subjects import Subject


class ProblemQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(project__in=Project.objects.visible_to(actor))

    def open(self):
        """Somebody owes a solution."""
        return self.filter(state__in=Problem.OWED)

    def solved(self):
        """Said to be solved, not yet confirmed."""
        return self.filter(state=Problem.State.SOLVED)


class Problem(FSMModelMixin, models.Model):
    """What stands in the way of a project, the unit that has to solve it, by when."""

    class State(models.TextChoices):
        OPEN = "open", _("to be solved")
        SOLVED = "solved", _("said to be solved")
        CONFIRMED = "confirmed", _("confirmed as solved")
        REOPENED = "reopened", _("not solved, open again")

    OWED = [State.OPEN, State.REOPENED]
    TONES = {State.OPEN: "warn", State.SOLVED: "info", State.CONFIRMED: "done", State.REOPENED: "over"}

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="problems")
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.PROBLEMS)
    organisation = unit(_("unit that solves it"), null=False, blank=False)
    words = models.TextField(_("problem"), max_length=500)
    due_on = models.DateField(_("to be solved by"))
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, protected=True)
    raised_at = models.DateTimeField(_("time of raising"))
    raised_by = person(null=False)
    answer = models.TextField(_("how it was solved"), max_length=500, blank=True)
    solved_at = models.DateTimeField(_("solved at"), null=True)
    solved_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ProblemQuerySet.as_manager()
    subject_related = ("project",)

    class Meta:
        verbose_name = verbose_name_plural = _("problems of projects")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "state"], name="problem_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["solved", "confirmed"]) | ~Q(answer=""), name="problem_solved_somehow"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(solved_by=None) | ~Q(decided_by=F("solved_by")),
                name="problem_confirmed_by_another",
                violation_error_message=_("That a problem is solved is confirmed by somebody else."),
            ),
        ]

    def __str__(self):
        return self.words[:40]

    def as_subject(self) -> Subject:
        address = reverse("projects:problem", args=[self.pk])
        return Subject(_("Problem of a project"), self.project.code, f"{self.project.name}·{self}", address)

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=OWED, target=State.SOLVED)
    def solve(self):
        pass

    @transition(state, source=State.SOLVED, target=State.CONFIRMED)
    def confirm(self):
        pass

    @transition(state, source=State.SOLVED, target=State.REOPENED)
    def reopen(self):
        pass


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(project__in=Project.objects.visible_to(actor))

    def unsettled(self):
        """Demanded something, and nobody has gone there again since."""
        return self.filter(following=None).exclude(demanded="")


class FollowUp(models.Model):
    """Somebody of supervision was there: what was found, what was demanded. The next visit says what became of it."""

    class Result(models.TextChoices):
        GOOD = "good", _("as it should be")
        WANTING = "wanting", _("wanting")

    TONES = {Result.GOOD: "ok", Result.WANTING: "over"}

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="followups")
    node = models.ForeignKey(Node, null=True, on_delete=models.PROTECT, related_name="followups")
    previous = models.OneToOneField(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="following",
        error_messages={"unique": _("This visit was followed up already.")},
    )
    organisation = unit(_("unit"), null=False, blank=False)  # that went there
    visited_on = models.DateField(_("day of the visit"))
    result = models.CharField(_("outcome of the visit"), max_length=10, choices=Result)
    found = models.TextField(_("found"), max_length=1000)
    demanded = models.TextField(_("demanded"), max_length=500, blank=True)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = person(null=False)

    objects = FollowUpQuerySet.as_manager()
    subject_related = ("project",)

    class Meta:
        verbose_name = verbose_name_plural = _("follow-up inspections")
        ordering = ["-visited_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(result="wanting") | ~Q(demanded=""),
                name="what_is_wanting_is_demanded",
                violation_error_message=_("Say what is demanded where something is wanting."),
            ),
        ]

    def __str__(self):
        return f"{self.visited_on} {self.project}"

    def as_subject(self) -> Subject:
        return Subject(_("Follow-up inspection"), str(self.visited_on), self.project.name, self.address)

    @property
    def address(self) -> str:
        return f"{reverse('projects:project', args=[self.project.code])}#f{self.pk}"

    @property
    def tone(self) -> str:
        return self.TONES[self.result]
