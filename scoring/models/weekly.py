"""Weekly reports (S1-11): squads fill in a form of numbers, the unit adds up the month, signs and publishes it.

A week belongs to the month in which its Sunday lies.
"""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Organisation
from records.models import Document
from records.subjects import Subject
from scoring.models.fields import person, unit


class WeeklyFormQuerySet(models.QuerySet):
    def visible_to(self, actor):
        from scoring.permissions.indicators import visible_forms

        return visible_forms(self, actor)

    def active(self, today: date):
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), begins_on__lte=today)


class WeeklyForm(models.Model):
    """A form: its numeric fields are data. The unit keeps it, its squads report by it."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100)
    organisation = unit(_("unit"), related_name="weekly_forms")
    squads = models.ManyToManyField(Organisation, verbose_name=_("squads"), related_name="weekly_duties")
    fields = models.JSONField(_("fields"))  # [{"code": …, "name": …, "measure": …}]
    days = models.PositiveSmallIntegerField(_("due so many working days after the week"), default=1)
    begins_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    made_at = models.DateTimeField(_("entered at"))
    made_by = person()

    objects = WeeklyFormQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("forms of weekly reports")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=10), name="weekly_days"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="weekly_days_in_order"
            ),
        ]

    def __str__(self):
        return self.name

    def as_subject(self) -> Subject:
        return Subject(_("Form of weekly reports"), self.code, self.name, reverse("scoring:weekly", args=[self.pk]))


class WeeklyReportQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(form__in=WeeklyForm.objects.visible_to(actor))

    def of_month(self, month: date):
        """Weeks whose Sunday lies in the month that begins on this day."""
        first, last = month - timedelta(days=6), (month + timedelta(days=32)).replace(day=1) - timedelta(days=6)
        return self.filter(week__gte=first, week__lt=last)


class WeeklyReport(models.Model):
    """What a squad did in the week that begins on this Monday. It may be corrected until the month is signed."""

    form = models.ForeignKey(WeeklyForm, on_delete=models.PROTECT, related_name="reports")
    organisation = unit(_("squad"), related_name="weekly_reports")
    week = models.DateField(_("week"))
    values = models.JSONField(_("numbers"))  # code of the field → number
    words = models.CharField(_("how it was handled"), max_length=1000, blank=True)
    due_on = models.DateField(_("due on"))
    submitted_at = models.DateTimeField(_("report sent in at"))
    submitted_on = models.DateField(_("reported on"))
    submitted_by = person()

    objects = WeeklyReportQuerySet.as_manager()
    subject_related = ["form", "organisation"]

    class Meta:
        verbose_name = verbose_name_plural = _("weekly reports")
        ordering = ["-week", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["form", "organisation", "week"], name="one_report_a_week"),
            models.CheckConstraint(condition=Q(week__week_day=2), name="week_begins_on_monday"),
        ]

    def __str__(self):
        return f"{self.organisation.short_name} {self.week}"

    def as_subject(self) -> Subject:
        address = f"{reverse('scoring:weekly', args=[self.form_id])}?week={self.week}"
        return Subject(_("Weekly report"), str(self.week), f"{self.form} {self.organisation}", address)

    @property
    def is_late(self) -> bool:
        return self.submitted_on > self.due_on


class MonthlySummary(FSMModelMixin, models.Model):
    """月通报: the weeks of a month added up, frozen when it is drawn up; published with the signature of the head."""

    class State(models.TextChoices):
        DRAFT = "draft", _("waits for the head")
        PUBLISHED = "published", _("published")

    TONES = {State.DRAFT: "warn", State.PUBLISHED: "done"}

    form = models.ForeignKey(WeeklyForm, on_delete=models.PROTECT, related_name="summaries")
    month = models.DateField(_("month"))  # its first day
    rows = models.JSONField(_("numbers"))  # [{"squad", "values", "reports", "late", "missing"}]
    totals = models.JSONField(_("totals"))
    words = models.CharField(_("words"), max_length=1000, blank=True)
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True)
    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = person()
    signed_at = models.DateTimeField(_("signed at"), null=True)
    signed_by = person()
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")

    subject_related = ["form"]

    class Meta:
        verbose_name = verbose_name_plural = _("monthly summaries")
        ordering = ["-month", "form"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "month"],
                name="one_summary_a_month",
                violation_error_message=_("This month was summed up already."),
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="summary_of_a_whole_month"),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("drafted_by")),
                name="summary_by_two",
                violation_error_message=_("The head signs what somebody else drew up."),
            ),
        ]

    def __str__(self):
        return f"{self.form} {self.month:%Y-%m}"

    def as_subject(self) -> Subject:
        number = self.document.number if self.document else ""
        return Subject(_("Monthly summary"), number, str(self), reverse("scoring:summary", args=[self.pk]))

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.DRAFT, target=State.PUBLISHED)
    def publish(self):
        pass
