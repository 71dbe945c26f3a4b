"""Alarms (预警警报) about a risk, the orders (督办书) to put it right, and what follows where that fails."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from integrity import permissions
from integrity.models.risks import COLOURS, LEVEL_TONES, RiskInformation
from powers.models import Level
from records.columns import person as somebody
from records.columns import unit
from records.models import Document
from records.subjects import Subject


class AlarmQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return permissions.visible_alarms(self, actor)


class Alarm(models.Model):
    """《廉政风险预警警报》: red, yellow or blue. Facts only; what becomes of it stands in its order."""

    information = models.ForeignKey(RiskInformation, on_delete=models.PROTECT, related_name="alarms")
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="following")
    organisation = unit(_("unit"), null=False, blank=False)
    person = somebody(db_index=True, verbose_name=_("person concerned"))
    level = models.CharField(_("level"), max_length=1, choices=Level)
    words = models.TextField(_("risk"), max_length=2000)
    issued_at = models.DateTimeField(_("alarm given at"))
    issued_by = somebody(null=False)
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = AlarmQuerySet.as_manager()
    subject_related = ("organisation", "document")

    class Meta:
        verbose_name = verbose_name_plural = _("alarms of integrity risks")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "-id"], name="risk_alarm_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["information"], condition=Q(previous=None), name="one_first_alarm_of_information"
            )
        ]

    def __str__(self):
        return self.document.number if self.document_id else f"{self.level}"

    def as_subject(self) -> Subject:
        return Subject(_("Alarm of an integrity risk"), str(self), self.organisation.short_name, self.address)

    @property
    def address(self) -> str:
        return self.order.address

    @property
    def colour(self):
        return COLOURS[self.level]

    @property
    def tone(self) -> str:
        return LEVEL_TONES[self.level]


class RiskOrderQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """As its alarm; a unit that succeeded another one sees the orders that it took over."""
        return permissions.visible_orders(self, Alarm.objects.visible_to(actor), actor)

    def open(self):
        return self.filter(state__in=RiskOrder.OPEN)


class RiskOrder(FSMModelMixin, models.Model):
    """《廉政风险督办书》: the plan of the unit, the day set by supervision, the feedback, the verification."""

    class State(models.TextChoices):
        ISSUED = "issued", _("plan to be written")
        PLANNED = "planned", _("plan to be agreed to")
        UNDERWAY = "underway", _("being put right")
        REPORTED = "reported", _("to be verified")
        VERIFIED = "verified", _("verified and closed")
        RAISED = "raised", _("not put right, level raised")

    OPEN = [State.ISSUED, State.PLANNED, State.UNDERWAY, State.REPORTED]
    OWED = [State.ISSUED, State.UNDERWAY]
    TONES = {
        State.ISSUED: "warn",
        State.PLANNED: "info",
        State.UNDERWAY: "warn",
        State.REPORTED: "info",
        State.VERIFIED: "done",
        State.RAISED: "over",
    }

    alarm = models.OneToOneField(Alarm, on_delete=models.PROTECT, related_name="order")
    organisation = unit(_("unit"), null=False, blank=False)
    office = unit(_("discipline office"), null=False, blank=False)
    demand = models.TextField(_("what is demanded"), max_length=1000)
    state = FSMField(_("state"), choices=State.choices, default=State.ISSUED, protected=True)
    plan_due_on = models.DateField(_("plan due on"))
    plan = models.TextField(_("plan of rectification"), max_length=2000, blank=True)
    planned_at = models.DateTimeField(_("plan handed in at"), null=True)
    planned_by = somebody()
    finish_on = models.DateField(_("to be put right by"), null=True)
    agreed_at = models.DateTimeField(_("plan agreed to at"), null=True)
    agreed_by = somebody()
    feedback = models.TextField(_("feedback"), max_length=2000, blank=True)
    reported_at = models.DateTimeField(_("feedback handed in at"), null=True)
    reported_by = somebody()
    verdict = models.TextField(_("verification"), max_length=1000, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = somebody()
    reason = models.CharField(_("why the plan was sent back"), max_length=300, blank=True)
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = RiskOrderQuerySet.as_manager()
    subject_related = ("alarm__document", "organisation", "document")

    class Meta:
        verbose_name = verbose_name_plural = _("risk orders")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "state"], name="risk_order_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["planned", "underway", "reported", "verified"]) | ~Q(plan=""),
                name="risk_order_has_a_plan",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["underway", "reported", "verified"])
                | Q(finish_on__isnull=False, agreed_by__isnull=False),
                name="risk_order_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reported", "verified"]) | ~Q(feedback=""), name="risk_order_has_feedback"
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(ended_by__isnull=False) & ~Q(ended_by=F("agreed_by")),
                name="risk_order_verified_by_another",
                violation_error_message=_("Somebody other than who agreed to the plan verifies."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["verified", "raised"]) | ~Q(verdict=""), name="risk_order_ended_with_words"
            ),
        ]

    def __str__(self):
        return self.document.number if self.document_id else f"{self.pk}"

    def as_subject(self) -> Subject:
        return Subject(_("Risk order"), str(self), self.organisation.short_name, self.address)

    @property
    def address(self) -> str:
        return reverse("integrity:order", args=[self.pk])

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.ISSUED, target=State.PLANNED)
    def hand_in(self):
        pass

    @transition(state, source=State.PLANNED, target=State.ISSUED)
    def send_back(self):
        pass

    @transition(state, source=State.PLANNED, target=State.UNDERWAY)
    def agree(self):
        pass

    @transition(state, source=State.UNDERWAY, target=State.REPORTED)
    def report(self):
        pass

    @transition(state, source=State.REPORTED, target=State.VERIFIED)
    def verify(self):
        pass

    @transition(state, source=[State.ISSUED, State.UNDERWAY, State.REPORTED], target=State.RAISED)
    def escalate(self):
        pass


class AccountabilityQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return permissions.visible_to_watchers(self, actor, "alarm__organisation__path")

    def open(self):
        return self.filter(state=Accountability.State.PROPOSED)


class Accountability(FSMModelMixin, models.Model):
    """At level A nothing higher is left: a talk and accountability are proposed; another person decides (S3-19)."""

    class Kind(models.TextChoices):
        TALK = "talk", _("admonishing talk")
        ACCOUNTABILITY = "account", _("accountability of the leaders")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposal to be decided")
        ACCEPTED = "accepted", _("proposal accepted")
        REFUSED = "refused", _("proposal refused")

    TONES = {State.PROPOSED: "warn", State.ACCEPTED: "over", State.REFUSED: "done"}

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(_("kind of proposal"), max_length=10, choices=Kind)
    words = models.TextField(_("reason"), max_length=1000)
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = somebody(null=False)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = somebody()
    opinion = models.CharField(_("opinion"), max_length=500, blank=True)

    objects = AccountabilityQuerySet.as_manager()
    subject_related = ("alarm__document", "alarm__organisation")

    class Meta:
        verbose_name = verbose_name_plural = _("proposals of accountability")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["alarm", "kind"], name="accountability_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="accountability_decided_by_another",
                violation_error_message=_("Who proposes accountability does not decide it."),
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | ~Q(opinion=""), name="accountability_decided_with_words"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.alarm}"

    def as_subject(self) -> Subject:
        title = f"{self.alarm.organisation.short_name}·{self.get_kind_display()}"
        return Subject(_("Proposal of accountability"), str(self.alarm), title, self.address)

    @property
    def address(self) -> str:
        return reverse("integrity:proposal", args=[self.pk])

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @transition(state, source=State.PROPOSED, target=State.ACCEPTED)
    def accept(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.REFUSED)
    def refuse(self):
        pass
