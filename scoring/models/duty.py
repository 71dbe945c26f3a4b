"""Yearly reports on duty and integrity (述职述廉, S2-22), their evaluation, the talk where one is not good enough."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from records.subjects import Subject
from scoring.models.fields import person as somebody
from scoring.models.fields import unit


class DutyYear(models.Model):
    """The reports of one year, called for by the discipline office."""

    year = models.PositiveSmallIntegerField(_("year"))
    organisation = unit(_("called for by"))
    due_on = models.DateField(_("due on"))
    talk_days = models.PositiveSmallIntegerField(_("working days until a talk"), default=10)
    words = models.CharField(_("what has to be in it"), max_length=500)
    opened_at = models.DateTimeField(_("begun at"))
    opened_by = somebody()

    class Meta:
        verbose_name = verbose_name_plural = _("years of duty reports")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "organisation"],
                name="duty_year_once",
                violation_error_message=_("The reports of this year were called for already."),
            )
        ]

    def __str__(self):
        return str(self.year)


class DutyReportQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The person, the discipline people of the unit, and the office that called for it. Leaders do not."""
        if actor.user is None:
            return self.none()
        mine = Q(person=actor.user)
        if actor.holds(Role.INSPECTOR):
            mine |= Q(year__organisation__in=actor.units) | Q(organisation__in=actor.units)
        return self.filter(mine)

    def owed(self):
        return self.filter(state__in=[DutyReport.State.OWED, DutyReport.State.AGAIN])


class DutyReport(FSMModelMixin, models.Model):
    """One person's report of one year: owed, handed in, evaluated; not good enough: a talk, and once more."""

    class State(models.TextChoices):
        OWED = "owed", _("to be handed in")
        SUBMITTED = "submitted", _("report handed in")
        PASSED = "passed", _("up to the standard")
        TALK = "talk", _("not up to the standard, talk to be held")
        AGAIN = "again", _("to be handed in once more")

    TONES = {State.OWED: "warn", State.SUBMITTED: "info", State.PASSED: "ok", State.TALK: "over", State.AGAIN: "warn"}

    year = models.ForeignKey(DutyYear, on_delete=models.PROTECT, related_name="reports")
    person = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="duty_reports", verbose_name=_("person")
    )
    organisation = unit(_("unit"))
    duty = models.CharField(_("duty"), max_length=80)
    words = models.TextField(_("summary"), max_length=3000, blank=True)
    state = FSMField(_("state"), choices=State.choices, default=State.OWED, protected=True)
    submitted_at = models.DateTimeField(_("report handed in at"), null=True)
    evaluation = models.CharField(_("evaluation"), max_length=1000, blank=True)
    evaluated_at = models.DateTimeField(_("evaluated at"), null=True)
    evaluated_by = somebody()

    objects = DutyReportQuerySet.as_manager()
    subject_related = ["year"]

    class Meta:
        verbose_name = verbose_name_plural = _("duty reports")
        ordering = ["-year__year", "organisation__sort", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "person"], name="one_duty_report_a_year"),
            models.CheckConstraint(
                condition=Q(evaluated_by=None) | ~Q(evaluated_by=F("person")),
                name="nobody_evaluates_the_own_report",
                violation_error_message=_("Nobody evaluates the own report."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["owed", "submitted"]) | ~Q(evaluation=""), name="evaluated_report_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.year} {self.person}"

    def as_subject(self) -> Subject:
        """Without the name: whatever points at the report is read by more people than the report."""
        return Subject(_("Duty report"), f"{self.year}", "", reverse("scoring:duty_report", args=[self.pk]))

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=[State.OWED, State.AGAIN], target=State.SUBMITTED)
    def submit(self):
        pass

    @transition(state, source=State.SUBMITTED, target=State.PASSED)
    def let_pass(self):
        pass

    @transition(state, source=State.SUBMITTED, target=State.TALK)
    def fail(self):
        pass

    @transition(state, source=State.TALK, target=State.AGAIN)
    def ask_again(self):
        pass


class DutyTalk(models.Model):
    """The integrity talk after a report that was not good enough: kept with the report, never changed."""

    report = models.ForeignKey(DutyReport, on_delete=models.PROTECT, related_name="talks")
    held_on = models.DateField(_("day of the talk"))
    place = models.CharField(_("place"), max_length=100)
    content = models.TextField(_("content"), max_length=3000)
    commitments = models.TextField(_("what the person commits to"), max_length=2000)
    again_by = models.DateField(_("to be handed in once more by"))
    written_at = models.DateTimeField(_("written down at"))
    written_by = somebody()

    class Meta:
        verbose_name = verbose_name_plural = _("talks about duty reports")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(again_by__gte=F("held_on")), name="again_after_the_talk"),
        ]

    def __str__(self):
        return f"{self.report} {self.held_on}"
