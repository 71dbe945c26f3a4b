"""Efficiency cases (效能案件, seed S3-15): filed on a unit, with the persons involved and what came out for each."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from monitoring.models.cards import Card
from monitoring.models.notices import Notice, WatchedQuerySet, somebody
from records.models import AboutSubject
from records.subjects import Subject


class EfficiencyCaseQuerySet(WatchedQuerySet):
    def visible_to(self, actor):
        """An inquiry is read by those who watch. The person concerned reads the outcome and their own archive."""
        return self.watched_by(actor)


class EfficiencyCase(FSMModelMixin, AboutSubject):
    """One inquiry: proposed by one person, filed by a second, concluded when every person has an outcome."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("filing waits for the second signature")
        DROPPED = "dropped", _("not filed")
        FILED = "filed", _("under inquiry")
        CONCLUDED = "concluded", _("concluded")

    class Source(models.TextChoices):
        CARD = "card", _("a card")
        NOTICE = "notice", _("a supervision notice")
        COMPLAINT = "complaint", _("a complaint")
        INSPECTION = "inspection", _("an inspection")
        REFERRAL = "referral", _("referred by another office")
        OWN = "own", _("supervision itself")

    class Gravity(models.TextChoices):
        """Decides how far up responsibility is looked for (seed S3-19)."""

        GENERAL = "general", _("poor work, a general problem")
        MAJOR = "major", _("mere formality or a major problem")

    number = models.CharField(_("number"), max_length=60, blank=True)
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    source = models.CharField(_("comes from"), max_length=20, choices=Source)
    gravity = models.CharField(_("gravity"), max_length=10, choices=Gravity, default=Gravity.GENERAL)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="efficiency_cases", verbose_name=_("unit")
    )
    card = models.ForeignKey(Card, null=True, on_delete=models.PROTECT, related_name="efficiency_cases")
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="efficiency_cases")
    matter = models.CharField(_("matter"), max_length=100)
    facts = models.TextField(_("facts"), max_length=4000)
    basis = models.CharField(_("basis"), max_length=300)
    proposed_by = somebody()
    proposed_at = models.DateTimeField(_("proposed at"))
    filed_by = somebody(null=True)
    filed_at = models.DateTimeField(_("filed at"), null=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)  # why it was not filed
    result = models.TextField(_("result of the inquiry"), max_length=4000, blank=True)
    concluded_by = somebody(null=True)
    concluded_at = models.DateTimeField(_("concluded at"), null=True)
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = EfficiencyCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="efficiency_case_number_once"),
            models.CheckConstraint(
                condition=Q(filed_by=None) | ~Q(filed_by=F("proposed_by")),
                name="efficiency_case_filed_by_another",
                violation_error_message=_("A case is filed by somebody other than who proposed it."),
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(reason=""), name="efficiency_case_dropped_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="concluded") | ~Q(result=""), name="efficiency_case_concluded_with_result"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="efficiency_of_organisation"),
            models.Index(fields=["subject_type", "subject_id"], name="efficiency_about"),
        ]

    def __str__(self):
        return self.number or self.matter

    def as_subject(self) -> Subject:
        address = reverse("monitoring:efficiency_case", args=[self.pk])
        return Subject(_("Efficiency case"), str(self), self.matter if self.number else "", address)

    @transition(state, source=State.PROPOSED, target=State.FILED)
    def file(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.DROPPED)
    def drop(self):
        pass

    @transition(state, source=State.FILED, target=State.FILED)
    def involve(self):
        pass

    @transition(state, source=State.FILED, target=State.FILED)
    def propose_outcome(self):
        pass

    @transition(state, source=State.FILED, target=State.FILED)
    def decide_outcome(self):
        pass

    @transition(state, source=State.FILED, target=State.CONCLUDED)
    def conclude(self):
        pass


class Involved(models.Model):
    """A person whose part in the matter is looked into, and what kind of responsibility it is."""

    class Part(models.TextChoices):
        DIRECT = "direct", _("directly responsible")
        CHARGE = "charge", _("leader in charge")
        MAIN = "main", _("main leader")

    LEADERS = [Part.CHARGE, Part.MAIN]

    case = models.ForeignKey(EfficiencyCase, on_delete=models.PROTECT, related_name="involved")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="involvements")
    part = models.CharField(_("kind of responsibility"), max_length=10, choices=Part)
    conduct = models.TextField(_("what this person did or left undone"), max_length=2000)
    named_by = somebody()
    named_at = models.DateTimeField(_("named at"))

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="involved_once_in_a_case")]

    def __str__(self):
        return f"{self.person}（{self.get_part_display()}）"


class OutcomeQuerySet(models.QuerySet):
    def decided(self):
        return self.filter(state=Outcome.State.DECIDED)

    def of_consequence(self):
        """Outcomes that stand against somebody."""
        return self.decided().exclude(kind=Outcome.Kind.NONE)


class Outcome(FSMModelMixin, models.Model):
    """What comes out for one person, or for the unit: proposed by one, decided by a second, told on paper."""

    class Kind(models.TextChoices):
        """The ways of handling in the seeds (S2-15, S3-15); sanctions are decided elsewhere and registered here."""

        NONE = "none", _("no responsibility")
        CRITICISM = "criticism", _("criticism and education")
        TALK = "talk", _("admonishing talk")
        ADMONITION = "admonition", _("administrative admonition")
        CIRCULAR = "circular", _("criticism in a circular")
        PARTY = "party", _("party sanction")
        ADMINISTRATIVE = "administrative", _("administrative sanction")
        TRANSFER = "transfer", _("handed over for investigation")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("outcome waits for the second signature")
        DECIDED = "decided", _("outcome decided")
        REFUSED = "refused", _("outcome not approved")

    case = models.ForeignKey(EfficiencyCase, on_delete=models.PROTECT, related_name="outcomes")
    involved = models.ForeignKey(Involved, null=True, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(_("kind of outcome"), max_length=20, choices=Kind)
    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True)
    statement = models.TextField(_("what the person or the unit said"), max_length=2000)
    reason = models.TextField(_("reasons and basis"), max_length=2000)
    proposed_by = somebody()
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = somebody(null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    refusal = models.TextField(_("why it was not approved"), max_length=1000, blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "involved"],
                condition=~Q(state="refused"),
                nulls_distinct=False,
                name="one_outcome_for_each",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="outcome_decided_by_another",
                violation_error_message=_("An outcome is decided by somebody other than who proposed it."),
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(refusal=""), name="outcome_refused_with_reason"),
        ]

    def __str__(self):
        return f"{self.whose}：{self.get_kind_display()}"

    def as_subject(self) -> Subject:
        address = reverse("monitoring:efficiency_case", args=[self.case_id])
        return Subject(_("outcome"), str(self.case), self.get_kind_display(), address)

    @property
    def whose(self) -> str:
        """The person's name, or the unit's where it is the unit that is dealt with."""
        return str(self.involved.person if self.involved_id else self.case.organisation)

    @transition(state, source=State.PROPOSED, target=State.DECIDED)
    def decide(self):
        pass

    @transition(state, source=State.PROPOSED, target=State.REFUSED)
    def refuse(self):
        pass
