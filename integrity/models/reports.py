"""Quarterly self-reports (季度自查) of the units, and the analysis (廉情分析) that joins everything known."""

from datetime import date, timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from integrity import permissions
from records.columns import person, unit
from records.subjects import Subject


def last_day(year: int, quarter: int) -> date:
    """The last day of a quarter."""
    return (date(year, quarter * 3, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def first_day(year: int, quarter: int) -> date:
    return date(year, quarter * 3 - 2, 1)


def quarter_of(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def before(year: int, quarter: int) -> tuple[int, int]:
    """The quarter before."""
    return (year, quarter - 1) if quarter > 1 else (year - 1, 4)


class SelfReportQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return permissions.visible_reports(self, actor)

    def owed(self):
        return self.filter(state__in=SelfReport.OWED)

    def missing(self, today: date):
        """Not handed in although the quarter is over; of units that still exist."""
        return self.owed().filter(due_on__lt=today, organisation__ended_on=None)


class SelfReport(FSMModelMixin, models.Model):
    """What the leading group of a unit states of its risks each quarter (seed S3-17)."""

    class State(models.TextChoices):
        OWED = "owed", _("report to be written")
        SUBMITTED = "submitted", _("report handed in")
        RETURNED = "returned", _("report sent back")
        ACCEPTED = "accepted", _("report accepted")

    OWED = [State.OWED, State.RETURNED]
    TONES = {State.OWED: "warn", State.SUBMITTED: "info", State.RETURNED: "over", State.ACCEPTED: "ok"}

    organisation = unit(_("unit"), null=False, blank=False)
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    due_on = models.DateField(_("due on"))
    state = FSMField(_("state"), choices=State.choices, default=State.OWED, protected=True)
    opened_at = models.DateTimeField(_("asked for at"))
    reminded_at = models.DateTimeField(_("reminded at"), null=True)
    resolved = models.TextField(_("risks that were resolved"), max_length=2000, blank=True)
    assessment = models.TextField(_("assessment of the leading group"), max_length=2000, blank=True)
    problems = models.TextField(_("problems that remain"), max_length=2000, blank=True)
    steps = models.TextField(_("next steps"), max_length=2000, blank=True)
    figures = models.JSONField(_("figures"), default=dict)
    submitted_at = models.DateTimeField(_("self-report handed in at"), null=True)
    submitted_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = SelfReportQuerySet.as_manager()
    subject_related = ("organisation",)

    class Meta:
        verbose_name = verbose_name_plural = _("quarterly self-reports")
        ordering = ["-year", "-quarter", "organisation__sort", "organisation"]
        indexes = [models.Index(fields=["due_on"], condition=Q(state__in=["owed", "returned"]), name="report_owed")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "quarter"], name="self_report_once"),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="self_report_of_a_quarter"),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "accepted"]) | (~Q(resolved="") & ~Q(assessment="")),
                name="self_report_says_something",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")), name="self_report_read_by_another"
            ),
        ]

    def __str__(self):
        return f"{self.organisation.short_name} {self.period}"

    def as_subject(self) -> Subject:
        return Subject(_("Quarterly self-report"), self.period, self.organisation.short_name, self.address)

    @property
    def period(self) -> str:
        return f"{self.year}Q{self.quarter}"

    @property
    def address(self) -> str:
        return reverse("integrity:report", args=[self.pk])

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


class AnalysisQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return permissions.visible_to_watchers(self, actor, "county__path")


class Analysis(FSMModelMixin, models.Model):
    """The analysis of a quarter: figures taken when it was drafted, sentences drafted from them, signed by two."""

    class State(models.TextChoices):
        DRAFT = "draft", _("analysis being written")
        SIGNED = "signed", _("signed by one")
        FINAL = "final", _("signed by two")

    TONES = {State.DRAFT: "warn", State.SIGNED: "info", State.FINAL: "ok"}

    county = unit(_("county"), null=False, blank=False)
    office = unit(_("discipline office"), null=False, blank=False)
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    figures = models.JSONField(_("figures"), default=dict, encoder=DjangoJSONEncoder)
    words = models.TextField(_("sentences"), max_length=6000)
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = person(null=False)
    signed_at = models.DateTimeField(_("signed at"), null=True)
    signed_by = person()
    ended_at = models.DateTimeField(_("countersigned at"), null=True)
    ended_by = person()

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("analyses of integrity")
        ordering = ["-year", "-quarter", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "year", "quarter"],
                name="analysis_once_a_quarter",
                violation_error_message=_("There is an analysis of this quarter already."),
            ),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="analysis_of_a_quarter"),
            models.CheckConstraint(
                condition=Q(ended_by=None) | ~Q(ended_by=F("signed_by")),
                name="analysis_signed_by_two",
                violation_error_message=_("The analysis is signed by two different people."),
            ),
            models.CheckConstraint(
                condition=~Q(state="final") | Q(signed_by__isnull=False, ended_by__isnull=False),
                name="analysis_final_is_signed",
            ),
        ]

    def __str__(self):
        return self.period

    def as_subject(self) -> Subject:
        return Subject(_("Analysis of integrity"), self.period, "", reverse("integrity:analysis", args=[self.pk]))

    @property
    def period(self) -> str:
        return f"{self.year}Q{self.quarter}"

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.SIGNED, target=State.DRAFT)
    def reopen(self):
        pass

    @transition(state, source=State.DRAFT, target=State.SIGNED)
    def sign(self):
        pass

    @transition(state, source=State.SIGNED, target=State.FINAL)
    def countersign(self):
        pass
