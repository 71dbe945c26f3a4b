"""What may happen inside a case besides its course: hearings and site checks."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from approvals.models.cases import Case
from records.columns import person


class Hearing(FSMModelMixin, models.Model):
    """The applicant's right to be heard (行政许可法 第四十七条、第四十八条): told, applied for, held, or let pass."""

    class State(models.TextChoices):
        TOLD = "told", _("applicant told of the right to a hearing")
        APPLIED = "applied", _("hearing applied for")
        SCHEDULED = "scheduled", _("hearing scheduled")
        HELD = "held", _("hearing held")
        WAIVED = "waived", _("no hearing wanted")

    RUNNING = [State.APPLIED, State.SCHEDULED]

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="hearing", verbose_name=_("case"))
    state = FSMField(_("state"), choices=State.choices, default=State.TOLD, protected=True)
    ground = models.TextField(_("matter to be heard"), max_length=2000)
    told_at = models.DateTimeField(_("told at"))
    apply_by = models.DateField(_("to be applied for by"))
    applied_at = models.DateTimeField(_("applied at"), null=True)
    hold_by = models.DateField(_("to be held by"), null=True)
    session_at = models.DateTimeField(_("session at"), null=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    chair = person()
    noticed_at = models.DateTimeField(_("session announced at"), null=True)
    held_at = models.DateTimeField(_("held at"), null=True)
    minutes = models.TextField(_("minutes"), max_length=10000, blank=True)
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(minutes=""),
                name="hearing_held_has_minutes",
                violation_error_message=_("A hearing needs minutes (Licensing Law, article 48)."),
            )
        ]

    def __str__(self):
        return f"{self.case}"

    @transition(state, source=State.TOLD, target=State.APPLIED)
    def apply(self):
        pass

    @transition(state, source=[State.TOLD, *RUNNING], target=State.WAIVED)
    def waive(self):
        pass

    @transition(state, source=RUNNING, target=State.SCHEDULED)
    def schedule(self):
        pass

    @transition(state, source=State.SCHEDULED, target=State.HELD)
    def hold(self):
        pass


class SiteCheck(models.Model):
    """A check on the spot by at least two people (行政许可法 第三十四条第三款); assigned in five days (第五十五条)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="site_checks", verbose_name=_("case"))
    first = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("first checker")
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("second checker")
    )
    assigned_at = models.DateTimeField(_("assigned at"))
    checked_at = models.DateTimeField(_("checked at"), null=True)
    passed = models.BooleanField(_("requirements met"), null=True)
    findings = models.TextField(_("findings on the spot"), max_length=4000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(first=models.F("second")),
                name="site_check_by_two_people",
                violation_error_message=_("A site check is made by at least two people (Licensing Law, article 34)."),
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None) | (Q(passed__isnull=False) & ~Q(findings="")),
                name="site_check_has_findings",
                violation_error_message=_("Write down what was found and whether the requirements are met."),
            ),
        ]

    def __str__(self):
        return f"{self.case} {self.assigned_at:%Y-%m-%d}"
