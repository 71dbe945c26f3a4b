"""Registers of the market: applications of firms, who owns whom, papers, people, credit, what is open to all."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from procurement.models.fields import firm, unit
from procurement.models.parties import Party
from records.columns import person


class RegistrationQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state__in=[Registration.State.APPLIED, Registration.State.CHECKED])


class Registration(FSMModelMixin, models.Model):
    """A firm asks to enter the register: its papers are checked by one person of the centre, it enters by another."""

    class State(models.TextChoices):
        APPLIED = "applied", _("waiting for the check")
        CHECKED = "checked", _("checked, waiting for the second person")
        REGISTERED = "registered", _("registered")
        REFUSED = "refused", _("refused")

    code = models.CharField(_("unified social credit code"), max_length=18)
    name = models.CharField(_("name"), max_length=100)
    legal_representative = models.CharField(_("legal representative"), max_length=50)
    founded_on = models.DateField(_("founded on"))
    address = models.CharField(_("address"), max_length=200, blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    businesses = models.JSONField(_("businesses"), default=list)
    qualifications = models.TextField(_("qualifications"), max_length=1000, blank=True)
    title = models.CharField(_("title"), max_length=50, blank=True)  # of the applicant in the firm
    state = FSMField(_("state"), choices=State.choices, default=State.APPLIED, protected=True)
    applied_at = models.DateTimeField(_("applied at"))
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations")
    checked_at = models.DateTimeField(_("checked at"), null=True)
    checked_by = person()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = person()
    opinion = models.CharField(_("opinion"), max_length=500, blank=True)
    party = firm(_("firm"), related_name="registrations")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state__in=["applied", "checked"]),
                name="one_open_registration_a_code",
                violation_error_message=_("An application with this credit code is being checked already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="registered") | ~Q(checked_by=F("decided_by")),
                name="registration_by_two_people",
                violation_error_message=_("Somebody other than who checked it enters the firm."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(opinion=""),
                name="registration_refused_with_a_reason",
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self):
        return self.name

    @transition(state, source=State.APPLIED, target=State.CHECKED)
    def check_papers(self):
        """The papers are in order."""

    @transition(state, source=State.CHECKED, target=State.REGISTERED)
    def enter(self):
        """A second person enters the firm."""

    @transition(state, source=[State.APPLIED, State.CHECKED], target=State.REFUSED)
    def refuse(self):
        pass


class Ownership(models.Model):
    """One firm owns or controls another: bidders of one group and their experts know each other."""

    parent = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="owns", verbose_name=_("parent firm"))
    child = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="owned_by", verbose_name=_("subsidiary"))
    share = models.DecimalField(_("share (percent)"), max_digits=5, decimal_places=2, null=True, blank=True)
    entered_at = models.DateTimeField(_("written down at"))
    entered_by = person()
    ended_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "child"], condition=Q(ended_on=None), name="owned_once"),
            models.CheckConstraint(condition=~Q(parent=F("child")), name="no_firm_owns_itself"),
        ]

    def __str__(self):
        return f"{self.parent} {self.child}"


class Qualification(models.Model):
    """A certificate of a firm (资质证书): what it may build, audit or handle."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="qualifications")
    name = models.CharField(_("qualification"), max_length=100)
    level = models.CharField(_("grade"), max_length=20, blank=True)
    number = models.CharField(_("number of the certificate"), max_length=60)
    issued_by = models.CharField(_("issued by"), max_length=100, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                name="qualification_number_once",
                violation_error_message=_("A certificate with this number is registered already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="qualification_ends_after_start",
            ),
        ]

    def __str__(self):
        return f"{self.name}{self.level}"


class Practitioner(models.Model):
    """A registered person of a firm (从业人员): builders, cost engineers, supervisors of works, agents."""

    name = models.CharField(_("name"), max_length=50)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="practitioners", verbose_name=_("firm"))
    profession = models.CharField(_("profession"), max_length=50)
    number = models.CharField(_("number of the certificate"), max_length=60, unique=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name


class CreditRecord(models.Model):
    """A line of the credit record of a firm: good or bad, by whom decided, until when shown. Never changed."""

    class Kind(models.TextChoices):
        HONOUR = "honour", _("honour")
        PENALTY = "penalty", _("penalty")
        PERFORMANCE = "performance", _("performance of a contract")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="credit_records")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    text = models.CharField(_("what is recorded"), max_length=500)
    decided_by = models.CharField(_("decided by"), max_length=100)
    number = models.CharField(_("number of the document"), max_length=100, blank=True)
    decided_on = models.DateField(_("decided on"))
    shown_until = models.DateField(_("shown until"), null=True, blank=True)
    entered_at = models.DateTimeField(_("written down at"))
    entered_by = person()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="credit_record_says_something")]

    def __str__(self):
        return self.text[:40]


class OpenKind(models.TextChoices):
    """The seven kinds of project and credit information (seed S0-16; 工程建设领域项目信息和信用信息公开)."""

    APPROVAL = "approval", _("project approvals")
    BUILDING = "building", _("management of construction")
    FIRM = "firm", _("firms of the trade")
    PEOPLE = "people", _("people of the trade")
    LAND = "land", _("land use rights")
    MINING = "mining", _("mining rights")
    CREDIT = "credit", _("credit information")


class OpenRecordQuerySet(models.QuerySet):
    def public(self):
        return self.filter(withdrawn_at=None)


class OpenRecord(models.Model):
    """One piece of project or credit information made public by an office. Corrections are new rows."""

    kind = models.CharField(_("kind"), max_length=20, choices=OpenKind)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=5000, blank=True)
    facts = models.JSONField(default=list)  # [[label, value], …] as they are shown
    number = models.CharField(_("number of the document"), max_length=100, blank=True)
    party = firm(_("firm"), related_name="open_records")
    organisation = unit(_("organisation"), null=False, blank=False)
    happened_on = models.DateField(_("date"))
    published_at = models.DateTimeField(_("published at"))
    published_by = person()
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_by = person()
    withdrawn_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = OpenRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["kind", "-happened_on", "-id"], name="open_record_by_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "organisation", "number"],
                condition=~Q(number="") & Q(withdrawn_at=None),
                name="open_record_number_once",
                violation_error_message=_("A record with this number is public already."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="open_record_withdrawn_with_a_reason",
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self):
        return self.title
