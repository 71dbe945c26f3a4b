"""Reports of supervision: what stood in them when they were signed, and to whom they went."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from approvals.statistics import Period
from records.subjects import Subject


class ReportQuerySet(models.QuerySet):
    def visible_to(self, actor):
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(organisation__path__startswith=actor.watched_path)
        return self.none()


class Report(FSMModelMixin, models.Model):
    """A report of one period, frozen when it was proposed; a second person issues it, and then it has a number.

    `rows` holds the keys behind every number: figure → unit code → keys. A number is the count of its rows.
    """

    class Kind(models.TextChoices):
        WEEK = "week", _("weekly report")
        MONTH = "month", _("monthly report")
        SUMMARY = "summary", _("monthly summary of electronic approvals")
        CIRCULAR = "circular", _("circular on the work of the service centre")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waiting for signature")
        ISSUED = "issued", _("signed and issued")
        DROPPED = "dropped", _("returned to its author")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    number = models.CharField(_("number"), max_length=60, blank=True)
    body = models.JSONField(encoder=DjangoJSONEncoder)
    rows = models.JSONField(default=dict)
    recipients = models.JSONField(_("distribution list"), default=list)
    digest = models.CharField(_("digest"), max_length=64)
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "first", "edition"],
                condition=~Q(state="dropped"),
                name="one_report_per_edition",
                violation_error_message=_("This report has been proposed already."),
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="report_number_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="report_signed_by_another",
                violation_error_message=_("A report is signed by somebody other than its author."),
            ),
            models.CheckConstraint(condition=~Q(state="issued") | ~Q(number=""), name="issued_report_has_a_number"),
        ]

    def __str__(self):
        return self.number or f"{self.get_kind_display()} {self.first}"

    def as_subject(self) -> Subject:
        address = reverse("monitoring:report", args=[self.pk])
        return Subject(_("Report"), self.number, self.get_kind_display(), address)

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)

    @property
    def tone(self) -> str:
        return {self.State.PROPOSED: "warn", self.State.ISSUED: "ok", self.State.DROPPED: "done"}[self.state]

    @transition(state, source=State.PROPOSED, target=State.ISSUED)
    def issue(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.DROPPED)
    def drop(self):
        pass
