"""What the lead unit says each month: money spent, how far each node is, words on every stage, photographs."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from projects.models.plans import Node
from projects.models.projects import Project
from records.columns import fen, person
from records.subjects import Subject


class ReportQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(project__in=Project.objects.visible_to(actor))

    def owed(self):
        """The lead unit has to write or rewrite it."""
        return self.filter(state__in=MonthlyReport.OWED)

    def submitted(self):
        return self.filter(state=MonthlyReport.State.SUBMITTED)

    def accepted(self):
        return self.filter(state=MonthlyReport.State.ACCEPTED)


class MonthlyReport(FSMModelMixin, models.Model):
    """The report of one month, asked for on its last day; counts once the follow-up office has accepted it."""

    class State(models.TextChoices):
        DRAFTED = "drafted", _("to be written")
        SUBMITTED = "submitted", _("handed in for reading")
        RETURNED = "returned", _("sent back to be rewritten")
        ACCEPTED = "accepted", _("accepted by the office")

    OWED = [State.DRAFTED, State.RETURNED]
    TONES = {State.DRAFTED: "warn", State.SUBMITTED: "info", State.RETURNED: "over", State.ACCEPTED: "done"}

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports")
    month = models.DateField(_("month"))  # its first day
    investment = fen(_("investment of the month"), null=True)
    words = models.JSONField(_("progress by stages"), default=dict)  # stage → words
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFTED, protected=True)
    asked_at = models.DateTimeField(_("asked for at"))
    submitted_at = models.DateTimeField(_("when it was handed in"), null=True)
    submitted_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ReportQuerySet.as_manager()
    subject_related = ("project",)

    class Meta:
        verbose_name = verbose_name_plural = _("monthly reports")
        ordering = ["-month", "-pk"]
        indexes = [models.Index(fields=["state", "-month"], name="project_report_state")]
        constraints = [
            models.UniqueConstraint(fields=["project", "month"], name="one_report_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="report_of_a_whole_month"),
            models.CheckConstraint(
                condition=Q(state="drafted") | Q(investment__gte=0, submitted_at__isnull=False),
                name="report_says_what_was_spent",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")),
                name="report_judged_by_another",
                violation_error_message=_("A report is judged by somebody other than who submitted it."),
            ),
        ]

    def __str__(self):
        return f"{self.project} {self.month:%Y-%m}"

    def as_subject(self) -> Subject:
        address = reverse("projects:report", args=[self.pk])
        return Subject(_("Monthly report"), f"{self.month:%Y-%m}", self.project.name, address)

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=OWED, target=State.SUBMITTED)
    def submit(self):
        pass

    @transition(state, source=State.SUBMITTED, target=State.ACCEPTED)
    def accept(self):
        pass

    @transition(state, source=State.SUBMITTED, target=State.RETURNED)
    def send_back(self):
        pass


class NodeShare(models.Model):
    """How far one node was, as a report says."""

    report = models.ForeignKey(MonthlyReport, on_delete=models.PROTECT, related_name="shares")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="told")
    share = models.PositiveSmallIntegerField(_("done (percent)"))

    class Meta:
        ordering = ["node__number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "node"], name="one_share_a_node_and_report"),
            models.CheckConstraint(condition=Q(share__lte=100), name="told_share"),
        ]

    def __str__(self):
        return f"{self.node} {self.share}%"
