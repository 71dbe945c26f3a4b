"""The plan of a project: nodes on seven stages, each with its day, its weight and the unit that answers for it."""

from datetime import date

from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from deadlines import calendar as calendars
from projects.models.projects import Project
from projects.models.terms import Term, term
from records.columns import person, unit
from records.subjects import Subject


class Stage(models.TextChoices):
    """What is supervised of a project (重大项目督查: seven links)."""

    APPROVAL = "approval", _("approval of the project")
    TENDER = "tender", _("tendering")
    LAND = "land", _("land and demolition")
    WORKS = "works", _("progress of the works")
    INVESTMENT = "investment", _("investment done")
    LOOK = "look", _("visual progress")
    PROBLEMS = "problems", _("problems of the project")


def days_between(later, earlier):
    """SQL of the days from one date to another, a whole number."""
    return Func(later, earlier, arg_joiner=" - ", template="(%(expressions)s)", output_field=models.IntegerField())


class NodeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(project__in=Project.objects.visible_to(actor))

    def owed(self):
        """Not done, of projects that are under way."""
        return self.filter(done_on=None, project__state__in=Project.ACTIVE)

    def late(self, today: date):
        """Red: the day is over and the node is not done (example SCO-34: due on 30 June, red on 1 July)."""
        return self.owed().filter(planned_on__lt=today)

    def behind(self, today: date):
        """Yellow: its day comes within the term "warning", and less is done than the time that has passed asks for."""
        until = calendars.calendar().add(today, term(Term.Code.WARNING, today))
        soon = self.owed().filter(planned_on__gte=today, planned_on__lte=until)
        passed = days_between(models.Value(today, output_field=models.DateField()), F("starts_on"))
        whole = days_between(F("planned_on"), F("starts_on"))
        lag = passed * 100 - F("share") * whole
        return soon.alias(lag=lag).filter(Q(lag__gt=0) | Q(planned_on=today, share__lt=100))

    def missed(self, first: date, last: date, on: date):
        """Whose day lies in the period and who was not done on that day, as known on `on`: evidence for scoring.

        A suspended project owes nothing; a node whose day was moved in time counts for its new day.
        """
        over = Q(done_on=None, planned_on__lt=on, project__state__in=Project.ACTIVE) | Q(done_on__gt=F("planned_on"))
        rows = self.filter(over, planned_on__gte=first, planned_on__lte=last)
        return rows.select_related("project", "organisation").order_by("planned_on", "pk")


class Node(models.Model):
    """One node of a plan. `share` is what the last accepted report says, in percent; done: 100 and the day."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="nodes")
    number = models.PositiveSmallIntegerField(_("order"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    name = models.CharField(_("node"), max_length=100)
    weight = models.PositiveSmallIntegerField(_("weight"))
    starts_on = models.DateField(_("begins on"))
    planned_on = models.DateField(_("due on"))
    original_on = models.DateField(_("first planned for"), null=True)  # where the day was moved
    organisation = unit(_("unit that answers for it"), null=False, blank=False)
    share = models.PositiveSmallIntegerField(_("done (percent)"), default=0)
    done_on = models.DateField(_("done on"), null=True)
    done_words = models.CharField(_("how it was done"), max_length=300, blank=True)
    done_by = person()

    objects = NodeQuerySet.as_manager()
    subject_related = ("project", "organisation")

    class Meta:
        verbose_name = verbose_name_plural = _("nodes")
        ordering = ["project", "number"]
        indexes = [
            models.Index(fields=["planned_on"], condition=Q(done_on=None), name="node_owed"),
            models.Index(fields=["organisation", "planned_on"], name="node_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="node_number_once"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100),
                name="node_weight",
                violation_error_message=_("A weight lies between 1 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(share__lte=100),
                name="node_share",
                violation_error_message=_("What is done lies between 0 and 100 percent."),
            ),
            models.CheckConstraint(condition=Q(done_on=None) | Q(share=100), name="node_done_wholly"),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("planned_on")),
                name="node_dates_in_order",
                violation_error_message=_("A node begins before it is due."),
            ),
        ]

    def __str__(self):
        return self.name

    def as_subject(self) -> Subject:
        return Subject(_("Node of a project"), self.project.code, f"{self.project.name}·{self.name}", self.address)

    @property
    def address(self) -> str:
        return reverse("projects:node", args=[self.pk])


class ChangeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(node__in=Node.objects.visible_to(actor))

    def open(self):
        return self.filter(state=Change.State.PROPOSED)


class Change(FSMModelMixin, models.Model):
    """The day of a node is to be moved: asked for before the day is over, decided by somebody of the office."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    TONES = {State.PROPOSED: "warn", State.APPROVED: "ok", State.REFUSED: "done"}

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="changes")
    was_on = models.DateField(_("until now"))
    to_on = models.DateField(_("new day"))
    reason = models.CharField(_("reason"), max_length=300)
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = person(null=False)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    opinion = models.CharField(_("opinion"), max_length=300, blank=True)

    objects = ChangeQuerySet.as_manager()
    subject_related = ("node__project",)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["node"],
                condition=Q(state="proposed"),
                name="one_open_change_a_node",
                violation_error_message=_("Another change of this node waits for approval."),
            ),
            models.CheckConstraint(condition=~Q(was_on=F("to_on")), name="change_moves_the_day"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="change_decided_by_another",
                violation_error_message=_("A change is decided by somebody other than who proposed it."),
            ),
        ]

    def __str__(self):
        return f"{self.node} {self.was_on} → {self.to_on}"

    def as_subject(self) -> Subject:
        return Subject(_("Change of a plan"), self.node.project.code, str(self), self.node.address)

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.PROPOSED, target=State.APPROVED)
    def approve(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.REFUSED)
    def refuse(self):
        pass
