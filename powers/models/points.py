"""Integrity risk points (廉政风险点): where a power can go wrong, how grave it is, what is done against it."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from powers import levels, permissions
from powers.models.lists import Power, PowerStep
from records.columns import person as somebody
from records.columns import unit
from records.subjects import Subject


class Level(models.TextChoices):
    """A red, B yellow, C blue (seed S3-03)."""

    A = "A", _("risk level A (red)")
    B = "B", _("risk level B (yellow)")
    C = "C", _("risk level C (blue)")


def factor(words):
    return models.PositiveSmallIntegerField(words, null=True)


class RiskPointQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return permissions.visible(self, actor)

    def alive(self):
        return self.exclude(state=RiskPoint.State.RETIRED)

    def decided(self):
        """Points whose level somebody decided and that are still there."""
        return self.filter(state=RiskPoint.State.DECIDED)

    def waiting(self):
        """A level is proposed, nobody decided it."""
        return self.filter(state=RiskPoint.State.PROPOSED)

    def review_due(self, today: date):
        """Half a year has passed since the level was decided or looked at."""
        return self.decided().filter(review_due_on__lte=today)

    def measure_late(self, today: date):
        return self.alive().filter(measured_on=None, measure_due_on__lt=today)

    def unlisted(self):
        """The power they belong to no longer stands in the published list."""
        return self.alive().filter(power__list__state="replaced")

    def counted(self):
        """One row for the whole: how many of each level, and their sum (INT-01)."""
        counts = {level.value.lower(): Count("pk", filter=Q(level=level)) for level in Level}
        return self.decided().order_by().aggregate(**counts, sum=Count("pk"))


class RiskPoint(FSMModelMixin, models.Model):
    """A place where a power can be misused: found, assessed by its unit, its level decided by somebody else.

    `power` and `step` follow the list in force: publishing a new version moves them to the same code and number.
    """

    class State(models.TextChoices):
        FOUND = "found", _("found, to be assessed")
        PROPOSED = "proposed", _("assessed, to be decided")
        DECIDED = "decided", _("level decided")
        RETIRED = "retired", _("retired")

    class Kind(models.TextChoices):
        MORALS = "morals", _("thought and morals")
        SYSTEM = "system", _("rules and mechanisms")
        BUSINESS = "business", _("operation of the business")

    class Finder(models.TextChoices):
        OWN = "own", _("found by oneself")
        PUBLIC = "public", _("named by the public")
        LEADER = "leader", _("pointed out by a leader")
        DELEGATES = "delegates", _("judged by delegates")
        ORGANISATION = "organisation", _("examined by the organisation")
        COMPLAINT = "complaint", _("from complaints")
        AUDIT = "audit", _("from an audit")
        CHECK = "check", _("from an inspection of enforcement")
        CARD = "card", _("from yellow and red cards")

    class Charge(models.TextChoices):
        MAIN = "main", _("directly under the main leader")
        DEPUTY = "deputy", _("under the leader in charge of it")
        STAFF = "staff", _("at an ordinary post")

    DATA = [Finder.COMPLAINT, Finder.AUDIT, Finder.CHECK, Finder.CARD]
    TONES = {State.FOUND: "info", State.PROPOSED: "warn", State.DECIDED: "ok", State.RETIRED: "done"}
    LAMPS = {Level.A: "over", Level.B: "warn", Level.C: "info"}

    organisation = unit(_("unit"), null=False, blank=False)
    power = models.ForeignKey(Power, on_delete=models.PROTECT, related_name="points")
    step = models.ForeignKey(PowerStep, null=True, blank=True, on_delete=models.PROTECT, related_name="points")
    post = models.CharField(_("post"), max_length=50)
    person = somebody(verbose_name=_("person at the post"), blank=True)
    person_name = models.CharField(_("name of the person"), max_length=50, blank=True)
    kind = models.CharField(_("kind of risk"), max_length=10, choices=Kind)
    finder = models.CharField(_("how it was found"), max_length=12, choices=Finder)
    source = models.CharField(_("source"), max_length=200, blank=True)
    evidence_type = models.ForeignKey(ContentType, null=True, on_delete=models.PROTECT, related_name="+")
    evidence_id = models.BigIntegerField(null=True)
    description = models.CharField(_("risk"), max_length=500)
    charge = models.CharField(_("who has charge of it"), max_length=10, choices=Charge, default=Charge.STAFF)
    probability = factor(_("probability"))
    harm = factor(_("harm"))
    frequency = factor(_("frequency of use"))
    discretion = factor(_("room for discretion"))
    proposed = models.CharField(_("proposed level"), max_length=1, choices=Level, blank=True)
    level = models.CharField(_("level"), max_length=1, choices=Level, blank=True)
    reason = models.CharField(_("reason of the level"), max_length=300, blank=True)
    measure = models.CharField(_("measure against it"), max_length=500, blank=True)
    measure_due_on = models.DateField(_("measure due on"), null=True, blank=True)
    measured_on = models.DateField(_("measure in place since"), null=True, blank=True)
    review_due_on = models.DateField(_("to be looked at again on"), null=True, blank=True)
    state = FSMField(_("state"), choices=State.choices, default=State.FOUND, protected=True)
    found_at = models.DateTimeField(_("found at"))
    found_by = somebody(null=False)
    proposed_at = models.DateTimeField(_("weighed at"), null=True)
    proposed_by = somebody()
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = somebody()

    objects = RiskPointQuerySet.as_manager()
    subject_related = ("organisation", "power")

    class Meta:
        verbose_name = verbose_name_plural = _("risk points")
        ordering = ["organisation__sort", "organisation", "level", "pk"]
        indexes = [
            models.Index(fields=["organisation", "state"], name="risk_point_of_unit"),
            models.Index(fields=["review_due_on"], condition=Q(state="decided"), name="risk_point_to_review"),
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="risk_point_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(probability=None, harm=None, frequency=None, discretion=None)
                | Q(probability__range=(1, 5), harm__range=(1, 5), frequency__range=(1, 5), discretion__range=(1, 5)),
                name="risk_point_factors",
                violation_error_message=_("Each of the four factors lies between 1 and 5."),
            ),
            models.CheckConstraint(
                condition=Q(state="found")
                | Q(probability__isnull=False, proposed__in=["A", "B", "C"])
                | Q(state="retired"),
                name="risk_point_assessed",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided")
                | (
                    Q(level__in=["A", "B", "C"], decided_by__isnull=False, review_due_on__isnull=False) & ~Q(reason="")
                ),
                name="risk_point_decided_with_reason",
                violation_error_message=_("A level is decided by a person and with a reason."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("found_by")) & ~Q(decided_by=F("proposed_by"))),
                name="risk_point_decided_by_another",
                violation_error_message=_("The level is decided by somebody other than who found or assessed it."),
            ),
            models.CheckConstraint(
                condition=Q(evidence_type=None, evidence_id=None)
                | Q(evidence_type__isnull=False, evidence_id__isnull=False),
                name="risk_point_evidence_whole",
            ),
        ]

    def __str__(self):
        return self.description[:40]

    def as_subject(self) -> Subject:
        return Subject(_("Risk point"), str(self.pk), f"{self.power.name}·{self}", self.address)

    @property
    def address(self) -> str:
        return reverse("powers:point", args=[self.pk])

    @property
    def factors(self) -> levels.Factors | None:
        """The four factors; None before they were assessed."""
        if self.probability is None:
            return None
        return levels.Factors(self.probability, self.harm, self.frequency, self.discretion)

    @property
    def lamp(self) -> tuple:
        """The level in colour once it is decided, before that the state."""
        if self.state == self.State.DECIDED:
            return self.LAMPS[self.level], self.get_level_display()
        return self.TONES[self.state], self.get_state_display()

    @property
    def who(self) -> str:
        return str(self.person) if self.person_id else self.person_name

    @transition(state, source=[State.FOUND, State.PROPOSED, State.DECIDED], target=State.PROPOSED)
    def propose(self):
        pass

    @transition(state, source=[State.PROPOSED, State.DECIDED], target=State.DECIDED)
    def decide(self):
        pass

    @transition(state, source=[State.FOUND, State.PROPOSED, State.DECIDED], target=State.RETIRED)
    def retire(self):
        pass


class RiskReview(models.Model):
    """One line of the history of a risk point. Added, never changed."""

    class Deed(models.TextChoices):
        ASSESSED = "assessed", _("assessed")
        DECIDED = "decided", _("level decided")
        REVIEWED = "reviewed", _("looked at again, unchanged")
        MEASURED = "measured", _("measure in place")
        RETIRED = "retired", _("retired")

    point = models.ForeignKey(RiskPoint, on_delete=models.PROTECT, related_name="reviews")
    deed = models.CharField(_("what happened to the point"), max_length=10, choices=Deed)
    before = models.CharField(_("level before"), max_length=1, choices=Level, blank=True)
    level = models.CharField(_("level"), max_length=1, choices=Level, blank=True)
    factors = models.JSONField(_("factors"), default=list)
    words = models.CharField(_("words"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"))
    by = somebody(null=False)

    class Meta:
        verbose_name = verbose_name_plural = _("history of risk points")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.point_id} {self.get_deed_display()}"
