"""Inspections of firms: the slip without which nobody enters (备案单, seed S2-06), and reports of those who did."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Role
from approvals.models.cases import UNIT_ROLES
from records.columns import person
from records.numbers import code_of
from records.subjects import Subject


class SlipQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """A unit's own slips, those that it joined, or every one that an inspector or leader watches."""
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(organisation__path__startswith=actor.watched_path)
        if actor.holds(*UNIT_ROLES):
            unit = actor.organisation
            hosts = self.model.objects.filter(organisation=unit, state="merged").values("joined")
            return self.filter(Q(organisation=unit) | Q(pk__in=hosts))
        return self.none()

    def of_firm(self, firm_code: str):
        return self.filter(firm_code=firm_code)

    def counting(self, year: int):
        """Visits that count towards the yearly limits: approved or carried out. A joined visit is one visit."""
        return self.filter(state__in=self.model.COUNTING, from_on__year=year)


class Slip(FSMModelMixin, models.Model):
    """One announced inspection of one firm. The efficiency office approves; several units visit a firm together."""

    class State(models.TextChoices):
        APPLIED = "applied", _("waiting for the efficiency office")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        MERGED = "merged", _("joined to another inspection")
        CARRIED_OUT = "carried_out", _("carried out")
        CANCELLED = "cancelled", _("cancelled")

    COUNTING = [State.APPROVED, State.CARRIED_OUT]

    number = models.CharField(_("slip number"), max_length=60, unique=True)
    state = FSMField(_("state"), choices=State.choices, default=State.APPLIED, protected=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="slips", verbose_name=_("organisation")
    )
    item = models.ForeignKey(
        "approvals.Item", on_delete=models.PROTECT, related_name="slips", verbose_name=_("inspection item")
    )
    firm_name = models.CharField(_("firm"), max_length=100)
    firm_code = models.CharField(_("credit code"), max_length=20)
    firm_address = models.CharField(_("address"), max_length=200, blank=True)
    purpose = models.TextField(_("what is inspected"), max_length=1000)
    inspectors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="inspections", verbose_name=_("inspectors")
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    joined = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="guests")
    applied_at = models.DateTimeField(_("applied at"))
    applied_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    carried_out_on = models.DateField(_("carried out on"), null=True)
    has_problems = models.BooleanField(_("problems found"), null=True)
    result = models.TextField(_("result"), max_length=4000, blank=True)
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = SlipQuerySet.as_manager()

    subject_related = ("item",)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__lte=F("until_on")),
                name="slip_ends_after_start",
                violation_error_message=_("The inspection cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="slip_refused_with_reason",
                violation_error_message=_("A refusal must give its reasons."),
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(joined__isnull=False), name="slip_merged_into_another"
            ),
        ]
        indexes = [
            models.Index(fields=["firm_code", "from_on"], name="slip_of_firm"),
            models.Index(fields=["organisation", "-applied_at"], name="slip_of_organisation"),
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        address = reverse("approvals:slip", args=[self.pk])
        return Subject(_("Inspection slip"), self.number, self.item.name, address)

    @property
    def check_code(self) -> str:
        """The 8 signs inside the QR code with which the firm checks the slip."""
        return code_of("slip", self.number)

    @transition(state, source=State.APPLIED, target=State.APPROVED)
    def approve(self):
        pass

    @transition(state, source=State.APPLIED, target=State.REFUSED)
    def refuse(self):
        pass

    @transition(state, source=State.APPLIED, target=State.MERGED)
    def merge(self):
        pass

    @transition(state, source=State.APPROVED, target=State.CARRIED_OUT)
    def carry_out(self):
        pass

    @transition(state, source=[State.APPLIED, State.APPROVED], target=State.CANCELLED)
    def cancel(self):
        pass


class SlipReportQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those who watch or lead see the reports; the unit that is reported does not, to protect the firm."""
        if actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.filter(organisation__path__startswith=actor.watched_path)
        return self.none()


class SlipReport(FSMModelMixin, models.Model):
    """A firm says that somebody came without a slip. Confirmed by the efficiency office it becomes a finding."""

    class State(models.TextChoices):
        REPORTED = "reported", _("reported")
        CONFIRMED = "confirmed", _("confirmed")
        DISMISSED = "dismissed", _("not confirmed")

    number = models.CharField(_("report number"), max_length=30, unique=True)
    state = FSMField(_("state"), choices=State.choices, default=State.REPORTED, protected=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("who came")
    )
    firm_name = models.CharField(_("firm"), max_length=100)
    happened_on = models.DateField(_("when"))
    what = models.TextField(_("what happened"), max_length=2000)
    contact = models.CharField(_("telephone for questions"), max_length=20, blank=True)
    reported_at = models.DateTimeField(_("reported at"))
    handled_at = models.DateTimeField(_("handled at"), null=True)
    handled_by = person()
    note = models.TextField(_("result"), max_length=2000, blank=True)

    objects = SlipReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="reported") | ~Q(note=""),
                name="slip_report_handled_with_note",
                violation_error_message=_("Write down what was found out."),
            )
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        address = reverse("approvals:slip_report", args=[self.pk])
        return Subject(_("Report of an inspection without a slip"), self.number, address=address)

    @property
    def check_code(self) -> str:
        """The 8 signs with which whoever reported can ask for the result."""
        return code_of("slip-report", self.number)

    @transition(state, source=State.REPORTED, target=State.CONFIRMED)
    def confirm(self):
        pass

    @transition(state, source=State.REPORTED, target=State.DISMISSED)
    def dismiss(self):
        pass
