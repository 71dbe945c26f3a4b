"""Spot checks (明察暗访): plans, what the inspectors found, and how the unit put it right."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Organisation, Role, Window
from monitoring.models.cameras import Patrol
from monitoring.models.notices import LONGEST_TERM, UNIT_ROLES, somebody
from records.subjects import Subject

TERM = 5  # working days to put a finding right, where nothing else is demanded (practice of the hall)


class InspectionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Open plans: whoever watches the office. Secret plans: the inspectors named in them, and nobody else."""
        return self.watched_by(actor).filter(Q(secret=False) | self.joined(actor))

    def reported_to(self, actor):
        """What may be read as a report: the visible ones, and secret ones once they are concluded."""
        return self.watched_by(actor).filter(Q(secret=False) | Q(state="concluded") | self.joined(actor))

    def watched_by(self, actor):
        if not actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.none()
        return self.filter(organisation__path__startswith=actor.watched_path)

    @staticmethod
    def joined(actor) -> Q:
        return Q(pk__in=Inspection.inspectors.through.objects.filter(user=actor.user).values("inspection"))


class Inspection(FSMModelMixin, models.Model):
    """One plan: who looks at what, where and when; openly, or in secret. A second person approves it."""

    class State(models.TextChoices):
        PLANNED = "planned", _("waits for approval")
        APPROVED = "approved", _("under way")
        DROPPED = "dropped", _("called off")
        CONCLUDED = "concluded", _("concluded")

    number = models.CharField(_("number"), max_length=60, blank=True)
    matter = models.CharField(_("matter"), max_length=100)
    secret = models.BooleanField(_("secret"), default=False)
    state = FSMField(_("state"), choices=State.choices, default=State.PLANNED, protected=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="inspections", verbose_name=_("unit")
    )
    units = models.ManyToManyField(Organisation, related_name="+", verbose_name=_("units to be checked"))
    inspectors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("inspectors"))
    places = models.CharField(_("places"), max_length=200)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    focus = models.TextField(_("what is looked at"), max_length=1000)
    planned_by = somebody()
    planned_at = models.DateTimeField(_("planned at"))
    approved_by = somebody(null=True)
    approved_at = models.DateTimeField(_("approved at"), null=True)
    ended_by = somebody(null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    result = models.TextField(_("report"), max_length=2000, blank=True)  # of the check, or why it was called off

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="inspection_number_once"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("planned_by")),
                name="inspection_approved_by_another",
                violation_error_message=_("A check is approved by somebody other than who planned it."),
            ),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="inspection_days_in_order"),
            models.CheckConstraint(
                condition=~Q(state__in=["dropped", "concluded"]) | ~Q(result=""), name="inspection_ended_with_words"
            ),
        ]

    def __str__(self):
        return self.number or self.matter

    def as_subject(self) -> Subject:
        return Subject(_("Spot check"), str(self), self.matter, reverse("monitoring:inspection", args=[self.pk]))

    @transition(state, source=State.PLANNED, target=State.APPROVED)
    def approve(self):
        pass

    @transition(state, source=State.APPROVED, target=State.APPROVED)
    def note(self):
        pass

    @transition(state, source=State.APPROVED, target=State.CONCLUDED)
    def conclude(self):
        pass

    @transition(state, source=[State.PLANNED, State.APPROVED], target=State.DROPPED)
    def drop(self):
        pass


class SpotFindingQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The unit sees what it was told. Whoever watches sees everything but what a secret check has not yet told."""
        told = Q(issued_at__isnull=False)
        if actor.holds(*UNIT_ROLES):
            return self.filter(told, organisation__in=actor.units)
        if not actor.holds(Role.INSPECTOR, Role.LEADER):
            return self.none()
        seen = Inspection.objects.visible_to(actor).values("pk")
        watched = self.filter(organisation__path__startswith=actor.watched_path)
        return watched.filter(told | Q(inspection=None) | Q(inspection__in=seen))


class SpotFinding(FSMModelMixin, models.Model):
    """What was found at one place: noted by one inspector, told to the unit by another, put right, verified."""

    class State(models.TextChoices):
        NOTED = "noted", _("noted, not told yet")
        DROPPED = "dropped", _("not followed up")
        ISSUED = "issued", _("to be put right")
        REPORTED = "reported", _("report to be verified")
        RETURNED = "returned", _("not put right, new term")
        SETTLED = "settled", _("put right")

    class Kind(models.TextChoices):
        ABSENCE = "absence", _("window not attended")
        LATENESS = "lateness", _("late or gone early")
        DISCIPLINE = "discipline", _("conduct at work")
        SERVICE = "service", _("service and attitude")
        NOTICE = "notice", _("not told everything at once")
        DISCLOSURE = "disclosure", _("notices to the public")
        CHARGE = "charge", _("fees")
        ORDER = "order", _("order and surroundings")
        OTHER = "other", _("other")

    OWED = [State.ISSUED, State.RETURNED]  # the unit owes a report
    number = ""  # findings have none; the page of a paper of supervision asks for it

    state = FSMField(_("state"), choices=State.choices, default=State.NOTED, protected=True)
    inspection = models.ForeignKey(Inspection, null=True, on_delete=models.PROTECT, related_name="findings")
    patrol = models.ForeignKey(Patrol, null=True, on_delete=models.PROTECT, related_name="findings")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="spot_findings", verbose_name=_("unit")
    )
    responsible = somebody(null=True)
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="spot_findings")
    kind = models.CharField(_("kind of finding"), max_length=20, choices=Kind)
    place = models.CharField(_("place"), max_length=100)
    found_at = models.DateTimeField(_("found at"))
    facts = models.TextField(_("facts"), max_length=1000)
    basis = models.CharField(_("basis"), max_length=300)
    demand = models.TextField(_("demand"), max_length=1000)
    days = models.PositiveSmallIntegerField(_("working days to put it right"), default=TERM)
    noted_by = somebody()
    noted_at = models.DateTimeField(_("noted at"))
    issued_by = somebody(null=True)
    issued_at = models.DateTimeField(_("told at"), null=True)
    ended_by = somebody(null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)  # why it was not followed up
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = SpotFindingQuerySet.as_manager()

    subject_related = ("organisation",)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_by=None) | ~Q(issued_by=F("noted_by")),
                name="spot_finding_told_by_another",
                violation_error_message=_("A finding is told to the unit by somebody other than who noted it."),
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=LONGEST_TERM), name="spot_finding_term_of_one_to_sixty_days"
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(reason=""), name="spot_finding_dropped_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="spot_finding_of_organisation")]

    def __str__(self):
        return f"{self.get_kind_display()}（{self.place}）"

    @property
    def matter(self) -> str:
        return str(self)

    def as_subject(self) -> Subject:
        address = reverse("monitoring:spot_finding", args=[self.pk])
        return Subject(_("Finding of a spot check"), "", f"{self.organisation.short_name}：{self}", address)

    @transition(state, source=State.NOTED, target=State.NOTED)
    def hang(self):
        pass

    @transition(state, source=State.NOTED, target=State.ISSUED)
    def issue(self):
        pass

    @transition(state, source=State.NOTED, target=State.DROPPED)
    def drop(self):
        pass

    @transition(state, source=[State.ISSUED, State.RETURNED], target=State.REPORTED)
    def report(self):
        pass

    @transition(state, source=State.REPORTED, target=State.RETURNED)
    def send_back(self):
        pass

    @transition(state, source=State.REPORTED, target=State.SETTLED)
    def settle(self):
        pass


class Rectification(models.Model):
    """What the unit says it has put right; its photographs hang on it. Added, never edited."""

    finding = models.ForeignKey(SpotFinding, on_delete=models.PROTECT, related_name="rectifications")
    measure = models.TextField(_("what was done"), max_length=2000)
    reported_by = somebody()
    reported_at = models.DateTimeField(_("time of the report"))

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.finding} {self.reported_at:%Y-%m-%d}"


class RectificationVerdict(models.Model):
    """What a second look came to: put right, or sent back with the reason and a new term."""

    rectification = models.OneToOneField(Rectification, on_delete=models.PROTECT, related_name="verdict")
    accepted = models.BooleanField(_("accepted"))
    reason = models.TextField(_("what the verification found"), max_length=2000)
    verified_by = somebody()
    verified_at = models.DateTimeField(_("verified at"))

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="rectification_verdict_says_why")]

    def __str__(self):
        return f"{self.rectification} {self.accepted}"
